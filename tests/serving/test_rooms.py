"""Where a room listens, what lets phones in, and what is said when that cannot be."""

import http.client
import json
import os
import shutil
import socket
import ssl
import subprocess
import time

import pytest
from typer.testing import CliRunner

import okr_lib as okr
from okr_lib.cli import app
from okr_lib.display.labels import Labels
from okr_lib.plan.starter import new_plan
from okr_lib.serving import servers
from okr_lib.serving.copies import copies_folder
from okr_lib.serving.rooms import OpenRoom, open_to_phones
from tests.serving.phones import Phone, answering


@pytest.fixture
def folder(tmp_path):
    new_plan(tmp_path / "plan")
    return tmp_path / "plan"


def opened(folder, **options):
    room = open_to_phones(folder, Labels("en"), host="127.0.0.1", **options)
    room.listening.close()
    return room


def test_code_and_port_stay_for_half_a_day_and_only_their_owner_can_read_them(folder):
    first = opened(folder)
    kept = copies_folder(folder) / "room.json"
    assert kept.stat().st_mode & 0o077 == 0
    assert (opened(folder).code, opened(folder).room.port) == (first.code, first.room.port)
    assert not [path for path in folder.rglob("*") if path.is_file() and first.code in path.read_text()]
    long_ago = time.time() - 13 * 3600
    os.utime(kept, (long_ago, long_ago))
    assert opened(folder).code != first.code


def test_what_was_kept_and_cannot_be_used_is_made_anew(folder):
    first = opened(folder)
    (copies_folder(folder) / "room.json").write_text(json.dumps({"key": {"code": first.code}}))
    assert opened(folder).code != first.code


def test_a_port_that_is_taken_is_said_unless_nobody_asked_for_it(folder):
    port = opened(folder).room.port
    with socket.create_server(("127.0.0.1", port)):
        with pytest.raises(okr.OkrError, match=f"port {port}: Address already in use.*--room-port"):
            opened(folder, port=port)
        assert opened(folder).room.port != port


def test_an_address_of_another_machine_is_said(folder):
    with pytest.raises(okr.OkrError, match=r"phones cannot be waited for at 192\.0\.2\.7.*with --address"):
        open_to_phones(folder, Labels("en"), host="192.0.2.7")


def test_before_there_is_a_plan_the_folder_stays_empty_and_phones_wait(tmp_path):
    folder = tmp_path / "new"
    with answering(folder) as room:
        phone = Phone(room.room.port)
        status, _, text = phone.get()
        assert (status, "has not begun" in text) == (503, True)
        assert phone.join(room.code) == 503
        assert not folder.exists()
        new_plan(folder)
        assert phone.join(room.code) == 303


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of this machine, and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl")
    place = tmp_path_factory.mktemp("certificate")
    options = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    names = ["-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-keyout", str(place / "key.pem"), "-out", str(place / "certificate.pem")]
    subprocess.run(["openssl", "req", *options, *names, *files], check=True, capture_output=True)
    return place / "certificate.pem", place / "key.pem"


def test_with_a_certificate_phones_come_by_https_and_the_cookie_never_by_http(folder, certificate):
    with answering(folder, certificate=certificate[0], key=certificate[1]) as room:
        assert room.address == f"https://127.0.0.1:{room.room.port}"
        trust = ssl.create_default_context(cafile=certificate[0])
        connection = http.client.HTTPSConnection("127.0.0.1", room.room.port, context=trust, timeout=60)
        form = {"Origin": room.address, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", "/join", f"code={room.code}", form)
        answer = connection.getresponse()
        assert answer.status == 303
        assert "Secure" in answer.headers["Set-Cookie"]
        with pytest.raises((OSError, http.client.HTTPException)):
            Phone(room.room.port).get()


def test_a_certificate_that_is_none_is_said(folder, certificate, tmp_path):
    with pytest.raises(okr.OkrError, match="cannot be used as a certificate: No such file"):
        opened(folder, certificate=tmp_path / "x.pem", key=certificate[1])
    with pytest.raises(okr.OkrError, match=r"plan\.yaml cannot be used as a certificate"):
        opened(folder, certificate=folder / "plan.yaml", key=certificate[1])


def test_the_command_says_where_phones_join_before_it_opens(folder, monkeypatch):
    answered = []

    def serve(notebook, *, port, ready):
        ready(servers.Opened(notebook, "http://127.0.0.1:1/?token=t"))

    def answer(room):
        answered.append(room)

    monkeypatch.setattr(servers, "serve_web", serve)
    monkeypatch.setattr(OpenRoom, "answer", answer)
    done = CliRunner().invoke(
        app, ["workshop", str(folder), "--web", "--room", "--address", "127.0.0.1", "--no-browser"]
    )
    assert done.exit_code == 0, done.output
    [room] = answered
    room.listening.close()
    assert f"Phones join at {room.address} with the code {room.code[:3]} {room.code[3:]}." in done.output


@pytest.mark.parametrize(
    "options", [["--address", "x"], ["--room-port", "1"], ["--room", "--certificate", "x"], ["--room", "--key", "x"]]
)
def test_options_that_go_with_others_are_a_wrong_usage_without_them(folder, options):
    assert CliRunner().invoke(app, ["workshop", str(folder), *options]).exit_code == 2

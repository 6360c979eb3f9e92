"""What is served answers on this machine only, and what cannot be served is said in words."""

import os
import socket

import pytest
from typer.testing import CliRunner

import okr_lib as okr
from okr_lib.cli import app
from okr_lib.serving import servers
from okr_lib.serving.copies import working_copy


@pytest.fixture
def untouched(monkeypatch):
    """The environment as it was, whatever a server would settle."""
    monkeypatch.setattr(os, "environ", os.environ.copy())


@pytest.mark.parametrize("serve", [servers.serve_lab, servers.serve_web])
def test_a_taken_port_is_said_before_anything_starts(example, serve, untouched):
    copy = working_copy(example, "scenarios")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(okr.OkrError, match=f"port {port} cannot be used: Address already in use; choose another"):
            serve(copy, port=port, ready=pytest.fail)


def test_without_voila_the_page_says_how_to_get_it(example, monkeypatch):
    monkeypatch.setattr(servers, "find_spec", lambda _: None)
    with pytest.raises(okr.OkrError, match=r'needs Voila: pip install "okr-growth-workbook\[web\]"'):
        servers.serve_web(example / "x.ipynb", ready=pytest.fail)


@pytest.mark.parametrize("web", [False, True])
def test_the_command_serves_a_copy_and_says_where(example, monkeypatch, web):
    opened = []

    def serve(notebook, *, port, ready):
        ready(servers.Opened(notebook, f"http://127.0.0.1:{port}/?token=t"))

    monkeypatch.setattr(servers, "serve_web" if web else "serve_lab", serve)
    monkeypatch.setattr(servers, "show", opened.append)
    options = ["--notebook", "scenarios", "--port", "8123", "--web" if web else "--lab"]
    done = CliRunner().invoke(app, ["workshop", str(example), *options])
    assert done.exit_code == 0, done.output
    assert "http://127.0.0.1:8123/?token=t" in done.output
    assert [one.notebook.name for one in opened] == ["scenarios.ipynb"]


@pytest.mark.parametrize("option", [["--notebook", "x"], ["--language", "xx"], ["--port", "99999"]])
def test_a_wrong_option_is_a_wrong_usage(example, option):
    assert CliRunner().invoke(app, ["workshop", str(example), *option]).exit_code == 2


def test_the_browser_is_sent_there_by_a_file_only_this_user_can_read(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setattr(servers.webbrowser, "open", asked.append)
    monkeypatch.setattr(
        servers, "Thread", lambda target, args, **_: type("T", (), {"start": lambda _: target(*args)})()
    )
    servers.show(servers.Opened(tmp_path / "n.ipynb", "http://127.0.0.1:1/?token=a&b"))
    [page] = tmp_path.iterdir()
    assert asked == [page.as_uri()]
    assert page.stat().st_mode & 0o077 == 0
    assert 'url=http://127.0.0.1:1/?token=a&amp;b"' in page.read_text()

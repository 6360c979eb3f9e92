"""Nothing of a plan folder is ever executed, whatever lies in it, and though it is the current folder."""

import http.client
import json
import signal
import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from tornado.ioloop import IOLoop
from tornado.websocket import websocket_connect

from tests.reports.strangers import OKR, environment, hostile_plan, loaded_by_python, run

# What a kernel has loaded, and the folders and files that it takes things from.
KERNEL = """\
import json, os, sys, matplotlib.pyplot, okr_lib.widgets.workshop
print(json.dumps([os.getcwd(), os.path.abspath(matplotlib.matplotlib_fname()), *map(os.path.abspath, sys.path)]))"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    """A hostile plan folder, and the file in which its programs would leave their names."""
    return hostile_plan(tmp_path_factory.mktemp("received") / "plan")


@pytest.fixture(autouse=True)
def nothing_ran(plan):
    _, witness = plan
    yield
    assert not witness.exists(), witness.read_text()


def test_the_folder_is_hostile_indeed(tmp_path):
    folder, witness = hostile_plan(tmp_path / "plan", without=["linecache"])  # which -c itself needs from 3.13 on
    run(folder, sys.executable, "-c", "import pandas")
    assert "/pandas.py" in witness.read_text().splitlines()


@pytest.mark.parametrize(
    "options", [(), ("--workers", "2"), ("--workers", "2", "--no-fork")], ids=["one", "forked", "ordinary"]
)
def test_a_report_runs_nothing_of_it(plan, tmp_path, options):
    run(plan[0], OKR, "report", ".", "--quarter", "Q1", "--team", "retail", "--output", tmp_path, *options)
    assert list(tmp_path.rglob("retail.html"))


@pytest.mark.parametrize("command", ["check", "breakdown"])
def test_a_command_runs_nothing_of_it(plan, command):
    assert run(plan[0], OKR, command, ".")


def test_a_program_that_makes_many_reports_in_the_folder_runs_nothing_of_it(plan, tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "import okr_lib as okr\n"
        "if __name__ == '__main__':\n"
        f"    jobs = okr.report_jobs('.', quarters=['Q1'], teams=['retail'], output={str(tmp_path / 'out')!r})\n"
        "    assert not any(outcome.failed for outcome in okr.run_reports(jobs, workers=1))\n"
    )
    run(plan[0], sys.executable, script)
    assert (tmp_path / "out" / "Q1" / "retail.html").exists()


def test_python_m_runs_nothing_of_it_but_what_python_itself_looks_for(tmp_path):
    folder, witness = hostile_plan(tmp_path / "plan", without=loaded_by_python())
    run(folder, sys.executable, "-m", "okr_lib", "report", ".", "--quarter", "Q1", "--team", "retail")
    assert not witness.exists(), witness.read_text()


def test_the_web_page_runs_nothing_of_it_and_answers_to_this_machines_name_only(plan):
    with serving(plan[0]) as address:
        assert asked(address, "/", "evil.example")[0] == 403
        assert asked(address, f"/api/kernels/{'0' * 8}-0000-0000-0000-{'0' * 12}/channels", "evil.example")[0] == 403
        status, page = asked(address, "/", f"localhost:{address.port}")
        assert status == 200
        assert "jupyter-widgets" in page


def test_jupyterlab_and_its_kernel_run_nothing_of_it_and_answer_to_this_machines_name_only(plan):
    with serving(plan[0], "--lab") as address:
        for path in ("/lab", "/api/contents", "/api/kernels"):
            assert asked(address, path, "evil.example")[0] == 403
        files = answered(address, "/api/contents")["content"]
        assert [file["name"] for file in files] == ["workshop.ipynb"]
        specs = answered(address, "/api/kernelspecs")["kernelspecs"]
        assert not any(str(plan[0]) in spec["resources"].get("logo-svg", "") for spec in specs.values())
        session = {"path": "workshop.ipynb", "name": "", "type": "notebook", "kernel": {"name": "python3"}}
        kernel = answered(address, "/api/sessions", json.dumps(session))["kernel"]["id"]
        said = IOLoop(make_current=False).run_sync(lambda: said_by(address, kernel, KERNEL), timeout=300)
    places = json.loads(said)
    assert not [place for place in places if place.startswith(str(plan[0]))]
    assert places[0] not in places[2:]


@contextmanager
def serving(folder, *options):
    """Run `okr workshop .` in the folder; its address."""
    command = [OKR, "workshop", ".", "--no-browser", *options]
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    with subprocess.Popen(command, cwd=folder, env=environment(), **quiet) as process:
        try:
            yield urlsplit(next(line.strip() for line in process.stdout if line.startswith("http")))
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=300)


def asked(address, path, host=None, body=None):
    """What the server answers: status and text."""
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=300)
    head = {"Host": host or address.netloc, "Authorization": f"token {address.query.partition('=')[2]}"}
    connection.request("POST" if body else "GET", path, body, head)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def answered(address, path, body=None):
    """What the server answers whoever has the token: data."""
    status, text = asked(address, path, body=body)
    assert status in (200, 201), f"{path}: {status} {text!r}"
    return json.loads(text)


async def said_by(address, kernel, code):
    """What a kernel prints when told to execute some code."""
    line = await websocket_connect(f"ws://{address.netloc}/api/kernels/{kernel}/channels?{address.query}")
    header = {
        "msg_id": "1",
        "msg_type": "execute_request",
        "session": "s",
        "username": "",
        "version": "5.4",
        "date": "",
    }
    content = {"code": code, "silent": False, "store_history": False, "user_expressions": {}, "allow_stdin": False}
    ask = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
    await line.write_message(json.dumps(ask))
    while True:
        message = json.loads(await line.read_message())
        if message["msg_type"] in ("stream", "error"):
            return message["content"].get("text") or message["content"]["evalue"]

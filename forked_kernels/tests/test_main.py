"""A command run below a parent finds it by the environment, whatever starts its notebooks."""

import json
import os
import subprocess
import sys

import pytest

WHO = "import json, os\nprint(json.dumps(os.getppid()))"
TWICE = 'set -e\nfor n in 1 2; do "$0" -m papermill --engine forked --no-progress-bar "$1" "$2/out-$n.ipynb"; done'


def main(*words):
    command = [sys.executable, "-m", "forked_kernels", *map(str, words)]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)


@pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")
def test_notebooks_of_a_shell_loop_are_forked_from_one_parent(notebook, tmp_path):
    done = main("--preload", "numpy", "--", "sh", "-c", TWICE, sys.executable, notebook(WHO), tmp_path)
    assert done.returncode == 0, done.stderr
    found = {
        json.loads(path.read_text())["cells"][-1]["outputs"][0]["text"][0] for path in tmp_path.glob("out-*.ipynb")
    }
    assert len(found) == 1
    assert found.isdisjoint({f"{os.getpid()}\n"})


def test_the_exit_code_is_the_commands():
    assert main("--", "sh", "-c", "exit 7").returncode == 7


@pytest.mark.parametrize(("words", "message"), [((), "name a command"), (("--", "no-such-program"), "No such file")])
def test_without_a_command_that_can_be_run_that_is_said(words, message):
    done = main(*words)
    assert done.returncode == 2
    assert message in done.stderr

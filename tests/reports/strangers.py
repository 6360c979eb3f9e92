"""A plan folder as somebody might send it: beside the plan, a program under every name that anything here looks for."""

import importlib.metadata
import json
import os
import subprocess
import sys
from pathlib import Path

from okr_lib.plan.starter import new_plan

OKR = Path(sys.executable).with_name("okr")
PLACES = ("", ".workshop", ".history", "teams")
# Looked for where they may happen to be installed, or by Python and its tools in their own right.
OPTIONAL = [
    "bottleneck",
    "bs4",
    "cProfile",
    "evil",
    "google",
    "ipywidgets_config",
    "lxml",
    "numba",
    "numexpr",
    "psycopg2",
    "pydevd",
    "sitecustomize",
    "startup",
    "tables",
    "trio",
    "usercustomize",
    "uvloop",
    "voila_config",
    "xlsxwriter",
]
CONFIGURATIONS = [
    "ipython_config",
    "ipython_kernel_config",
    "ipython_nbconvert_config",
    "jupyter_config",
    "jupyter_lab_config",
    "jupyter_labapp_config",
    "jupyter_nbconvert_config",
    "jupyter_notebook_config",
    "jupyter_server_config",
    "jupyterlab_config",
    "voila",
]
CONFIGURATION_PLACES = (
    "",
    ".ipython/profile_default",
    ".jupyter",
    "jupyter_config.d",
    "jupyter_server_config.d",
    "profile_default",
    "serverconfig",
)
KERNELS = ("kernels/python3", "share/jupyter/kernels/python3", ".ipython/kernels/python3")
TEMPLATES = ("base", "lab", "report", "workshop", "classic", "compatibility")
# What a person's own settings may name, from the folder they are in.
SETTINGS = {
    "IPYTHONDIR": ".ipython",
    "JUPYTER_CONFIG_DIR": ".jupyter",
    "JUPYTER_CONFIG_PATH": ".",
    "JUPYTER_PATH": ".",
    "PYTHONSTARTUP": "startup.py",
}


def loaded_by_python():
    """The modules that ``python -m okr_lib`` takes from the current folder before any line of the package."""
    code = "import runpy, sys, okr_lib; print(*{name.partition('.')[0] for name in sys.modules})"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


def hostile_plan(folder, *, without=()):
    """A starter plan with programs of somebody else's beside it, each of which would leave its name in a file."""
    witness = folder.with_name(f"{folder.name}-ran.txt")
    new_plan(folder)
    names = {*sys.stdlib_module_names, *importlib.metadata.packages_distributions(), "okr_lib", *OPTIONAL} - {*without}
    for place in PLACES:
        (folder / place).mkdir(exist_ok=True)
        for name in filter(str.isidentifier, names):
            (folder / place / f"{name}.py").write_text(_program(witness, f"{place}/{name}.py"))
        for inside in CONFIGURATION_PLACES:
            _configure(folder / place / inside, witness)
        for inside in KERNELS:
            argv = [sys.executable, "-P", "-c", _program(witness, f"{place}/{inside}/kernel.json")]
            _write(folder / place / inside / "kernel.json", json.dumps({"argv": argv, "language": "python"}))
        for program, template in ((program, name) for program in ("nbconvert", "voila") for name in TEMPLATES):
            inside = f"{program}/templates/{template}"
            writes = f"cycler.__init__.__globals__['__builtins__']['open']({str(witness)!r}, 'a').write({inside!r})"
            _write(folder / place / inside / "index.html.j2", "{% set done = " + writes + " %}")
            _write(folder / place / inside / "conf.json", '{"base_template": "base"}')
        _write(folder / place / "matplotlibrc", "backend: module://evil\n")
        _write(folder / place / ".pdbrc", f"import os;;open({str(witness)!r}, 'a').write('.pdbrc')\n")
    return folder, witness


def _program(witness, name):
    return f"open({str(witness)!r}, 'a').write({name + chr(10)!r})"


def _configure(place, witness):
    for name in CONFIGURATIONS:
        line = _program(witness, f"{place}/{name}")
        _write(place / f"{name}.py", line)
        settings = {
            "InteractiveShellApp": {"exec_lines": [line]},
            "ServerApp": {"jpserver_extensions": {"evil": True}},
            "VoilaConfiguration": {"multi_kernel_manager_class": "evil.Evil"},
        }
        _write(place / f"{name}.json", json.dumps(settings))
    _write(place / "startup" / "00-first.py", _program(witness, f"{place}/startup"))


def _write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def environment():
    """What a person who works in the folder has around them."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")} | SETTINGS


def run(folder, *command):
    """Run a command in the folder; its output."""
    done = subprocess.run(
        command, cwd=folder, env=environment(), check=False, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return done.stdout

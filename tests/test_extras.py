"""A light core: what each extra brings may be missing, and then one sentence says how to install it."""

import subprocess
import sys

import pytest

from tests.conftest import EXAMPLE, ROOT

MODULES = {
    "report": [
        "papermill",
        "nbformat",
        "nbclient",
        "nbconvert",
        "ipykernel",
        "jupyter_client",
        "jupyter_core",
        "IPython",
    ],
    "workshop": ["anywidget", "ipywidgets", "jupyterlab", "segno"],
    "web": ["voila"],
    "pdf": ["weasyprint"],
    "slides": ["pptx"],
    "parquet": ["pyarrow"],
    "sql": ["sqlalchemy"],
    "postgres": ["psycopg"],
    "cluster": ["distributed"],
}


def without(modules, *arguments):
    """A command in a process that has none of some modules: exit code, output and error."""
    code = f"import sys; sys.modules.update(dict.fromkeys({modules!r})); from okr_lib.cli import main; main()"
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("arguments", [["check", EXAMPLE], ["breakdown", EXAMPLE], ["diff", EXAMPLE, EXAMPLE]])
def test_the_core_works_without_any_extra(arguments):
    code, out, err = without([module for modules in MODULES.values() for module in modules], *arguments)
    assert (code, bool(out)) == (0, True), err


def test_excel_both_ways_is_in_the_core(tmp_path):
    extra = [module for modules in MODULES.values() for module in modules]
    assert without(extra, "new", tmp_path / "plan")[0] == 0
    assert without(extra, "export", tmp_path / "plan", tmp_path / "plan.xlsx")[0] == 0
    code, out, _ = without(extra, "import", tmp_path / "plan", tmp_path / "plan.xlsx")
    assert (code, out) == (0, "Nothing has changed.\n")


@pytest.mark.parametrize(
    ("extra", "records"),
    [
        ("parquet", "{file: actuals.parquet}"),
        ("sql", "{url: 'sqlite:///a.db', query: select 1 as revenue}"),
        ("postgres", "{url: 'postgresql+psycopg://db.example.org/x', query: select 1 as revenue}"),
    ],
)
def test_records_that_need_an_extra_say_which(example, extra, records):
    (example / "actuals.parquet").write_bytes(b"PAR1")
    with (example / "plan.yaml").open("a") as file:
        file.write(f"\nrecords:\n  actuals: {records}\n")
    code, _, err = without(MODULES[extra], "check", example)
    assert (code, len(err.splitlines())) == (1, 1), err
    assert f'pip install "okr-growth-workbook[{extra}]"' in err


@pytest.mark.parametrize(
    ("missing", "extra", "more"),
    [
        ("report", "report", []),
        ("slides", "slides", ["--format", "pptx"]),
        ("pdf", "pdf", ["--format", "pdf"]),
        ("cluster", "cluster", ["--scheduler", "tcp://127.0.0.1:1"]),
    ],
)
def test_a_report_without_what_makes_it_says_what_to_install(tmp_path, missing, extra, more):
    given = ["report", EXAMPLE, "--quarter", "Q3", "--output", tmp_path, "--no-fork", *more]
    code, _, err = without(MODULES[missing], *given)
    assert code == 1
    assert f'pip install "okr-growth-workbook[{extra}]"' in err
    assert "Traceback" not in err


@pytest.mark.parametrize(("missing", "more"), [("web", []), ("workshop", ["--lab"])])
def test_a_workshop_without_what_serves_it_says_what_to_install(example, missing, more):
    code, out, err = without(MODULES[missing], "workshop", example, "--no-browser", *more)
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    assert f'pip install "okr-growth-workbook[{missing}]"' in err

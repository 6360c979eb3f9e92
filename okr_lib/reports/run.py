"""Running a report: plan checked, template run in a fresh kernel, files renamed into place.

A report is made in a folder aside and moved to its final name only when it is whole, so what stands at a
final name is never half a report. A run that failed keeps its notebook under ``failed/``, and ``run.json``
beside the reports says for each what happened, with which parameters, versions and inputs.
"""

import datetime as dt
import hashlib
import importlib.metadata
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import nbformat

from okr_lib import errors
from okr_lib.display.labels import Labels
from okr_lib.errors import OkrError, ReportError
from okr_lib.growth.ledger import growth_ledger
from okr_lib.plan.check_ins import load_check_ins
from okr_lib.plan.folder import load_plan, plan_hash
from okr_lib.plan.model import Plan
from okr_lib.plan.records import load_reported, provenance
from okr_lib.plan.saving import replace_all
from okr_lib.plan.starter import templates_folder
from okr_lib.plan.values import QUARTERS
from okr_lib.reports.html import notebook_html
from okr_lib.reports.parameters import checked
from okr_lib.reports.pdf import html_pdf, weasyprint

COMPANY = "company"
RUN_FILE = "run.json"
FAILED = "failed"
PACKAGES = ("okr-growth-workbook", "papermill", "pandas", "numpy", "matplotlib", "great-tables", "nbconvert")


# Errors whose text is meant for people, by the name under which a kernel reports them.
_OUR_ERRORS = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, OkrError)}


class Format(StrEnum):
    """What a report is written as, beside its notebook."""

    HTML = "html"
    PDF = "pdf"


@dataclass(frozen=True)
class Report:
    """A finished report: its files, and how long it took in seconds."""

    name: str
    files: tuple[Path, ...]
    seconds: float


def run_report(
    folder: str | Path,
    *,
    quarter: str,
    language: str = "en",
    formats: Sequence[str] = ("html",),
    output: str | Path | None = None,
    template: str | Path | None = None,
    progress: bool = False,
    cell_seconds: int = 600,
) -> Report:
    """Make the quarterly report of a plan.

    Parameters
    ----------
    folder
        The plan folder.
    quarter
        Q1 to Q4; actuals of later quarters are left out.
    language
        Code of the report's language.
    formats
        What to write beside the notebook: ``html``, ``pdf``.
    output
        Where to write. Default: ``reports/<name of the plan folder>/<quarter>``.
    template
        A notebook to run instead of ``templates/quarterly_report.ipynb``, with the same parameters.
    progress
        Whether to show a bar of the cells run.
    cell_seconds
        Longest time a cell may take.

    Returns
    -------
    Report
        The files ``company.ipynb``, ``company.html`` or ``.pdf`` (``company-da`` in another language) and ``run.json``.

    Raises
    ------
    PlanError, RecordsError
        When the plan or its data is wrong; no kernel is started and nothing is written.
    ReportError
        When a parameter is wrong (nothing is written), or the template fails (its notebook is kept).
    """
    folder = Path(folder)
    if quarter not in QUARTERS:
        raise ReportError(f"{quarter!r} is not a quarter; write one of {', '.join(QUARTERS)}")
    for given in formats:
        if given not in list(Format):
            raise ReportError(f"{given!r} is not a format; write one of {', '.join(Format)}")
    if Format.PDF in formats:
        weasyprint()
    plan = load_plan(folder)
    labels = Labels.of(plan, language)
    growth_ledger(plan)
    records = provenance(plan, actuals=load_reported(plan), check_ins=load_check_ins(plan))
    template = Path(template or templates_folder() / "quarterly_report.ipynb")
    parameters = checked(template, {"plan_folder": str(folder.resolve()), "quarter": quarter, "language": language})
    target = Path(output or Path("reports") / folder.resolve().name / quarter)
    name = COMPANY if language == "en" else f"{COMPANY}-{language}"

    started = dt.datetime.now(dt.UTC)
    record = {
        "status": "running",
        "parameters": parameters,
        "plan": {"name": plan.name, "folder": folder.resolve().name, "sha256": plan_hash(folder)},
        "records": records,
        "template": {"name": template.name, "sha256": hashlib.sha256(template.read_bytes()).hexdigest()},
        "versions": {"python": sys.version.split()[0]} | {name: importlib.metadata.version(name) for name in PACKAGES},
        "started": started.isoformat(timespec="seconds"),
    }
    try:
        target.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=target))
    except OSError as error:
        raise ReportError(f"{target}: cannot be written: {error.strerror}; name another with --output") from error
    try:
        notebook_file = aside / f"{name}.ipynb"
        try:
            _execute(template, notebook_file, parameters, progress, cell_seconds)
            files = _export(notebook_file, plan, labels, quarter, formats)
        except ReportError as error:
            _write_record(target, name, record | {"status": "failed", "error": str(error)} | _times(started))
            raise ReportError(f"{error}; {_keep_failed(notebook_file, target)}") from error
        for file in files:
            os.replace(file, target / file.name)
        done = [target / file.name for file in files]
        hashes = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in done}
        times = _times(started)
        _write_record(target, name, record | {"status": "done", "files": hashes} | times)
        return Report(name, (*done, target / RUN_FILE), times["seconds"])
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _execute(template: Path, notebook: Path, parameters: dict[str, Any], progress: bool, cell_seconds: int) -> None:
    """Run a template in a fresh kernel; whatever goes wrong is a ``ReportError`` that says what it was."""
    import papermill
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from traitlets.config import Config

    try:
        papermill.execute_notebook(
            template,
            notebook,
            parameters=parameters,
            kernel_name="python3",
            language="python",
            progress_bar={"desc": notebook.stem, "unit": "cell", "leave": False} if progress else False,
            execution_timeout=cell_seconds,
            shutdown_kernel="immediate",
            config=Config({"KernelManager": {"transport_encryption": "auto"}}),
        )
    except papermill.PapermillExecutionError as error:
        if error.ename in _OUR_ERRORS:
            raise ReportError(error.evalue) from error
        first = error.source.strip().splitlines()[0] if error.source.strip() else "(empty)"
        raise ReportError(f"{template.name}: cell {first!r} raised {error.ename}: {error.evalue}") from error
    except CellTimeoutError as error:
        raise ReportError(f"{template.name}: a cell ran longer than {cell_seconds} seconds and was stopped") from error
    except DeadKernelError as error:
        raise ReportError(f"{template.name}: the kernel died while a cell ran (out of memory, or killed)") from error
    except NoSuchKernel as error:
        raise ReportError("there is no Python kernel here; run `make setup`") from error


def _export(notebook_file: Path, plan: Plan, labels: Labels, quarter: str, formats: Sequence[str]) -> list[Path]:
    notebook = nbformat.read(notebook_file, as_version=4)  # type: ignore[no-untyped-call]
    title = f"{plan.name} · {labels.text('Quarterly report')} {labels.quarter(quarter)}"
    html = notebook_html(notebook, title=title, language=labels.language)
    contents: dict[Format, Callable[[], bytes]] = {Format.HTML: html.encode, Format.PDF: lambda: html_pdf(html)}
    files = [notebook_file]
    for kind in Format:
        if kind in formats:
            file = notebook_file.with_suffix(f".{kind}")
            file.write_bytes(contents[kind]())
            files.append(file)
    return files


def _keep_failed(notebook: Path, target: Path) -> str:
    if not notebook.exists():
        return "no notebook was written"
    kept = target / FAILED / notebook.name
    kept.parent.mkdir(exist_ok=True)
    os.replace(notebook, kept)
    return f"its notebook is kept as {kept}"


def _times(started: dt.datetime) -> dict[str, Any]:
    now = dt.datetime.now(dt.UTC)
    return {"finished": now.isoformat(timespec="seconds"), "seconds": round((now - started).total_seconds(), 2)}


def _write_record(target: Path, name: str, record: dict[str, Any]) -> None:
    """Put one report's record into the folder's run.json, beside those of its other reports."""
    try:
        records = json.loads((target / RUN_FILE).read_text(encoding="utf-8"))["reports"]
    except (OSError, ValueError, KeyError):
        records = {}
    text = json.dumps({"reports": dict(sorted((records | {name: record}).items()))}, indent=2, ensure_ascii=False)
    replace_all(target, {RUN_FILE: f"{text}\n".encode()})

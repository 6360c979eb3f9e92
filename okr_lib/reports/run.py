"""Running one report: plan checked, template run in a fresh kernel, files renamed into place, run.json written."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from okr_lib.errors import ReportError
from okr_lib.reports.job import ReportJob
from okr_lib.reports.kernels import parent_address
from okr_lib.reports.making import made
from okr_lib.reports.run_record import RUN_FILE, add_records
from okr_lib.reports.selection import plan_job, report_jobs
from okr_lib.reports.staging import staging, unwritable


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
    team: str | None = None,
    language: str = "en",
    formats: Sequence[str] = ("html",),
    output: str | Path | None = None,
    template: str | Path | None = None,
    slides_template: str | Path | None = None,
    progress: bool = False,
    cell_seconds: int = 600,
    memory_megabytes: int = 4096,
    forked: bool = True,
) -> Report:
    """Make the quarterly report of a plan, or of one of its teams.

    Parameters
    ----------
    quarter
        Q1 to Q4; actuals of later quarters are left out.
    team
        Id or name of a team; without one the report is the company's.
    language
        Code of the report's language.
    formats
        What to write beside the notebook: ``html``, ``pdf``, ``pptx``.
    output
        Where to write; the quarter gets a folder in it. Default: ``reports/<name of the plan folder>``.
    template
        A notebook to run instead of ``templates/quarterly_report.ipynb`` or, with a team,
        ``templates/team_report.ipynb``; with the same parameters.
    slides_template
        A .pptx file whose layouts, colours and fonts slides have, instead of ours.
    progress
        Whether to show a bar of the cells run.
    cell_seconds
        Longest time a cell may take.
    memory_megabytes
        The most memory the kernel may ask for; 0 for no limit. Holds on Linux.
    forked
        Whether the kernel may be forked from a loaded parent, if this process has one.

    Returns
    -------
    Report
        The files ``company.ipynb``, ``company.html``, ``.pdf`` or ``.pptx`` (named after the team, if one is given, and with
        its code, such as ``company-da``, in another language) and ``run.json``.

    Raises
    ------
    PlanError, RecordsError
        When the plan or its data is wrong, or there is no such team; no kernel is started and nothing is written.
    ReportError
        When a parameter is wrong (nothing is written), or the template fails (its notebook is kept).
    """
    [job] = report_jobs(
        folder,
        quarters=[quarter],
        language_codes=[language],
        teams=[team],
        formats=formats,
        output=output,
        template=template,
        slides_template=slides_template,
        cell_seconds=cell_seconds,
        memory_megabytes=memory_megabytes,
        forked=forked and bool(parent_address()),
    )
    return _run(job, progress=progress)


def run_plan_page(
    folder: str | Path,
    *,
    language: str = "en",
    formats: Sequence[str] = ("html",),
    output: str | Path | None = None,
    progress: bool = False,
    **limits: Any,
) -> Report:
    """Make a plan's page: the house, who does what when, how likely it is and what is open.

    Parameters, result and errors are as of ``run_report``. Its files are ``plan.ipynb``, ``plan.html`` and ``.pdf`` (``plan-da``
    in Danish), and ``run.json``, in the folder ``plan`` of ``output``.
    """
    job = plan_job(folder, language=language, formats=formats, output=output, **limits)
    return _run(job, progress=progress)


def _run(job: ReportJob, *, progress: bool) -> Report:
    with staging(job.output) as aside:
        record = made(job, aside, progress=progress)
        try:
            add_records(job.output, {job.name: record})
        except OSError as error:
            raise ReportError(record.get("error") or unwritable(job.output, error)) from error
    if record["status"] != "done":
        raise ReportError(record["error"])
    return Report(job.name, (*(job.output / name for name in (*job.files, RUN_FILE)),), record["seconds"])

"""Jobs: what to run for a report, from what, and where it goes. Checked whole before any kernel starts.

A job is plain data that can be sent to another process or machine; everything a report depends on stands in
its ``inputs``, so that two jobs with the same inputs give the same report.
"""

import hashlib
import importlib.metadata
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from okr_lib.display.labels import Labels, languages
from okr_lib.errors import ReportError
from okr_lib.growth.ledger import growth_ledger
from okr_lib.plan.check_ins import load_check_ins
from okr_lib.plan.closing import load_closings
from okr_lib.plan.driver_records import load_drivers
from okr_lib.plan.folder import load_plan, plan_hash
from okr_lib.plan.records import load_reported, provenance
from okr_lib.plan.scenario import load_scenarios
from okr_lib.plan.starter import templates_folder
from okr_lib.plan.values import QUARTERS
from okr_lib.reports.parameters import checked
from okr_lib.reports.pdf import weasyprint

COMPANY = "company"
PACKAGES = ("okr-growth-workbook", "papermill", "pandas", "numpy", "matplotlib", "great-tables", "nbconvert")


class Format(StrEnum):
    """What a report is written as, beside its notebook."""

    HTML = "html"
    PDF = "pdf"


@dataclass(frozen=True)
class ReportJob:
    """One report to make.

    Parameters
    ----------
    name
        Name of its files without ending: ``company``, ``marketing-da``.
    title
        Title of its page.
    quarter, language, team
        What it is about; ``team`` is an id, empty for the company.
    template, parameters
        The notebook to run and its checked parameters.
    output
        The folder that its files are put into.
    formats
        What to write beside the notebook.
    inputs
        What the report depends on: fingerprints of plan and template, versions.
    cell_seconds
        Longest time a cell may take.
    """

    name: str
    title: str
    quarter: str
    language: str
    team: str
    template: Path
    parameters: dict[str, Any]
    output: Path
    formats: tuple[Format, ...] = (Format.HTML,)
    inputs: dict[str, Any] = field(default_factory=dict)
    cell_seconds: int = 600


def report_jobs(
    folder: str | Path,
    *,
    quarters: Sequence[str],
    language_codes: Sequence[str] = ("en",),
    teams: Sequence[str | None] | None = (None,),
    formats: Sequence[str] = ("html",),
    output: str | Path | None = None,
    template: str | Path | None = None,
    cell_seconds: int = 600,
) -> list[ReportJob]:
    """The jobs of every combination of quarters, teams and languages of one plan.

    Parameters
    ----------
    folder
        The plan folder.
    quarters
        Q1 to Q4.
    language_codes
        Codes of languages.
    teams
        Teams by id or name; a missing one (``None``) is the company. ``None`` for all: the company and every team.
    formats
        What to write beside the notebook: ``html``, ``pdf``.
    output
        Each quarter gets a folder in it. Default: ``reports/<name of the plan folder>``.
    template
        A notebook to run instead of the shipped ones, with the same parameters.
    cell_seconds
        Longest time a cell may take.

    Raises
    ------
    PlanError, RecordsError
        When the plan or its data is wrong, or there is no such team.
    ReportError
        When a parameter is wrong.
    """
    folder = Path(folder)
    for quarter in quarters:
        if quarter not in QUARTERS:
            raise ReportError(f"{quarter!r} is not a quarter; write one of {', '.join(QUARTERS)}")
    for given in formats:
        if given not in list(Format):
            raise ReportError(f"{given!r} is not a format; write one of {', '.join(Format)}")
    if Format.PDF in formats:
        weasyprint()
    plan = load_plan(folder)
    labels = {language: Labels.of(plan, language) for language in language_codes}
    growth_ledger(plan)
    load_closings(plan)
    load_scenarios(plan)
    records = provenance(plan, actuals=load_reported(plan), check_ins=load_check_ins(plan), drivers=load_drivers(plan))
    known = [None, *plan.teams] if teams is None else [plan.team(name) if name else None for name in teams]
    root = Path(output or Path("reports") / folder.resolve().name)
    inputs = {
        "plan": {"name": plan.name, "folder": folder.resolve().name, "sha256": plan_hash(folder)},
        "records": records,
        "versions": {"python": sys.version.split()[0]} | {name: importlib.metadata.version(name) for name in PACKAGES},
    }
    jobs = []
    for quarter in quarters:
        for team in known:
            notebook = Path(template or templates_folder() / f"{'team' if team else 'quarterly'}_report.ipynb")
            digest = hashlib.sha256(notebook.read_bytes()).hexdigest() if notebook.exists() else ""
            for language, words in labels.items():
                asked = {"plan_folder": str(folder.resolve()), "quarter": quarter, "language": language}
                about = f"{plan.name} · {team.name}" if team else plan.name
                jobs.append(
                    ReportJob(
                        name=file_name(team.id if team else "", language),
                        title=f"{about} · {words.text('Quarterly report')} {words.quarter(quarter)}",
                        quarter=quarter,
                        language=language,
                        team=team.id if team else "",
                        template=notebook.resolve(),
                        parameters=checked(notebook, asked | ({"team": team.id} if team else {})),
                        output=root / quarter,
                        formats=tuple(Format(name) for name in formats),
                        inputs=inputs | {"template": {"name": notebook.name, "sha256": digest}},
                        cell_seconds=cell_seconds,
                    )
                )
    return jobs


def file_name(team: str, language: str) -> str:
    """The name of a report's files: no two reports of a quarter share one, whatever the teams are called.

    English needs no mark, except where a team's id ends as if it had one.

    Examples
    --------
    >>> file_name("", "en"), file_name("retail", "en"), file_name("retail", "da")
    ('company', 'retail', 'retail-da')
    >>> file_name("company", "en"), file_name("retail-da", "en"), file_name("retail-da", "da")
    ('team-company', 'retail-da-en', 'retail-da-da')
    """
    stem = team or COMPANY
    if re.fullmatch(rf"(team-)*{COMPANY}", team):
        stem = f"team-{team}"
    marked = any(stem.endswith(f"-{code}") for code in languages())
    return f"{stem}-{language}" if marked or language != "en" else stem

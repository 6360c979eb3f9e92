"""Which reports to make of a plan; whatever is wrong with the plan or a parameter is said before any kernel starts."""

import hashlib
import importlib.metadata
import math
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from okr_lib.display.catalogue import SOURCE_LANGUAGE, languages
from okr_lib.display.labels import Labels
from okr_lib.errors import ReportError
from okr_lib.growth.breakdown import total
from okr_lib.growth.ledger import growth_ledger
from okr_lib.growth.standing import standing
from okr_lib.plan.folder import load_plan, plan_hash
from okr_lib.plan.model import Plan
from okr_lib.plan.plan_records import PlanRecords, load_records
from okr_lib.plan.records import provenance
from okr_lib.plan.starter import templates_folder
from okr_lib.plan.values import QUARTERS
from okr_lib.reports.figures import report_figures
from okr_lib.reports.job import Format, ReportJob, file_name
from okr_lib.reports.page import Look
from okr_lib.reports.parameters import checked
from okr_lib.reports.pdf import weasyprint
from okr_lib.review.evidence import evidence_of
from okr_lib.review.review import Review

_PLAN_PAGE = "plan"  # name of the plan's page, and of the folder it is put into
_PACKAGES = ("okr-growth-workbook", "papermill", "pandas", "numpy", "matplotlib")


def report_jobs(
    folder: str | Path,
    *,
    quarters: Sequence[str],
    language_codes: Sequence[str] = ("en",),
    teams: Sequence[str | None] | None = (None,),
    formats: Sequence[str] = ("html",),
    output: str | Path | None = None,
    template: str | Path | None = None,
    slides_template: str | Path | None = None,
    cell_seconds: int = 600,
    memory_megabytes: int = 4096,
    forked: bool = True,
) -> list[ReportJob]:
    """The jobs of every combination of quarters, teams and languages of one plan.

    Parameters
    ----------
    quarters
        Q1 to Q4.
    language_codes
        Codes of languages.
    teams
        Teams by id or name; a missing one (``None``) is the company. ``None`` for all: the company and every team.
    formats
        What to write beside the notebook: ``html``, ``pdf``, ``pptx``.
    output
        Each quarter gets a folder in it. Default: ``reports/<name of the plan folder>``.
    template
        A notebook to run instead of the shipped ones, with the same parameters.
    slides_template
        A .pptx file whose layouts, colours and fonts slides have, instead of ours.
    cell_seconds
        Longest time a cell may take.
    memory_megabytes
        The most memory a kernel may ask for; 0 for no limit.
    forked
        Whether kernels may be forked from a loaded parent.

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
    _check_formats(formats, list(Format))
    slides = Path(slides_template).resolve() if slides_template and Format.PPTX in formats else None
    if slides:
        from okr_lib.reports.slides import template_deck  # what draws takes as long to load as all else here

        template_deck(slides)
    plan = load_plan(folder)
    labels = {language: Labels.of(plan, language) for language in language_codes}
    records = load_records(plan)
    names = [None, *(team.id for team in plan.teams)] if teams is None else teams
    chosen = {team.id if team else "": team for team in (plan.team(name) if name else None for name in names)}
    root = _root(folder, output)
    inputs = _inputs(plan, records, (*_PACKAGES, "python-pptx") if Format.PPTX in formats else _PACKAGES)
    inputs |= {"slides_template": _fingerprint(slides)} if slides else {}
    look = _look_of(plan)
    jobs = []
    for quarter in quarters:
        figures = report_figures(Review(plan, quarter, records))
        for identity, team in chosen.items():
            notebook = Path(template or templates_folder() / f"{'team' if team else 'quarterly'}_report.ipynb")
            about = f"{plan.name} · {team.name}" if team else plan.name
            for language, words in labels.items():
                asked = {"plan_folder": str(folder.resolve()), "quarter": quarter, "language": language}
                jobs.append(
                    ReportJob(
                        name=file_name(identity, language, tuple(languages())),
                        title=f"{about} · {words.text('Quarterly report')} {words.quarter(quarter)}",
                        quarter=quarter,
                        language=language,
                        team=identity,
                        template=notebook.resolve(),
                        parameters=checked(notebook, asked | ({"team": identity} if team else {})),
                        output=root / quarter,
                        formats=tuple(Format(name) for name in formats),
                        slides_template=slides,
                        inputs=inputs | {"template": _fingerprint(notebook)},
                        figures=figures[identity],
                        look=look,
                        cell_seconds=cell_seconds,
                        memory_megabytes=memory_megabytes,
                        forked=forked,
                    )
                )
    return jobs


def plan_job(
    folder: str | Path,
    *,
    language: str = SOURCE_LANGUAGE,
    formats: Sequence[str] = ("html",),
    output: str | Path | None = None,
    **limits: Any,
) -> ReportJob:
    """The job of a plan's page, which is of no quarter; parameters, ``limits`` and errors as of ``report_jobs``."""
    folder = Path(folder)
    _check_formats(formats, (Format.HTML, Format.PDF))
    plan = load_plan(folder)
    labels, records = Labels.of(plan, language), load_records(plan)
    ledger, evidence = growth_ledger(plan), evidence_of(plan, records.actuals, reference=records.reference)
    figures = {
        **asdict(standing(ledger)),
        "likelihood": evidence.outlook(plan).probability if total(ledger) else math.nan,
    }
    template = (templates_folder() / "plan_page.ipynb").resolve()
    return ReportJob(
        name=_PLAN_PAGE if language == SOURCE_LANGUAGE else f"{_PLAN_PAGE}-{language}",
        title=f"{plan.name} · {labels.text('The plan on a page')}",
        quarter="",
        language=language,
        team="",
        template=template,
        parameters=checked(template, {"plan_folder": str(folder.resolve()), "language": language}),
        output=_root(folder, output) / _PLAN_PAGE,
        formats=tuple(Format(name) for name in formats),
        inputs=_inputs(plan, records, _PACKAGES) | {"template": _fingerprint(template)},
        figures={name: None if math.isnan(value) else value for name, value in figures.items()},
        look=_look_of(plan),
        **limits,
    )


def _check_formats(formats: Sequence[str], known: Sequence[str]) -> None:
    for given in formats:
        if given not in known:
            raise ReportError(f"{given!r} is not a format; write one of {', '.join(known)}")
    if Format.PDF in formats:
        weasyprint()


def _root(folder: Path, output: str | Path | None) -> Path:
    return Path(output or Path("reports") / folder.resolve().name).resolve()


def _inputs(plan: Plan, records: PlanRecords, packages: Sequence[str]) -> dict[str, Any]:
    """What a report depends on, beside its template: fingerprints of plan and records, versions."""
    folder = plan.folder or Path()
    return {
        "plan": {"name": plan.name, "folder": folder.resolve().name, "sha256": plan_hash(folder)},
        "records": provenance(
            plan,
            actuals=records.reported,
            check_ins=records.check_ins,
            drivers=records.drivers,
            spend=records.spend,
        ),
        "versions": {"python": sys.version.split()[0]} | {name: importlib.metadata.version(name) for name in packages},
    }


def _fingerprint(path: Path) -> dict[str, str]:
    return {"name": path.name, "sha256": _hash(path)}


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _look_of(plan: Plan) -> Look:
    """What of a plan's brand its pages show."""
    brand, folder = plan.brand, plan.folder
    files = {}
    for field in ("logo", "font"):
        content = brand.content(folder, field) if folder else None
        files[field] = (getattr(brand, field), content) if content is not None else None
    return Look(plan.name, brand.accent or "", **files)

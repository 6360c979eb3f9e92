"""A report to make: what to run, with what, and where it goes.

A job is plain data that can be sent to another process or machine. Everything a report depends on stands in its
``inputs`` and ``parameters``: two jobs that agree in them make the same report.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from okr_lib.reports.page import Look

COMPANY = "company"


class Format(StrEnum):
    """What a report is written as, beside its notebook."""

    HTML = "html"
    PDF = "pdf"
    PPTX = "pptx"


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
    slides_template
        The company's template that slides are put into; ours where there is none.
    inputs
        What the report depends on: fingerprints of plan and template, versions.
    figures
        Key figures, in the plan's unit: what ``report_figures`` returns for it.
    look
        What the pages of the company have of their own.
    cell_seconds
        Longest time a cell may take.
    memory_megabytes
        The most memory its kernel may ask for; 0 for no limit. Holds on Linux.
    forked
        Whether its kernel may be forked from a loaded parent.
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
    slides_template: Path | None = None
    inputs: dict[str, Any] = field(default_factory=dict)
    figures: dict[str, Any] = field(default_factory=dict)
    look: Look = field(default_factory=Look)
    cell_seconds: int = 600
    memory_megabytes: int = 4096
    forked: bool = True

    @property
    def files(self) -> tuple[str, ...]:
        """Names of the files it makes, its notebook first."""
        return (f"{self.name}.ipynb", *(f"{self.name}.{kind}" for kind in Format if kind in self.formats))


def file_name(team: str, language: str, languages: tuple[str, ...] = ("da", "en")) -> str:
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
    marked = any(stem.endswith(f"-{code}") for code in languages)
    return f"{stem}-{language}" if marked or language != "en" else stem

"""A report as slides: the same review and labels as the page, drawn by ``display.slides`` into a .pptx file.

A company's template comes from somebody else's program: it is looked through before it is used, and what would unpack
without end, runs a program or loads something from a network is refused.
"""

import io
import re
import zipfile
from pathlib import Path

from pptx.oxml import parse_xml

from okr_lib.display.labels import Labels
from okr_lib.display.picture import ACCENT
from okr_lib.display.slides import deck, layouts
from okr_lib.display.slides.company import company_slides
from okr_lib.display.slides.team import team_slides
from okr_lib.errors import Message, ReportError
from okr_lib.plan.folder import load_plan
from okr_lib.plan.inside import packed_content, reason
from okr_lib.plan.model import Plan
from okr_lib.plan.plan_records import load_records
from okr_lib.reports.job import ReportJob
from okr_lib.review.review import Review

_PROGRAM = re.compile(r"vbaProject|activeX|oleObject", re.IGNORECASE)
_EXAMPLES = re.compile(r"ppt/(slides|notesSlides|comments)/")  # they do not come into the report


def slides_pptx(job: ReportJob) -> bytes:
    """The slides of a report, as a .pptx file.

    Raises
    ------
    PlanError, RecordsError
        When the plan or its data is wrong.
    ReportError
        When the template cannot be used.
    """
    current = load_plan(job.parameters["plan_folder"])
    review = Review(current, job.quarter, load_records(current))
    labels = Labels.of(review.plan, job.language)
    into = template_deck(job.slides_template) if job.slides_template else _own_deck(current)
    slides = team_slides(review, labels, job.team) if job.team else company_slides(review, labels)
    foot = f"{job.title} · {labels.text('Amounts in {unit}.', unit=labels.money_unit)}"
    return deck.presentation(slides, into, deck.About(job.title, foot), labels)


def _own_deck(plan: Plan) -> layouts.Deck:
    """Our deck in the plan's brand; its logo where that is a PNG, for presentations take no other kind that it may be."""
    brand, folder = plan.brand, plan.folder or Path()
    logo = brand.content(folder, "logo") if Path(brand.logo or "").suffix.casefold() == ".png" else None
    return layouts.own_deck(brand.accent or ACCENT, brand.content(folder, "font"), logo)


def template_deck(path: Path) -> layouts.Deck:
    """A company's template as a deck, looked through first.

    Raises
    ------
    ReportError
        When there is none, it is no .pptx file, no layout of it can be used, or it holds what no template needs.
    """
    problem: str | None
    try:
        content = packed_content(path, "template_bytes")
        problem = _hostile(content)
        if problem is None:
            return layouts.template_deck(content)
    except OSError as error:
        problem = reason(error)
    except ReportError as error:
        problem = error.args[0]
    except Exception as error:
        problem = Message("is no presentation that can be read; open it and save it as .pptx")
        raise ReportError(Message("{file}: {problem}", file=path.name, problem=problem)) from error
    raise ReportError(Message("{file}: {problem}", file=path.name, problem=problem))


def _hostile(content: bytes) -> Message | None:
    """What a template holds that none needs; ``None`` where there is nothing."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if _PROGRAM.search(name):
                return Message("holds a program or an embedded object ({part}); save it without", part=name)
            if name.endswith(".rels") and not _EXAMPLES.match(name):
                for link in parse_xml(archive.read(name)):
                    if link.get("TargetMode") == "External" and not link.get("Type", "").endswith("/hyperlink"):
                        return Message(
                            "loads something from elsewhere ({target}); take it out", target=link.get("Target")
                        )
    return None

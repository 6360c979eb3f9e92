"""What a report says, read in one process without a kernel: its sentences, and the figures of its tables and pictures.

``python -m tests.reports.walk FOLDER...`` reads the reports of plan folders, in every quarter and both languages, and prints
what no report may say.
"""

import re
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from bs4 import BeautifulSoup
from matplotlib.text import Text

import okr_lib as okr
from okr_lib import OkrError
from okr_lib.display import sections
from okr_lib.display.blocks import Block
from okr_lib.display.labels import Labels
from okr_lib.display.picture import Picture
from okr_lib.display.table import Table
from okr_lib.growth.budget import funding_frontier
from okr_lib.growth.sensitivity import goal_seek, tornado
from okr_lib.plan.values import QUARTERS
from okr_lib.review.review import Review
from tests.reports.sentences import never

TEAM = (sections.team_page, sections.team_initiatives, sections.team_objectives, sections.team_basis)
RULES = ("appendix", "rules", "quality", "tests")  # below these stand rules, what they find, and what tests would show
RESTS = ("In the year's plan", "I årets plan hviler")  # who works on whom, which a team's page alone tells
OF_PEOPLE = ("wins", "learnings")


@dataclass
class Told:
    """What a report says: headings, sentences of its own, and the words of tables, tiles and pictures."""

    headings: list[str] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)


def told(review: Review, labels: Labels, team: str | None = None) -> Told:
    """Read a report."""
    parts = [part for section in sections.SECTIONS for part in section(review, labels)] if team is None else []
    parts += [part for section in TEAM for part in section(review, labels, team)] if team else []
    said, below = Told(), ""
    for part in parts:
        if isinstance(part, Block) and part.level:
            below = part.name or below
            assert part.name or part.level == 1, part.text
            said.headings.append(part.text)
            if part.level == 2 and part.name == "page":
                said.sentences.append(part.text)
        elif isinstance(part, Block):
            _read_block(part, below, said)
        elif isinstance(part, Table):
            said.shown += [text for texts in part.cells.values() for text in texts] + list(part.heads.values())
            said.shown += [words for words, _ in part.spans]
        else:
            assert isinstance(part, Picture)
            title = part.figure.get_suptitle()
            said.sentences.append(" ".join(title.split()))
            said.shown += [text.get_text() for text in part.figure.findobj(Text) if text.get_text() != title]
    return said


def _read_block(block: Block, below: str, said: Told) -> None:
    page = BeautifulSoup(block.html, "html.parser")
    if page.find(class_="house") or page.dl:
        said.shown += list(page.stripped_strings)
        return
    for line in page.find_all(["p", "li"]):
        kind = line.get("class", [])
        if "basis" in kind or below in OF_PEOPLE:
            continue
        rule = "lead" in kind or below in RULES or line.get_text().startswith(RESTS)
        (said.rules if rule else said.sentences).append(line.get_text())


def figures(words: str, language: str) -> set[str]:
    """Amounts and shares: numbers with decimals, with a sign of per cent or after a currency, written plainly."""
    point, parts = (",", ".") if language == "da" else (".", ",")
    shape = rf"(?:\b(?P<currency>[A-Z]{{3}})\s)?(?P<number>\d[\d{re.escape(parts)}]*(?:{re.escape(point)}\d+)?)(?P<sign>\s?%)?"
    found = set()
    for match in re.finditer(shape, words.replace("\u00a0", " ")):
        number = match["number"].rstrip(parts)
        if point in number or match["sign"] or match["currency"]:
            plainly = number.replace(parts, "").replace(point, ".")
            found.add(f"{float(plainly):.10g}{'%' if match['sign'] else ''}")
    return found


def homeless(said: Told, review: Review, language: str) -> list[str]:
    """Figures of sentences that stand in no table, tile or picture of the report."""
    names = sorted(_names(review), key=len, reverse=True)
    shown = {number for text in said.shown for number in figures(text, language) | _numbers(text, language)}
    wrong = []
    for sentence in said.sentences:
        own = sentence
        for name in names:
            own = own.replace(name, "")
        missing = figures(own, language) - shown - {"80%"}
        wrong += [f"{', '.join(sorted(missing))} of: {sentence}"] if missing else []
    return wrong


def _numbers(text: str, language: str) -> set[str]:
    """Every number of a cell, whatever stands beside it."""
    point, parts = (",", ".") if language == "da" else (".", ",")
    found = re.findall(rf"\d[\d{re.escape(parts)}]*(?:{re.escape(point)}\d+)?", text)
    return {f"{float(number.rstrip(parts).replace(parts, '').replace(point, '.')):.10g}" for number in found}


def _names(review: Review) -> set[str]:
    """What people wrote: names and titles of the plan, and the words of its closes."""
    found: set[str] = set()

    def collect(data: object) -> None:
        match data:
            case dict():
                for value in data.values():
                    collect(value)
            case list() | tuple():
                for value in data:
                    collect(value)
            case str() if len(data) > 1:
                found.add(data)

    for record in (review.plan, *review.records.closings.values(), *review.records.scenarios.values()):
        collect(record.model_dump(mode="json"))
    return found


def false(review: Review, language: str, team: str | None = None) -> list[str]:
    """What is false in a report: sentences that its state forbids, and figures that stand nowhere else."""
    said = told(review, Labels.of(review.plan, language), team)
    return [*never(said, review, language, team), *homeless(said, review, language)]


@contextmanager
def once():
    """What takes longest and says the same in both languages is found once for a plan."""
    kept = {}

    def remembering(function):
        def remembered(plan, **more):
            key = (function, id(plan), repr(more))
            if key not in kept:
                kept[key] = (plan, function(plan, **more))
            return kept[key][1]

        return remembered

    with (
        patch("okr_lib.display.sections.money.funding_frontier", remembering(funding_frontier)),
        patch("okr_lib.display.sections.appendix.goal_seek", remembering(goal_seek)),
        patch("okr_lib.display.sections.appendix.tornado", remembering(tornado)),
    ):
        yield


def walk(folder: Path, quarters=QUARTERS, languages=("en", "da"), teams=None) -> list[str]:
    """What is false in the reports of a plan folder, each after the report it stands in; ``teams`` as ids, by default all."""
    plan = okr.load_plan(folder)
    records = okr.load_records(plan)
    names = [None, *([team.id for team in plan.teams] if teams is None else teams)]
    wrong = []
    with once():
        for quarter in quarters:
            review = Review(plan, quarter, records)
            for language in languages:
                for team in names:
                    place = f"{folder.name} {quarter} {language} {team or 'company'}"
                    wrong += [f"{place}: {each}" for each in false(review, language, team)]
    return wrong


def main() -> None:
    for name in sys.argv[1:]:
        try:
            found = walk(Path(name))
        except OkrError as error:
            found = [f"refused: {str(error).splitlines()[0]}"]
        sys.stdout.write("\n".join([*found, f"{name}: {len(found)}\n"]))
        sys.stdout.flush()


if __name__ == "__main__":
    main()

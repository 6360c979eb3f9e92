"""What a Danish screen may say: a plan in Danish to look at, all words of a page, and those that are not Danish.

A word is Danish when the Danish catalogue has it, when the plan or somebody's typing brought it in, or when it names a
month. So an English sentence that reaches a page shows by its words, wherever it was made.
"""

import ast
import base64
import datetime as dt
import re
from html import unescape
from pathlib import Path

from babel.dates import get_month_names
from babel.messages.pofile import read_po

import okr_lib as okr
from okr_lib.display.catalogue import LANGUAGES
from okr_lib.plan.fields import every_field
from okr_lib.plan.model import Plan
from okr_lib.plan.values import QUARTERS
from okr_lib.plan.workbook import layout, limits, paper
from okr_lib.plan.workbook import words as frame
from okr_lib.plan.workbook.sheets import SHEETS


def workbook_words():
    """Every text of a workbook that a language translates: of its sheets, around them, and what Excel says to a wrong entry."""
    for sheet in SHEETS:
        yield from (sheet.title, *sheet.about)
        for column in sheet.columns:
            section = (sheet.section(column),) if sheet.is_form else ()
            yield from filter(None, (column.head, column.part, *column.notes, *section))
    yield from (layout._READ_ME, *layout._HOW_TO, layout._SHEET_HEAD, layout._SHOWS_HEAD, layout._HOW_HEAD)
    yield from (layout._FIELD_HEAD, layout._VALUE_HEAD, layout._NOTE_HEAD, paper._PAGE)
    for module in (limits, frame):
        tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
        said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in said)
        yield from (text for text in texts if isinstance(text, str) and re.fullmatch(r"[A-Z][a-z ].+", text))


# Notes in the workbook explain the short English names of the plan's files.
HINTS = {field.about.hint for _, field in every_field(Plan)}
NOTES = {text for text in workbook_words() if text.endswith(".")} - HINTS
LITERAL = re.compile(r"`[^`]*`|Run > Run All Cells|docs/\w+\.md")
WORD = re.compile(r"[^\W\d_]{2,}")
SHOWN = ("value", "description", "placeholder", "tooltip", "alt")
HIDDEN = re.compile(r"<(style|script|metadata|pre)\b.*?</\1>", re.DOTALL)  # code is no language of people
IMAGE = re.compile(r'src="data:image/svg\+xml;base64,([^"]+)"')
SPOKEN = re.compile(r'(?:alt|title|aria-label|placeholder)="([^"]*)"')

PLAN = {
    "name": "Vækstplan for Ærø",
    "currency": "DKK",
    "fiscal_year": {"label": "2027", "starts": "2027-01-01", "baseline": "2026"},
    "target": {"growth": 0.2},
    "streams": [
        {"id": "butikker", "name": "Butikker", "baseline": dict.fromkeys(QUARTERS, 100)},
        {
            "id": "nettet",
            "name": "Nettet",
            "baseline": dict.fromkeys(QUARTERS, 50),
            "momentum": {"low": 0.01, "likely": 0.02, "high": 0.04},
        },
    ],
    "focus_areas": [{"id": "medlemmer", "name": "Medlemmer", "sponsor": "Direktøren"}, {"id": "tom", "name": "Tomt"}],
    "objectives": [
        {
            "id": "hele-vejen",
            "title": "Kunderne møder os overalt på øen",
            "key_results": [
                {"id": "kurv", "title": "Kurven vokser", "owner": "Salgschefen", "start": 0, "target": 10},
                {
                    "id": "tid",
                    "title": "Ventetiden falder",
                    "owner": "Salgschefen",
                    "kind": "decrease",
                    "start": 9,
                    "target": 3,
                    "due": "2027-03-31",
                    "indicator": "leading",
                },
                {
                    "id": "andel",
                    "title": "Andelen holdes",
                    "owner": "Salgschefen; Webchefen",
                    "kind": "at_least",
                    "unit": "share",
                    "target": 0.4,
                    "due": "2028-01-31",
                },
                {"id": "svind", "title": "Svindet holdes nede", "owner": "Salgschefen", "kind": "at_most", "target": 2},
                {"id": "lager", "title": "Lageret passer", "owner": "Salgschefen", "kind": "range", "band": [4, 6]},
                {"id": "trin", "title": "Trinene tages", "owner": "X", "kind": "milestone", "start": 0, "target": 4},
                {"id": "ja", "title": "Det er gjort", "owner": "Salgschefen", "kind": "yes_no"},
            ],
        },
        {"id": "vaek", "title": "Vokse 20", "key_results": []},
    ],
    "teams": [
        {
            "id": "salg",
            "name": "Salg",
            "lead": "Salgschefen",
            "streams": ["butikker"],
            "capacity": 3,
            "objectives": [{"id": "ud", "title": "Ud", "key_results": []}],
            "initiatives": [
                {
                    "id": "hylder",
                    "name": "Nye hylder",
                    "owner": "Salgschefen",
                    "focus_area": "medlemmer",
                    "serves": ["kurv"],
                    "effects": [{"stream": "butikker", "amount": {"low": 10, "likely": 20, "high": 40}}],
                    "probability": 0.8,
                    "credit": {"salg": 0.7, "net": 0.3},
                    "after": ["kanal"],
                    "cost": 5,
                    "effort": 4,
                },
                {"id": "skilte", "name": "Skilte", "owner": "Salgschefen"},
            ],
        },
        {
            "id": "net",
            "name": "Nettets folk",
            "initiatives": [
                {
                    "id": "kanal",
                    "name": "En ny kanal",
                    "owner": "Webchefen",
                    "starts": "Q2",
                    "ramp": [0.5, 1],
                    "effects": [{"stream": "nettet", "lift": 0.1}],
                }
            ],
        },
        {"id": "mynt", "name": "Mynten"},
    ],
    "overlaps": [{"id": "faelles", "name": "Fælles kunder", "initiatives": ["hylder", "kanal"], "counts": 0.9}],
}
CHECK_INS = """date,key_result,value,confidence,comment,author
2027-02-01,kurv,1,0.95,Vi er i gang,Salgschefen
2027-03-01,tid,8,0.3,,Salgschefen
2027-03-20,andel,0.2,,,Webchefen
2027-03-20,hylder,2,,,Salgschefen
"""
SCENARIO = "name: Kanalen kommer sent\ninitiatives:\n  kanal: {starts: Q3, probability: 0.5}\ndelay: {salg: 1}\n"
TODAY = dt.date(2027, 4, 2)


def danish_plan(folder):
    """A plan in Danish on disk, with every kind of key result, much to find fault with, check-ins and a scenario."""
    okr.save_plan(Plan.model_validate(PLAN), folder)
    (folder / "check_ins.csv").write_text(CHECK_INS, encoding="utf-8")
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "sent.yaml").write_text(SCENARIO, encoding="utf-8")
    return folder


def words(text):
    """The words of a text, in small letters; what is to be typed or looked up as it stands is no word."""
    return {word.casefold() for word in WORD.findall(LITERAL.sub(" ", text))}


def danish_words(*own):
    """Words of the Danish catalogue, of the plan above, of months, and of what else is given."""
    with (LANGUAGES / "da.po").open("rb") as file:
        entries = [entry for entry in read_po(file) if entry.id and entry.id not in NOTES]
    catalogue = " ".join(re.sub(r"\{\w+\}", " ", str(entry.string)) for entry in entries)
    months = " ".join(
        (
            *get_month_names("wide", locale="da").values(),
            *get_month_names("abbreviated", locale="da").values(),
            *get_month_names(locale="da").values(),
        )
    )
    return words(" ".join((catalogue, months, str(list(_texts_of(PLAN))), CHECK_INS, SCENARIO, *own)))


def _texts_of(value):
    """Names, titles and ids of plain data."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("id", "name", "title", "owner", "lead", "sponsor", "credit"):
                yield str(list(inner) if isinstance(inner, dict) else inner)
            yield from _texts_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts_of(inner)


def page_texts(widget):
    """Everything a person sees or hears of a widget and what is in it."""
    for trait in SHOWN[1:] if hasattr(widget, "options") else SHOWN:
        said = getattr(widget, trait, "")
        if isinstance(said, str) and said:
            yield from visible(said)
    for trait in ("rows", "columns", "filters", "problems"):  # of the explorer's grid and of pictures to choose from
        yield from _shown_in(getattr(widget, trait, ()) if hasattr(widget, "_esm") else ())
    for option in getattr(widget, "options", ()):
        if isinstance(option, tuple):
            yield str(option[0])
    for child in getattr(widget, "children", ()):
        yield from page_texts(child)


def _shown_in(value):
    """What is shown of plain data."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("name", "about", "label", "text", "was", "words") and isinstance(inner, str):
                yield inner
            yield from _shown_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _shown_in(inner)


def visible(html):
    """The sentences of HTML, of the pictures in it and of what screen readers say."""
    shown = HIDDEN.sub(" ", html)
    for source in IMAGE.findall(shown):
        yield from visible(base64.b64decode(source).decode())
    yield from map(unescape, SPOKEN.findall(shown))
    yield from (unescape(part).strip() for part in re.split(r"<[^>]*>", shown) if part.strip())


def foreign(texts, known):
    """The sentences with words that are not Danish, each with these."""
    found = {}
    for text in texts:
        strange = words(text) - known
        if strange:
            found[text] = sorted(strange)
    return found

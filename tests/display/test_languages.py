"""A language is one file, and it is whole: every text translated, every place kept, nothing left over."""

import ast
import json
import re
from importlib import import_module
from string import Formatter

import pytest
from babel.messages.pofile import read_po
from babel.numbers import list_currencies

from okr_lib.display.catalogue import LANGUAGES
from okr_lib.plan.closing import Decision
from okr_lib.plan.fields import every_field, kind_words
from okr_lib.plan.model import Plan
from okr_lib.plan.uncertainty import Shape
from okr_lib.plan.values import QUARTERS
from okr_lib.serving.copies import paragraphs
from tests.conftest import ROOT
from tests.danish import workbook_words
from tests.display.test_messages import templates

SOURCES = [*sorted((ROOT / "okr_lib").rglob("*.py"))]
SOURCES += [path for folder in ("notebooks", "templates") for path in sorted((ROOT / folder).glob("*.ipynb"))]
# What ``text`` is given by name: words collected where they are assigned, quarters, currencies, notebooks' own text,
# words of the plan's files. What fields of the plan say of themselves is in the workbook too.
NAMED = {"message", "quarter", "self.currency", "labels.currency", "paragraph", "EVERY_CHOICE.get(value, value)"}
NAMED |= {"fields_of(record)[name].about.label", "inside[key].about.label", "field.about.label"}
NAMED |= {"about.label", "about.hint", "part"}
WAY = re.compile(r"(\w+\.)*labels\.text|self\.text")
PO_FILES = sorted(LANGUAGES.glob("*.po"))


def tree(path):
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        cells = json.loads(text)["cells"]
        text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    return ast.parse(text)


def texts(path):
    """The first argument of every ``labels.text(...)``."""
    for node in ast.walk(tree(path)):
        called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        if WAY.fullmatch(called) and node.args and (called != "self.text" or path.name == "labels.py"):
            yield node.args[0]


def literals(node):
    """Texts of an expression, both sides of a condition; none for anything else."""
    if isinstance(node, ast.IfExp):
        return literals(node.body) + literals(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) else []


def assigned(path):
    """What is assigned to the name ``message``."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["message"]:
            yield node.value


def messages(path):
    """Every English text of a file: literals, values of constant mappings, texts named ``message``."""
    found = set()
    for text in texts(path):
        if isinstance(text, ast.Subscript):
            module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
            found |= set(getattr(module, ast.unparse(text.value)).values())
        elif ast.unparse(text) == "message":
            found |= {literal for value in assigned(path) for literal in literals(value)}
        found |= set(literals(text))
    return found


WORKBOOK = set(workbook_words())  # a lower floor, which knows no labels
NOTEBOOKS = {
    paragraph
    for path in (ROOT / "notebooks").glob("*.ipynb")
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
    if cell["cell_type"] == "markdown"
    for paragraph in paragraphs("".join(cell["source"]))
}
# Words that a message takes for a value by the name they have in the plan's files.
VALUES = {
    *Decision,
    *Shape,
    *(kind_words(field.holds) for _, field in every_field(Plan) if field.holds and "id" in field.holds.model_fields),
}
MESSAGES = {message for path in SOURCES for message in messages(path)}
MESSAGES |= set(QUARTERS) | WORKBOOK | NOTEBOOKS | VALUES | templates()


def catalogue(path):
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def entries(path):
    return {message.id: message.string for message in catalogue(path) if message.id}


def forms(text):
    """Of one and of several, where a text counts."""
    return text if isinstance(text, tuple) else (text,)


def places(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_every_text_that_is_shown_can_be_found_for_translation(path):
    hidden = [text for text in texts(path) if not literals(text) and not isinstance(text, ast.Subscript)]
    assert {ast.unparse(text) for text in hidden} <= NAMED
    if "message" in {ast.unparse(text) for text in hidden}:
        assert all(literals(value) for value in assigned(path))


@pytest.mark.parametrize(
    "message",
    [
        "Quarterly report",  # in a template
        "Total",  # where it is used
        "Overlap",  # in a mapping
        "After {quarter} revenue is {amount} behind the phased target",  # one side of a condition
        "Q4",
    ],
)
def test_texts_of_every_kind_are_found(message):
    assert message in MESSAGES


@pytest.mark.parametrize("path", PO_FILES, ids=lambda path: path.stem)
def test_a_language_translates_every_text(path):
    assert MESSAGES - set(entries(path)) == set()


@pytest.mark.parametrize("path", PO_FILES, ids=lambda path: path.stem)
def test_a_language_has_no_text_that_nobody_uses(path):
    assert set(entries(path)) - MESSAGES - set(list_currencies()) == set()


@pytest.mark.parametrize("path", PO_FILES, ids=lambda path: path.stem)
def test_a_translation_keeps_the_places_of_its_text(path):
    said = {text: forms(words) for text, words in entries(path).items()}
    assert [text for text, words in said.items() for each in words if places(each) != places(forms(text)[-1])] == []


@pytest.mark.parametrize("path", PO_FILES, ids=lambda path: path.stem)
def test_no_translation_is_empty_or_a_guess(path):
    assert [
        message.id for message in catalogue(path) if message.id and (not all(forms(message.string)) or message.fuzzy)
    ] == []


@pytest.mark.parametrize("path", PO_FILES, ids=lambda path: path.stem)
def test_a_language_file_says_its_language_and_encoding(path):
    header = dict(catalogue(path).mime_headers)
    assert header["Language"] == path.stem
    assert header["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("path", PO_FILES, ids=lambda path: path.stem)
def test_no_text_is_given_twice(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    texts_given = [line for line in lines if line.startswith("msgid ")]
    assert len(texts_given) == len(set(texts_given))

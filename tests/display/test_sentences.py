"""Every sentence that a screen may get from the floors below can be said in another language."""

import ast
import re

import pytest

from okr_lib.display.labels import Labels
from okr_lib.display.refusals import said
from okr_lib.display.sentences import SENTENCES
from tests.conftest import ROOT

MODULES = [
    "plan/changes",
    "plan/check_ins",
    "plan/closing",
    "plan/database",
    "plan/files",
    "plan/folder",
    "plan/messages",
    "plan/model",
    "plan/objectives",
    "plan/opinions",
    "plan/origins",
    "plan/reference",
    "plan/references",
    "plan/rows",
    "plan/saving",
    "plan/scenario",
    "plan/source",
    "plan/store/lock",
    "plan/store/reading",
    "plan/store/writing",
    "plan/starter",
    "plan/typed_numbers",
    "plan/uncertainty",
    "plan/values",
    "growth/allocation",
    "growth/assumptions",
    "growth/commitments",
    "growth/estimates",
    "growth/ledger",
    "growth/reference",
    "growth/scenarios",
    "review/closing",
    "review/quality",
]
NEVER_SHOWN = (
    "the plan was made in code and has no folder",  # a page opens a folder
    " is given by name, but the current values are not; give both by name or neither",
    "must be one value a part",  # the plan was checked before its growth is shared
    "is empty; there is nothing to share the total among",
    "; give a finite number",
    "weights must be 0 or more, and one of them above 0",
    ", which is no part of the allocation",
    "actuals: ",  # the quarters that are over, given by who calls
    " closes the gap",  # only what can is offered
    "…, or {low: 10, likely: 12.5, high: 14}",  # stands behind another sentence; test_refusals has the two together
)
ERRORS = re.compile(r"\w*(?:Error|Problem|problem)$")
FILLED = [re.sub(r"\{\w+\}", "7", sentence) for sentence in SENTENCES]


def sentences(path):
    """What is raised, made a problem, yielded or collected as a message, in parts: what is filled in stands between."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Call() if ERRORS.search(ast.unparse(node.func)) and node.args:
                made = node.args
            case ast.Assign(targets=[ast.Name(id="message" | "said" | "hint")]):
                made = [node.value]
            case ast.Yield(value=ast.Tuple(elts=made)) | ast.Tuple(elts=made):
                pass
            case ast.Return(value=value) if value is not None:
                made = [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]
            case _:
                continue
        for text in map(parts, made):
            if len(re.findall(r"[a-z]{2,}", " ".join(text))) > 2 and " " in "".join(text):
                yield text


def parts(node):
    """The words of a text before, between and after what is filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return (node.value,)
    if not isinstance(node, ast.JoinedStr):
        return ("",)
    found = [""]
    for value in node.values:
        found = [*found[:-1], found[-1] + value.value] if isinstance(value, ast.Constant) else [*found, ""]
    return tuple(found)


def can_be_said(text):
    """As it is with anything filled in, or as a part of a sentence that is put together."""
    filled = "7".join(text)
    if said(filled, Labels("da")) != filled:
        return True
    inside = ".+?".join(map(re.escape, text)).removeprefix(".+?").removesuffix(".+?")
    return any(re.search(inside, known) for known in FILLED)


@pytest.mark.parametrize("module", MODULES)
def test_every_sentence_of_a_lower_floor_can_be_said_in_another_language(module):
    found = {text for text in sentences(ROOT / "okr_lib" / f"{module}.py") if not can_be_said(text)}
    assert {text for text in map("…".join, found) if not any(never in text for never in NEVER_SHOWN)} == set()


@pytest.mark.parametrize("module", ["plan/references", "plan/model"])
def test_sentences_are_found_where_they_are_made(module):
    assert len(set(sentences(ROOT / "okr_lib" / f"{module}.py"))) > 4

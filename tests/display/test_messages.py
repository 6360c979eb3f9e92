"""Every sentence the lower floors say is in the catalogues, whatever its values are; found as translators find it."""

from datetime import date

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from okr_lib.display.catalogue import LANGUAGES
from okr_lib.display.labels import Labels
from okr_lib.errors import Count, Message, Problem, Share, message_of
from okr_lib.plan.closing import Decision
from okr_lib.plan.objectives import KeyResultKind
from tests.conftest import ROOT

DA = Labels("da")


def templates():
    """What ``pybabel extract -k Message -k RefusedError -k counted:1,2 okr_lib`` finds."""
    keywords = {"Message": None, "RefusedError": None, "counted": (1, 2)}
    return {found[2] for found in extract_from_dir(ROOT / "okr_lib", keywords=keywords)}


def test_templates_of_every_floor_and_kind_are_found():
    assert {
        "{value} is not between {low} and {high}",
        "Permission denied",
        "{row}: {stream} has no row of {year} {quarter}; the year is not whole; add it",
        "type it as a number in Excel",
    } <= templates()


@pytest.mark.parametrize("path", sorted(LANGUAGES.glob("*.po")), ids=lambda path: path.stem)
def test_every_template_can_be_said_in_each_language(path):
    with path.open("rb") as file:
        assert templates() - {entry.id for entry in read_po(file)} == set()


@pytest.mark.parametrize(
    ("value", "english", "danish", "in_file"),
    [
        (1234.5, "1234.5", "1.234,5", "1234.5"),
        (0.1 + 0.2, "0.3", "0,3", "0.3"),
        (Share(0.95), "95%", "95\xa0%", "95%"),
        (Count(1000000), "1,000,000", "1.000.000", "1.000.000"),
        (date(2027, 3, 31), "2027-03-31", "31. marts 2027", "2027-03-31"),
        (KeyResultKind.AT_LEAST, "at_least", "holdes på mindst", "holdes på mindst"),
        (tuple(Decision), "keep, change, drop", "behold, ændr, drop", "behold, ændr, drop"),
        (Message("nothing"), "nothing", "ingenting", "ingenting"),
        ("'1,5'", "'1,5'", "'1,5'", "'1,5'"),
    ],
)
def test_a_value_is_written_as_the_language_writes_what_it_is(value, english, danish, in_file):
    message = Message("{value} is not above 0", value=value)
    assert str(message) == f"{english} is not above 0"
    assert DA.said(message) == f"{danish} er ikke over 0"
    assert DA.said(message, in_file=True) == f"{in_file} er ikke over 0"


def test_a_problem_is_said_with_its_place():
    wrong = Problem(
        Message("{value} is not above 0", value=-1.5), "actuals.xlsx", field=Message("row {number}", number=4)
    )
    assert DA.said(wrong) == "actuals.xlsx: række 4: -1.5 er ikke over 0"


def test_the_text_of_another_library_is_said_as_it_is():
    assert DA.said("the moon is full") == "the moon is full"
    assert DA.said(Message("the {thing} is full", thing="moon")) == "the moon is full"


def test_an_error_gives_its_message_back():
    assert DA.said(message_of(ValueError(Message("{value} is not above 0", value=-1.5)))) == "-1,5 er ikke over 0"
    assert message_of(OSError(13, "Permission denied")) == "[Errno 13] Permission denied"


@pytest.mark.parametrize(("count", "words"), [(0, "0 kolonner"), (1, "1 kolonne"), (2, "2 kolonner")])
def test_a_sentence_that_counts_has_a_form_for_one_and_for_several(count, words):
    texts = (
        "{row} has {count} column; write who, low, likely, high",
        "{row} has {count} columns; write who, low, likely, high",
    )
    message = Message.counted(*texts, count, row="'A'")
    assert DA.said(message) == f"'A' har {words}; skriv hvem, lav, sandsynlig, høj"
    assert ("1 column;" in message) == (count == 1)

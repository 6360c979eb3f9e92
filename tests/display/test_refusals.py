"""What the lower floors refuse or find is said in the reader's language, with the same values."""

import re

import pytest

import okr_lib as okr
from okr_lib.display.labels import Labels
from okr_lib.display.refusals import KNOWN, refusal_words, said
from okr_lib.errors import OkrError
from okr_lib.plan.changes import changed_plan, plan_data, with_value
from okr_lib.review.quality import quality_findings

DA = Labels("da")
PLUS = ("teams", "marketing", "initiatives", "club-plus")
RESULT = ("objectives", "one-matas", "key_results", "q3-basket")


def refused(plan, path, value):
    try:
        okr.growth_ledger(changed_plan(plan, with_value(plan_data(plan), path, value)))
    except OkrError as error:
        return error
    raise AssertionError("it was taken")


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ((*PLUS, "probability"), 1.4, "1,4 ligger ikke mellem 0 og 1"),
        ((*PLUS, "cost"), -1, "-1 er negativt; skriv 0 eller mere"),
        ((*PLUS, "credit"), {"retail": 0.9}, "andelene giver 0,9 i alt, ikke 1; det hele skal krediteres nogen"),
        ((*PLUS, "name"), "", "er tomt; skriv en tekst"),
        (
            (*PLUS, "after"),
            ["personal-offers", "club-plus"],
            "club-plus -> club-plus er en kreds af initiativer; tag ét led ud",
        ),
        (("currency",), "kr", "'kr' er ikke en valuta; skriv dens tre bogstaver, for eksempel DKK"),
        ((*RESULT, "target"), None, "et nøgleresultat af typen at_least skal have en målværdi"),
        (
            ("allocation", "held"),
            {"retail": 90},
            "de fastholdte beløb giver 90, men der skal kun skabes 88 (mål minus udgangspunkt, underliggende og øvrig vækst); fasthold mindre, eller hæv målet",
        ),
        (("allocation", "held"), {"retail": 20.01}, "20,01 kan ikke fastholdes; skriv et beløb i hele trin på 0,1"),
        (
            ("allocation", "upper"),
            {"retail": 1, "ecommerce": 1, "marketing": 1},
            "højestebeløbene tillader tilsammen 3, men der skal fordeles 88 af 88 (0 er fastholdt); hæv dem med 85",
        ),
        (("teams",), [], "der skal være mindst 1"),
    ],
)
def test_a_refusal_is_said_in_danish_with_its_values(matas, path, value, words):
    assert refusal_words(refused(matas, path, value), DA) == words


def test_every_quality_finding_can_be_said_in_another_language(matas):
    data = plan_data(matas)
    data["objectives"] = [{"id": f"o{n}", "title": "Grow 20"} for n in range(7)]
    team = data["teams"][0]
    team["objectives"] = [{"id": f"t{n}", "title": "Do"} for n in range(5)]
    team["objectives"][0]["key_results"] = [{"id": "k", "title": "K", "owner": "H", "start": 0, "target": 1}]
    team["initiatives"] = [
        {"id": f"i{n}", "name": "I", "owner": "H", "starts": "Q1", "after": ["late"]} for n in range(8)
    ]
    data["teams"][1] |= {"objectives": [], "initiatives": []}
    late = {"id": "late", "name": "L", "owner": "H", "starts": "Q4", "focus_area": "range"}
    data["teams"][2] |= {"objectives": [], "initiatives": [late]}
    data["overlaps"] = []
    messages = {problem.message for problem in quality_findings(changed_plan(matas, data))}
    assert len(messages) > 12
    assert {message for message in messages if said(message, DA) == message} == set()


def test_a_message_nobody_knows_stays_as_it_is():
    assert said("the moon is full", DA) == "the moon is full"


def test_in_english_a_message_keeps_its_words():
    message = "the title has 2 words; 4 to 18 can be remembered"
    assert said(message, Labels()) == message


def test_every_known_sentence_finds_itself_first():
    """No sentence hides another: with values filled in, each is recognised as the one it is."""
    for text in KNOWN.values():
        filled = re.sub(r"\{\w+\}", "7", text)
        assert said(filled, DA) == DA.text(text, **dict.fromkeys(re.findall(r"\{(\w+)\}", text), "7"))

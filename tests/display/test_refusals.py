"""What the lower floors refuse or find is said in the reader's language, with the same values."""

import re

import pytest

import okr_lib as okr
from okr_lib.display.labels import Labels
from okr_lib.display.refusals import OF_DAYS, OF_WORDS, problem_words, refusal_words, said
from okr_lib.display.sentences import KNOWN
from okr_lib.errors import OkrError, Problem
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
        ((*RESULT, "target"), None, "et nøgleresultat af typen “holdes på mindst” skal have en målværdi"),
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


def filled(place):
    """What may stand at a place."""
    name = place[1]
    return "low" if name in OF_WORDS else "2027-03-31" if name in OF_DAYS else "7"


def in_danish(place):
    return {"low": "lav", "2027-03-31": "31. marts 2027", "7": "7"}[filled(place)]


def test_every_known_sentence_finds_itself_first():
    """No sentence hides another: with values filled in, each is recognised as the one it is."""
    place = re.compile(r"\{(\w+)\}")
    for text in KNOWN.values():
        values = {found[1]: in_danish(found) for found in place.finditer(text)}
        assert said(place.sub(filled, text), DA) == DA.text(text, **values)


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("there is no key result 'baskets'; did you mean 'basket'?", "nøgleresultatet 'baskets' findes ikke; mente du 'basket'?"),
        ("nothing is not a number; write 12.5", "ingenting er ikke et tal; skriv 12,5"),
        ("Head of Retail: low, high is not a number; write 12.5", "Head of Retail: lav, høj er ikke et tal; skriv 12,5"),
        ("A: low 2, likely 1, high 3 are not in order; write low <= likely <= high", "A: lav 2, sandsynlig 1 og høj 3 står ikke i rækkefølge; skriv lav ≤ sandsynlig ≤ høj"),
        ("could not be written: No space left on device; what stood in the folder is still there", "kunne ikke gemmes: disken er fuld; det, der lå i mappen, er der stadig"),
        ("is open; write one of keep, change, drop", "er åben; vælg en beslutning (behold, ændr, drop)"),
        ("'1.234' may mean two numbers; write 1234 or 1.234", "'1.234' kan betyde to forskellige tal; skriv 1234 eller 1,234"),
        ("the mean confidence in its key results is 95%: above 90% they are promises kept already; raise a target", "tilliden til dens nøgleresultater er i gennemsnit 95\u00a0%: over 90\u00a0% er de så godt som nået på forhånd; hæv et mål"),
    ],
)  # fmt: skip
def test_values_inside_a_sentence_are_said_too(message, words):
    assert said(message, DA) == words


def test_what_is_wrong_in_a_file_keeps_its_numbers_as_they_are_to_be_written():
    message = "'12,5' is not a number; write 12.5, or {low: 10, likely: 12.5, high: 14}"
    words = "'12,5' er ikke et tal; skriv 12.5 eller {low: 10, likely: 12.5, high: 14}"
    assert problem_words(Problem(message, "plan.yaml", 9, "amount"), DA) == f"plan.yaml:9: amount: {words}"

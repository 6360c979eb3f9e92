"""What the lower floors refuse or find is said in the reader's language, with the same values."""

import pytest
from pydantic import ValidationError

import okr_lib as okr
from okr_lib.display.labels import Labels
from okr_lib.display.refusals import error_words, problem_lines, refusal_words
from okr_lib.errors import Message, OkrError, Problem, RecordsError, system_reason
from okr_lib.plan.changes import changed_plan, plan_data, with_value
from okr_lib.plan.messages import shape_problems
from okr_lib.plan.opinions import read_opinions
from okr_lib.plan.values import Estimate
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
    assert {message for message in messages if DA.said(message) == message} == set()


def refusal(call, *arguments):
    with pytest.raises(Exception) as error:
        call(*arguments)
    return error.value


@pytest.mark.parametrize(
    ("call", "given", "words"),
    [
        (read_opinions, "Head of Retail;x;2;y", "Head of Retail: lav, høj er ikke et tal; skriv 12,5"),
        (read_opinions, "A;2;1;3", "A: lav 2, sandsynlig 1 og høj 3 står ikke i rækkefølge; skriv lav ≤ sandsynlig ≤ høj"),
        (read_opinions, "A;1.234;2;3", "'1.234' kan betyde to forskellige tal; skriv 1234 eller 1,234"),
        (read_opinions, "A;1", "'A;1' har 2 kolonner; skriv hvem, lav, sandsynlig, høj"),
        (Estimate.model_validate, {"low": None, "likely": 1, "high": 2}, "None er ikke et tal; skriv 12,5"),
    ],
)  # fmt: skip
def test_values_inside_a_refusal_are_said_too(call, given, words):
    error = refusal(call, given)
    if isinstance(error, ValidationError):
        error = ValueError(next(message for _, message in shape_problems(error, Estimate)))
    assert words in refusal_words(error, DA)


def test_a_full_disk_is_said_in_danish():
    full = Message(
        "could not be written: {reason}; what stood in the folder is still there",
        reason=system_reason(OSError(28, "No space left on device")),
    )
    assert DA.said(full) == "kunne ikke gemmes: disken er fuld; det, der lå i mappen, er der stadig"


def test_what_is_wrong_in_a_file_keeps_its_numbers_as_they_are_to_be_written(example):
    plan = example / "plan.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("step: 0.1", "step: '12,5'"), encoding="utf-8")
    error = refusal(okr.load_plan, example)
    assert "'12,5' er ikke et tal; skriv 12.5" in problem_lines(error, DA)[0]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (RecordsError([Problem(Message("{value} is not above 0", value=1.5), field="x")]), "x: 1.5 er ikke over 0"),
        (OkrError(Message("{value} is not above 0", value=1.5)), "1.5 er ikke over 0"),
        (OkrError("the moon is full"), "the moon is full"),
    ],
)
def test_on_the_command_line_values_stand_as_they_are_typed(error, words):
    assert error_words(error, DA) == words


def test_of_very_many_problems_the_rest_is_counted_in_danish():
    error = RecordsError(Problem(f"row {number}") for number in range(60))
    assert problem_lines(error, DA)[50:] == ["og 10 mere; ret disse først"]

"""What a record refuses is told in the user's words, at its place."""

import pytest
from pydantic import ValidationError

from okr_lib.plan.messages import empty_problems, hides_names, shape_problems
from okr_lib.plan.model import Plan
from okr_lib.plan.scenario import Scenario

FIELDS = ("name", "currency", "target", "fiscal_year")


def refusal(data):
    with pytest.raises(ValidationError) as caught:
        Plan.model_validate(data)
    return caught.value


@pytest.mark.parametrize(
    ("change", "path", "message"),
    [
        ({"name": None}, ("name",), "is empty; write a text"),
        ({"name": ""}, ("name",), "is empty; write a text"),
        ({"name": 5}, ("name",), "5 is not text; put it in quotes"),
        ({"currency": "kr."}, ("currency",), "'kr.' is not a currency; write its three letters, such as DKK"),
        ({"unit": "mio"}, ("unit",), "'mio' is not one of 'one', 'thousand', 'million', 'billion'"),
        (
            {"target": {"growth": 5, "sure": "perhaps"}},
            ("target", "sure"),
            "'perhaps' is neither true nor false; write true",
        ),
        ({"step": "small"}, ("step",), "'small' is not a number; write 12.5"),
        ({"target": 0.2}, ("target",), "0.2 is not a group of fields; write `name: value` lines below it"),
        ({"target": None}, ("target",), "nothing is not a group of fields; write `name: value` lines below it"),
        ({"streams": "shop"}, ("streams",), "'shop' is not a list; write `- ` before each item"),
        ({"streams": []}, ("streams",), "needs at least 1 item(s)"),
        ({"teams": ["sales"]}, ("teams", 0), "'sales' is not a group of fields; write `name: value` lines below it"),
        ({"curency": "DKK"}, ("curency",), "is not a field here; did you mean 'currency'?"),
        ({"teams": [{"id": "sales"}]}, ("teams", 0, "name"), "is missing; add it"),
        (
            {"teams": [{"id": "The Sales", "name": "Sales"}]},
            ("teams", 0, "id"),
            "'The Sales' is not an id; write small letters, digits, - and _, starting with a letter",
        ),
        (
            {"allocation": {"weights": [1], "method": "weights"}},
            ("allocation", "weights"),
            "[1] is not a group of fields; write `name: value` lines below it",
        ),
        (
            {
                "teams": [
                    {
                        "id": "sales",
                        "name": "S",
                        "initiatives": [{"id": "a", "name": "A", "owner": "O", "ramp": [1] * 5}],
                    }
                ]
            },
            ("teams", 0, "initiatives", 0, "ramp"),
            "has 5 items; write 4 at the most",
        ),
        (
            {"allocation": {"held": {"The Sales": 1}}},
            ("allocation", "held", "The Sales"),
            "'The Sales' is not an id; write small letters, digits, - and _, starting with a letter",
        ),
    ],
)
def test_a_refused_value_is_told_with_its_place_and_a_remedy(small, change, path, message):
    assert list(shape_problems(refusal({**small, **change}), Plan)) == [(path, message)]


def test_a_misspelt_field_far_from_any_lists_those_there_are(small):
    small["target"]["zzz"] = 1
    assert list(shape_problems(refusal(small), Plan)) == [
        (("target", "zzz"), "is not a field here; the fields are growth, revenue, sure")
    ]


def test_a_misspelt_field_inside_lists_is_compared_with_its_own_record(small):
    small["teams"][0]["objectives"] = [{"id": "a", "title": "A", "key_result": []}]
    ((path, message),) = shape_problems(refusal(small), Plan)
    assert path == ("teams", 0, "objectives", 0, "key_result")
    assert message.endswith("did you mean 'key_results'?")


def test_an_empty_field_is_refused_only_where_no_record_has_it():
    document = {"step": None, "stepp": None, "streams": [{"id": "a", "nam": None}], "allocation": {"held": {"a": None}}}
    assert list(empty_problems(document, Plan)) == [
        (("stepp",), "is not a field here; did you mean 'step'?"),
        (("streams", 0, "nam"), "is not a field here; did you mean 'name'?"),
    ]


def test_a_misspelt_field_of_a_record_by_id_is_compared_with_that_record():
    assert list(empty_problems({"initiatives": {"new-stores": {"start": None}}}, Scenario)) == [
        (("initiatives", "new-stores", "start"), "is not a field here; did you mean 'starts'?")
    ]


def test_a_long_value_is_cut(small):
    ((_, message),) = shape_problems(refusal({**small, "name": ["long " * 100]}), Plan)
    assert "... is not text" in message
    assert len(message) < 100


def test_every_refusal_is_told_at_once(small):
    broken = {name: value for name, value in small.items() if name not in FIELDS}
    assert [path for path, _ in shape_problems(refusal(broken), Plan)] == [
        (name,) for name in Plan.model_fields if name in FIELDS
    ]


@pytest.mark.parametrize(
    ("change", "hides"),
    [
        ({"step": "small"}, False),
        ({"curency": "DKK"}, False),
        ({"objectivs": [{"id": "a"}]}, True),
        ({"streams": "shop"}, True),
        ({"streams": []}, True),
        ({"teams": ["sales"]}, True),
        ({"teams": [{"id": "The Sales", "name": "Sales"}]}, True),
        ({"teams": [{"name": "Sales"}]}, True),
    ],
)
def test_names_are_hidden_where_records_could_not_be_read(small, change, hides):
    assert hides_names(refusal({**small, **change})) is hides


@pytest.mark.parametrize("field", ["streams", "teams"])
def test_names_are_hidden_where_their_list_is_missing(small, field):
    del small[field]
    assert hides_names(refusal(small))

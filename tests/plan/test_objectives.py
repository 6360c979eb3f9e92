"""A key result says how it is measured, completely and in the right direction."""

import pytest
from pydantic import ValidationError

from okr_lib.plan.objectives import KeyResult, Objective


def key_result(**fields):
    return KeyResult.model_validate({"id": "nps", "title": "Net promoter score", "owner": "Head of Retail", **fields})


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"start": 1}, "kind increase needs both start and target"),
        ({"target": 1}, "kind increase needs both start and target"),
        ({"kind": "milestone", "target": 1}, "kind milestone needs both start and target"),
        ({"start": 60, "target": 60}, "start and target are both 60, so progress has no meaning; change one"),
        ({"start": 80, "target": 60}, "kind increase does not fit a way from 80 to 60; write kind: decrease"),
        ({"kind": "decrease", "start": 1, "target": 2}, "from 1 to 2; write kind: increase"),
        ({"kind": "at_least"}, "kind at_least needs a target"),
        ({"kind": "at_most", "start": 1}, "kind at_most needs a target"),
        ({"kind": "range"}, "kind range needs a band"),
        ({"kind": "range", "band": [60, 40]}, "lowest before highest, such as \\[40, 60\\]"),
        ({"kind": "range", "band": [40, 40]}, "lowest before highest"),
        ({"kind": "up", "start": 1, "target": 2}, "increase"),
        ({"start": 1, "target": 2, "weight": 0}, "0 is not above 0"),
        ({"start": 1, "target": 2, "due": "31.03.2023"}, "'31.03.2023' is not a date"),
    ],
)
def test_a_key_result_that_cannot_be_measured_is_refused(fields, words):
    with pytest.raises(ValidationError, match=words):
        key_result(**fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"start": 0, "target": 60},
        {"start": -5, "target": 0.5},
        {"kind": "decrease", "start": 3, "target": 1},
        {"kind": "milestone", "start": 0, "target": 4},
        {"kind": "at_least", "target": 75},
        {"kind": "at_most", "target": 2},
        {"kind": "range", "band": [40, 60]},
        {"kind": "yes_no"},
    ],
)
def test_every_kind_of_key_result_can_be_written(fields):
    kind = key_result(**fields).kind
    assert kind == fields.get("kind", "increase")


def test_an_objective_may_stand_alone():
    objective = Objective(id="one", title="One company")
    assert (objective.key_results, objective.supports, objective.owner) == ((), (), None)

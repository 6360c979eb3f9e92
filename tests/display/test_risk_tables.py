"""Risks on paper name what carries them, in sentences that hold for one risk, many or none."""

import pandas as pd
import pytest

import okr_lib as okr
from okr_lib.display.labels import Labels
from okr_lib.display.risk_tables import finding_shortfall, sentences_on_capacity, table_shortfall
from okr_lib.plan.check_ins import load_check_ins
from okr_lib.plan.model import Plan
from okr_lib.review.initiative_states import initiative_states
from okr_lib.review.risks import capacity_use, shortfall_carriers
from tests.display.conftest import AWKWARD
from tests.display.reading import html, rows


def plain(text):
    return text.replace("\u00a0", " ")


def carriers(*amounts):
    """Carriers of a shortfall of the example: its initiatives in the plan's order, and their sum."""
    names = ["new-brand-shelves", "beauty-advice", "click-and-collect", "stock-online", "wider-assortment"]
    rows = [
        ("initiative", name, float(amount), amount / sum(amounts)) for name, amount in zip(names, amounts, strict=False)
    ]
    whole = [("total", "", float(sum(amounts)), float("nan"))] if amounts else []
    return pd.DataFrame([*rows, *whole], columns=["line", "item", "amount", "share"])


def told(plan):
    return initiative_states(plan, load_check_ins(plan), plan.fiscal_year.last_day("Q3"))


def of_capacity(small, *capacities, effort=8):
    small["teams"] = [
        {
            "id": f"team-{number}",
            "name": f"Team {number}",
            "capacity": capacity,
            "initiatives": [{"id": f"i-{number}", "name": "I", "owner": "Head", "effort": effort}],
        }
        for number, capacity in enumerate(capacities)
    ]
    plan = Plan.model_validate(small)
    return [plain(said) for said in sentences_on_capacity(capacity_use(plan), Labels.of(plan))]


def test_carriers_stand_above_their_sum(view):
    table = rows(table_shortfall(carriers(20, 16, 4), view.labels))
    assert len(table) == 1 + 3 + 1
    assert plain(" ".join(table[1])) == "Shelves for sixty new brands 20.0 50%"
    assert plain(" ".join(table[-1])) == "On average of the years missed 40.0 –"


def test_every_kind_of_carrier_has_a_name(view, danish):
    kinds = pd.DataFrame(
        {
            "line": ["uncovered", "momentum", "initiative", "others", "so_far", "uncovered", "so_far", "unforeseen"],
            "item": ["", "online", "club-plus", "", "", "", "", ""],
            "amount": [8.0, 1.0, 1.0, 0.2, 0.1, -1.0, -2.0, 5.0],
            "share": [0.8, 0.1, 0.1, 0.0, 0.0, float("nan"), float("nan"), 0.2],
        }
    )
    assert [row[0] for row in rows(table_shortfall(kinds, view.labels))[1:]] == [
        "Growth that is uncovered",
        "Momentum of Online",
        "Club Matas Plus for the most loyal",
        "All others",
        "Being behind the plan so far",
        "Planned beyond the target",
        "Being ahead of the plan so far",
        "What no plan foresees",
    ]
    assert [row[0] for row in rows(table_shortfall(kinds, danish.labels))[1:3]] == [
        "Udækket vækst",
        "Underliggende vækst i Online",
    ]


def test_the_finding_names_the_largest_carrier(view, danish):
    of_two = carriers(6.0, 4.0)
    said = "The likelihood of reaching the target is 30%; where it is missed, most of what is missing is "
    assert plain(finding_shortfall(of_two, 0.3, view.labels)) == f"{said}Shelves for sixty new brands"
    assert plain(finding_shortfall(of_two, 0.3, danish.labels)) == (
        "Sandsynligheden for at nå målet er 30 %; nås det ikke, er det meste af det, der mangler, Shelves for sixty new brands"
    )


def test_half_is_not_most(view):
    said = plain(finding_shortfall(carriers(4.0, 4.0), 0.3, view.labels))
    assert said.endswith("the largest part of what is missing is Shelves for sixty new brands")


def test_where_nothing_falls_short_nothing_is_blamed_and_nothing_is_certain(view):
    assert plain(finding_shortfall(carriers(), 1.0, view.labels)) == "The likelihood of reaching the target is over 99%"


def test_a_plan_without_initiatives_lacks_what_has_no_plan(bare):
    found = okr.target_outlook(bare.plan)
    said = plain(finding_shortfall(shortfall_carriers(found), found.probability, bare.labels))
    assert said == (
        "The likelihood of reaching the target is 6%; where it is missed, most of what is missing is growth that is uncovered"
    )


@pytest.mark.parametrize(
    ("capacities", "said"),
    [
        ([None], []),
        ([None, 16, 10], []),
        ([8, None], []),
        (
            [5, 10, 6.4],
            [
                "Team 0 has planned 8 where it can carry 5: 160%.",
                "Team 2 has planned 8 where it can carry 6.4: 125%.",
            ],
        ),
        ([0], ["Team 0 has planned 8 where it can carry nothing."]),
    ],
)
def test_a_sentence_for_each_team_that_has_more_than_it_can_carry(small, capacities, said):
    assert of_capacity(small, *capacities) == said


def test_a_team_that_can_carry_nothing_and_plans_nothing_is_within_it(small):
    assert of_capacity(small, 0, None, effort=0) == []


def test_names_that_try_to_be_code_are_shown_as_text(small):
    first = {"id": "first", "name": AWKWARD, "owner": "Head", "effort": 2}
    small["teams"][0] |= {
        "name": "{share} <b>",
        "capacity": 1,
        "initiatives": [first, first | {"id": "second", "after": ["first"]}],
    }
    plan = Plan.model_validate(small)
    labels = Labels.of(plan)
    (said,) = sentences_on_capacity(capacity_use(plan), labels)
    assert plain(said) == "{share} <b> has planned 4 where it can carry 1: 400%."
    blamed = carriers(1.0).replace("new-brand-shelves", "first")
    assert AWKWARD in finding_shortfall(blamed, 0.5, labels)
    assert "<script" not in html(table_shortfall(blamed, labels))

"""Findings say what the numbers say, no more, in English and in Danish."""

import pandas as pd
import pytest

from okr_lib.display import findings
from okr_lib.plan.model import Plan
from tests.display.conftest import NO_ACTUALS, View


def standing(view):
    return findings.finding_standing(view.observed, view.to_date, view.labels)


def plain(text):
    return text.replace("\u00a0", " ")


def with_revenue(view, total):
    """The quarters of a view's year with as much revenue as ``total`` says for each."""
    records = [
        {"fiscal_year": "2027", "quarter": quarter, "stream": "shop", "revenue": revenue}
        for quarter, revenue in total.items()
    ]
    return view.at(actuals=pd.DataFrame(records), quarter=max(total))


@pytest.mark.parametrize(
    "revenue, said",
    [
        (110, "After Q1 revenue is DKK 10.0m behind the phased target"),
        (130, "After Q1 revenue is DKK 10.0m ahead of the phased target"),
        (120, "After Q1 revenue is on the phased target"),
        (119.96, "After Q1 revenue is on the phased target"),
    ],
)
def test_the_standing_is_behind_ahead_of_or_on_the_phased_target(bare, revenue, said):
    assert plain(standing(with_revenue(bare, {"Q1": revenue}))) == said


def test_the_standing_in_danish(danish):
    assert plain(standing(danish)) == "Efter Q3 ligger omsætningen 20,7 mio. kr. under det periodiserede mål"


def test_without_actuals_nothing_is_said_about_where_we_stand(bare):
    assert standing(bare).startswith("There are no actuals yet")


@pytest.mark.parametrize(
    "last, said",
    [
        (130, "The year ended DKK 10.0m above its target"),
        (110, "The year ended DKK 10.0m below its target"),
        (120, "The year ended on its target"),
    ],
)
def test_a_year_ends_above_below_or_on_its_target(bare, last, said):
    over = with_revenue(bare, {"Q1": 120, "Q2": 120, "Q3": 120, "Q4": last})
    assert plain(standing(over)) == said


@pytest.mark.parametrize(
    "uncovered, said",
    [
        (11.0, "The plan covers DKK 4,444.0m of the DKK 4,455.0m target; DKK 11.0m is uncovered"),
        (-11.0, "The plan covers DKK 4,466.0m, DKK 11.0m more than the DKK 4,455.0m target"),
        (0.0, "The plan covers the target of DKK 4,455.0m exactly"),
    ],
)
def test_the_bridge_says_whether_the_plan_covers_the_target(view, uncovered, said):
    bridge = pd.DataFrame({"step": ["uncovered", "target"], "amount": [uncovered, 4455.0]})
    assert plain(findings.finding_bridge(bridge, view.labels)) == said
    past = said.replace("covers", "covered").replace("is uncovered", "was uncovered")
    assert plain(findings.finding_bridge(bridge, view.labels, over=True)) == past


def test_the_focus_area_that_carries_most_is_named(danish):
    said = plain(findings.finding_focus_areas(danish.areas, danish.labels))
    assert (
        said
        == "Af fokusområderne bærer Range and new brands mest: 28,8 mio. kr. af teamenes samlede bidrag på 75,9 mio. kr."
    )


def test_a_single_focus_area_carries_its_part_and_not_most(view):
    one = view.areas[view.areas["focus_area"].isin(["omnichannel", "", "total"])]
    said = plain(findings.finding_focus_areas(one, view.labels))
    assert " carries DKK " in said
    assert "most" not in said


def test_without_contributions_no_focus_area_is_named(bare):
    assert findings.finding_focus_areas(bare.areas, bare.labels) == "No focus area carries growth yet"


def team_said(view, team):
    return plain(findings.finding_team(view.teams, team, view.labels))


def test_a_team_is_told_what_it_brings(view):
    said = "By the year's plan, Marketing brings DKK 22.3m of its commitment of DKK 25.9m; DKK 3.6m is uncovered"
    assert team_said(view, "marketing") == said


def test_the_numbers_of_a_team_are_sums_of_the_ledger(view):
    ledger = view.ledger
    lines = {"commitment": ["initiative", "overlap", "uncovered"], "contribution": ["initiative", "overlap"]}
    for team in view.plan.teams:
        own = ledger[ledger["team"] == team.id]
        sums = {
            name: view.labels.money(own.loc[own["line"].isin(kinds), "amount"].sum()) for name, kinds in lines.items()
        }
        said = findings.finding_team(view.teams, team.id, view.labels)
        brings = f"{team.name} brings {sums['contribution']} of its commitment of {sums['commitment']}"
        assert said.startswith(f"By the year's plan, {brings}")


def test_a_team_is_told_in_danish(danish):
    told = team_said(danish, "retail")
    assert (
        told
        == "I årets plan bidrager Retail med 27,2 mio. kr. af en forpligtelse på 31,5 mio. kr.; 4,3 mio. kr. er udækket"
    )


def test_a_team_of_a_plan_without_initiatives_has_all_its_commitment_before_it(bare):
    said = "By the year's plan, Sales brings DKK 0.0m of its commitment of DKK 40.0m; DKK 40.0m is uncovered"
    assert team_said(bare, "sales") == said


@pytest.mark.parametrize(
    "amount, said",
    [
        (60, "Sales brings DKK 60.0m of its commitment of DKK 80.0m; DKK 20.0m is uncovered"),
        (80, "Sales brings DKK 80.0m, and its commitment of DKK 80.0m is covered"),
        (90, "Sales brings DKK 90.0m, and its commitment of DKK 80.0m is covered"),
    ],
)
def test_one_team_carries_all_growth_and_may_cover_more_than_it(small, amount, said):
    effect = {"stream": "shop", "amount": amount}
    shelf = {"id": "shelf", "name": "Shelf", "owner": "Head", "cost": 8, "effects": [effect]}
    small["teams"] = [{"id": "sales", "name": "Sales", "initiatives": [shelf]}]
    view = View(Plan.model_validate(small), NO_ACTUALS)
    assert team_said(view, "sales") == f"By the year's plan, {said}"


@pytest.mark.parametrize(
    ("commitment", "said"),
    [
        (0.0, ", and has no commitment"),
        (-49.0, "; there is less than nothing to be won, and its part of that is −DKK 49.0m"),
    ],
)
def test_a_team_without_a_commitment_has_covered_none(view, commitment, said):
    teams = view.teams.assign(commitment=commitment)
    told = plain(findings.finding_team(teams, "marketing", view.labels))
    assert told == f"By the year's plan, Marketing brings DKK 22.3m{said}"


def test_a_teams_name_with_braces_stays_as_it_is(small):
    small["teams"][0]["name"] = "{commitment} <b>"
    view = View(Plan.model_validate(small), NO_ACTUALS)
    assert team_said(view, "sales").startswith(
        "By the year's plan, {commitment} <b> brings DKK 0.0m of its commitment of DKK 40.0m"
    )

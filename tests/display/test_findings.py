"""Findings say what the numbers say, no more, in English and in Danish."""

import pandas as pd
import pytest

from okr_lib.display import findings
from okr_lib.plan.model import Plan
from tests.display.conftest import NO_ACTUALS, View


def standing(view):
    return findings.finding_standing(view.observed, view.to_date, view.labels)


def summary(view):
    return findings.finding_summary(view.plan, view.observed, view.to_date, view.year, view.labels, view.quarter)


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


def test_the_summary_says_target_standing_and_what_the_rest_must_bring(view):
    assert [plain(sentence) for sentence in summary(view)] == [
        "The target for 2022/23 is DKK 4,455.0m: +2.6 % on last year's DKK 4,344.2m.",
        (
            "Revenue to the end of Q3 is DKK 3,438.5m: DKK 20.7m behind the phased target of DKK 3,459.2m (−0.6 %), "
            "and +1.9 % on last year."
        ),
        "To reach the target, Q4 must bring DKK 1,016.5m: +4.7 % on last year, where the plan has +2.6 %.",
    ]


def test_the_summary_in_danish(danish):
    assert [plain(sentence) for sentence in summary(danish)] == [
        "Målet for 2022/23 er 4.455,0 mio. kr.: +2,6 % i forhold til 4.344,2 mio. kr. året før.",
        (
            "Omsætningen til og med Q3 er 3.438,5 mio. kr.: 20,7 mio. kr. under det periodiserede mål på 3.459,2 mio. kr. "
            "(−0,6 %) og +1,9 % i forhold til sidste år."
        ),
        "For at nå målet skal Q4 indbringe 1.016,5 mio. kr.: +4,7 % i forhold til sidste år mod +2,6 % i planen.",
    ]


def test_a_summary_exactly_on_target_is_neither_behind_nor_ahead(bare):
    said = plain(summary(with_revenue(bare, {"Q1": 120}))[1])
    assert said == "Revenue to the end of Q1 is DKK 120.0m, on the phased target, and +20.0 % on last year."


def test_missing_actuals_are_named(view):
    early = view.at(actuals=view.actuals[view.actuals["quarter"] == "Q1"])
    assert "Actuals are missing for Q2, Q3; the report leaves them out." in summary(early)


def test_without_actuals_the_summary_stops_at_the_target(bare):
    assert len(summary(bare)) == 2
    assert "Actuals are missing for Q1, Q2" in summary(bare)[1]


def test_after_the_last_quarter_nothing_is_left_to_bring(view):
    assert not [sentence for sentence in summary(view.at(quarter="Q4")) if "must bring" in sentence]


@pytest.mark.parametrize(
    "uncovered, said",
    [
        (11.0, "The plan covers DKK 4,444.0m of the DKK 4,455.0m target; DKK 11.0m has no plan yet"),
        (-11.0, "The plan covers DKK 4,466.0m, DKK 11.0m more than the DKK 4,455.0m target"),
        (0.0, "The plan covers the target of DKK 4,455.0m exactly"),
    ],
)
def test_the_bridge_says_whether_the_plan_covers_the_target(view, uncovered, said):
    bridge = pd.DataFrame({"step": ["uncovered", "target"], "amount": [uncovered, 4455.0]})
    assert plain(findings.finding_bridge(bridge, view.labels)) == said


@pytest.mark.parametrize(
    "stores, online, said",
    [
        (5.0, 9.0, "Growth so far came from Online (+9.0), Stores and wholesale (+5.0)"),
        (-11.1, 76.4, "Growth so far came from Online (+76.4); below last year: Stores and wholesale (−11.1)"),
        (-1.0, -9.0, "No stream has grown so far: Online (−9.0), Stores and wholesale (−1.0)"),
        (0.0, 0.0, "No stream has grown so far: –"),
    ],
)
def test_the_bridge_of_actuals_names_what_grew_the_largest_first(view, stores, online, said):
    bridge = pd.DataFrame({"step": "stream", "stream": ["stores", "online"], "amount": [stores, online]})
    assert findings.finding_actual_bridge(bridge, view.labels) == said


def test_of_many_streams_the_three_largest_are_named(view):
    bridge = pd.DataFrame({"step": "stream", "stream": list("abcde"), "amount": [1.0, 5.0, 3.0, 4.0, 2.0]})
    assert findings.finding_actual_bridge(bridge, view.labels).endswith("b (+5.0), d (+4.0), c (+3.0)")


def test_a_team_without_a_stream_is_named_with_what_it_contributes(view):
    said = plain(findings.finding_teams(view.teams, view.plan, view.labels))
    assert said == "Marketing books no revenue of its own and brings DKK 22.6m, 29 % of what the teams contribute"


def test_where_every_team_has_a_stream_the_largest_contribution_is_named(view):
    teams = tuple(team.model_copy(update={"streams": ("stores",)}) for team in view.plan.teams)
    said = findings.finding_teams(view.teams, view.plan.model_copy(update={"teams": teams}), view.labels)
    assert plain(said) == "Retail brings DKK 27.7m, 36 % of what the teams contribute"


def test_without_contributions_no_team_is_named(bare):
    said = findings.finding_teams(bare.teams, bare.plan, bare.labels)
    assert said == "No team is expected to contribute yet"


def test_the_focus_area_that_carries_most_is_named(danish):
    said = plain(findings.finding_focus_areas(danish.areas, danish.labels))
    assert said == "Range and new brands bærer mest: 29,3 mio. kr., svarende til 38 % af teamenes samlede bidrag"


def test_without_contributions_no_focus_area_is_named(bare):
    assert findings.finding_focus_areas(bare.areas, bare.labels) == "No focus area carries growth yet"


@pytest.mark.parametrize(
    "through, said",
    [
        ("Q1", "At the end of Q1 the plan has 0 of 10 initiatives at full effect and 6 yet to start"),
        ("Q4", "At the end of Q4 the plan has 10 of 10 initiatives at full effect; all have started"),
    ],
)
def test_the_timeline_counts_what_is_at_full_effect_and_what_is_yet_to_start(view, through, said):
    assert findings.finding_timeline(view.timeline, view.labels, through) == said


@pytest.mark.parametrize(
    "starts, ramp, said",
    [
        ("Q1", [0.5], "has 0 of 1 initiatives at full effect; all have started"),
        ("Q1", [1.0, 0.0], "has 0 of 1 initiatives at full effect; all have started"),
        ("Q4", [1.0], "has 0 of 1 initiatives at full effect and 1 yet to start"),
    ],
)
def test_half_an_effect_is_not_a_full_one_and_what_has_ended_has_started(small, starts, ramp, said):
    initiative = {"id": "first", "name": "First", "owner": "Somebody", "starts": starts, "ramp": ramp}
    small["teams"][0]["initiatives"] = [initiative]
    view = View(Plan.model_validate(small), NO_ACTUALS)
    assert findings.finding_timeline(view.timeline, view.labels, "Q3").endswith(said)


def test_a_plan_without_initiatives_says_so(bare):
    assert findings.finding_timeline(bare.timeline, bare.labels, "Q2") == "The plan has no initiatives yet"


def team_said(view, team):
    said = [findings.finding_team(view.teams, team, view.labels)]
    return [plain(sentence) for sentence in said + findings.sentences_on_team(view.teams, team, view.labels)]


def test_a_team_is_told_what_it_brings_gives_receives_and_costs(view):
    assert team_said(view, "marketing") == [
        "Marketing brings DKK 22.6m of its commitment of DKK 25.8m; DKK 3.2m has no plan yet",
        "That is 29 % of what all teams are expected to contribute to the company's growth.",
        "Its own initiatives deliver DKK 22.6m; it gives DKK 6.6m of the credit to other teams and receives DKK 6.6m.",
        "They cost DKK 15.0m: every DKK spent brings 1.51 of revenue this year.",
    ]


def test_the_numbers_of_a_team_are_sums_of_the_ledger(view):
    ledger = view.ledger
    lines = {"commitment": ["initiative", "overlap", "uncovered"], "contribution": ["initiative", "overlap"]}
    for team in view.plan.teams:
        own = ledger[ledger["team"] == team.id]
        sums = {
            name: view.labels.money(own.loc[own["line"].isin(kinds), "amount"].sum()) for name, kinds in lines.items()
        }
        said = findings.finding_team(view.teams, team.id, view.labels)
        assert said.startswith(f"{team.name} brings {sums['contribution']} of its commitment of {sums['commitment']}")


def test_a_team_is_told_in_danish(danish):
    first, second, third, fourth = team_said(danish, "retail")
    assert (
        first == "Retail bidrager med 27,7 mio. kr. af en forpligtelse på 31,7 mio. kr.; 4,0 mio. kr. er endnu udækket"
    )
    assert second.startswith("Det er 36 % af")
    assert "leverer 30,0 mio. kr.; heraf krediteres 8,4 mio. kr. andre teams" in third
    assert fourth == "De koster 14,0 mio. kr.: hver kr. giver 2,14 i omsætning i år."


def test_a_team_of_a_plan_without_initiatives_has_all_its_commitment_before_it(bare):
    assert team_said(bare, "sales") == [
        "Sales brings DKK 0.0m of its commitment of DKK 40.0m; DKK 40.0m has no plan yet",
        "Its own initiatives deliver DKK 0.0m; it gives DKK 0.0m of the credit to other teams and receives DKK 0.0m.",
    ]


@pytest.mark.parametrize(
    "amount, said",
    [
        (60, "Sales brings DKK 60.0m of its commitment of DKK 80.0m; DKK 20.0m has no plan yet"),
        (80, "Sales brings DKK 80.0m, and its commitment of DKK 80.0m is covered"),
        (90, "Sales brings DKK 90.0m, and its commitment of DKK 80.0m is covered"),
    ],
)
def test_one_team_carries_all_growth_and_may_cover_more_than_it(small, amount, said):
    effect = {"stream": "shop", "amount": amount}
    shelf = {"id": "shelf", "name": "Shelf", "owner": "Head", "cost": 8, "effects": [effect]}
    small["teams"] = [{"id": "sales", "name": "Sales", "initiatives": [shelf]}]
    first, share, delivered, _ = team_said(View(Plan.model_validate(small), NO_ACTUALS), "sales")
    assert first == said
    assert share.startswith("That is 100 % of what all teams")
    assert delivered.endswith("it gives DKK 0.0m of the credit to other teams and receives DKK 0.0m.")


def test_a_teams_name_with_braces_stays_as_it_is(small):
    small["teams"][0]["name"] = "{commitment} <b>"
    view = View(Plan.model_validate(small), NO_ACTUALS)
    assert team_said(view, "sales")[0].startswith("{commitment} <b> brings DKK 0.0m of its commitment of DKK 40.0m")

"""Views of the ledger agree with it and with each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import okr_lib as okr
from okr_lib.growth.breakdown import COVERED_LINES, matrix, select, team_bridge, team_summary, timeline, total
from okr_lib.growth.ledger import COLUMNS
from tests.conftest import examples
from tests.growth.plans import plans


@pytest.fixture(scope="module")
def ledger(matas):
    return okr.growth_ledger(matas)


@given(st.lists(st.sampled_from(COLUMNS[:-1]), min_size=1, max_size=3, unique=True))
def test_any_breakdown_sums_to_the_target(matas, by):
    assert okr.breakdown(okr.growth_ledger(matas), by)["amount"].sum() == pytest.approx(4455.0)


def test_an_unknown_column_is_refused_with_those_there_are(ledger):
    with pytest.raises(okr.OkrError, match="cannot break down by region; choose from line, stream"):
        okr.breakdown(ledger, ["region"])


def test_sums_read_as_people_write_them(ledger):
    amounts = okr.breakdown(ledger, ["team", "quarter"])["amount"]
    assert (amounts == amounts.round(1)).all()


@examples(60)
@given(plans())
def test_every_step_of_a_bridge_starts_where_the_one_before_ended(plan):
    steps = okr.bridge(okr.growth_ledger(plan))
    assert steps["start"][1:-1].tolist() == pytest.approx(steps["end"][:-2].tolist())
    assert steps["end"].iloc[-2] == pytest.approx(steps["amount"].iloc[-1], abs=1e-6)


def test_a_bridge_names_every_team_that_contributes(ledger):
    steps = okr.bridge(ledger)
    assert steps["step"].tolist() == ["baseline", "momentum", "team", "team", "team", "overlap", "uncovered", "target"]
    assert steps["team"].dropna().tolist() == ["retail", "ecommerce", "marketing"]


def test_a_bridge_of_one_quarter_ends_at_its_phased_target(ledger):
    assert okr.bridge(select(ledger, quarters=["Q3"]))["end"].iloc[-1] == 1413.1


def test_credit_given_equals_credit_received(matas, ledger):
    summary = team_summary(matas, ledger, "Q4").set_index("team")
    assert summary.at["total", "given"] == summary.at["total", "received"] > 0


def test_a_contribution_is_what_is_delivered_less_given_plus_received(matas, ledger):
    summary = team_summary(matas, ledger, "Q4")
    balance = summary["delivered"] - summary["given"] + summary["received"]
    assert balance.tolist() == pytest.approx(summary["contribution"].tolist())


def test_commitment_is_contribution_plus_uncovered_for_every_team(matas, ledger):
    summary = team_summary(matas, ledger, "Q4")
    assert (summary["contribution"] + summary["uncovered"]).tolist() == pytest.approx(summary["commitment"].tolist())


def test_contributions_to_date_grow_to_the_year(matas, ledger):
    to_date = [team_summary(matas, ledger, quarter)["to_date"].iloc[-1] for quarter in ("Q1", "Q2", "Q3", "Q4")]
    assert to_date == sorted(to_date)
    assert to_date[-1] == team_summary(matas, ledger, "Q4")["contribution"].iloc[-1]


def test_what_teams_claim_compares_with_is_the_contribution_to_date_less_no_overlap(matas, ledger):
    summary = team_summary(matas, ledger, "Q3").set_index("team")
    so_far = select(ledger, quarters=["Q1", "Q2", "Q3"], lines=["overlap"])
    assert total(so_far) < 0
    assert (summary["to_date"] - summary["before_overlap"])["total"] == pytest.approx(total(so_far))


def test_contribution_per_cost_is_missing_without_cost(matas, ledger):
    free = matas.model_copy(
        update={"teams": tuple(team.model_copy(update={"initiatives": ()}) for team in matas.teams)}
    )
    assert team_summary(free, okr.growth_ledger(free), "Q4")["per_cost"].isna().all()


def test_both_margins_of_the_credit_matrix_close(matas, ledger):
    pairs = okr.credit_matrix(matas, ledger)
    covered = total(select(ledger, lines=COVERED_LINES))
    assert len(pairs) == len(matas.teams) ** 2
    assert pairs["amount"].sum() == pytest.approx(covered)


def test_a_matrix_carries_its_sums_and_puts_the_largest_first(ledger):
    table = matrix(ledger, "focus_area", "team")
    body = table.iloc[:-1]
    assert body["focus_area"].tolist()[-1] == ""
    assert body["total"][:-1].is_monotonic_decreasing
    assert table["total"].iloc[-1] == pytest.approx(body["total"].sum())
    assert body[["retail", "ecommerce", "marketing"]].sum(axis=1).tolist() == pytest.approx(body["total"].tolist())


def test_the_timeline_brings_what_the_ledger_has(matas, ledger):
    rows = timeline(matas, ledger)
    assert rows["contribution"].sum() == pytest.approx(total(select(ledger, lines=COVERED_LINES)))
    assert rows.loc[rows["initiative"] == "evening-delivery", ["Q1", "Q2", "Q3", "Q4"]].to_numpy().tolist() == [
        [0, 0, 0.6, 1]
    ]


@examples(60)
@given(plans())
def test_whatever_the_plan_credit_given_is_credit_received(plan):
    summary = team_summary(plan, okr.growth_ledger(plan), "Q4").set_index("team")
    assert summary.at["total", "given"] == pytest.approx(summary.at["total", "received"], abs=1e-6)
    balance = summary["delivered"] - summary["given"] + summary["received"] - summary["contribution"]
    assert balance.abs().max() < 1e-5


def test_a_team_bridge_names_each_initiative_the_largest_first(matas, ledger):
    steps = team_bridge(ledger, "marketing")
    own = ledger[(ledger["team"] == "marketing") & (ledger["line"] == "initiative")]
    by_hand = own.groupby("initiative")["amount"].sum().sort_values(ascending=False)
    first = steps[steps["step"] == "initiative"]
    assert first["initiative"].tolist() == by_hand.index.tolist()
    assert first["amount"].tolist() == pytest.approx(by_hand.tolist())
    assert steps["step"].tolist()[-3:] == ["overlap", "uncovered", "commitment"]


@examples(60)
@given(plans())
def test_whatever_the_plan_a_team_bridge_leads_to_its_commitment(plan):
    ledger = okr.growth_ledger(plan)
    for team in plan.teams:
        steps = team_bridge(ledger, team.id)
        assert steps["start"].iloc[0] == 0
        assert steps["start"][1:-1].tolist() == pytest.approx(steps["end"][:-2].tolist(), abs=1e-5)
        commitment = ledger.loc[ledger["team"] == team.id, "amount"].sum()
        assert steps["amount"].iloc[-1] == steps["end"].iloc[-2] == pytest.approx(commitment, abs=1e-5)


def test_a_team_bridge_without_initiatives_is_all_uncovered(small):
    steps = team_bridge(okr.growth_ledger(okr.Plan.model_validate(small)), "sales")
    assert list(zip(steps["step"], steps["amount"], strict=True)) == [("uncovered", 40), ("commitment", 40)]


def test_the_bridge_of_the_only_team_leads_to_all_growth_to_be_won(small):
    effect = {"stream": "shop", "amount": 90}
    small["teams"] = small["teams"][:1]
    small["teams"][0]["initiatives"] = [{"id": "shelf", "name": "Shelf", "owner": "Head", "effects": [effect]}]
    steps = team_bridge(okr.growth_ledger(okr.Plan.model_validate(small)), "sales")
    assert steps["step"].tolist() == ["initiative", "uncovered", "commitment"]
    assert steps["amount"].tolist() == [90, -10, 80]

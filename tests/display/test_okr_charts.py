"""Charts of key results: bars as long as the numbers, words beside every colour, gaps where nobody spoke."""

import datetime as dt

import pytest
from matplotlib.text import Text

from okr_lib.display.labels import Labels
from okr_lib.display.okr_charts import MOST, chart_bullets, finding_bullets, on_the_way
from okr_lib.plan.check_ins import load_check_ins
from okr_lib.plan.model import Plan
from okr_lib.review.states import key_result_states
from tests.display.okr_plans import AT_Q3, check_ins_of, plan_of
from tests.display.reading import bars, boxes, collisions, names, words

MATAS_Q3 = dt.date(2022, 12, 31)


def bullets(plan, check_ins, day=AT_Q3, language="en"):
    states = on_the_way(plan, key_result_states(plan, check_ins, day))
    return chart_bullets(plan, states, Labels.of(plan, language), "A finding")


@pytest.fixture(scope="module")
def example(matas):
    return matas, load_check_ins(matas)


def test_a_bullet_has_its_bands_its_progress_and_what_was_expected(example):
    picture = bullets(*example, MATAS_Q3)
    [axes] = picture.figure.axes
    subscribers = bars(picture)[-4:]  # three bands and a bar, of the last key result that has a way
    expected = 275 / 365
    assert [width for _, width in subscribers] == pytest.approx(
        [expected * 0.75, expected * 0.2, 1 - expected * 0.95, 8000 / 17000]
    )
    marks = [line.get_xdata()[0] for line in axes.lines if line.get_linewidth() == 2.5]
    assert marks[-1] == pytest.approx(expected)
    assert "66,000\u00a0subscribers" in words(picture)
    assert "58,000 → 75,000\u00a0subscribers" in words(picture)


def test_a_level_has_no_way_and_is_not_drawn(example):
    picture = bullets(*example, MATAS_Q3)
    assert "Members of Club Matas" not in names(picture)
    assert "Subscribers of Club Matas Plus" in names(picture)


def test_progress_beyond_the_ends_is_clamped_for_show_and_said_as_it_is(small):
    plan = plan_of(small, 1)
    check_ins = check_ins_of(plan)
    check_ins.loc[check_ins["key_result"] == "result-0-a-1", "value"] = 1.8
    check_ins.loc[check_ins["key_result"] == "result-0-b-1", "value"] = -0.2
    picture = bullets(plan, check_ins)
    assert "0% of 75% · At risk" in words(picture)
    assert "180.0%, short of its start" in words(picture)
    assert "100% of 75% · On track" in words(picture)
    assert "−20.0%, below the 20.0%" in words(picture)
    assert all(0 <= left <= left + width <= 1 + 1e-9 for left, width in bars(picture))


def test_key_results_stand_under_their_team(example):
    shown = names(bullets(*example, MATAS_Q3))
    assert shown[0] == "Company objectives"
    assert shown[shown.index("Marketing") + 1] == "Subscribers of Club Matas Plus"


def test_of_many_key_results_those_in_trouble_are_shown_and_the_rest_counted(small):
    plan = plan_of(small, 25)
    states = on_the_way(plan, key_result_states(plan, check_ins_of(plan), AT_Q3))
    picture = bullets(plan, check_ins_of(plan))
    shown = [text for text in words(picture) if "% · " in text or text == "No check-in yet"]
    assert len(names(picture)) <= MOST
    assert len(shown) >= MOST / 2
    assert all("At risk" in text for text in shown)
    assert any(text.endswith(f"More key results: {len(states) - len(shown)}") for text in words(picture))


@pytest.mark.parametrize("teams", [1, 25])
def test_words_do_not_overlap(small, teams):
    plan = plan_of(small, teams)
    picture = bullets(plan, check_ins_of(plan))
    assert collisions(boxes(picture, [text for text in picture.figure.findobj(Text) if text.get_visible()])) == 0


def test_a_plan_without_key_results_or_check_ins_is_drawn_all_the_same(small):
    for plan in (Plan.model_validate(small), plan_of(small, 2)):
        picture = bullets(plan, load_check_ins(plan))
        assert picture.svg()
        assert picture.alt.startswith("A finding.")


def test_charts_speak_danish(example):
    picture = bullets(*example, MATAS_Q3, "da")
    assert "Virksomhedens målsætninger" in names(picture)
    assert "100\u00a0% · Nået" in words(picture)


@pytest.fixture(scope="module")
def states(matas):
    return key_result_states(matas, load_check_ins(matas), MATAS_Q3)


def test_a_key_result_that_several_teams_have_is_named_with_its_team(matas, states):
    data = matas.model_dump(mode="json")
    subscribers = data["teams"][2]["objectives"][0]["key_results"][0]
    data["teams"][1]["objectives"][0]["key_results"][0]["title"] = subscribers["title"]
    plan = Plan.model_validate(data)
    said = finding_bullets(plan, states, Labels.of(plan))
    assert said.startswith("Farthest behind: Marketing: Subscribers of Club Matas Plus, at")


def test_the_key_result_farthest_behind_is_named(matas, states):
    labels = Labels.of(matas)
    said = finding_bullets(matas, states, labels)
    assert said == "Farthest behind: Subscribers of Club Matas Plus, at 47% where 75% was expected"
    good = states[~states["status"].isin(["behind", "at_risk", "below_floor", "met", "missed"])]
    assert finding_bullets(matas, good, labels) == "Key results with a start and a target: 2 on track, 3 silent"
    over = states[states["status"].isin(["met", "missed"])]
    assert finding_bullets(matas, over, labels) == "Key results with a start and a target: 1 met, 2 missed"

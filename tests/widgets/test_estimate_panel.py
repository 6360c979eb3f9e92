"""Estimates by the room: each is kept at once, the difference is said, and the merged one can become the plan's."""

import pytest

import okr_lib as okr
from okr_lib.display.labels import Labels
from okr_lib.plan.values import Estimate
from okr_lib.widgets.estimate_panel import EstimatePanel
from okr_lib.widgets.session import EditingSession


def panel_on(example, initiative="club-plus", stream="online", language="en"):
    session = EditingSession.open(example)
    return EstimatePanel(session, Labels.of(session.plan, language), initiative, stream)


def estimate(panel, who, low, likely, high):
    panel.who.entry.value = who
    for name, text in {"likely": likely, "low": low, "high": high}.items():
        panel.estimate.entries[name].value = text
    panel.buttons["add"].click()


def test_each_estimate_is_kept_and_merged_at_once(example):
    panel = panel_on(example)
    estimate(panel, "Head of Brand", "2", "4", "6")
    estimate(panel, "Head of Retail", "4", "6", "20")
    assert panel.panel.merged == Estimate(low=3, likely=5, high=13)
    assert "Estimates differ most on the high end: 6.0 (Head of Brand) to 20.0" in panel._picture.alt
    assert panel_on(example).panel.merged == panel.panel.merged  # a restarted kernel loses nothing


def test_a_pasted_table_is_added_whole(example):
    panel = panel_on(example, language="da")
    panel.table.entry.value = "Salgschef;1;2,5;4\nØkonomichef;6;7;8"
    panel.buttons["read"].click()
    assert list(panel.panel.opinions["person"]) == ["Salgschef", "Økonomichef"]
    assert "overlapper slet ikke" in panel._apart.value
    assert panel.table.value is None


def test_a_lift_is_typed_as_a_percentage(example):
    panel = panel_on(example, "personal-offers", "stores")
    estimate(panel, "Head of Retail", "0.2", "0.5", "1")
    assert panel.panel.merged == Estimate(low=0.002, likely=0.005, high=0.01)


def test_the_merged_estimate_becomes_the_plan_s_and_can_be_undone(example):
    panel = panel_on(example)
    before = okr.load_plan(example)
    estimate(panel, "Head of Brand", "2", "4", "6")
    panel.buttons["use"].click()
    [effect] = [
        effect
        for _, initiative in okr.load_plan(example).initiatives()
        for effect in initiative.effects
        if (initiative.id, effect.stream) == ("club-plus", "online")
    ]
    assert effect.amount == Estimate(low=2, likely=4, high=6)
    panel.session.undo()
    assert okr.load_plan(example) == before


@pytest.mark.parametrize(
    "who, numbers, words",
    [("", ("1", "2", "3"), "Say who estimates first"), ("Head", ("", "", ""), "Fill in low, likely and high first")],
)
def test_what_is_missing_is_said_and_nothing_is_kept(example, who, numbers, words):
    panel = panel_on(example)
    estimate(panel, who, *numbers)
    assert words in panel._told.value
    assert not (example / "opinions.csv").exists()


def test_before_the_first_estimate_there_is_nothing_to_use(example):
    panel = panel_on(example)
    assert panel.panel is None
    assert panel.buttons["use"].disabled
    assert not (example / "opinions.csv").exists()


def test_a_table_that_cannot_be_read_is_said(example):
    panel = panel_on(example)
    panel.table.entry.value = "Head;1;2"
    panel.buttons["read"].click()
    assert "write who, low, likely, high" in panel._told.value

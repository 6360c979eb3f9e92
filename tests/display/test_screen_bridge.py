"""The bridge on the screen shows the same steps as the report's, as SVG that any reader parses."""

import xml.etree.ElementTree as ET

import pytest

import okr_lib as okr
from okr_lib.display.labels import Labels
from okr_lib.display.screen_bridge import WIDTH, bridge_words, screen_bridge
from okr_lib.growth.breakdown import bridge
from okr_lib.plan.model import Plan

SVG = "{http://www.w3.org/2000/svg}"


def drawn(plan, language="en"):
    return ET.fromstring(screen_bridge(bridge(okr.growth_ledger(plan)), Labels.of(plan, language)))  # noqa: S314


def words(picture):
    return [text.text for text in picture.iter("text")]


def test_every_step_has_its_name_bar_and_figure(matas):
    picture = drawn(matas)
    steps = bridge(okr.growth_ledger(matas))
    assert len(list(picture.iter("rect"))) == len(steps)
    for text in (
        "Baseline",
        "4,344.2",
        "Marketing",
        "+25.4",
        "Overlap",
        "−3.9",
        "Uncovered",
        "+11.0",
        "Target",
        "4,455.0",
    ):
        assert text in words(picture)


def test_bars_follow_each_other_from_baseline_to_target(matas):
    steps = bridge(okr.growth_ledger(matas)).to_dict("records")
    ends = [float(bar.get("x")) + float(bar.get("width")) for bar in drawn(matas).iter("rect")]
    assert max(ends) == pytest.approx(ends[-1])
    rising = [place for place, step in enumerate(steps) if step["amount"] > 0 and 0 < place < len(steps) - 1]
    assert all(ends[place] > ends[place - 1] for place in rising if steps[place - 1]["amount"] > 0)


def test_nothing_leaves_the_picture(matas):
    assert all(
        0 <= float(bar.get("x")) <= float(bar.get("x")) + float(bar.get("width")) <= WIDTH
        for bar in drawn(matas).iter("rect")
    )


def test_names_are_words_and_long_ones_take_two_lines(small):
    small["teams"][0]["name"] = "<b>Research & development of new things"
    small["teams"][0]["initiatives"] = [
        {"id": "a", "name": "A", "owner": "H", "effects": [{"stream": "shop", "amount": 5}]}
    ]
    found = words(drawn(Plan.model_validate(small)))
    assert found[found.index("Momentum") + 2].startswith("<b>Research")
    assert not any("development of new things" in text for text in found)


def test_it_speaks_the_readers_language(matas):
    assert {"Udgangspunkt", "4.344,2", "mio. kr. · aksen starter ved 4.250,0"} <= set(words(drawn(matas, "da")))


def test_an_empty_plan_has_a_bridge_too(small):
    small["streams"][0]["baseline"] = dict.fromkeys(("Q1", "Q2", "Q3", "Q4"), 0)
    assert "Target" in words(drawn(Plan.model_validate(small)))


def test_the_words_that_stand_for_it_tell_every_step(matas):
    told = bridge_words(bridge(okr.growth_ledger(matas)), Labels.of(matas), "A finding")
    assert told.startswith("A finding. DKK m: Baseline 4,344.2; Momentum 22.8; Retail 28.3; ")
    assert told.endswith("Uncovered 11.0; Target 4,455.0.")

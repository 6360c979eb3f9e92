"""The bridge on the screen shows the same steps as the report's, as SVG that any reader parses."""

import xml.etree.ElementTree as ET

import pytest

import okr_lib as okr
from okr_lib.display.charts import STANDING, window
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
        "+25.1",
        "Overlap",
        "−3.9",
        "Uncovered",
        "+12.1",
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


def test_every_bar_stands_where_its_step_starts_and_ends(matas):
    steps = bridge(okr.growth_ledger(matas))
    low, high = window(steps)
    for place, (step, bar) in enumerate(zip(steps.to_dict("records"), drawn(matas).iter("rect"), strict=True)):
        ends = sorted(max(step[level], low) for level in ("start", "end"))
        first, last = (130 + (500 - 130 - 72) * (level - low) / (high - low) for level in ends)
        assert float(bar.get("x")) == pytest.approx(first, abs=0.1)
        assert float(bar.get("width")) == pytest.approx(max(last - first, 1.5), abs=0.15)
        assert (float(bar.get("y")), float(bar.get("height"))) == (place * 36 + 7, 22)


def test_every_figure_stands_right_of_its_bar_in_the_same_row(matas):
    picture, labels = drawn(matas), Labels.of(matas)
    texts = {text.text: text for text in picture.iter("text")}
    for step, bar in zip(bridge(okr.growth_ledger(matas)).to_dict("records"), picture.iter("rect"), strict=True):
        show = labels.number if step["step"] in STANDING else labels.change
        figure = texts[show(step["amount"])]
        assert float(figure.get("x")) == pytest.approx(float(bar.get("x")) + float(bar.get("width")) + 7, abs=0.2)
        assert float(figure.get("y")) == float(bar.get("y")) + 16


def test_a_line_leads_from_the_end_of_each_bar_to_the_next(matas):
    steps = bridge(okr.growth_ledger(matas))
    low, high = window(steps)
    for place, (end, line) in enumerate(zip(steps["end"][:-1], drawn(matas).iter("line"), strict=True)):
        assert line.get("x1") == line.get("x2")
        assert float(line.get("x1")) == pytest.approx(130 + 298 * (max(end, low) - low) / (high - low), abs=0.1)
        assert (float(line.get("y1")), float(line.get("y2"))) == (place * 36 + 29, place * 36 + 43)


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
    assert told.startswith("A finding. DKK m: Baseline 4,344.2; Momentum 22.8; Retail 27.8; ")
    assert told.endswith("Uncovered 12.1; Target 4,455.0.")

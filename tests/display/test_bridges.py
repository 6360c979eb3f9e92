"""Bridges show every step, of one plan or of every scenario, in picture and in words."""

import re
import xml.etree.ElementTree as ET

import pytest

import okr_lib as okr
from okr_lib.display.bridges import STANDING, bridge_words, svg_bridge, svg_bridges, window
from okr_lib.display.labels import Labels
from okr_lib.growth.breakdown import bridge
from okr_lib.growth.comparison import case_of, compare_bridges
from okr_lib.plan.model import Plan


@pytest.fixture
def table(matas):
    late = okr.load_scenarios(matas)["launches-slip"]
    return compare_bridges([case_of("As planned", matas), case_of(late.name, matas, late)])


def bars(svg):
    return [float(width) for width in re.findall(r'<rect x="[\d.]+" y="[\d.]+" width="([\d.]+)" height="9"', svg)]


def test_every_step_has_a_bar_and_an_amount_for_every_scenario(matas, table):
    svg, _ = svg_bridges(table, Labels.of(matas))
    assert len(bars(svg)) == len(table)
    assert svg.count(">+22.8<") == 2


def test_what_differs_from_the_plan_is_bold(matas, table):
    svg, _ = svg_bridges(table, Labels.of(matas))
    assert re.search(r'font-weight="700"[^>]*>\+18\.3<', svg)
    assert re.search(r'font-weight="400"[^>]*>\+25\.1<', svg)


def test_bars_are_as_long_as_their_amounts(matas, table):
    svg, _ = svg_bridges(table, Labels.of(matas))
    widths = dict(zip(zip(table["step"], table["team"], table["scenario"], strict=True), bars(svg), strict=True))
    planned = table.set_index(["step", "team", "scenario"])["amount"]
    one, other = ("team", "retail", "As planned"), ("team", "ecommerce", "As planned")
    assert widths[one] / widths[other] == pytest.approx(planned[one] / planned[other], rel=0.02)


# Of two scenarios: 572 wide, bars from 170 to 360, amounts end at 472 and 572; steps 37 high, the first at 40.
LEFT, RIGHT, COLUMNS, TOP, STEP = 170, 360, (472, 572), 40, 37


@pytest.fixture
def picture(matas, table):
    return ET.fromstring(svg_bridges(table, Labels.of(matas))[0])  # noqa: S314


def test_every_bar_stands_where_its_step_starts_and_ends(picture, table):
    low, high = window(table)
    found = [bar for bar in picture.iter("rect") if bar.get("height") == "9"]
    for place, (row, bar) in enumerate(zip(table.to_dict("records"), found, strict=True)):
        ends = sorted(min(max(row[level], low), high) for level in ("start", "end"))
        first, last = (LEFT + (RIGHT - LEFT) * (level - low) / (high - low) for level in ends)
        assert float(bar.get("x")) == pytest.approx(first, abs=0.1)
        assert float(bar.get("width")) == pytest.approx(max(last - first, 1.5), abs=0.15)
        assert float(bar.get("y")) == TOP + place // 2 * STEP + 7.5 + place % 2 * 11


def test_every_amount_stands_in_the_column_of_its_scenario_and_the_row_of_its_step(matas, picture, table):
    labels = Labels.of(matas)
    words = {(float(text.get("x")), float(text.get("y"))): text.text for text in picture.iter("text")}
    assert [words[column, 18.2] for column in COLUMNS] == ["As planned", "Launches slip…"]
    for place, row in enumerate(table.to_dict("records")):
        said = (labels.number if row["step"] in STANDING else labels.change)(row["amount"])
        assert words[COLUMNS[place % 2], round(TOP + (place // 2 + 0.5) * STEP + 4.725, 1)] == said


def test_a_bar_has_the_colour_of_its_scenarios_head(picture, table):
    heads = [bar for bar in picture.iter("rect") if bar.get("y") == "25"]
    assert [(float(head.get("x")), float(head.get("width"))) for head in heads] == [(388, 84), (488, 84)]
    found = [bar for bar in picture.iter("rect") if bar.get("height") == "9"]
    for place, bar in enumerate(found):
        assert (bar.get("stroke") or bar.get("fill")) == heads[place % 2].get("fill")


@pytest.mark.parametrize(
    "language, words", [("en", "Uncovered: As planned +12.1"), ("da", "Udækket: As planned +12,1")]
)
def test_the_words_say_every_amount(matas, table, language, words):
    _, alt = svg_bridges(table, Labels.of(matas, language))
    assert words in alt


def test_names_are_words_whatever_they_hold(small):
    small["teams"][0] |= {"name": "<b>Sales & co", "initiatives": []}
    effect = {"effects": [{"stream": "shop", "amount": 5}]}
    small["teams"][0]["initiatives"] = [{"id": "a", "name": "A", "owner": "Head"} | effect]
    plan = okr.Plan.model_validate(small)
    svg, _ = svg_bridges(compare_bridges([case_of("<i>", plan), case_of("b", plan)]), Labels.of(plan))
    assert "&lt;b&gt;Sales &amp; co" in svg
    assert "<b>" not in svg
    assert "<i>" not in svg


def drawn(plan, language="en"):
    return ET.fromstring(svg_bridge(bridge(okr.growth_ledger(plan)), Labels.of(plan, language)))  # noqa: S314


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


def test_every_bar_of_one_plan_stands_where_its_step_starts_and_ends(matas):
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
        0 <= float(bar.get("x")) <= float(bar.get("x")) + float(bar.get("width")) <= 500
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

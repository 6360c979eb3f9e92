"""Bridges laid over each other show every step of every scenario, in picture and in words."""

import re

import pytest

import okr_lib as okr
from okr_lib.display.bridges import svg_bridges
from okr_lib.display.labels import Labels
from okr_lib.growth.comparison import case_of, compare_bridges


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
    assert re.search(r'font-weight="700"[^>]*>\+18\.4<', svg)
    assert re.search(r'font-weight="400"[^>]*>\+25\.4<', svg)


def test_bars_are_as_long_as_their_amounts(matas, table):
    svg, _ = svg_bridges(table, Labels.of(matas))
    widths = dict(zip(zip(table["step"], table["team"], table["scenario"], strict=True), bars(svg), strict=True))
    planned = table.set_index(["step", "team", "scenario"])["amount"]
    one, other = ("team", "retail", "As planned"), ("team", "ecommerce", "As planned")
    assert widths[one] / widths[other] == pytest.approx(planned[one] / planned[other], rel=0.02)


@pytest.mark.parametrize(
    "language, words", [("en", "Uncovered: As planned +11.0"), ("da", "Udækket: As planned +11,0")]
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

"""Page one answers where we stand, why, what comes, what to decide and what marketing brings; its figures are in what it shows."""

import dataclasses
import re

import pytest

import okr_lib as okr
from okr_lib.display.blocks import Block
from okr_lib.display.labels import Labels
from okr_lib.display.page import page_of
from okr_lib.display.picture import Picture
from okr_lib.display.sections import page_one
from okr_lib.plan.values import QUARTERS
from tests.display.reading import html

FIGURE = re.compile(r"\d[\d,]*\.\d|\d+(?=\u00a0%)")


def made(review, language="en"):
    labels = Labels.of(review.plan, language)
    return page_of(review, labels), page_one(review, labels)


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_figures_of_its_sentences_stand_in_its_tiles_tables_or_pictures(looked_back, quarter):
    page, shown = made(looked_back(quarter))
    beside = [
        part.alt.removeprefix(title)
        for part, title in zip(shown, [""] * len(shown), strict=True)
        if isinstance(part, Picture)
    ]
    beside += [html(part) for part in shown if not isinstance(part, Block | Picture)]
    beside += [" ".join([tile.figure, *tile.notes]) for tile in page.tiles]
    known = set(FIGURE.findall(" ".join(beside)))
    said = [page.headline, page.why, page.ahead, *page.teams]
    assert set(FIGURE.findall(" ".join(said))) <= known


def test_a_section_of_the_page_without_content_is_not_there(looked_back):
    def headings(quarter):
        return [
            part.text
            for part in made(looked_back(quarter))[1]
            if isinstance(part, Block) and part.html.startswith("<h3")
        ]

    assert headings("Q1") == ["What each team brings"]
    assert headings("Q3") == ["What each team brings", "What is to decide", "Since last time"]
    assert headings("Q4") == ["What each team brings", "Since last time"]


def test_drivers_are_told_of_the_last_quarter_only(looked_back):
    assert "Transactions" in made(looked_back("Q3"))[0].causes[0]
    assert made(looked_back("Q4"))[0].causes == ()


def test_what_changed_in_the_forecast_is_told_with_why(looked_back):
    [said] = made(looked_back("Q3"))[0].since
    assert "had a likelihood of 50%; now" in said
    assert said.endswith("Q3 against the plan: Stores and wholesale −51.3, Online +29.2.")


def test_where_nothing_came_since_the_last_close_no_change_is_told(matas):
    records = okr.load_records(matas)
    late = records.reported[(records.reported["fiscal_year"] == "2022/23") & (records.reported["quarter"] == "Q3")]
    some = dataclasses.replace(records, reported=records.reported.drop(index=late.index))
    assert page_of(okr.Review(matas, "Q3", some), Labels.of(matas)).since == ()


def test_no_sentence_ends_with_two_full_stops_in_danish(looked_back):
    for quarter in QUARTERS:
        page, _ = made(looked_back(quarter), "da")
        assert ".." not in " ".join([page.headline, *page.teams, page.decisions, *page.since, *page.causes])

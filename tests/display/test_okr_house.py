"""The house shows every team, at any number of them, and says what it leaves out."""

import datetime as dt

import pytest
from matplotlib.text import Text

from okr_lib.display.house_drawing import SIZE
from okr_lib.display.labels import Labels
from okr_lib.display.okr_house import TALLEST, chart_okr_house
from okr_lib.plan.check_ins import load_check_ins
from okr_lib.plan.model import Plan
from okr_lib.review.states import key_result_states
from tests.display.conftest import AWKWARD
from tests.display.okr_plans import AT_Q3, check_ins_of, plan_of
from tests.display.reading import boxes, collisions, title, words


def house(plan, check_ins, day=AT_Q3, language="en"):
    return chart_okr_house(plan, key_result_states(plan, check_ins, day), Labels.of(plan, language), "A finding")


@pytest.fixture(scope="module")
def matas_house(matas):
    return house(matas, load_check_ins(matas), dt.date(2022, 12, 31))


def test_the_house_of_the_example_shows_everything(matas, matas_house):
    shown = " ".join(text.replace("\n", " ") for text in words(matas_house))
    assert "Target DKK\u00a04,455.0m, +2.6\u00a0% on last year" in shown
    for team in matas.teams:
        assert team.name in shown
        assert all(line in matas_house.alt for line in [each.name for each in team.initiatives])
    assert [shown.count(word) for word in ("On track", "Missed by", "below its floor", "Met")] == [2, 2, 1, 1]
    assert "More" not in shown


def test_a_status_is_a_shape_a_colour_and_a_word(matas_house):
    [axes] = matas_house.figure.axes
    marks = [(line.get_marker(), line.get_markerfacecolor()) for line in axes.lines]
    assert len(marks) == 10
    assert len(set(marks)) == len({shape for shape, _ in marks} | {"pending"}) == 7
    assert "47\u00a0% · At risk" in words(matas_house)


@pytest.mark.parametrize("teams", [1, 4, 6, 25])
def test_any_number_of_teams_fits_on_a_page_and_nothing_overlaps(small, teams):
    plan = plan_of(small, teams)
    picture = house(plan, check_ins_of(plan))
    width, height = picture.figure.get_size_inches()
    assert (width, height < TALLEST + 1) == (10, True)
    drawn = picture.figure.axes[0].findobj(Text)
    assert collisions(boxes(picture, drawn)) == 0
    assert min(text.get_fontsize() for text in drawn if text.get_text()) >= SIZE - 1
    right = picture.figure.get_window_extent().x1
    assert all(box.x1 < right for box in boxes(picture, drawn))


def test_many_teams_have_their_key_results_counted_and_the_marks_explained(small):
    plan = plan_of(small, 25)
    shown = words(house(plan, check_ins_of(plan)))
    assert "No check-in yet" in shown
    assert shown.count("Objectives: 2") == 25
    assert all(any(text.startswith(f"Team {number} for") for text in shown) for number in range(25))


def test_what_a_plan_lacks_is_said(small):
    plan = Plan.model_validate(small)
    shown = words(house(plan, load_check_ins(plan)))
    for missing in ("The company has no objective yet", "No shared focus areas yet"):
        assert missing in shown
    assert shown.count("No objective yet") == shown.count("No initiative yet") == 2


def test_an_objective_without_key_results_says_so(small):
    plan = plan_of(small, 2, results=0)
    assert words(house(plan, load_check_ins(plan))).count("No key result yet") == 5


def test_words_that_look_like_code_are_only_words(small):
    plan = plan_of(small, 1)
    data = plan.model_dump(mode="json")
    for part in (data["objectives"][0], data["teams"][0]["objectives"][0]["key_results"][0]):
        part["title"] = AWKWARD
    data["teams"][0]["name"] = "x" * 10_000
    picture = house(Plan.model_validate(data), check_ins_of(plan))
    assert "$x$ <script>" in " ".join(words(picture)).replace("\n", " ")
    assert picture.svg()


def test_the_house_speaks_danish(matas):
    picture = house(matas, load_check_ins(matas), dt.date(2022, 12, 31), "da")
    assert title(picture) == "A finding"
    assert "Fælles fokusområder" in words(picture)
    assert "På sporet" in picture.alt

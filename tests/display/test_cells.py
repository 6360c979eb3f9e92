"""What a notebook shows of a value: its figures and a sentence, in the plan's language, and never a plan's words as HTML."""

import pytest

import okr_lib as okr


def test_a_plan_is_shown_by_its_bridge_and_whether_it_closes(matas):
    html = matas._repr_html_()
    for words in ("Matas 2022/23", "4,344.2", "4,455.0", "DKK\u00a012.1m is uncovered"):
        assert words in html
    assert len(repr(matas)) < 100


def test_a_danish_plan_is_shown_in_danish(matas):
    assert "er udækket" in matas.model_copy(update={"language": "da"})._repr_html_()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (okr.target_outlook, "the likelihood of reaching the target is"),
        (lambda plan: okr.fund(plan, 20), "42.7"),
        (lambda plan: okr.load_scenarios(plan)["launches-slip"], "personal-offers"),
    ],
)
def test_other_values_are_shown_by_what_they_say_and_their_text_is_short(matas, make, words):
    made = make(matas)
    assert words in made._repr_html_()
    assert len(repr(made)) < 120


def test_words_of_a_plan_are_text(small):
    small["name"] = "<script>alert(1)</script>"
    assert "<script>" not in okr.Plan.model_validate(small)._repr_html_()


def test_a_set_to_fund_equals_itself(matas):
    assert okr.fund(matas, 0) == okr.fund(matas, 0)

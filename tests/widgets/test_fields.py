"""A field takes what can be, refuses the rest in words, and keeps the last good value."""

import re
from html import unescape
from itertools import permutations

import pytest

from okr_lib.display.labels import Labels
from okr_lib.widgets.field_groups import CheckListField, CreditField, EstimateField, NumbersField, RampField
from okr_lib.widgets.fields import (
    ChoiceField,
    DateField,
    LockField,
    NumberField,
    QuarterField,
    ShareField,
    ShareSliderField,
    SliderField,
    TextField,
)

EN, DA = Labels(), Labels("da")


def heard(field):
    """What a field tells when a person enters something."""
    values = []
    field.on_entry(lambda entered: values.append(entered.value))
    return values


@pytest.mark.parametrize(
    ("labels", "typed", "shown"), [(EN, "1,234.5", "1,234.5"), (DA, "1.234,5", "1.234,5"), (EN, "1234.50", "1,234.5")]
)
def test_a_number_is_read_and_written_in_the_readers_language(labels, typed, shown):
    field = NumberField("Amount", labels)
    values = heard(field)
    field.entry.value = typed
    assert (field.value, field.entry.value, values) == (1234.5, shown, [1234.5])


@pytest.mark.parametrize(
    ("labels", "typed", "words"),
    [
        (EN, "lots", "“lots” is not a number; write one, such as 1,234.5"),
        (DA, "12.5", "“12.5” er ikke et tal; skriv 12,5"),  # the remedy is what was meant; the field takes no guess
        (EN, "", "Nothing is written here; write 1,234.5"),
        (EN, "-1", "-1 is not between 0 and 50"),
        (EN, "51", "51 is not between 0 and 50"),
        (EN, "nan", "“nan” is not a number; write one, such as 1,234.5"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_stays_as_typed(labels, typed, words):
    field = NumberField("Amount", labels, low=0, high=50)
    field.show(7)
    values = heard(field)
    field.entry.value = typed
    assert (field.refusal, field.value, field.entry.value, values) == (words, 7, typed, [])
    assert 'role="alert"' in field.children[-1].value


def test_a_good_value_takes_the_words_away():
    field = NumberField("Amount", EN, low=0)
    field.entry.value = "-1"
    field.entry.value = "1"
    assert (field.refusal, field.value) == ("", 1)
    assert not any("alert" in getattr(child, "value", "") for child in field.children)


def test_going_back_to_the_value_that_was_takes_the_words_away_and_tells_nobody():
    field = NumberField("Amount", EN)
    field.show(7)
    values = heard(field)
    field.entry.value = "x"
    field.entry.value = "7"
    assert (field.refusal, values) == ("", [])


def test_showing_a_value_tells_nobody():
    field = ShareSliderField("Chance", EN, span=(0, 1), step=0.05)
    values = heard(field)
    field.show(0.35)
    assert (field.entry.value, field.slider.value, values) == ("35", 0.35, [])


@pytest.mark.parametrize(("typed", "value"), [("20", 0.2), ("20%", 0.2), ("7.5", 0.075), ("29", 0.29)])
def test_a_share_is_typed_in_percent_and_kept_as_a_share(typed, value):
    field = ShareField("Growth", EN)
    field.entry.value = typed
    assert field.value == value


def test_an_optional_number_may_be_empty():
    field = NumberField("At most", EN, optional=True)
    field.show(3)
    field.entry.value = " "
    assert (field.value, field.refusal) == (None, "")


def test_slider_and_number_are_one_value():
    field = SliderField("Retail", EN, span=(0, 100), step=0.1)
    values = heard(field)
    field.slider.value = 30.000000001
    field.entry.value = "45.5"
    assert (values, field.slider.value, field.entry.value) == ([30, 45.5], 45.5, "45.5")
    assert field.slider.description == field.label == "Retail"


def test_a_number_beyond_the_slider_widens_it_and_is_not_clamped():
    field = SliderField("Retail", EN, span=(0, 100), step=1)
    field.entry.value = "140"
    assert (field.value, field.slider.value, field.slider.max) == (140, 140, 100 + 40)
    field.widen(0, 200)
    assert field.slider.max == 200


def test_every_control_has_its_label():
    fields = [
        NumberField("A", EN),
        TextField("B", EN),
        ChoiceField("C", EN, []),
        DateField("D", EN),
        LockField("E", EN),
    ]
    assert [field.entry.description for field in fields] == list("ABCDE")


FORMULA = r"Shop $a_b$ <b> \(y\) @@0@@"


@pytest.mark.parametrize(
    "field",
    [
        NumberField(FORMULA, EN),
        TextField(FORMULA, EN, lines=3),
        ChoiceField(FORMULA, EN, []),
        DateField(FORMULA, EN),
        LockField(FORMULA, EN),
        SliderField(FORMULA, EN, span=(0, 1), step=0.1),
        CheckListField("Supports", EN, [(FORMULA, "a")]),
        NumbersField("Weights", EN, {"a": FORMULA}),
    ],
    ids=lambda field: type(field).__name__,
)
def test_a_name_that_looks_like_a_formula_is_shown_as_written(field):
    control, *_ = [each for each in _controls(field) if "Shop" in each.description]
    assert control.description_allow_html
    kind, words = re.fullmatch('<span class="(.*)">(.*)</span>', control.description).groups()
    assert kind == "mathjax_ignore tex2jax_ignore"
    assert not set("$\\<@") & set(words)
    assert unescape(words) == FORMULA


def _controls(widget):
    if hasattr(widget, "description"):
        yield widget
    for child in getattr(widget, "children", ()):
        yield from _controls(child)


def test_a_text_is_trimmed_and_must_not_be_empty():
    field = TextField("Name", EN)
    values = heard(field)
    field.entry.value = "  Retail "
    field.entry.value = "   "
    assert (values, field.value, field.refusal) == (["Retail"], "Retail", "Write something here; it cannot be empty")


def test_a_space_that_is_being_typed_is_not_taken_away():
    field = TextField("Title", EN, live=True)
    field.entry.value = "Customers "
    field.show("Customers")
    assert field.entry.value == "Customers "


def test_words_of_a_refusal_are_words():
    field = NumberField("Amount", EN)
    field.entry.value = "<b>1"
    assert "&lt;b&gt;" in field.children[-1].value


def test_a_choice_keeps_its_value_when_the_choices_change():
    field = ChoiceField("Area", EN, [("A", "a"), ("B", "b")])
    field.show("b")
    values = heard(field)
    field.offer([("Bee", "b"), ("C", "c")])
    field.entry.value = "c"
    assert values == ["c"]


def test_a_choice_that_is_gone_is_shown_as_none():
    field = QuarterField("Starts", EN, ["Q1", "Q2"])
    field.show("Q4")
    assert (field.entry.value, field.value) == (None, "Q4")


def test_a_day_is_a_text_in_the_plan():
    field = DateField("Due", EN)
    field.show("2027-03-31")
    values = heard(field)
    field.entry.value = field.entry.value.replace(day=1)
    field.entry.value = None
    assert values == ["2027-03-01", None]


def test_an_estimate_counts_when_its_three_numbers_are_in_order():
    field = EstimateField("Momentum", EN, share=True)
    field.show({"low": 0, "likely": 0.02, "high": 0.04})
    values = heard(field)
    field.entries["low"].value = "3"
    assert field.refusal == "Low, likely and high are not in order; write low ≤ likely ≤ high"
    field.entries["likely"].value = "3.5"
    assert values == [{"low": 0.03, "likely": 0.035, "high": 0.04}]


def test_likely_alone_stands_for_all_three():
    field = EstimateField("Amount", EN)
    values = heard(field)
    field.entries["likely"].value = "5"
    assert (values, [entry.value for entry in field.entries.values()]) == ([5], ["", "5", ""])


def test_one_end_that_is_left_empty_is_as_likely():
    field = EstimateField("Amount", EN)
    field.show(5)
    field.entries["high"].value = "9"
    assert field.value == {"low": 5, "likely": 5, "high": 9}


def test_an_estimate_says_which_number_cannot_be():
    field = EstimateField("Amount", EN)
    field.show(5)
    field.entries["high"].value = "x"
    assert field.refusal == "High: “x” is not a number; write one, such as 1,234.5"


def test_a_ramp_has_no_gaps():
    field = RampField("Build-up", EN, ["start", "+1", "+2", "+3"], share=True, low=0, high=1)
    field.show([0.4, 1.0])
    values = heard(field)
    field.entries["4"].value = "100"
    assert field.refusal == "Fill in the quarters from the first one on, without gaps"
    field.entries["3"].value = "90"
    assert values == [[0.4, 1.0, 0.9, 1.0]]


def test_numbers_by_name_leave_out_what_is_empty():
    field = NumbersField("Credit", EN, [("retail", "Retail"), ("brand", "Brand")], share=True, optional=True)
    field.show({"retail": 1.0})
    values = heard(field)
    field.entries["brand"].value = "30"
    assert values == [{"retail": 1.0, "brand": 0.3}]


@pytest.mark.parametrize("count", [3, 40])
def test_a_check_list_gives_what_is_chosen_in_order(count):
    field = CheckListField("Streams", EN, [(f"Name {number}", f"s{number}") for number in range(count)])
    field.show(["s2"])
    values = heard(field)
    if count == 3:
        field.boxes["s0"].value = True
    else:
        field.entry.value = ("s0", "s2")
    assert values == [["s0", "s2"]]


def test_a_field_that_may_only_be_read_is_disabled_in_all_its_parts():
    field = EstimateField("Amount", EN)
    field.enable(enabled=False)
    assert all(entry.disabled for entry in field.entries.values())


def test_a_choice_that_means_none_is_seen_as_chosen():
    field = ChoiceField("Indicator", EN, [("not said", None), ("leading", "leading")])
    values = heard(field)
    assert field.entry.label == "not said"
    for place in (1, 0):
        field.entry.set_state({"index": place})  # as a browser does
    assert (field.entry.label, field.value, values) == ("not said", None, ["leading", None])
    field.show("leading")
    field.show(None)
    assert (field.entry.label, values) == ("not said", ["leading", None])
    assert ChoiceField("Team", EN, [("Retail", "retail")]).entry.label is None


@pytest.mark.parametrize("order", list(permutations(("low", "likely", "high"))))
def test_low_likely_and_high_may_be_typed_in_any_order(order):
    """Until the three are in order the words wait for the page to leave the field, and the last good estimate stays."""
    for before in (None, 0.0, {"low": 1.0, "likely": 2.0, "high": 3.0}):
        field = EstimateField("Amount", EN)
        field.show(before)
        for place, part in enumerate(order):
            field.entries[part].value = {"low": "40", "likely": "50", "high": "60"}[part]
            assert field.unfinished or not field.refusal, (before, order, place)
        assert (field.value, field.refusal) == ({"low": 40, "likely": 50, "high": 60}, "")


def test_a_new_estimate_is_empty_and_an_end_that_is_empty_stays_so():
    field = EstimateField("Momentum", EN, share=True)
    field.show(0.0)
    assert [entry.value for entry in field.entries.values()] == ["", "", ""]
    field.entries["likely"].value = "1.5"
    field.entries["low"].value = "-2"
    assert [entry.value for entry in field.entries.values()] == ["-2", "1.5", ""]
    assert field.value == {"low": -0.02, "likely": 0.015, "high": 0.015}


def test_the_owners_credit_takes_the_rest_until_it_is_typed():
    teams = [("retail", "Retail"), ("brand", "Brand"), ("online", "Online")]
    field = CreditField("Credit", EN, teams, "retail", share=True, optional=True)
    field.show({"retail": 1.0})
    field.entries["brand"].value = "20"
    assert (field.value, field.refusal) == ({"retail": 0.8, "brand": 0.2}, "")
    field.entries["retail"].value = "50"
    assert field.unfinished
    assert field.refusal == "The shares sum to 70\N{NO-BREAK SPACE}%, not 100\N{NO-BREAK SPACE}%; change one"
    field.entries["online"].value = "30"
    assert (field.value, field.refusal) == ({"retail": 0.5, "brand": 0.2, "online": 0.3}, "")

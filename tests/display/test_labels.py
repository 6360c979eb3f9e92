"""Numbers, dates and names as people read them, in English and in Danish."""

import datetime as dt
import math

import pytest

from okr_lib.display.catalogue import languages
from okr_lib.display.labels import Labels
from okr_lib.errors import OkrError
from okr_lib.plan.model import Unit

EN, DA = Labels(), Labels("da")


@pytest.mark.parametrize(
    "value, shown",
    [
        (1234567.89, "1,234,567.9"),
        (-20.7, "−20.7"),
        (0, "0.0"),
        (-0.0, "0.0"),
        (-0.04, "0.0"),
        (0.04, "0.0"),
        (math.nan, "–"),
        (None, "–"),
        (math.inf, "–"),
    ],
)
def test_a_number_reads_as_people_write_it(value, shown):
    assert EN.number(value) == shown


@pytest.mark.parametrize("value, shown", [(1234567.89, "1.234.567,9"), (-20.7, "−20,7"), (-0.04, "0,0")])
def test_danish_separates_thousands_by_a_full_stop_and_decimals_by_a_comma(value, shown):
    assert DA.number(value) == shown


def test_a_number_without_decimals_has_no_separator_at_its_end():
    assert (EN.number(1234.4, 0), DA.number(1234.4, 0)) == ("1,234", "1.234")


@pytest.mark.parametrize(
    "value, shown", [(6.2, "+6.2"), (-6.2, "−6.2"), (0.04, "0.0"), (-0.04, "0.0"), (math.nan, "–")]
)
def test_a_change_has_its_sign_unless_it_shows_as_zero(value, shown):
    assert EN.change(value) == shown


@pytest.mark.parametrize(
    "unit, english, danish",
    [
        (Unit.ONE, "DKK 1,500.0", "1.500,0 kr."),
        (Unit.THOUSAND, "DKK 1,500.0k", "1.500,0 tusind kr."),
        (Unit.MILLION, "DKK 1,500.0m", "1.500,0 mio. kr."),
        (Unit.BILLION, "DKK 1,500.0bn", "1.500,0 mia. kr."),
    ],
)
def test_an_amount_never_breaks_between_number_unit_and_currency(unit, english, danish):
    shown = [Labels(language, unit=unit).money(1500) for language in ("en", "da")]
    assert shown == [english.replace(" ", "\u00a0"), danish.replace(" ", "\u00a0")]


def test_an_amount_that_is_missing_is_a_dash_without_currency():
    assert DA.money(math.nan) == "–"


@pytest.mark.parametrize("language, head", [("en", "DKK m"), ("da", "mio. kr.")])
def test_a_head_names_currency_and_unit(language, head):
    assert Labels(language).money_unit == head


def test_a_currency_without_a_danish_name_keeps_its_code():
    assert Labels("da", currency="SEK").money(2) == "2,0\u00a0mio.\u00a0SEK"


@pytest.mark.parametrize("value, shown", [(0.254, "25%"), (0, "0%"), (math.nan, "–")])
def test_a_share_is_shown_in_per_cent(value, shown):
    assert EN.share(value) == shown


@pytest.mark.parametrize("value, shown", [(0.2, "+20,0\u00a0%"), (-0.0004, "0,0\u00a0%"), (math.nan, "–")])
def test_growth_has_its_sign_and_one_decimal(value, shown):
    assert DA.growth(value) == shown


def test_a_date_is_in_the_words_of_its_language():
    day = dt.date(2023, 3, 1)
    assert (EN.date(day), DA.date(day)) == ("1 March 2023", "1. marts 2023")


@pytest.mark.parametrize("step, decimals", [(0.1, 1), (0.05, 2), (1, 0), (10, 0), (0.001, 3)])
def test_a_plan_is_shown_with_the_decimals_its_step_needs(matas, step, decimals):
    assert Labels.of(matas.model_copy(update={"step": step})).decimals == decimals


def test_ids_are_shown_as_the_names_of_the_plan(matas):
    labels = Labels.of(matas)
    shown = labels.name("stream", "stores"), labels.name("team", "ecommerce"), labels.name("focus_area", "range")
    assert shown == ("Stores and wholesale", "E-commerce", "Range and new brands")


@pytest.mark.parametrize("missing", [None, "", math.nan])
def test_a_missing_id_has_no_name(matas, missing):
    assert Labels.of(matas).name("team", missing) == ""


def test_lines_of_the_ledger_are_named_in_the_language(matas):
    labels = Labels.of(matas, "da")
    assert [labels.name("line", line) for line in ("baseline", "uncovered", "target")] == [
        "Udgangspunkt",
        "Udækket",
        "Mål",
    ]


def test_further_growth_has_the_name_the_plan_gives_it(small):
    from okr_lib.plan.model import Plan

    amounts = dict.fromkeys(("Q1", "Q2", "Q3", "Q4"), 1)
    small["further_growth"] = [{"id": "fx", "name": "Currency", "stream": "shop", "amounts": amounts}]
    assert Labels.of(Plan.model_validate(small), "da").name("line", "fx") == "Currency"


def test_words_of_a_plan_are_never_taken_for_places_to_fill():
    assert EN.text("Overlap: {name}", name="{share} {0} {{x}}") == "Overlap: {share} {0} {{x}}"


def test_a_text_without_translation_is_shown_in_english():
    assert DA.text("Nobody has translated this") == "Nobody has translated this"


def test_english_and_danish_are_there():
    assert languages() == ["da", "en"]


def test_an_unknown_language_is_refused_with_those_there_are(matas):
    with pytest.raises(OkrError, match=r"there is no language 'xx'; choose from da, en"):
        Labels.of(matas, "xx")


def test_a_word_that_is_no_language_code_is_refused():
    with pytest.raises(OkrError, match="'not a code' is not a language code; write en or da"):
        Labels("not a code").number(1)


@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize("value", [0, 0.1, -1.5, 1234.5, 0.29, 1e12, 1e-9, 4455, 0.07])
@pytest.mark.parametrize("share", [False, True])
def test_a_number_that_was_shown_is_read_as_the_same(language, value, share):
    labels = Labels(language)
    assert labels.read(labels.typed(value, share=share), share=share) == value


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "1.234,5"),
        ("en", "0,2"),
        ("da", "12.5"),
        ("da", "1,234.5"),
        ("en", "1e5"),
        ("en", "inf"),
        ("en", ""),
        ("da", "kr. 5"),
        ("en", "1,23,4"),
    ],
)
def test_a_number_of_another_language_is_refused_not_guessed(language, text):
    with pytest.raises(OkrError, match="ikke" if language == "da" else "not|Nothing"):
        Labels(language).read(text)


@pytest.mark.parametrize("typed", ["9" * 17, "9" * 300])
def test_a_number_of_many_digits_is_shown_back(typed):
    assert Labels().typed(float(typed)).replace(",", "").isdigit()

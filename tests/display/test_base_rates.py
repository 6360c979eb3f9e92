"""How usual an ambition is, in words: shares with their counts, and certainty only where there is."""

import json

import pytest

import okr_lib as okr
from okr_lib.display.base_rates import sentence_on_base_rate, source_of_base_rate
from okr_lib.display.labels import Labels
from okr_lib.growth.base_rates import BaseRate
from okr_lib.review.ambition import Ambition
from tests.conftest import ROOT


def said(found, language="en"):
    return sentence_on_base_rate(found, Labels(language)).replace("\u00a0", " ")


def of_share(share, company_years=436):
    return Ambition(0.2, BaseRate(share, company_years, float("-inf"), float("inf"), "ours.csv"), None)


def test_a_base_rate_is_a_share_of_so_many_company_years():
    found = Ambition(0.026, okr.base_rate(0.026), None)
    assert said(found) == "Of 436 company-years, 71% grew by 2.6% or more."
    assert said(found, "da") == "Af 436 regnskabsår i andre virksomheder gav 71 % en vækst på 2,6 % eller mere."


@pytest.mark.parametrize(
    ("after", "english", "danish"),
    [
        (-0.1, "(decline) it was 12% of 83.", "(tilbagegang) var det 12 % af 83."),
        (0.02, "(growth of 0 to 5%) it was 3% of 71.", "(vækst på 0 til 5 %) var det 3 % af 71."),
        (0.3, "(growth of 20% or more) it was 28% of 53.", "(vækst på 20 % eller mere) var det 28 % af 53."),
    ],
)
def test_after_a_year_like_the_last_it_is_a_share_of_fewer(after, english, danish):
    found = Ambition(0.2, okr.base_rate(0.2), okr.base_rate(0.2, after=after))
    assert said(found) == f"Of 436 company-years, 14% grew by 20% or more; after a year like last year {english}"
    assert said(found, "da").endswith(f"efter et år som sidste år {danish}")


@pytest.mark.parametrize(
    ("share", "words"), [(0.0, "none"), (1 / 436, "under 1%"), (0.5, "50%"), (435 / 436, "over 99%"), (1.0, "all")]
)
def test_none_and_all_are_said_only_of_none_and_all(share, words):
    assert said(of_share(share)) == f"Of 436 company-years, {words} grew by 20% or more."


def test_the_source_of_the_companies_that_are_shipped_is_that_of_their_table():
    shipped = json.loads((ROOT / "okr_lib/plan/reference_class.json").read_text(encoding="utf-8"))["source"]
    told = source_of_base_rate(Ambition(0.2, okr.base_rate(0.2), None), Labels())
    assert told.endswith("no verdict. Source: 44 listed companies, 1984 to 1994 (M3 competition).")
    assert shipped.startswith("44 listed companies, 1984 to 1994, M3 competition")
    assert "44 børsnoterede" in source_of_base_rate(Ambition(0.2, okr.base_rate(0.2), None), Labels("da"))


def test_companies_of_your_own_are_named_by_their_file():
    assert source_of_base_rate(of_share(0.1), Labels()).endswith("no verdict. Source: ours.csv.")

"""The appendix names the rules a plan uses, what it assumes and the data it rests on."""

import pytest

import okr_lib as okr
from okr_lib.display import appendix
from okr_lib.display.labels import Labels
from okr_lib.plan.model import Allocation, AllocationMethod, Phasing, PhasingMethod, Plan
from okr_lib.plan.values import QUARTERS
from okr_lib.review.quality import located_findings
from tests.display.conftest import NO_ACTUALS, View


def rules(view, **changes):
    return appendix.rules(view.plan.model_copy(update=changes), view.labels)


def plain(facts):
    return {name: value.replace("\u00a0", " ") for name, value in facts}


def test_every_way_to_share_and_to_spread_growth_has_a_sentence():
    assert set(appendix.ALLOCATION_RULES) == set(AllocationMethod)
    assert set(appendix._PHASING_RULES) == set(PhasingMethod)


def test_the_rules_are_those_of_the_plan(view):
    said = rules(view, allocation=Allocation(method="equal"), phasing=Phasing(method="initiatives"))
    assert appendix.ALLOCATION_RULES[AllocationMethod.EQUAL] in said
    assert appendix._PHASING_RULES[PhasingMethod.INITIATIVES] in said
    assert appendix.ALLOCATION_RULES[AllocationMethod.CONTRIBUTIONS] not in said


def test_overlap_is_explained_only_where_there_is_one(view):
    assert len(rules(view)) - len(rules(view, overlaps=())) == 1


def test_held_commitments_are_named_with_their_amounts(danish):
    said = rules(danish, allocation=Allocation(held={"retail": 30, "marketing": 12.5}))
    assert "Fastholdte forpligtelser: Retail 30,0, Marketing 12,5." in said


def test_the_step_of_rounding_is_named(danish):
    assert rules(danish)[-1].replace("\u00a0", " ") == (
        "Beløb er hele multipla af 0,1 mio. kr., som stemmer, når de lægges sammen; "
        "derfor kan et beløb ligge så meget fra sin nøjagtige værdi."
    )


def test_the_assumptions_name_target_momentum_and_overlap(view):
    facts = plain(appendix.assumptions(view.plan, view.year, view.quarters, view.labels))
    assert facts["Target, and growth in the year"] == "DKK 4,455.0m, +2.6%"
    assert "Growth of the last quarter's target on last year (exit rate)" not in facts  # the same as the year's
    assert facts["Momentum of Online: low / likely / high"] == "0.0% / +2.0% / +4.5%"
    assert facts["Overlap: Club members reached twice"].startswith("85% of the sum counts: Personal offers")


def test_the_assumptions_name_further_growth(small):
    amounts = {"Q1": 1, "Q2": 2, "Q3": 0, "Q4": -0.5}
    small["further_growth"] = [{"id": "fx", "name": "Currency", "stream": "shop", "amounts": amounts}]
    view = View(Plan.model_validate(small), NO_ACTUALS)
    assert (
        plain(appendix.assumptions(view.plan, view.year, view.quarters, view.labels))["Currency, in Shop"] == "DKK 2.5m"
    )


def test_growth_on_nothing_is_a_dash(small):
    small["streams"][0]["baseline"] = dict.fromkeys(("Q1", "Q2", "Q3", "Q4"), 0)
    small["target"] = {"revenue": 10}
    view = View(Plan.model_validate(small), NO_ACTUALS)
    assert (
        plain(appendix.assumptions(view.plan, view.year, view.quarters, view.labels))["Target, and growth in the year"]
        == "DKK 10.0m, –"
    )


def test_the_data_has_year_quarters_and_versions(danish):
    facts = plain(appendix.data_facts(danish.plan, danish.observed, danish.actuals, danish.labels))
    assert facts["Regnskabsår"] == "2022/23: 1. april 2022 til 31. marts 2023"
    assert facts["Kvartaler med realiserede tal"] == "Q1, Q2, Q3"
    assert facts["Rækker med realiserede tal"] == "16"
    assert facts["Udarbejdet med"].startswith(f"okr-growth-workbook {okr.__version__}, pandas ")


def test_the_fingerprint_is_that_of_the_plan_folder(example):
    plan = okr.load_plan(example)
    view = View(plan, NO_ACTUALS)
    before, after = (
        plain(appendix.data_facts(plan, (), NO_ACTUALS, view.labels))["Fingerprint of the plan folder (SHA-256)"]
        for note in ("one", "two")
        if (example / "note.txt").write_text(note)
    )
    assert len(before) == 64
    assert before != after


def test_a_plan_made_in_code_has_no_fingerprint_and_says_that_actuals_are_missing(bare):
    facts = plain(appendix.data_facts(bare.plan, (), bare.actuals, bare.labels))
    assert facts["Quarters with actuals"] == "none yet"
    assert not [name for name in facts if name.startswith("Fingerprint")]


@pytest.mark.parametrize("method", AllocationMethod)
def test_every_rule_of_sharing_is_said_in_danish(danish, method):
    english = appendix.ALLOCATION_RULES[method]
    assert danish.labels.text(english) != english


def test_growth_that_builds_up_leaves_the_year_faster_than_it_goes_through_it(small):
    small["phasing"] = {"method": "amounts", "amounts": {"Q1": 108, "Q2": 116, "Q3": 124, "Q4": 132}}
    view = View(Plan.model_validate(small), NO_ACTUALS)
    facts = plain(appendix.assumptions(view.plan, view.year, view.quarters, view.labels))
    assert facts["Target, and growth in the year"].endswith("+20.0%")
    assert facts["Growth of the last quarter's target on last year (exit rate)"] == "+32.0%"


def test_a_finding_says_what_it_is_about_in_the_readers_language(view, danish):
    data = view.plan.model_dump()
    data["teams"][0]["objectives"][0]["title"] = "Win 3 prizes"
    data["teams"][0]["objectives"][0]["key_results"][0]["due"] = None
    plan = Plan.model_validate(data)
    located = located_findings(plan)
    said = appendix.findings(plan, located, view.labels)
    about = "Retail › Win 3 prizes: the title holds a number; an objective says where to, its key results how much."
    assert about in said
    name = data["teams"][0]["objectives"][0]["key_results"][0]["title"]
    assert f"Retail › Win 3 prizes: '{name}' has no due date; write one, or it is due some day." in said
    in_danish = appendix.findings(plan, located, danish.labels)
    assert len(in_danish) == len(said)
    assert not {*said} & {*in_danish}


def test_of_very_many_findings_the_rest_is_counted(view):
    located = [((), f"finding {number}") for number in range(appendix._MOST_FINDINGS + 4)]
    said = appendix.findings(view.plan, located, view.labels)
    assert said[-2:] == [f"finding {appendix._MOST_FINDINGS - 1}.", "4 more."]


def test_the_forecast_says_what_its_range_rests_on_until_the_year_is_over(small):
    small["streams"].append({"id": "web", "name": "Web", "baseline": dict.fromkeys(QUARTERS, 0)})
    plan = Plan.model_validate(small)
    facts = dict(appendix.forecast_facts(okr.target_outlook(plan), Labels.of(plan)))
    assert facts["Forecast: other companies' years"] == "44 listed companies, 1984 to 1994 (M3 competition)"
    assert facts["Forecast: the company's own earlier years"] == "1"
    assert facts["Forecast: streams without revenue last year"] == "Web; the company's range stands for them"
    over = okr.target_outlook(plan, actuals=dict.fromkeys(QUARTERS, 100.0))
    assert appendix.forecast_facts(over, Labels.of(plan)) == []

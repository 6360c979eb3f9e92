"""A team's report: what a lead needs on Monday, changing with the quarter, and nothing for a question that does not arise."""

import pytest

import okr_lib as okr
from okr_lib.display import sections
from okr_lib.display.blocks import Block
from okr_lib.display.labels import Labels
from okr_lib.display.table import Table
from okr_lib.plan.model import Target
from okr_lib.plan.starter import new_plan
from okr_lib.plan.values import QUARTERS
from tests.conftest import review_of
from tests.display.reading import rows

PARTS = (sections.team_page, sections.team_initiatives, sections.team_objectives, sections.team_basis)


def shown(review, section, team, language="en"):
    return list(section(review, Labels.of(review.plan, language), team))


def told(found):
    return "\n".join(part.text for part in found if isinstance(part, Block)).replace("\N{NO-BREAK SPACE}", " ")


def test_the_headline_sets_the_claim_beside_what_was_planned_and_what_is_likely(looked_back):
    said = told(shown(looked_back("Q3"), sections.team_page, "marketing"))
    assert (
        "Marketing claims DKK 18.4m where DKK 16.6m was planned by now; neither revenue nor a test shows it, and 10.9–22.6 is likely"
        in said
    )


def test_marketing_is_told_something_else_in_every_quarter(looked_back):
    assert len({told(shown(looked_back(quarter), sections.team_page, "marketing")) for quarter in QUARTERS}) == 4


def test_a_year_that_is_over_has_nobody_waiting(looked_back):
    for quarter, waits in (("Q3", True), ("Q4", False)):
        assert ("waiting" in tables(shown(looked_back(quarter), sections.team_page, "retail"))) == waits


def tables(found):
    return {part.identity: part for part in found if isinstance(part, Table)}


def test_proof_says_range_and_how_much_was_tested(looked_back, example):
    assert "Likely brought: 16.7 (80%: 10.9–22.6; nothing of the claim is tested; before overlap)" in told(
        shown(looked_back("Q3"), sections.team_page, "marketing")
    )
    file = example / "check_ins.csv"
    lines = file.read_text().splitlines()
    test = "2022-12-31,personal-offers,6,0.6,A test.,Head of Customer Data,under_way,test,5.5,6.5"
    file.write_text("\n".join([f"{lines[0]},known_by,low,high", *(f"{line},,," for line in lines[1:]), test]) + "\n")
    said = told(shown(review_of(okr.load_plan(example), "Q3"), sections.team_page, "marketing"))
    assert "tested: 4.2; before overlap" in said  # 70 % of 6 are credited to Marketing
    assert "the actuals bear out DKK" in said
    assert "Borne out: " in said
    assert "Personal offers to club members would narrow" not in said


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_chain_closes_to_the_streams_variance_in_every_quarter(looked_back, quarter):
    found = shown(looked_back(quarter), sections.team_page, "marketing")
    _, *amounts = [row[-1].replace("−", "-") for row in rows(tables(found)["chain"])]
    *drivers, work, total = amounts
    assert work == "–"  # the team's part, which is no driver
    total, drivers = float(total), map(float, drivers)
    assert sum(drivers) == pytest.approx(total)
    review = looked_back(quarter)
    [off] = review.to_date.loc[review.to_date["stream"] == "online", "variance"]
    assert total == pytest.approx(off)


def test_a_team_with_streams_sees_no_chain_of_anothers(looked_back):
    assert "chain" not in tables(shown(looked_back("Q3"), sections.team_page, "retail"))
    assert "chain" in tables(shown(looked_back("Q3"), sections.team_page, "ecommerce"))


def test_work_through_a_driver_is_told_so(example):
    file = example / "plan.yaml"
    shares = ", ".join(f"{name}: 1" for name in QUARTERS)
    whole = "{Q1: 258.4, Q2: 211.0, Q3: 350.5, Q4: 275.0}"
    drivers = f"""    drivers:
      - {{id: visits, name: Visits (million), values: {whole}}}
      - {{id: conversion, name: Conversion (orders per visit), values: {{{shares}}}}}
"""
    file.write_text(file.read_text().replace("    name: Online\n", f"    name: Online\n{drivers}", 1))
    team = example / "teams" / "marketing.yaml"
    team.write_text(
        team.read_text().replace(
            "      - stream: online\n        lift",
            "      - stream: online\n        driver: conversion\n        lift",
            1,
        )
    )
    said = told(shown(review_of(okr.load_plan(example), "Q3"), sections.team_page, "marketing"))
    assert "Personal offers to club members (through Conversion (orders per visit))" in said


def test_a_team_whose_work_begins_later_is_told_when(tmp_path):
    new_plan(tmp_path / "plan", with_quarter=True)
    said = told(shown(review_of(okr.load_plan(tmp_path / "plan"), "Q1"), sections.team_page, "marketing"))
    assert "Marketing promised DKK 27.4m; its work begins in Q2, and nothing was planned by now" in said
    assert "Claimed" not in said
    assert "2 quarters in 32 regions, or groups of customers, half of them without it." in said
    assert "would narrow" not in said
    assert (
        "DKK 38.2m of Marketing's initiatives rests on other teams' work; nothing of theirs rests on Marketing" in said
    )


def test_before_the_first_actuals_nothing_is_told_as_brought(example):
    (example / "actuals.csv").write_text("fiscal_year,quarter,stream,revenue\n")
    found = shown(review_of(okr.load_plan(example), "Q1"), sections.team_page, "marketing")
    said = told(found)
    assert not {"chain"} & set(tables(found))
    assert not any(word in said for word in ("Borne out", "borne out", "bear out", "Likely", "likely", "would narrow"))
    assert "What to prove next" in said


def test_what_a_team_claims_adds_up_to_what_its_headline_says(looked_back):
    (table, *_) = [
        part for part in shown(looked_back("Q3"), sections.team_initiatives, "retail") if not isinstance(part, Block)
    ]
    assert rows(table)[-1][1:3] == ["19.0", "18.6"]


@pytest.mark.parametrize("section", PARTS, ids=lambda section: section.__name__)
def test_a_team_without_anything_has_a_page_and_no_empty_sections(small, section):
    found = shown(review_of(okr.Plan.model_validate(small), "Q1"), section, "sales")
    assert bool(found) == (section in (sections.team_page, sections.team_basis))


def test_a_team_whose_part_of_a_falling_target_is_less_than_nothing_promises_nothing(matas):
    falling = matas.model_copy(update={"target": Target(revenue=4200)})
    said = told(shown(review_of(falling, "Q3"), sections.team_page, "marketing"))
    assert "Planned for the year: 22.3 (nothing is promised; after overlap)" in said
    assert "Promised for the year" not in said


def test_sizes_of_tests_are_explained_where_one_is_named(looked_back, tmp_path):
    new_plan(tmp_path / "plan", with_quarter=True)
    for review, named in ((looked_back("Q3"), False), (review_of(okr.load_plan(tmp_path / "plan"), "Q1"), True)):
        assert ("in 32 regions" in told(shown(review, sections.team_page, "marketing"))) == named
        assert ("A test of the size named" in told(shown(review, sections.team_basis, "marketing"))) == named

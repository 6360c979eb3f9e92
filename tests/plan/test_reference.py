"""A reference class of your own: read by company and year, and every row that cannot be used is named."""

import os

import pytest

import okr_lib as okr
from okr_lib.plan.model import Plan
from okr_lib.plan.reference import plan_reference, shipped_reference

HEAD = "company,year,Q1,Q2,Q3,Q4\n"


@pytest.fixture
def load(tmp_path):
    """Load a reference class from the text of a CSV file."""

    def load_text(content):
        path = tmp_path / "reference.csv"
        path.write_text(content)
        return okr.load_reference(path)

    return load_text


def test_years_are_ordered_within_their_company_whatever_the_rows_order(load):
    found = load(HEAD + "B,2021,5,6,7,8\nA,2021,1,2,3,4\nB,2020,1,1,1,1\n")
    assert found.source == "reference.csv"
    assert found.companies == (((1, 1, 1, 1), (5, 6, 7, 8)), ((1, 2, 3, 4),))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            "A,2020,1,2,0,4\n",
            "reference.csv:2: q3: 0 is not above zero; leave out years with a quarter without revenue",
        ),
        ("A,2020,1,2,,4\n", "reference.csv:2: q3: '' is not a number; write 1021.3"),
        ("A,20/21,1,2,3,4\n", "reference.csv:2: year: '20/21' is not a year; write 2026"),
        (",2020,1,2,3,4\n", "reference.csv:2: company: is empty; write the company's name"),
        ("A,2020,1,2,3,4\nA,2020,1,2,3,4\n", "reference.csv:3: A 2020 stands in line 2 already; keep one of the two"),
        (
            "A,2020,1,2,3,4\nA,2022,1,2,3,4\n",
            "reference.csv:3: A has years before 2021, but not 2021; add it, or leave those out",
        ),
    ],
)
def test_a_row_that_cannot_be_used_is_named_with_its_remedy(load, rows, said):
    with pytest.raises(okr.RecordsError) as caught:
        load(HEAD + rows)
    assert str(caught.value) == said


def test_a_file_without_its_columns_says_which_it_needs(load):
    with pytest.raises(okr.RecordsError, match="has no column company, year, q1, q2, q3, q4"):
        load("a,b\n1,2\n")


def test_a_plan_s_own_companies_stand_in_its_folder(example):
    (example / "reference.csv").write_text(HEAD + "A,2020,1,2,3,4\n")
    plan = okr.load_plan(example)
    assert plan_reference(plan).companies == (((1, 2, 3, 4),),)
    assert plan_reference(plan) is plan_reference(okr.load_plan(example))
    (example / "reference.csv").write_text(HEAD + "A,2020,1,2,3,5\n")
    assert plan_reference(plan).companies == (((1, 2, 3, 5),),)


def test_without_companies_of_its_own_a_plan_has_those_that_are_shipped(example, small):
    assert plan_reference(Plan.model_validate(small)) is shipped_reference()
    (example / "reference.csv").touch()
    assert plan_reference(okr.load_plan(example)) is shipped_reference()


def test_companies_that_lie_outside_the_folder_are_not_read(example, tmp_path):
    (tmp_path / "secret.csv").write_text(HEAD + "A,2020,1,2,3,4\n")
    (example / "reference.csv").symlink_to(tmp_path / "secret.csv")
    with pytest.raises(okr.RecordsError, match=r"reference.csv: leads out of the folder; put the file itself there"):
        plan_reference(okr.load_plan(example))


def test_a_pipe_is_no_reference_class(example):
    os.mkfifo(example / "reference.csv")
    with pytest.raises(okr.RecordsError, match="is no regular file but a pipe"):
        plan_reference(okr.load_plan(example))

"""Tables of the terminal line up, and their totals are the ledger's."""

import csv
import io

import pandas as pd
import pytest

import okr_lib as okr
from okr_lib.display.labels import Labels
from okr_lib.display.terminal import HEADS, breakdown_csv, breakdown_table, closing
from okr_lib.growth.ledger import COLUMNS


def table(view, *by):
    return breakdown_table(okr.breakdown(view.ledger, by), view.labels).split("\n")


def test_a_plan_closes_from_baseline_to_target(view):
    assert closing(view.plan, view.ledger, view.labels).split("\n") == [
        "Matas 2022/23: the plan is sound, and its numbers add up; DKK\u00a012.1m is uncovered",
        "              DKK m",
        "Baseline    4,344.2",
        "Momentum      +22.8",
        "Retail        +27.8",
        "E-commerce    +26.9",
        "Marketing     +25.1",
        "Overlap        −3.9",
        "Uncovered     +12.1",
        "Target      4,455.0",
    ]


def test_a_plan_without_initiatives_closes_too(bare):
    assert closing(bare.plan, bare.ledger, bare.labels).split("\n")[2:] == [
        "Baseline   400.0",
        "Momentum     0.0",
        "Uncovered  +80.0",
        "Target     480.0",
    ]


def test_one_column_is_a_list_with_a_total(view):
    lines = table(view, "quarter")
    assert lines[0].split() == ["Quarter", "DKK", "m"]
    assert lines[1].split() == ["Q1", "1,047.4"]
    assert lines[-1].split() == ["Total", "4,455.0"]


def test_the_last_of_several_columns_stands_across_the_top(danish):
    lines = table(danish, "team", "quarter")
    assert lines[0].split() == ["Team", "Q1", "Q2", "Q3", "Q4", "I", "alt"]
    assert lines[-2].split() == ["I", "alt", "1.047,4", "998,7", "1.413,1", "995,8", "4.455,0"]
    assert lines[-1] == "mio. kr."


def test_what_belongs_to_no_team_is_named_so(danish):
    assert table(danish, "team")[1].split() == ["(ingen)", "4.367,0"]


def test_three_columns_have_a_row_for_each_pair_of_the_first_two(view):
    pairs = [line.split("  ")[0] for line in table(view, "team", "line", "quarter")]
    assert pairs.count("Marketing") == 3


@pytest.mark.parametrize("by", [["line"], ["team", "line"], ["stream", "initiative", "quarter"]])
def test_numbers_line_up_at_the_right(view, by):
    lines = [line for line in table(view, *by) if line.endswith(tuple("0123456789"))]
    assert len({len(line) for line in lines}) == 1


@pytest.mark.parametrize("column", COLUMNS[:-1])
def test_every_column_of_the_ledger_has_a_head_and_sums_to_the_target(view, column):
    lines = table(view, column)
    assert lines[0].startswith(HEADS[column])
    assert lines[-1].endswith(" 4,455.0")


def test_no_name_leaves_its_line_or_acts_on_the_terminal(view):
    team = view.plan.teams[0].model_copy(update={"name": "Retail\nTarget 9,999\x1b[2J\t"})
    plan = view.plan.model_copy(update={"name": "Plan\nTarget 9,999\x1b[2J", "teams": (team, *view.plan.teams[1:])})
    told = closing(plan, view.ledger, Labels.of(plan)).split("\n")
    assert len(told) == 10
    assert "Retail Target 9,999" in told[4]


def test_text_that_a_spreadsheet_would_run_is_marked_as_text_in_csv_and_numbers_stay_numbers():
    names = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "\tx", "sales", None]
    table = pd.DataFrame({"team": names, "amount": [-5.5, 2.0, 3.0, 4.0, 5.0, 7.0, -8.0]})
    rows = list(csv.DictReader(io.StringIO(breakdown_csv(table), newline="")))
    assert [row["team"] for row in rows] == [*(f"'{name}" for name in names[:5]), "sales", ""]
    assert [float(row["amount"]) for row in rows] == table["amount"].tolist()

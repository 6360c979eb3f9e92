"""Two-way allocation: published tables, both margins met, and errors that name what cannot be met."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from okr_lib import AllocationError, allocate_table
from tests.conftest import examples

NAN = float("nan")


def test_fitting_gives_the_published_row():  # GOLDEN A6
    seed = [[40, 30, 20, 10], [35, 50, 100, 75], [30, 80, 70, 120], [20, 30, 40, 50]]
    table = allocate_table([150, 300, 400, 150], [200, 300, 400, 100], seed)
    assert table[0].tolist() == pytest.approx([64.55851, 46.23246, 35.38430, 3.82473], abs=5e-6)


def test_a_held_cell_stays_and_every_margin_is_met():  # GOLDEN A5
    held = [[NAN, NAN, NAN], [NAN, 20, NAN]]
    table = allocate_table([40, 53], [30, 31, 32], [[12, 14, 13], [20, 20, 24]], held=held)
    assert table[1, 1] == 20
    assert table[0, 0] == pytest.approx(14.426, abs=5e-4)
    assert table.sum(axis=1).tolist() == pytest.approx([40, 53], abs=1e-9)
    assert table.sum(axis=0).tolist() == pytest.approx([30, 31, 32], abs=1e-9)


@examples(40)
@given(st.integers(1, 200), st.integers(1, 50), st.integers(0, 2**32 - 1), st.sampled_from([0.1, 1, 0.25]))
def test_both_margins_hold_after_rounding(rows, columns, seed, step):  # GOLDEN A8
    random = np.random.default_rng(seed)
    goal = random.integers(0, 100, (rows, columns)) * step
    current = random.uniform(0.1, 10, (rows, columns))
    table = allocate_table(goal.sum(axis=1), goal.sum(axis=0), current, step=step)
    counts = table / step
    assert np.abs(counts - np.round(counts)).max() < 1e-6
    assert np.round(counts).sum(axis=1).tolist() == np.round(goal.sum(axis=1) / step).tolist()
    assert np.round(counts).sum(axis=0).tolist() == np.round(goal.sum(axis=0) / step).tolist()


@examples(60)
@given(st.integers(2, 12), st.integers(2, 12), st.integers(0, 2**32 - 1))
def test_with_zeros_and_holds_margins_hold_or_an_error_names_one(rows, columns, seed):
    random = np.random.default_rng(seed)
    current = random.uniform(0, 10, (rows, columns)) * (random.random((rows, columns)) < 0.6)
    held = np.where(random.random((rows, columns)) < 0.1, 1.0, NAN)
    margins = random.uniform(5, 50, rows), random.uniform(5, 50, columns)
    across = margins[1] * margins[0].sum() / margins[1].sum()
    try:
        table = allocate_table(margins[0], across, current, held=held)
    except AllocationError as error:
        message = str(error)
        assert message.startswith(("row ", "column "))
        return
    assert table.sum(axis=1) == pytest.approx(margins[0], rel=1e-7)
    assert table.sum(axis=0) == pytest.approx(across, rel=1e-7)
    assert (table[~np.isnan(held)] == 1.0).all()


def test_a_zero_stays_zero_and_an_empty_row_shares_equally():
    table = allocate_table([10, 10], [12, 8], [[0, 0], [5, 5]])
    assert table[0, 0] / table[0, 1] == pytest.approx(table[1, 0] / table[1, 1])
    assert allocate_table([4, 6], [6, 4], [[0, 1], [1, 1]])[0, 0] == 0


def test_zeros_that_force_further_zeros_are_fitted_too():
    assert allocate_table([1, 1], [1, 1], [[1, 1], [0, 1]]).tolist() == [[1, 0], [0, 1]]


def test_margins_that_differ_are_named():
    with pytest.raises(AllocationError, match="row totals sum to 2, column totals to 3"):
        allocate_table([1, 1], [1, 2], [[1, 1], [1, 1]])


def test_a_row_that_cannot_be_placed_is_named():
    with pytest.raises(AllocationError, match="row 1: at most 1 of its total 5"):
        allocate_table([1, 5], [5, 1], [[1, 1], [0, 1]])


def test_holding_more_than_a_row_has_is_named():
    frame = pd.DataFrame([[1.0, 1]], index=["retail"], columns=["a", "b"])
    with pytest.raises(AllocationError, match="retail: held amounts are 2 above"):
        allocate_table(pd.Series({"retail": 3}), pd.Series({"a": 1, "b": 2}), frame, held=frame * 0 + [5, NAN])


def test_labels_are_kept_and_totals_go_by_label():
    current = pd.DataFrame([[1.0, 1], [1, 1]], index=["retail", "online"], columns=["club", "range"])
    rows, columns = pd.Series({"online": 10, "retail": 30}), pd.Series({"range": 20, "club": 20})
    assert allocate_table(rows, columns, current).loc["retail"].tolist() == [15, 15]
    with pytest.raises(AllocationError, match="labels do not fit"):
        allocate_table(pd.Series({"nobody": 10, "retail": 30}), columns, current)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([1], [1], [[-1]]), "zero or more"),
        (([1], [1], [[NAN]]), "current holds nan"),
        (([NAN], [1], [[1]]), "row_totals holds nan"),
        (([1, 2], [1], [[1]]), "row_totals must be 1 values"),
        (([1], [1], [1]), "must be a table"),
    ],
)
def test_bad_tables_are_refused_in_words(arguments, message):
    with pytest.raises(AllocationError, match=message):
        allocate_table(*arguments)

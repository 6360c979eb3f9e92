"""Two assumptions against each other: each cell is the plan with just these two values."""

import pytest

import okr_lib as okr
from okr_lib.growth.assumptions import with_assumption
from okr_lib.growth.two_way import each_pair, two_way


def test_each_cell_is_the_plan_with_these_two_values(matas):
    slower = okr.load_scenarios(matas)["launches-slip"]
    rows, columns = ("momentum", "online", [0.0, 0.02, 0.04]), ("probability", "club-plus", [0.5, 1.0])
    table = two_way(matas, rows, columns, scenario=slower)
    assert (table.shape, [*table.index], [*table.columns]) == ((3, 2), rows[2], columns[2])
    for momentum in rows[2]:
        for chance in columns[2]:
            one = with_assumption(matas, slower, "momentum", "online", momentum)
            changed = okr.apply_scenario(matas, with_assumption(matas, one, "probability", "club-plus", chance))
            assert table.loc[momentum, chance] == okr.expected_revenue(changed)


def test_the_value_of_the_plan_in_both_is_the_plan(matas):
    table = two_way(matas, ("momentum", "online", [0.02]), ("probability", "club-plus", [0.8]))
    assert table.loc[0.02, 0.8] == okr.expected_revenue(matas)


def test_any_measure_can_be_asked(matas):
    table = two_way(matas, ("target", "", [0.0, 0.1]), ("scale", "club-plus", [1.0]), okr.target_revenue)
    assert table[1.0].tolist() == pytest.approx([4344.2, 4778.62])


def test_whoever_waits_may_stop_between_two_cells(matas):
    asked = []
    cells = each_pair(
        matas, ("scale", "club-plus", [1, 2]), ("target", "", [0.1, 0.2]), lambda _: asked.append(1) or 0.0
    )
    next(cells)
    cells.close()
    assert len(asked) == 1


@pytest.mark.parametrize(
    "rows, columns, message",
    [
        (("target", "", [0.1]), ("target", "", [0.2]), "both assumptions are the same"),
        (("probability", "club-plus", [1.5]), ("target", "", [0.2]), "1.5 is not between 0 and 1"),
    ],
)
def test_what_cannot_be_is_refused(matas, rows, columns, message):
    with pytest.raises(okr.PlanError, match=message):
        two_way(matas, rows, columns)

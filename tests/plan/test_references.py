"""Names lead somewhere, ids are used once, and nothing goes in circles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okr_lib.plan.model import Plan
from okr_lib.plan.references import BRIDGE_STEPS, LEDGER_LINES, TOTAL, reference_problems

WORDS = ("streams", "teams", "objectives", "initiatives", "key_results", "overlaps", "further_growth", "allocation")
FIELDS = (*WORDS, "id", "credit", "after", "supports", "serves", "effects", "stream", "focus_area", "held", "weights")
leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["a", "b", TOTAL, *LEDGER_LINES])
anything = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=4),
    max_leaves=30,
)


def plan(**parts):
    """Two teams with an initiative each, a stream, a focus area and two objectives, as plain data."""
    return {
        "streams": [{"id": "shop"}],
        "focus_areas": [{"id": "loyalty"}],
        "teams": [
            {"id": "sales", "initiatives": [{"id": "visits"}], "objectives": [{"id": "growth"}]},
            {"id": "brand", "initiatives": [{"id": "campaign"}]},
        ],
        "objectives": [{"id": "company", "key_results": [{"id": "revenue"}]}],
        **parts,
    }


def with_initiative(**fields):
    return plan(teams=[{"id": "sales", "initiatives": [{"id": "visits", **fields}, {"id": "calls"}]}])


def test_a_sound_plan_has_no_problems():
    assert reference_problems(Plan, plan()) == []


@pytest.mark.parametrize(
    ("broken", "path", "words"),
    [
        (
            plan(teams=[{"id": "sales", "streams": ["shp"]}]),
            ("teams", 0, "streams", 0),
            "no stream 'shp'; did you mean 'shop'?",
        ),
        (with_initiative(focus_area="loyal"), "focus_area", "no focus area 'loyal'; did you mean 'loyalty'?"),
        (with_initiative(serves=["revenu"]), ("serves", 0), "no key result 'revenu'; did you mean 'revenue'?"),
        (with_initiative(after=["calls", "walk"]), ("after", 1), "no initiative 'walk'; choose one of visits, calls"),
        (with_initiative(effects=[{"stream": "web"}]), ("effects", 0, "stream"), "no stream 'web'; choose one of shop"),
        (with_initiative(credit={"sales": 0.5, "bran": 0.5}), ("credit", "bran"), "no team 'bran'"),
        (with_initiative(credit={"sales": 0.9}), "credit", "the credit shares sum to 0.9, not 1"),
        (with_initiative(credit={"sales": "90 %"}), "credit", "the credit shares sum to 0.9, not 1"),
        (plan(objectives=[{"id": "one", "supports": ["two"]}]), ("objectives", 0, "supports", 0), "no objective 'two'"),
        (plan(objectives=[{"id": "one", "focus_area": "x"}]), ("objectives", 0, "focus_area"), "no focus area 'x'"),
        (plan(focus_areas=[], objectives=[{"id": "one", "focus_area": "x"}]), None, "none is defined"),
        (plan(further_growth=[{"id": "fx", "stream": "web"}]), ("further_growth", 0, "stream"), "no stream 'web'"),
        (plan(allocation={"held": {"ops": 1}}), ("allocation", "held", "ops"), "no team 'ops'"),
        (plan(allocation={"upper": {"ops": 1}}), ("allocation", "upper", "ops"), "no team 'ops'"),
        (
            plan(overlaps=[{"id": "o", "initiatives": ["visits", "x"]}]),
            ("overlaps", 0, "initiatives", 1),
            "no initiative 'x'",
        ),
    ],
)
def test_a_name_that_leads_nowhere_is_found_where_it_stands(broken, path, words):
    ((found, message),) = reference_problems(Plan, broken)
    if path is not None:
        tail = path if isinstance(path, tuple) else (path,)
        assert found[-len(tail) :] == tail
    assert words in message


@pytest.mark.parametrize("part", ["streams", "focus_areas", "objectives", "overlaps", "further_growth"])
def test_an_id_used_twice_is_found_at_the_second(part):
    entry = {"id": "same", "stream": "shop"}
    assert reference_problems(Plan, plan(**{"streams": [{"id": "shop"}], part: [{"id": "shop"}, entry, entry]})) == [
        (
            (part, 2, "id"),
            f"'same' is the id of another {part.replace('_', ' ').removesuffix('s')} already; choose another",
        )
    ]


def test_an_initiative_of_another_team_has_another_id():
    twice = plan(teams=[{"id": name, "initiatives": [{"id": "same"}]} for name in ("sales", "brand")])
    ((path, message),) = reference_problems(Plan, twice)
    assert path == ("teams", 1, "initiatives", 0, "id")
    assert "another initiative" in message


def test_two_teams_of_one_id_are_named_before_anything_they_hide():
    ((path, message),) = reference_problems(
        Plan, plan(teams=[{"id": "sales"}, {"id": "sales", "streams": ["nowhere"]}])
    )
    assert path == ("teams", 1, "id")
    assert "'sales' is the id of another team already" in message


@pytest.mark.parametrize("part", ["streams", "focus_areas", "teams", "objectives", "overlaps", "further_growth"])
def test_the_id_of_sums_is_kept_for_them(part):
    problems = reference_problems(
        Plan, plan(**{part: [{"id": "shop", "stream": "shop"}, {"id": TOTAL, "stream": "shop"}]})
    )
    assert ((part, 1, "id"), f"{TOTAL!r} is the row that sums a table; choose another id") in problems


@pytest.mark.parametrize("line", [*LEDGER_LINES, *BRIDGE_STEPS])
def test_further_growth_is_not_named_like_a_line_of_every_ledger(line):
    ((path, message),) = reference_problems(Plan, plan(further_growth=[{"id": line, "stream": "shop"}]))
    assert path == ("further_growth", 0, "id")
    assert "is a line of every ledger" in message


@pytest.mark.parametrize(
    ("overlaps", "place"),
    [
        ([["visits", "campaign"], ["campaign", "visits"]], [(1, 0), (1, 1)]),
        ([["visits", "visits"]], [(0, 1)]),
        ([["visits", "campaign"]], []),
    ],
)
def test_an_initiative_is_in_one_overlap_only(overlaps, place):
    entries = [{"id": f"o{index}", "initiatives": names} for index, names in enumerate(overlaps)]
    found = [
        (path[1], path[3])
        for path, message in reference_problems(Plan, plan(overlaps=entries))
        if "one only" in message
    ]
    assert found == place


def test_a_circle_of_objectives_is_told_once_with_its_whole_way():
    company = [{"id": "a", "supports": ["b"]}, {"id": "b", "supports": ["c"]}, {"id": "c", "supports": ["a"]}]
    assert reference_problems(Plan, plan(objectives=company)) == [
        (("objectives", 0, "supports"), "a -> b -> c -> a is a circle of objectives; take one step out")
    ]


def test_an_initiative_that_waits_for_itself_is_a_circle():
    ((path, message),) = reference_problems(Plan, with_initiative(after=["visits"]))
    assert path == ("teams", 0, "initiatives", 0, "after")
    assert message.startswith("visits -> visits is a circle of initiatives")


def test_two_circles_are_two_problems():
    pairs = [("a", "b"), ("b", "a"), ("c", "d"), ("d", "c")]
    problems = reference_problems(Plan, plan(objectives=[{"id": name, "supports": [to]} for name, to in pairs]))
    assert [path for path, _ in problems] == [("objectives", 0, "supports"), ("objectives", 2, "supports")]


@given(
    st.integers(2, 9).flatmap(lambda size: st.lists(st.sets(st.integers(0, size - 1)), min_size=size, max_size=size))
)
def test_a_circle_is_found_if_and_only_if_there_is_one(steps):
    """Compared with taking away whoever waits for nobody, until nobody is left."""
    entries = [{"id": f"i{index}", "after": [f"i{to}" for to in sorted(after)]} for index, after in enumerate(steps)]
    waiting = dict(enumerate(steps))
    while free := [index for index, after in waiting.items() if not after & waiting.keys()]:
        waiting = {index: after for index, after in waiting.items() if index not in free}
    problems = reference_problems(Plan, {"teams": [{"id": "sales", "initiatives": entries}]})
    assert bool(problems) == bool(waiting)


@pytest.mark.parametrize(
    ("effect", "words"),
    [
        ({"stream": "shop", "driver": "price"}, ["stream 'shop' has no driver 'price'"]),
        ({"stream": "shop", "driver": "basket"}, []),
        ({"stream": "stall", "driver": "price"}, ["there is no stream 'stall'"]),
    ],
)
def test_a_driver_is_looked_for_in_its_stream_and_nowhere_when_there_is_no_such_stream(effect, words):
    parts = with_initiative(effects=[effect]) | {"streams": [{"id": "shop", "drivers": [{"id": "basket"}]}]}
    found = [message for _, message in reference_problems(Plan, parts)]
    assert [message.partition(";")[0] for message in found] == words


def test_a_long_chain_is_no_circle():
    chain = [{"id": f"i{index}", "after": [f"i{index + 1}"]} for index in range(3000)]
    assert reference_problems(Plan, {"teams": [{"id": "sales", "initiatives": [*chain, {"id": "i3000"}]}]}) == []


@pytest.mark.parametrize("share", [float("nan"), 1.7, -0.2, True, "half"])
def test_credit_is_summed_only_where_each_share_is_one(share):
    assert reference_problems(Plan, with_initiative(credit={"sales": share})) == []


@given(st.dictionaries(st.sampled_from(FIELDS), anything, max_size=6))
def test_parts_of_the_wrong_shape_are_passed_over(broken):
    for path, message in reference_problems(Plan, broken):
        assert path
        assert message

"""Opinions are only added, the last of each person counts, and a pasted table is read in either number style."""

import pytest

import okr_lib as okr
from okr_lib.plan.opinions import append_opinions, load_opinions, read_opinions
from okr_lib.plan.values import Estimate

HEAD = "initiative,stream,person,low,likely,high\n"


def estimate(low, likely, high):
    return Estimate(low=low, likely=likely, high=high)


def test_without_a_file_there_are_no_opinions(example):
    assert load_opinions(okr.load_plan(example)).empty


def test_the_last_opinion_of_a_person_counts_and_the_file_keeps_both(example):
    plan = okr.load_plan(example)
    append_opinions(
        plan, "club-plus", "online", {"Head of Brand": estimate(1, 2, 3), "Head of Retail": estimate(2, 2, 2)}
    )
    append_opinions(plan, "club-plus", "online", {"Head of Brand": estimate(4, 5.5, 6)})
    table = load_opinions(plan)
    assert table[["person", "low", "likely", "high"]].to_numpy().tolist() == [
        ["Head of Brand", 4, 5.5, 6],
        ["Head of Retail", 2, 2, 2],
    ]
    assert (example / "opinions.csv").read_text().splitlines()[1] == "club-plus,online,Head of Brand,1,2,3"
    assert len((example / "opinions.csv").read_text().splitlines()) == 4


def test_opinions_about_what_the_plan_no_longer_has_are_left_out(example):
    (example / "opinions.csv").write_text(HEAD + "gone,online,Head,1,2,3\nclub-plus,online,Head,1,2,3\n")
    assert load_opinions(okr.load_plan(example))["initiative"].tolist() == ["club-plus"]


def test_every_row_that_cannot_be_used_is_named(example):
    (example / "opinions.csv").write_text(
        HEAD + "club-plus,online,,1,2,3\nclub-plus,online,Head,3,2,1\na,b,Head,x,2,3\n"
    )
    with pytest.raises(okr.RecordsError) as raised:
        load_opinions(okr.load_plan(example))
    assert [problem.line for problem in raised.value.problems] == [2, 3, 4]
    assert "nobody is named" in str(raised.value)
    assert "Head: low 3, likely 2, high 1 are not in order" in str(raised.value)
    assert "Head: low is not a number" in str(raised.value)


def test_an_effect_that_the_plan_does_not_have_is_refused(example):
    plan = okr.load_plan(example)
    with pytest.raises(okr.RecordsError, match="no initiative 'club-plus' with an effect on 'wholesale'"):
        append_opinions(plan, "club-plus", "wholesale", {"Head": estimate(1, 2, 3)})
    assert not (example / "opinions.csv").exists()


def test_a_plan_made_in_code_has_nowhere_to_keep_opinions(small):
    effect = {"effects": [{"stream": "shop", "amount": 5}]}
    small["teams"][0]["initiatives"] = [{"id": "a", "name": "A", "owner": "Head"} | effect]
    plan = okr.Plan.model_validate(small)
    with pytest.raises(okr.RecordsError, match="has no folder; save it first"):
        append_opinions(plan, "a", "shop", {"Head": estimate(1, 2, 3)})


@pytest.mark.parametrize(
    "text",
    [
        "Head of Brand,2,4.5,9",
        "who,low,likely,high\nHead of Brand,2,4.5,9\n\n",
        "hvem;lav;sandsynlig;høj\nHead of Brand;2;4,5;9",
        "Head of Brand\t2\t4,5\t9",
        "Head of Brand\t2\t4.5\t9",
    ],
)
def test_a_pasted_table_is_read_with_either_sign(text):
    assert read_opinions(text) == {"Head of Brand": estimate(2, 4.5, 9)}


def test_thousands_are_read_where_they_are_certain_and_asked_about_where_not():
    assert read_opinions("Head;1.200,5;1500;1.800,0")["Head"].low == 1200.5
    with pytest.raises(okr.RecordsError, match=r"'1\.200' may mean two numbers; write 1200 or 1\.2"):
        read_opinions("Head;1.200;1500;1800")


@pytest.mark.parametrize(
    "text, message",
    [
        ("", "holds no estimates"),
        ("Head;1;2", "'Head;1;2' has 3 columns; write who, low, likely, high"),
        ("Head;1;2;3\nHead;1;2;3", "table:2: Head stands above already"),
        ("Head;1;two;3\nOther;3;2;1", "table:1: Head: likely is not a number"),
        (";1;2;3", "nobody is named"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(text, message):
    with pytest.raises(okr.RecordsError, match=message):
        read_opinions(text)

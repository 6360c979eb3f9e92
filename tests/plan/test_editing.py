"""Text changes only where it must, and then says what it shall say."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from okr_lib.plan.editing import edited, rendered
from okr_lib.plan.source import document_data, parse_file
from tests.conftest import examples

TEXT = """\
# Our plan
name: Shop   # for now
note: >-
  a long
  text

# Where revenue is booked
streams:
  # the old one
  - id: stores
    values: {Q1: 1.0, Q2: 2.0}  # last year's

  # the new one
  - id: online
    values: {Q1: 3, Q2: 4}
    tags:
    - a
    - b  # the best
    # nothing more to say

# the end
step: 0.1
"""
ODD_TEXTS = (
    "no",
    "~",
    "2022-01-01",
    "1.0",
    "a: b",
    "# c",
    "- x",
    "*a",
    "&b",
    "{a",
    "[",
    "'q",
    "%",
    "\n",
    " a ",
    "\xa0",
    "\x85",
)
texts = st.text(max_size=8) | st.sampled_from(ODD_TEXTS)
leaves = st.integers(-9, 9) | st.sampled_from([0.1, 1e-7, 2.5]) | texts
fields = st.sampled_from(["a", "b", "c"])
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(fields, inner, max_size=3)
        | st.lists(st.tuples(st.sampled_from("xyz"), inner), max_size=3, unique_by=lambda pair: pair[0]).map(
            lambda pairs: [{"id": name, "a": value} for name, value in pairs]
        )
    ),
    max_leaves=10,
)
documents = st.dictionaries(fields, values, min_size=1, max_size=3)


def said(text):
    return document_data(parse_file("text", text.encode()).document)


def change(edit, text=TEXT):
    """The text after a change to what it says."""
    before, after = said(text), said(text)
    edit(after)
    new = edited(text, before, after)
    assert said(new) == after
    return new


def difference(text, new):
    """Lines that went and lines that came."""
    old, now = text.splitlines(), new.splitlines()
    return [line for line in old if line not in now], [line for line in now if line not in old]


@pytest.mark.parametrize(
    ("edit", "gone", "come"),
    [
        (lambda data: data.update(name="Web: shop"), ["name: Shop   # for now"], ["name: 'Web: shop'   # for now"]),
        (lambda data: data.update(note="short"), ["note: >-", "  a long", "  text"], ["note: short"]),
        (lambda data: data.update(step=1), ["step: 0.1"], ["step: 1"]),
        (lambda data: data.update(unit="one"), [], ["unit: one"]),
        (
            lambda data: data["streams"][0]["values"].update(Q2=2.5),
            ["    values: {Q1: 1.0, Q2: 2.0}  # last year's"],
            ["    values: {Q1: 1.0, Q2: 2.5}  # last year's"],
        ),
        (
            lambda data: data["streams"][0]["values"].update(Q3=3),
            ["    values: {Q1: 1.0, Q2: 2.0}  # last year's"],
            ["    values: {Q1: 1.0, Q2: 2.0, Q3: 3}  # last year's"],
        ),
        (
            lambda data: data["streams"][0].update(values=5),
            ["    values: {Q1: 1.0, Q2: 2.0}  # last year's"],
            ["    values: 5  # last year's"],
        ),
        (lambda data: data["streams"][1]["tags"].append("c"), [], ["    - c"]),
        (lambda data: data["streams"][1]["tags"].remove("a"), ["    - a"], []),
        (lambda data: data["streams"][1]["tags"].reverse(), [], []),
        (lambda data: data["streams"][1].update(tags=["c", "b"]), ["    - a"], ["    - c"]),
        (lambda data: data["streams"][1].update(tags=[]), ["    tags:", "    - a", "    - b  # the best"], ["    tags: []"]),
        (
            lambda data: data["streams"].append({"id": "web", "values": {"Q1": 5}, "list": [{"id": "x", "name": "X"}]}),
            [],
            ["  - id: web", "    values: {Q1: 5}", "    list:", "      - id: x", "        name: X"],
        ),
        (
            lambda data: data["streams"].pop(0),
            ["  # the old one", "  - id: stores", "    values: {Q1: 1.0, Q2: 2.0}  # last year's"],
            [],
        ),
        (lambda data: data.pop("note"), ["note: >-", "  a long", "  text"], []),
        (lambda data: data.pop("step"), ["# the end", "step: 0.1"], []),
        (lambda data: data["streams"].reverse(), [], []),
    ],
)  # fmt: skip
def test_only_lines_that_must_change_do(edit, gone, come):
    assert difference(TEXT, change(edit)) == (gone, come)


def test_nothing_to_change_leaves_every_byte():
    assert edited(TEXT, said(TEXT), said(TEXT)) == TEXT


def test_items_that_move_take_the_comment_above_them_along():
    new = change(lambda data: data["streams"].reverse())
    assert (
        new.index("# the new one") < new.index("- id: online") < new.index("# the old one") < new.index("- id: stores")
    )
    assert "booked\nstreams:\n  # the new one\n" in new
    assert "\n\n  # the old one\n  - id: stores\n" in new


def test_a_new_item_stands_right_below_the_last_with_the_same_space_between():
    new = change(lambda data: data["streams"].append({"id": "web"}))
    assert "    - b  # the best\n\n  - id: web\n    # nothing more to say\n\n# the end\n" in new


def test_a_list_that_was_empty_gets_a_line_for_each_record():
    new = change(lambda data: data.update(teams=[{"id": "a", "name": "A"}]), "teams: []  # none yet\nstep: 1\n")
    assert new == "teams:  # none yet\n  - id: a\n    name: A\nstep: 1\n"


def test_a_default_that_is_written_out_is_changed_in_place():
    text = "allocation:\n  # as agreed\n  method: contributions  # for now\n"
    assert edited(text, {}, {"allocation": {"method": "equal"}}) == text.replace("contributions", "equal")


def test_a_default_that_is_written_out_stays():
    assert edited("step: 0.1\nname: A\n", {"name": "A"}, {"name": "B"}) == "step: 0.1\nname: B\n"


def test_the_first_field_of_an_item_can_go():
    new = change(
        lambda data: data["items"][0].pop("name"), "items:\n  - name: A  # the first\n    # its id\n    id: a\n"
    )
    assert new == "items:\n  - # its id\n    id: a\n"


def test_windows_line_ends_stay():
    text = TEXT.replace("\n", "\r\n")
    assert change(lambda data: data.update(step=1), text) == text.replace("step: 0.1", "step: 1")


def test_a_section_comment_stays_when_what_follows_it_goes():
    text = "a: 1\n\n# ---- Section ----\n\n# about b\nb: 2\nc: 3\n"
    assert change(lambda data: data.pop("b"), text) == "a: 1\n\n# ---- Section ----\n\nc: 3\n"


@pytest.mark.parametrize("indent", ["- id: a\n  v: 1\n- id: b\n", "    -   id: a\n        v: 1\n    -   id: b\n"])
def test_a_layout_of_ones_own_stays(indent):
    text = f"items:\n{indent}name: A\n"
    assert change(lambda data: data["items"][0].update(v=2), text) == text.replace("v: 1", "v: 2")


def test_a_text_all_in_brackets_stays_in_brackets():
    assert change(lambda data: data["a"].update(b=2), "{a: {b: 1}, c: [1, 2]}\n") == "{a: {b: 2}, c: [1, 2]}\n"


@pytest.mark.parametrize(
    "words", ["?", "?0", "? why not", "- a", ": a", "#a", "%a", "@a", "[a", "{a", ",a", "a: b", "a #b"]
)
def test_words_are_read_as_they_were_written_in_a_list_and_alone(words):
    for data in ({"a": [words]}, {"a": words}, {"a": [{"b": [words]}]}):
        assert said(rendered(data)) == data
        assert said(edited("a: []\n", {"a": []}, data)) == data


@examples(300)
@example({"b": [[{"id": "x", "a": 0}]]}, {"b": [[{"id": "y", "a": 0}]]})
@example({"b": [[{"id": "x", "a": 0}]]}, {"b": [[{"id": "x", "a": 0}, {"id": "y", "a": 0}]]})
@given(documents, documents)
def test_any_change_says_what_it_shall_say(before, after):
    text = rendered(before)
    assert said(text) == before
    assert said(edited(text, before, after)) == after


@examples(100)
@given(documents, documents)
def test_comments_of_what_stays_stay(before, after):
    shared = {name for name in before if name in after}
    assume(shared)
    text = "".join(f"# about {name}\n{rendered({name: value})}\n" for name, value in before.items())
    new = edited(text, before, after)
    assert said(new) == after
    first = next(iter(before))  # its comment is the heading of the whole text
    assert {name for name in before if f"# about {name}\n" in new} == shared | {first}

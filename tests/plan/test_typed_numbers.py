"""A decimal comma is never read as something else: what was meant is named, with its place."""

import pytest

import okr_lib as okr
from okr_lib.plan.source import parse_file, yaml_reader
from okr_lib.plan.typed_numbers import meanings, split_numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("0,05", ["0.05"]),
        ("-0,03", ["-0.03"]),
        ("2,5 %", ["0.025"]),
        ("5%", ["0.05"]),
        ("1.234,5", ["1234.5"]),
        ("1,234.5", ["1234.5"]),
        ("4,455", ["4455", "4.455"]),
        ("0,455", ["0.455"]),
        ("12.5", ["12.5"]),
        ("half", []),
        ("1,2,3", []),
        ("", []),
    ],
)
def test_a_text_means_one_number_or_two_or_none(text, numbers):
    assert [f"{number:f}" for number in meanings(text)] == numbers


@pytest.mark.parametrize(
    ("text", "path", "line", "words"),
    [
        ("target: {growth: 0,05}", ("target", "growth"), 1, "'0,05' is split by its comma"),
        ("a:\n  - {low: 1,\n     high: -0,03}", ("a", 0, "high"), 3, "write -0.03"),
        ("credit: {retail: 0,7, brand: 0.3}", ("credit", "retail"), 1, "write 0.7"),
        ("{growth: 2,5 %}", ("growth",), 1, "write 0.025"),
        ("{revenue: 4,455}", ("revenue",), 1, "'4,455' may mean two numbers; write 4455 or 4.455"),
        ("{revenue: 1,234,567}", ("revenue",), 1, "'1,234,567' is split by its comma, which separates fields here; write 1234567"),
        ("{revenue: 1,234.5}", ("revenue",), 1, "write 1234.5"),
        ("{revenue: 1,2,3}", ("revenue",), 1, "write 12.5"),
    ],
)  # fmt: skip
def test_a_number_that_a_comma_splits_is_found_with_what_was_meant(text, path, line, words):
    [found] = split_numbers(yaml_reader().compose(text))
    assert found[:2] == (path, line)
    assert words in found[2]


@pytest.mark.parametrize(
    "text", ["ramp: [0,5, 1]", "{a: 1, b: 2}", "{a: 1,b: 2}", "{a: 1, 5: 6}", "{a: one, 5: }", "a: 0,05", "", "{a: '1', 5}"]
)  # fmt: skip
def test_what_no_comma_has_split_is_let_through(text):
    assert [*split_numbers(yaml_reader().compose(text))] == []


def test_an_estimate_whose_pieces_are_alike_is_no_name_written_twice():
    with pytest.raises(okr.PlanError) as caught:
        parse_file("plan.yaml", b"a: 1\nmomentum: {low: 0,01, likely: 0,01, high: 0,02}\n")
    assert [(problem.line, problem.field, problem.message[-4:]) for problem in caught.value.problems] == [
        (2, "momentum.low", "0.01"),
        (2, "momentum.likely", "0.01"),
        (2, "momentum.high", "0.02"),
    ]


def test_an_alias_is_looked_at_once():
    text = "a: &x {low: 0,5}\nb: *x\nc: [*x, *x]\n"
    assert len([*split_numbers(yaml_reader().compose(text))]) == 1

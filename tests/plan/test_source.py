"""Files as text: what cannot be read is named with its line, and every field leads back to where it stands."""

import pytest

from okr_lib.errors import PlanError, Problem
from okr_lib.plan.source import Source, document_data, parse_file, team_file, yaml_reader

TEXT = """\
# A plan
name: Shop
streams:
  - id: shop
    baseline: {Q1: 1,
               Q2: 2}

  - id: online
2027: a number as a name
"""


def parsed(text):
    return parse_file("plan.yaml", text if isinstance(text, bytes) else text.encode())


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "the file is empty"),
        ("# only a comment\n", 1, "the file is empty"),
        ("null\n", 1, "the file is empty"),
        ("- a list\n", 1, "must hold fields such as `name: ...`, not a list or one value"),
        ("just words\n", 1, "must hold fields"),
        ("a: 1\n\tb: 2\n", 2, "this is not YAML: found character '\\t'"),
        ("a: [1, 2\nb: 3\n", 1, "this is not YAML: expected ',' or ']'"),
        ("a: 1\nb: 'open\n\nc: 2\n", 2, "this is not YAML"),
        ("a: b: c\n", 1, "mapping values are not allowed here"),
        ("a: 1\n---\nb: 2\n", 2, "found another document"),
        ("a: *nobody\n", 1, "undefined alias"),
        ("a: 1\nb: 2\na: 3\n", 3, "'a' is written twice; remove one of them"),
        ("a: 1\nb: \x07\n", 2, "the character '\\x07' is not allowed; remove it"),
        ("a: 1\nb: \x00\n", 2, "the character '\\x00' is not allowed"),
        ("a:\n  b: &b\n    - c: [*b]\n", 3, "an alias refers to itself; write the value out"),
        ("&all\na: *all\n", 2, "an alias refers to itself"),
        (f"a: {'[' * 600}{']' * 600}\n", None, "brackets stand inside each other too deeply"),
        (f"a: {'9' * 5000}\n", None, "this is not YAML"),
        (b"a: 1\nb: \xe6\n", 2, "byte 0xe6 is not UTF-8; save the file with UTF-8 encoding"),
        ("a: 1\n".encode("utf-16"), 1, "is not UTF-8"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(text, line, words):
    with pytest.raises(PlanError) as caught:
        parsed(text)
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == ("plan.yaml", line)
    assert words in problem.message


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ((), "# A plan"),
        (("name",), "name: Shop"),
        (("streams",), "streams:"),
        (("streams", 0), "- id: shop"),
        (("streams", 0, "baseline", "Q1"), "baseline: {Q1: 1,"),
        (("streams", 0, "baseline", "Q2"), "Q2: 2}"),
        (("streams", 1, "id"), "- id: online"),
        (("streams", 1, "name"), "- id: online"),
        (("streams", 7), "streams:"),
        (("2027",), "2027: a number as a name"),
        (("nowhere", 0), "# A plan"),
    ],
)
def test_a_field_leads_to_its_line_or_the_nearest_part_around_it(path, words):
    assert TEXT.splitlines()[parsed(TEXT).line(path) - 1].strip() == words


def test_a_field_that_is_merged_in_leads_to_where_it_is_merged():
    text = "a: &a\n  x: 1\nb:\n  <<: *a\n  y: 2\n"
    assert parsed(text).line(("b", "x")) == 3


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("true", True),
        ("2022-04-31", "2022-04-31"),
        ("2022-04-01", "2022-04-01"),
        ("1:30", "1:30"),
        ("010", 10),
        ("4e0", 4.0),
        ("1_000", 1000),
        ("'12,5'", "12,5"),
        ("!money 5", "!money 5"),
        ("{a: 1, b: }", {"a": 1}),
        ("[1, ~]", [1, None]),
    ],
)
def test_a_value_is_what_people_mean(text, value):
    found = document_data(parsed(f"x: {text}\n").document)["x"]
    assert found == value
    assert type(found) is type(value)


def test_aliases_that_do_not_refer_to_themselves_are_fine():
    assert document_data(parsed("a: &a [1, 2]\nb: *a\nc: Retail & co *\n").document) == {
        "a": [1, 2],
        "b": [1, 2],
        "c": "Retail & co *",
    }


def test_a_byte_order_mark_and_windows_line_ends_are_fine():
    document = document_data(parsed(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode()).document)
    assert document == document_data(parsed(TEXT).document)


def test_what_is_read_is_written_as_it_was(tmp_path):
    reader = yaml_reader()
    with (tmp_path / "copy.yaml").open("w") as file:
        reader.dump(reader.load("starts: 2022-04-01\nname: no\n"), file)
    assert (tmp_path / "copy.yaml").read_text() == "starts: 2022-04-01\nname: no\n"


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("teams", 1, "initiatives", 2, "cost"), ("teams/brand.yaml", ("initiatives", 2, "cost"))),
        (("teams", 0, "objectives"), ("teams/sales.yaml", ("objectives",))),
        (("teams", 1, "name"), ("plan.yaml", ("teams", 1, "name"))),
        (("teams", 7, "initiatives", 0), ("plan.yaml", ("teams", 7, "initiatives", 0))),
        (("objectives", 0), ("plan.yaml", ("objectives", 0))),
    ],
)
def test_a_path_of_the_plan_leads_to_a_file_and_a_path_in_it(path, place):
    files = {name: parse_file(name, b"a: 1\n") for name in ("plan.yaml", "teams/sales.yaml", "teams/brand.yaml")}
    assert Source("plan", files, ("sales", "brand")).place(path) == place


def test_a_problem_has_file_line_and_field():
    files = {"plan.yaml": parsed(TEXT)}
    found = Source("plan", files).problem(("streams", 1, "id"), "is wrong")
    assert found == Problem("is wrong", "plan.yaml", 8, "streams[1].id")


def test_a_teams_file_is_named_after_it():
    assert team_file("retail") == "teams/retail.yaml"


def bomb(levels, width=9):
    """Lists of aliases, each of which stands for as many of the one before."""
    lines = ["a0: &a0 [x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * width)}]" for n in range(1, levels)]
    return "\n".join(lines).encode()


def test_aliases_that_stand_for_too_much_are_refused_before_they_are_written_out():
    assert parse_file("plan.yaml", bomb(4)).document
    with pytest.raises(PlanError) as caught:
        parse_file("plan.yaml", bomb(40))
    (problem,) = caught.value.problems
    assert problem.message.startswith("has more than 200,000 values where its aliases are written out; take some out")
    assert problem.line == 7


def test_aliases_in_merged_groups_count_too():
    lines = ["a0: &a0 {k: v}"]
    lines += [f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}], k{n}: 1}}" for n in range(1, 30)]
    with pytest.raises(PlanError, match="has more than 200,000 values"):
        parse_file("plan.yaml", "\n".join(lines).encode())


@pytest.mark.parametrize("brackets", [70, 5_000])
def test_groups_that_stand_inside_each_other_too_deeply_are_refused(brackets):
    with pytest.raises(PlanError, match=r"has more than 60 groups or lists inside|too deeply"):
        parse_file("plan.yaml", b"a: " + b"[" * brackets + b"]" * brackets)


def test_a_limit_can_be_raised(monkeypatch):
    monkeypatch.setenv("OKR_LIMITS", "depth=100,values=1000000")
    assert parse_file("plan.yaml", b"a: " + b"[" * 70 + b"]" * 70).document
    assert parse_file("plan.yaml", bomb(7)).document


def test_of_the_same_content_the_same_document_is_returned_but_a_lower_limit_holds(monkeypatch):
    assert parsed(TEXT).document is parsed(TEXT).document
    assert parsed(TEXT).document is not parsed(TEXT.replace("Shop", "Store")).document
    monkeypatch.setenv("OKR_LIMITS", "depth=1")
    with pytest.raises(PlanError, match="has more than 1 groups or lists inside each other"):
        parsed(TEXT)

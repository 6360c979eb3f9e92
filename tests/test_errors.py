"""A problem says where it stands; an error carries all of them."""

import pickle

import pytest

from okr_lib.errors import AllocationError, OkrError, PlanError, Problem, RecordsError, ReportError, field_name


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ((), ""),
        (("step",), "step"),
        (("initiatives", 2, "probability"), "initiatives[2].probability"),
        (("credit", "e-commerce"), "credit.e-commerce"),
        ((0, "id"), "[0].id"),
    ],
)
def test_a_path_reads_as_people_write_it(path, name):
    assert field_name(path) == name


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (Problem("is wrong"), "is wrong"),
        (Problem("is wrong", "plan.yaml"), "plan.yaml: is wrong"),
        (Problem("is wrong", "plan.yaml", 7), "plan.yaml:7: is wrong"),
        (Problem("is wrong", "plan.yaml", 7, "step"), "plan.yaml:7: step: is wrong"),
        (Problem("is wrong", field="step"), "step: is wrong"),
        (Problem("is wrong", line=7), "is wrong"),
    ],
)
def test_a_problem_names_only_the_places_it_has(problem, text):
    assert str(problem) == text


@pytest.mark.parametrize("kind", [PlanError, RecordsError])
def test_an_error_carries_all_problems_one_line_each(kind):
    problems = [Problem("first", "plan.yaml", 1), Problem("second", "teams/retail.yaml")]
    error = kind(iter(problems))
    assert error.problems == tuple(problems)
    assert str(error).splitlines() == ["plan.yaml:1: first", "teams/retail.yaml: second"]


@pytest.mark.parametrize("kind", [PlanError, RecordsError, AllocationError, ReportError])
def test_every_error_of_the_library_is_caught_as_one_kind(kind):
    assert issubclass(kind, OkrError)


def test_an_allocation_error_is_a_value_error_too():
    assert issubclass(AllocationError, ValueError)


def test_a_problem_cannot_be_changed():
    with pytest.raises(AttributeError):
        Problem("is wrong").message = "is right"


@pytest.mark.parametrize("kind", [PlanError, RecordsError])
def test_an_error_survives_the_way_out_of_another_process(kind):
    error = kind([Problem("is wrong", "plan.yaml", 7, "step")])
    there = pickle.loads(pickle.dumps(error))  # noqa: S301  (bytes of its own)
    assert type(there) is kind
    assert there.problems == error.problems
    assert str(there) == str(error)

"""A problem says where it stands; an error carries all of them."""

from multiprocessing import Pipe

import pytest

from okr_lib.errors import (
    AllocationError,
    Message,
    OkrError,
    PlanError,
    Problem,
    Problems,
    RecordsError,
    ReportError,
    field_name,
)


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


def sent(error):
    """An error as another process gets it."""
    here, there = Pipe()
    here.send(error)
    return there.recv()


@pytest.mark.parametrize("kind", [PlanError, RecordsError])
def test_an_error_survives_the_way_out_of_another_process(kind):
    error = kind([Problem("is wrong", "plan.yaml", 7, "step")])
    there = sent(error)
    assert type(there) is kind
    assert there.problems == error.problems
    assert str(there) == str(error)


def test_a_message_keeps_its_values_on_the_way_out_of_another_process():
    message = Message("{value} is not above {low}", value=-1.5, low=0)
    (problem,) = sent(PlanError([Problem(message)])).problems
    assert problem.message == "-1.5 is not above 0"
    assert (problem.message.template, problem.message.values) == (message.template, message.values)


def test_of_many_problems_fifty_are_told_and_the_rest_counted():
    error = RecordsError(Problem("is wrong", "actuals.csv", line) for line in range(2, 1202))
    told = str(error).splitlines()
    assert told[49] == "actuals.csv:51: is wrong"
    assert told[50:] == ["and 1150 more; mend these first"]
    assert len(error.problems) == 1000
    assert str(sent(error)) == str(error)


def test_problems_of_several_files_are_counted_together():
    found = Problems([Problem("first")])
    found += Problems(Problem("second") for _ in range(1500))
    found += [Problem("third")]
    assert (found.count, len(found.kept)) == (1502, 1000)
    assert PlanError(found).found.count == 1502


def test_a_problem_is_one_line_whatever_the_names_in_it():
    assert str(PlanError([Problem("'Retail\nplan.yaml: all is well'")])).count("\n") == 0

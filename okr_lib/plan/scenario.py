"""Scenarios: named sets of changes to a plan, each a small file in the plan folder.

    scenarios/launch-slips.yaml
      name: The launch slips a quarter
      initiatives:
        launch-campaign: {starts: Q3, probability: 0.6}
      delay: {marketing: 1}

A scenario says only what is different. Whatever it names must exist in the plan.
"""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationError

from okr_lib.errors import PlanError, Problem, field_name
from okr_lib.plan.messages import shape_problems
from okr_lib.plan.model import Plan, Target
from okr_lib.plan.source import SourceFile, parse_file, plain
from okr_lib.plan.values import GrowthEstimate, Id, NotNegative, Quarter, Ramp, Record, Share, Text

SCENARIOS = "scenarios"


def _quarters(value: int) -> int:
    if not 1 <= value <= 4:
        raise ValueError(f"{value} is not a delay; write 1 to 4 quarters")
    return value


class Change(Record):
    """What is different about one initiative; ``scale`` multiplies its effects (1.2 is a fifth more)."""

    scale: NotNegative = 1.0
    probability: Share | None = None
    starts: Quarter | None = None
    ramp: Ramp | None = None


class Scenario(Record):
    """A named set of changes.

    ``momentum`` is by stream, ``initiatives`` by initiative, ``drop`` lists initiatives that are not done. ``delay``
    gives, by team, how many quarters late everything comes that the team's initiatives need, and with it
    everything that needs those.
    """

    name: Text = "Scenario"
    note: str = ""
    target: Target | None = None
    momentum: dict[Id, GrowthEstimate] = Field(default_factory=dict)
    initiatives: dict[Id, Change] = Field(default_factory=dict)
    drop: tuple[Id, ...] = ()
    delay: dict[Id, Annotated[int, AfterValidator(_quarters)]] = Field(default_factory=dict)


def unknown_names(plan: Plan, scenario: Scenario) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Path and message of each name in a scenario that the plan does not have."""
    known: Mapping[str, list[str]] = {
        "stream": [stream.id for stream in plan.streams],
        "initiative": [initiative.id for _, initiative in plan.initiatives()],
        "team": [team.id for team in plan.teams],
    }
    named: list[tuple[str, tuple[str | int, ...], str]] = [
        *(("stream", ("momentum", name), name) for name in scenario.momentum),
        *(("initiative", ("initiatives", name), name) for name in scenario.initiatives),
        *(("initiative", ("drop", index), name) for index, name in enumerate(scenario.drop)),
        *(("team", ("delay", name), name) for name in scenario.delay),
    ]
    for kind, path, name in named:
        if name not in known[kind]:
            close = get_close_matches(name, known[kind], n=1)
            hint = f"did you mean {close[0]!r}?" if close else f"choose one of {', '.join(known[kind])}"
            yield path, f"there is no {kind} {name!r}; {hint}"


def load_scenarios(plan: Plan, folder: str | Path | None = None) -> dict[str, Scenario]:
    """The scenarios of a plan folder, by the name of their file.

    Parameters
    ----------
    plan
        The plan they change.
    folder
        The plan folder; by default the one the plan was loaded from (a plan made in code has no scenarios).

    Returns
    -------
    dict
        Empty where there is no ``scenarios`` folder.

    Raises
    ------
    PlanError
        With every problem of every file.
    """
    root = Path(folder) if folder is not None else plan.folder
    if root is None:
        return {}
    scenarios: dict[str, Scenario] = {}
    problems: list[Problem] = []
    for path in sorted((root / SCENARIOS).glob("*.yaml")):
        name = path.relative_to(root).as_posix()
        try:
            file = parse_file(name, path.read_bytes())
            scenarios[path.stem] = _scenario(plan, file)
        except PlanError as error:
            problems += error.problems
        except OSError as error:
            problems.append(Problem(f"cannot be read: {error.strerror}; check its permissions", name))
    if problems:
        raise PlanError(problems)
    return scenarios


def _scenario(plan: Plan, file: SourceFile) -> Scenario:
    data: dict[str, Any] = plain(file.document)
    try:
        scenario = Scenario.model_validate({"name": Path(file.name).stem, **data})
        wrong = list(unknown_names(plan, scenario))
    except ValidationError as error:
        wrong = list(shape_problems(error, Scenario))
    if wrong:
        raise PlanError(Problem(message, file.name, file.line(path), field_name(path)) for path, message in wrong)
    return scenario

"""Scenarios: named sets of changes to a plan, each a small file in the plan folder.

    scenarios/launch-slips.yaml
      name: The launch slips a quarter
      initiatives:
        launch-campaign: {starts: Q3, probability: 0.6}
      delay: {marketing: 1}

A scenario says only what is different. Whatever it names must exist in the plan.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from okr_lib.errors import ChangedOnDiskError, Message, PlanError, Problem, RefusedError, Shown, field_name
from okr_lib.plan.changes import slug
from okr_lib.plan.editing import rendered, rewritten
from okr_lib.plan.fields import FieldPath, Record
from okr_lib.plan.initiatives import Effect
from okr_lib.plan.kinds import Quarter
from okr_lib.plan.messages import record_in
from okr_lib.plan.model import Plan, Target
from okr_lib.plan.references import no_such
from okr_lib.plan.source import SourceFile, document_data, parse_file
from okr_lib.plan.store.reading import load_files, read_file
from okr_lib.plan.store.writing import Edit, locked, save_files
from okr_lib.plan.values import Growth, GrowthEstimate, Id, NotNegative, Ramp, Share, Text

_SCENARIOS = "scenarios"


def _quarters(value: int) -> int:
    if not 1 <= value <= 4:
        raise RefusedError("{value} is not a delay; write 1 to 4 quarters", value=value)
    return value


class Change(Record):
    """What is different about one initiative; ``scale`` multiplies its effects (1.2 is a fifth more).

    ``size`` names another of its sizes. Every other field stands in place of the initiative's own; ``effects`` of all of its effects.
    """

    scale: NotNegative = 1.0
    probability: Share | None = None
    starts: Quarter | None = None
    ramp: Ramp | None = None
    effects: tuple[Effect, ...] | None = None
    credit: dict[Id, Share] | None = None
    cost: NotNegative | None = None
    size: Text | None = None


class Scenario(Shown, Record):
    """A named set of changes.

    ``momentum`` is by stream; ``drivers``, by stream and driver, how much more a driver is than planned (0.05: a twentieth
    more), which multiplies the stream as momentum does. ``initiatives`` is by initiative, ``drop`` lists initiatives that are not done, and
    what needs those brings nothing either. ``delay`` gives, by team, how many quarters late everything comes that the
    team's initiatives need, and with it everything that needs those. ``overlaps`` gives, by overlap, the part that counts.
    """

    name: Text = "Scenario"
    note: str = ""
    target: Target | None = None
    momentum: dict[Id, GrowthEstimate] = Field(default_factory=dict)
    drivers: dict[Id, dict[Id, Growth]] = Field(default_factory=dict)
    initiatives: dict[Id, Change] = Field(default_factory=dict)
    drop: tuple[Id, ...] = ()
    delay: dict[Id, Annotated[int, AfterValidator(_quarters)]] = Field(default_factory=dict)
    overlaps: dict[Id, Share] = Field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<Scenario {self.name!r}: {', '.join(sorted(self.model_fields_set - {'name', 'note'})) or 'no change'}>"


def unknown_names(plan: Plan, scenario: Scenario) -> Iterator[tuple[FieldPath, str]]:
    """Path and message of each name in a scenario that the plan does not have."""
    known: Mapping[str, list[str]] = {
        "stream": [stream.id for stream in plan.streams],
        "initiative": [initiative.id for _, initiative in plan.initiatives()],
        "team": [team.id for team in plan.teams],
        "overlap": [overlap.id for overlap in plan.overlaps],
    }
    named: list[tuple[str, tuple[str | int, ...], str]] = [
        *(("stream", ("momentum", name), name) for name in scenario.momentum),
        *(("stream", ("drivers", name), name) for name in scenario.drivers),
        *(("initiative", ("initiatives", name), name) for name in scenario.initiatives),
        *(("initiative", ("drop", index), name) for index, name in enumerate(scenario.drop)),
        *(("team", ("delay", name), name) for name in scenario.delay),
        *(("overlap", ("overlaps", name), name) for name in scenario.overlaps),
    ]
    for item, change in scenario.initiatives.items():
        path: tuple[str | int, ...] = ("initiatives", item)
        effects = enumerate(change.effects or ())
        named += [("stream", (*path, "effects", place, "stream"), effect.stream) for place, effect in effects]
        named += [("team", (*path, "credit", name), name) for name in change.credit or ()]
    for kind, path, name in named:
        if name not in known[kind]:
            yield path, no_such(Message(kind), name, known[kind])
    for stream in plan.streams:
        own = [driver.id for driver in stream.drivers]
        for name in scenario.drivers.get(stream.id, {}):
            if name not in own:
                yield ("drivers", stream.id, name), no_such(Message("driver"), name, own)


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
    return load_files(root, _SCENARIOS, lambda name, content: _scenario(plan, parse_file(name, content)))


def save_scenario(
    plan: Plan, scenario: Scenario, *, replaces: Scenario | None = None, folder: str | Path | None = None
) -> str:
    """Write a scenario to ``scenarios/NAME.yaml``, all or nothing; the file is named after the scenario.

    Parameters
    ----------
    plan
        The plan it changes.
    scenario
        What to write.
    replaces
        The scenario as its file held it when it was loaded; only that one is written over, or renamed when the name is
        another. Its comments stay, and its text is kept in the history.
    folder
        The plan folder; by default the one the plan was loaded from.

    Returns
    -------
    str
        The name under which ``load_scenarios`` gives it.

    Raises
    ------
    ChangedOnDiskError
        When there is another scenario of that name; nothing is written over it.
    NotWrittenError
        When the folder cannot be written.
    PlanError
        When the scenario names what the plan does not have, or there is no folder.
    """
    wrong = [Problem(message, field=field_name(path)) for path, message in unknown_names(plan, scenario)]
    if wrong:
        raise PlanError(wrong)
    root, stem = _root(plan, folder), slug(scenario.name)
    data = scenario.model_dump(mode="json", exclude_defaults=True) | {"name": scenario.name}
    with locked(root, f"{_SCENARIOS}/{stem}.yaml"):
        former = _stem_of(plan, root, replaces) if replaces else None
        if former and replaces and slug(replaces.name) == stem:
            stem = former  # its file may have been named by hand
        name = f"{_SCENARIOS}/{stem}.yaml"
        there, written = read_file(root, name), rendered(data).encode()
        if there is not None and former != stem:
            raise ChangedOnDiskError.of(_TAKEN, name)
        removed = {}
        if former:
            file = parse_file(f"{_SCENARIOS}/{former}.yaml", read_file(root, f"{_SCENARIOS}/{former}.yaml") or b"")
            written = rewritten(file.content, document_data(file.document), data)
            removed = {file.name: Edit(file.content, None)} if former != stem else {}
        save_files(root, {**removed, name: Edit(there, written)})
    return stem


def remove_scenario(plan: Plan, scenario: Scenario) -> None:
    """Remove a scenario's file; its text is kept in the history, and ``save_scenario`` puts the scenario back.

    A ``ChangedOnDiskError`` says that its file holds another scenario by now; nothing is removed then.
    """
    root = _root(plan)
    with locked(root, _SCENARIOS):
        stem = _stem_of(plan, root, scenario)
        if stem is None:
            raise ChangedOnDiskError.of(_CHANGED, f"{_SCENARIOS}/{slug(scenario.name)}.yaml")
        name = f"{_SCENARIOS}/{stem}.yaml"
        save_files(root, {name: Edit(read_file(root, name), None)})


_TAKEN = Message("is there already and was not overwritten; choose another name, or load it and change that")
_CHANGED = Message("changed on disk since it was opened, so it was not removed; open it again")


def _stem_of(plan: Plan, root: Path, scenario: Scenario) -> str | None:
    """The name of the file that holds a scenario as it was loaded; ``None`` when somebody changed it meanwhile."""

    def held(name: str, content: bytes) -> bool:
        try:
            return _scenario(plan, parse_file(name, content)) == scenario
        except PlanError:
            return False

    return next((stem for stem, same in load_files(root, _SCENARIOS, held).items() if same), None)


def _root(plan: Plan, folder: str | Path | None = None) -> Path:
    root = Path(folder) if folder is not None else plan.folder
    if root is None:
        raise PlanError.of(Message("the plan was made in code and has no folder; name one"))
    return root


def _scenario(plan: Plan, file: SourceFile) -> Scenario:
    return record_in(file, Scenario, lambda scenario: unknown_names(plan, scenario), name=Path(file.name).stem)

"""Goals of another tool as objectives and key results of a plan.

A goal that has values and a parent is a key result, any other an objective. An objective without a parent is the
company's; below it, a tag names the team. Each gets its id from its Row ID, so the same sheet imported again brings the
plan up to date instead of doubling it. What the sheet does not say, the plan keeps.
"""

import datetime as dt
import re
from pathlib import Path

from okr_lib.errors import Message, PlanError, Problem
from okr_lib.plan.changes import slug
from okr_lib.plan.check_ins import CheckIn, append_check_in, load_check_ins
from okr_lib.plan.folder import load_plan
from okr_lib.plan.goal_sheet import Goal, load_goals
from okr_lib.plan.model import Plan
from okr_lib.plan.objectives import KeyResultKind
from okr_lib.plan.saving import save_plan
from okr_lib.plan.values import QUARTERS
from okr_lib.plan.workbook.columns import Value
from okr_lib.plan.workbook.merging import merged
from okr_lib.plan.workbook.sheets import BY_KEY
from okr_lib.plan.workbook.tables import Assembly, Row, Tables, plan_tables
from okr_lib.plan.workbook.transfer import Imported

_OBJECTIVE_TYPES = ("objective", "o", "goal")
_KEY_RESULT_TYPES = ("keyresult", "kr", "metric", "result")
_COMPANY_TYPES = ("company", "organization", "organisation", "corporate")
_OTHER_TYPES = ("initiative", "project", "task", "activity")

_OWNERS = (
    ("teams", "lead"),
    ("focus_areas", "sponsor"),
    *((key, "owner") for key in ("objectives", "key_results", "initiatives")),
)


def import_goals(folder: str | Path, path: str | Path, *, as_of: dt.date, dry_run: bool = False) -> Imported:
    """Bring a goal sheet into a plan folder: objectives, key results and their current values as check-ins.

    Parameters
    ----------
    folder
        The plan's folder; its teams and focus areas are what tags can name.
    path
        The sheet, CSV or Excel.
    as_of
        The day of check-ins whose row says none.
    dry_run
        Whether to look only: nothing is written.

    Returns
    -------
    Imported

    Raises
    ------
    RecordsError, PlanError
        With every row that cannot be read or placed. Nothing is written then.
    """
    plan = load_plan(folder)
    file = Path(path).name
    goals = load_goals(path)
    placing = _Placing(plan, goals, file)
    made, found = Assembly(placing.tables, file, plan).plan(names_known=not placing.problems)
    problems = [*placing.problems, *found]
    if made is None or problems:
        raise PlanError(dict.fromkeys(problems))
    before = plan_tables(plan)
    changes = tuple(merged(before, before, placing.tables, file).changes)
    check_ins = tuple(_check_ins(plan, placing, as_of))
    if dry_run:
        return Imported(made, changes, check_ins)
    saved = save_plan(made, folder) if changes else plan
    for check_in in check_ins:
        append_check_in(saved, check_in)
    return Imported(saved, changes, check_ins)


class _Placing:
    """The plan's tables with the goals in their places, and the rows that have none."""

    def __init__(self, plan: Plan, goals: list[Goal], file: str) -> None:
        self.tables: Tables = plan_tables(plan)
        self.problems: list[Problem] = []
        self.key_results: list[tuple[str, Goal, str]] = []  # id, goal, owner
        self._plan, self._file = plan, file
        self._goals = {goal.row: goal for goal in goals}
        self._ids: dict[str, str] = {goal.row: slug(goal.row, prefix="goal") for goal in goals}
        self._objectives = {str(row.values["id"]): row for row in self.tables["objectives"]}
        self._known_owners = {
            _plain(str(owner)): str(owner)
            for key, name in _OWNERS
            for row in self.tables[key]
            if (owner := row.values[name])
        }
        self._teams: dict[str, str | None] = {}
        taken: dict[str, str] = {}
        for goal in goals:
            if self._ids[goal.row] in taken:
                message = Message(
                    "{row} and {other} become the same id; change one of the two",
                    row=repr(goal.row),
                    other=repr(taken[self._ids[goal.row]]),
                )
                self._refuse(goal, "row", message)
            taken[self._ids[goal.row]] = goal.row
            if goal.kind in _OTHER_TYPES:
                message = Message(
                    "{type} has no place here: an initiative needs its effects, which a goal does not say; take the row out and add it in the plan",
                    type=repr(goal.type),
                )
                self._refuse(goal, "type", message)
            elif self._is_key_result(goal):
                self._place_key_result(goal)
            else:
                self._place_objective(goal)

    def _is_key_result(self, goal: Goal) -> bool:
        if goal.kind in (*_OBJECTIVE_TYPES, *_KEY_RESULT_TYPES):
            return goal.kind in _KEY_RESULT_TYPES
        return goal.target is not None and bool(goal.parents)

    def _place_objective(self, goal: Goal) -> None:
        if goal.target is not None and goal.kind not in _OBJECTIVE_TYPES:
            message = Message(
                "has values but no parent; name the Row ID of its objective, or write Objective as its Goal Type"
            )
            self._refuse(goal, "parents", message)
        supports = self._parents(goal)
        values: dict[str, Value] = {"title": goal.title, "owner": self._owner(goal)}
        values |= {"supports": list(supports) or None, "team": self._team_of(goal)}
        values["focus_area"] = self._tagged(goal, "focus_areas", Message("focus area"))
        if supports and values["team"] is None and goal.kind not in _COMPANY_TYPES:
            message = Message(
                "no tag names the team of {row}; add one of {teams}, or Company as its Goal Type",
                row=repr(goal.row),
                teams=tuple(team.name for team in self._plan.teams),
            )
            self._refuse(goal, "tags", message)
        fields = {"title": "title", "owner": "owners", "supports": "parents", "team": "tags", "focus_area": "tags"}
        self._put("objectives", goal, values, fields)

    def _place_key_result(self, goal: Goal) -> None:
        parents = self._parents(goal)
        if len(parents) != 1 and len(goal.parents) != 1:
            message = Message(
                "a key result belongs to one objective, and {row} names {count}; name one",
                row=repr(goal.row),
                count=len(goal.parents),
            )
            self._refuse(goal, "parents", message)
        owner = self._owner(goal)
        values: dict[str, Value] = {"title": goal.title, "objective": parents[0] if parents else None, "owner": owner}
        values |= {"start": goal.start, "target": goal.target, "unit": goal.unit or None}
        due = goal.ends or self._end_of_cycle(goal)
        values["due"] = due.isoformat() if due else None
        values["kind"] = self._kind(goal)
        fields = {"title": "title", "objective": "parents", "owner": "owners", "start": "start", "target": "target"}
        self._put("key_results", goal, values, fields | {"unit": "target", "due": "ends", "kind": "target"})
        self.key_results.append((self._ids[goal.row], goal, owner or ""))

    def _kind(self, goal: Goal) -> str | None:
        """How it is measured, by the values there are; a kind that somebody chose in the plan stays."""
        by_way = (KeyResultKind.INCREASE.value, KeyResultKind.DECREASE.value)
        known = self._row("key_results", self._ids[goal.row])
        if known and known.values["kind"] not in by_way:
            return None
        if goal.start is not None and goal.target is not None:
            return by_way[goal.target < goal.start]
        if known or goal.start is not None:
            return None
        return (KeyResultKind.YES_NO if goal.target is None else KeyResultKind.AT_LEAST).value

    def _parents(self, goal: Goal) -> list[str]:
        """Ids of the objectives that a goal names as its parents."""
        found = []
        for name in goal.parents:
            id_ = self._id_of(name)
            if name in self._goals and self._is_key_result(self._goals[name]):
                message = Message(
                    "{name} is a key result, and nothing hangs below one; name an objective", name=repr(name)
                )
                self._refuse(goal, "parents", message)
            elif name in self._goals or id_ in self._objectives:
                found.append(id_)
            else:
                message = Message(
                    "there is no Row ID {name} and no such objective in the plan; add its row or take it out",
                    name=repr(name),
                )
                self._refuse(goal, "parents", message)
        return found

    def _team_of(self, goal: Goal) -> str | None:
        """The team of an objective: named by a tag, as in the plan, or that of its parents; ``None`` is the company."""
        if goal.row not in self._teams:
            self._teams[goal.row] = None  # so that a circle of parents ends
            known = self._objectives.get(self._ids[goal.row])
            above = {
                self._team_of(self._goals[name]) if name in self._goals else self._objectives[id_].values["team"]
                for name in goal.parents
                if (id_ := self._id_of(name)) in self._objectives or name in self._goals
            }
            inherited = above.pop() if len(above) == 1 else None
            tagged = self._tagged(goal, "teams", Message("team"))
            if tagged is None and known is not None:
                inherited = known.values["team"]
            self._teams[goal.row] = tagged or (str(inherited) if inherited else None)
        return self._teams[goal.row]

    def _tagged(self, goal: Goal, key: str, kind: str) -> str | None:
        """The id of the one team or focus area that tags name."""
        names = {
            str(row.values[name]).casefold(): str(row.values["id"])
            for row in self.tables[key]
            for name in ("name", "id")
        }
        found = list(dict.fromkeys(names[tag.casefold()] for tag in goal.tags if tag.casefold() in names))
        if len(found) > 1:
            message = Message("the tags name more than one {kind}: {names}; keep one", kind=kind, names=tuple(found))
            self._refuse(goal, "tags", message)
        return found[0] if found else None

    def _owner(self, goal: Goal) -> str | None:
        """Owners as text: what stands before the @, as the plan writes it where it knows the role."""
        names = []
        for owner in goal.owners:
            before = re.sub("[._+-]+", " ", owner.partition("@")[0]).strip() if "@" in owner else owner
            names.append(self._known_owners.get(_plain(before), before[:1].upper() + before[1:]))
        return ", ".join(dict.fromkeys(names)) or None

    def _end_of_cycle(self, goal: Goal) -> dt.date | None:
        named = [quarter for quarter in QUARTERS if re.search(rf"\b{quarter}\b", goal.cycle, re.IGNORECASE)]
        label = self._plan.fiscal_year.label
        return self._plan.fiscal_year.last_day(named[0]) if len(named) == 1 and label in goal.cycle else None

    def _id_of(self, row: str) -> str:
        return self._ids.get(row) or slug(row, prefix="goal")

    def _row(self, key: str, id_: str) -> Row | None:
        return next((row for row in self.tables[key] if row.values["id"] == id_), None)

    def _put(self, key: str, goal: Goal, values: dict[str, Value], fields: dict[str, str]) -> None:
        """Enter what a goal says in its row, a new one where there is none."""
        row = self._row(key, self._ids[goal.row])
        if row is None:
            sheet = BY_KEY[key]
            row = Row({column.field: sheet.default(column) for column in sheet.columns})
            self.tables[key].append(row)
        row.values |= {name: value for name, value in values.items() if value is not None} | {"id": self._ids[goal.row]}
        row.cells = {name: goal.place(field) for name, field in fields.items()} | {"id": goal.place("row")}

    def _refuse(self, goal: Goal, field: str, message: str) -> None:
        self.problems.append(Problem(message, self._file, None, goal.place(field)))


def _check_ins(plan: Plan, placing: _Placing, as_of: dt.date) -> list[CheckIn]:
    """A check-in for each current value that is not the last one known anyway."""
    last: dict[str, float] = {}
    if any(goal.current is not None for _, goal, _ in placing.key_results):
        known = load_check_ins(plan).dropna(subset=["value"])
        last = dict(zip(known["key_result"], known["value"], strict=True))
    return [
        CheckIn(date=goal.updated or as_of, key_result=id_, value=goal.current, comment=goal.status, author=owner)
        for id_, goal, owner in placing.key_results
        if goal.current is not None and last.get(id_) != goal.current
    ]


def _plain(text: str) -> str:
    return re.sub("[^a-z0-9]", "", text.casefold())

"""A plan being edited: every change is checked and saved at once, and nobody's edit is lost.

    session = EditingSession.open("my-plan")
    session.on_change(redraw)
    session.change(changed)        # checked, shown, saved; a PlanError says why it cannot be
    session.undo()

The files are looked at before every change, and every two seconds while ``watch`` is on. What somebody else changed is
taken over; where both changed the same field, theirs stays, both values are listed in ``conflicts`` and the own version
is kept in the history. When the folder cannot be written, edits stay in memory and are tried again.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from okr_lib.errors import ChangedOnDiskError, Message, NotWrittenError, PlanError, Problem
from okr_lib.plan.changes import changed_plan, plan_data
from okr_lib.plan.fields import FieldPath
from okr_lib.plan.folder import file_contents, load_plan, plan_files, plan_from_files
from okr_lib.plan.merging import Conflict, Merged, chosen, merge
from okr_lib.plan.model import Plan
from okr_lib.plan.saving import keep_version, save_plan
from okr_lib.plan.store.reading import Stamp, stamps

_ATTEMPTS = 5  # to save while others save too


class NoteKind(StrEnum):
    """What a session has to tell."""

    TAKEN_OVER = "taken over"  # files that somebody else changed are shown now
    UNUSABLE = "unusable"  # what somebody else wrote is no plan; their words follow
    CONFLICT = "conflict"  # fields that both changed
    NOT_SAVED = "not saved"  # the folder cannot be written; why follows
    SAVED_AGAIN = "saved again"  # what could not be saved now is
    UNDONE = "undone"  # a change was taken back
    REDONE = "redone"  # a change was made again


@dataclass(frozen=True)
class Note:
    """Something that happened: which files, why where it went wrong, and the plan before and after an undo."""

    kind: NoteKind
    files: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    moved: tuple[Plan, Plan] | None = None


@dataclass(frozen=True)
class _Step:
    """One change, as plain data of the plan before and after it; ``about`` is what it was about."""

    before: Mapping[str, Any]
    after: Mapping[str, Any]
    about: FieldPath | None = None


class EditingSession:
    """One person's editing of the plan in a folder, which it was loaded from.

    A plan must pass ``check`` besides being sound, such as ``growth_ledger``, which raises a ``PlanError`` otherwise.
    ``plan`` is the plan as it stands, saved or not, and ``unsaved`` why it could not be saved; ``notes`` tell people
    what happened since the last change of one's own, and ``conflicts`` are fields that both changed, until ``choose``
    settles them.
    """

    def __init__(self, plan: Plan, *, check: Callable[[Plan], object] | None = None) -> None:
        if plan.folder is None:
            raise PlanError([Problem(Message("the plan was made in code and has no folder; save it to one first"))])
        self.folder: Path = plan.folder
        self.plan = plan
        self.notes: tuple[Note, ...] = ()
        self.conflicts: tuple[Conflict, ...] = ()
        self.unsaved = ""
        self._check = check
        self._disk = plan  # what the folder holds, as far as is known
        self._stamps = self._seen()
        self._done: list[_Step] = []
        self._undone: list[_Step] = []
        self._observers: list[Callable[[], object]] = []
        self._lookers: list[Callable[[], object]] = []
        self._timer: asyncio.TimerHandle | None = None

    @classmethod
    def open(cls, folder: str | Path, *, check: Callable[[Plan], object] | None = None) -> Self:
        """Start to edit the plan in a folder; a ``PlanError`` says what is wrong with it."""
        plan = load_plan(folder)
        if check:
            check(plan)
        return cls(plan, check=check)

    def on_change(self, told: Callable[[], object]) -> None:
        """Call ``told`` whenever the plan, the notes, the conflicts or what is unsaved changed."""
        self._observers.append(told)

    def on_look(self, told: Callable[[], object]) -> None:
        """Call ``told`` each time the files have been looked at while ``watch`` is on, for what else lies beside them."""
        self._lookers.append(told)

    def change(self, plan: Plan, *, about: FieldPath | None = None) -> None:
        """Take a plan made from ``session.plan``: check it, show it, save it; a ``PlanError`` says why it is none, and nothing has changed then.

        Several changes in a row ``about`` the same, such as typing a title, are one step of undo.
        """
        self.change_data(plan_data(plan), about=about)

    def change_data(self, data: Mapping[str, Any], *, about: FieldPath | None = None) -> None:
        """Take a plan's changed data, as ``change`` does a plan."""
        old, checked = plan_data(self.plan), self._checked(data)
        new = plan_data(checked)
        self.notes = ()
        if new != old:
            last = self._done[-1] if self._done else None
            if last and about is not None and last.about == about and last.after == old:
                self._done[-1] = _Step(last.before, new, about)
            else:
                self._done.append(_Step(old, new, about))
            self._undone.clear()
            self.plan = checked
        self.look()
        self._tell()  # people see the numbers before the disk has finished
        self._write()

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether there is a change to make again."""
        return bool(self._undone)

    def undo(self) -> None:
        """Take back the last change of one's own; what others changed since stays."""
        if self._done:
            step = self._done.pop()
            self._undone.append(step)
            self._move(NoteKind.UNDONE, step.after, step.before)

    def redo(self) -> None:
        """Make the change again that was taken back last."""
        if self._undone:
            step = self._undone.pop()
            self._done.append(step)
            self._move(NoteKind.REDONE, step.before, step.after)

    def choose(self, conflict: Conflict, *, mine: bool) -> None:
        """Settle a conflict with one of its two values; a ``PlanError`` when the plan cannot have it any more."""
        data = chosen(plan_data(self.plan), conflict, mine=mine)
        remaining = tuple(other for other in self.conflicts if other is not conflict)
        changed = self._checked(data)
        self.conflicts = remaining
        self.change(changed)

    def look(self) -> None:
        """See whether somebody else changed the files, take it over, and try again to save what is not saved."""
        found = self._seen()
        known = self._disk.source.files if self._disk.source else {}
        if found != self._stamps:
            self._stamps = found
            contents, problems = file_contents(self.folder)
            if problems or contents != {name: file.content for name, file in known.items()}:
                try:
                    self._join(self._sound(plan_from_files(self.folder, contents, problems, known)))
                except PlanError as error:
                    self._note(Note(NoteKind.UNUSABLE, _files(error), error.problems))
                    self._tell()
        if self.unsaved:
            self._write()

    def _seen(self) -> dict[str, Stamp]:
        try:
            return stamps(self.folder, plan_files(self.folder))
        except PlanError:  # which reading them will say
            return {}

    def watch(self, seconds: float = 2.0) -> None:
        """Look again and again, while the notebook's kernel runs; without a running loop nothing happens."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return
        self.close()

        def tick() -> None:
            self.look()
            for told in self._lookers:
                told()
            self._timer = loop.call_later(seconds, tick)

        self._timer = loop.call_later(seconds, tick)

    def close(self) -> None:
        """Stop watching."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _move(self, kind: NoteKind, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        self.notes = ()
        self.look()
        was, self.plan = self.plan, self._merge(before, after, self.plan)
        self._note(Note(kind, moved=(was, self.plan)))
        self._tell()
        self._write()

    def _write(self) -> None:
        """Save what differs from the folder; on a conflict merge and try again, on a full disk keep it and say so."""
        failed, notes = self.unsaved, self.notes
        try:
            for _ in range(_ATTEMPTS):
                if self.plan == self._disk:
                    break
                try:
                    self._disk = save_plan(self.plan.with_source(self._disk.source), self.folder)
                    self.plan = self._disk
                except ChangedOnDiskError:
                    self._join(self._sound(load_plan(self.folder)))
            self.unsaved = ""
            if failed:
                self._note(Note(NoteKind.SAVED_AGAIN))
        except NotWrittenError as error:
            self.unsaved = "; ".join(problem.message for problem in error.problems)
            self._note(Note(NoteKind.NOT_SAVED, _files(error), error.problems))
        except PlanError as error:  # somebody else is in the middle of writing, or wrote what is no plan
            self.unsaved = str(error)
            self._note(Note(NoteKind.UNUSABLE, _files(error), error.problems))
        if self.unsaved != failed or self.notes != notes:
            self._tell()

    def _join(self, theirs: Plan) -> None:
        """Take over what somebody else wrote; where both changed a field, theirs stays and both are listed."""
        known, now = (plan.source.files if plan.source else {} for plan in (self._disk, theirs))
        same = [name for name in now if name in known and known[name].content == now[name].content]
        files = [name for name in {**known, **now} if name not in same]
        mine, base = plan_data(self.plan), plan_data(self._disk)
        own = self.plan.with_source(self._disk.source)
        before = self.conflicts
        self.plan = self._merge(base, mine, theirs)
        self._disk = theirs
        if len(self.conflicts) > len(before):
            self._keep(own)
            self._note(Note(NoteKind.CONFLICT, tuple(files)))
        else:
            self._note(Note(NoteKind.TAKEN_OVER, tuple(files)))
        self._tell()

    def _merge(self, base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Plan) -> Plan:
        """The plan with both changes; what cannot stand together becomes conflicts."""
        merged = merge(base, mine, plan_data(theirs))
        try:
            plan = self._checked(merged.data)
        except PlanError:
            merged = Merged(merged.data, merge(base, mine, plan_data(theirs), yielding=True).conflicts)
            plan = theirs
        paths = {conflict.path for conflict in merged.conflicts}
        self.conflicts = (*(old for old in self.conflicts if old.path not in paths), *merged.conflicts)
        return plan

    def _checked(self, data: Mapping[str, Any]) -> Plan:
        return self._sound(changed_plan(self.plan, data))

    def _sound(self, plan: Plan) -> Plan:
        if self._check:
            self._check(plan)
        return plan

    def _keep(self, plan: Plan) -> None:
        try:
            keep_version(plan, self.folder)
        except NotWrittenError as error:
            self._note(Note(NoteKind.NOT_SAVED, (), error.problems))

    def _note(self, note: Note) -> None:
        same = [old for old in self.notes if old.kind is not note.kind or old.files != note.files]
        self.notes = (*same, note)

    def _tell(self) -> None:
        for told in self._observers:
            told()


def _files(error: PlanError) -> tuple[str, ...]:
    return tuple(dict.fromkeys(problem.file for problem in error.problems if problem.file))

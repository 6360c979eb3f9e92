"""What stays in sight in a workshop: the plan's name, undo and redo, whether all is saved, the four figures, and notes.

Notes tell at once what somebody else changed; where both changed the same field, two buttons choose.
"""

from collections.abc import Callable
from html import escape
from pathlib import PurePath

import ipywidgets as widgets

from okr_lib.display.change_words import change_words
from okr_lib.display.labels import NOTHING, Labels
from okr_lib.display.outlook_words import likelihood_words
from okr_lib.display.places import place_words, value_words
from okr_lib.plan.changes import plan_data
from okr_lib.plan.merging import Conflict
from okr_lib.plan.source import COMPANY_FILE
from okr_lib.widgets.desk import Desk, Figures
from okr_lib.widgets.parts import button, column, row, swap
from okr_lib.widgets.refusing import refused
from okr_lib.widgets.session import Note, NoteKind

_NOTES = {
    NoteKind.TAKEN_OVER: "Somebody else changed {what}; their changes are taken over.",
    NoteKind.UNUSABLE: "{files} was changed by somebody else and cannot be used as it is; nothing of yours is lost, and it is tried again. {words}",
    NoteKind.CONFLICT: "Somebody else changed {what}, in fields you changed too. Both versions are kept; choose below.",
    NoteKind.NOT_SAVED: "Your changes are not saved yet: {words}. They are kept here and tried again every two seconds; leave this page open.",
    NoteKind.SAVED_AGAIN: "All changes are saved now.",
    NoteKind.UNDONE: "Undone: {words}",
    NoteKind.REDONE: "Done again: {words}",
}
_LOCKING = (NoteKind.NOT_SAVED, NoteKind.UNUSABLE)
_UNSAVED = "okr-unsaved"  # by which the page knows that its fields are to be locked
_BAD = (NoteKind.UNUSABLE, NoteKind.CONFLICT, NoteKind.NOT_SAVED)


_Tile = tuple[str, str, str, str]  # what it is, the figure, a word below it, and its colour


def _tiles_html(figures: Figures, labels: Labels) -> str:
    """The four figures; without revenue there is none."""
    tiles = _of_team(figures, labels) if figures.team else _of_plan(figures, labels)
    if not figures.standing.target:
        tiles = [(name, NOTHING, labels.text("last year's revenue is missing"), "") for name, *_ in tiles]
    inside = "".join(
        f'<div class="okr-tile {kind}"><span>{escape(name)}</span><b>{escape(value)}</b><span>{escape(below)}</span></div>'
        for name, value, below, kind in tiles
    )
    return (
        f'<div class="okr-tiles" role="group" aria-label="{escape(labels.text("The plan in figures"))}">{inside}</div>'
    )


def _of_plan(figures: Figures, labels: Labels) -> list[_Tile]:
    found = figures.standing
    growth = labels.text("{growth} on last year", growth=labels.growth(found.growth))
    share = labels.text("{share} of the target", share=labels.share(found.covered_share, 1))
    return [
        (labels.text("Target"), labels.money(found.target), growth, ""),
        (labels.text("Covered"), labels.money(found.covered), share, ""),
        _uncovered(found.uncovered, labels, closes=found.closes),
        (labels.text("Likelihood"), *likelihood_words(figures.outlook, labels), ""),
    ]


def _of_team(figures: Figures, labels: Labels) -> list[_Tile]:
    """What the team has promised, what it plans, and what is missing; and how likely the company's target is."""
    team = figures.commitments.set_index("team").loc[figures.team]
    whole = labels.text("of {amount} for all teams", amount=labels.money(figures.standing.to_win))
    before = labels.number(figures.brought.loc[figures.team, "initiative"])
    below = labels.text("{amount} before overlap, as in the picture", amount=before)
    return [
        (labels.text("Commitment"), labels.money(team["commitment"]), whole, ""),
        (labels.text("Expected, after overlap"), labels.money(team["contribution"]), below, ""),
        _uncovered(team["uncovered"], labels, closes=team["uncovered"] <= 0),
        (labels.text("The company's likelihood"), *likelihood_words(figures.outlook, labels), ""),
    ]


def _uncovered(amount: float, labels: Labels, *, closes: bool) -> _Tile:
    kind = "okr-closed" if closes else "okr-open"
    if amount > 0:
        return labels.text("Uncovered"), labels.money(amount), labels.text("still to be covered"), kind
    if amount < 0:
        below = labels.text("the plan has more than it needs")
        return labels.text("More than needed"), labels.money(-amount), below, kind
    return labels.text("Uncovered"), labels.money(amount), labels.text("the numbers close"), kind


class WorkshopTop(widgets.VBox):
    """Name, undo, redo, the four figures and notes."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        labels = desk.labels
        self.title, self.status, self.tiles, self.notes = (widgets.HTML() for _ in range(4))
        self.status.add_class("okr-status")
        self.undo = button(labels.text("Undo"), lambda: self._move(desk.session.undo))
        self.redo = button(labels.text("Redo"), lambda: self._move(desk.session.redo))
        self.conflicts = widgets.VBox()
        self._listed: tuple[Conflict, ...] = ()
        self.show = widgets.HTML(
            f'<button type="button" class="okr-present" aria-pressed="false">{escape(labels.text("Present"))}</button>'
        )
        self.tiles.add_class("okr-bar")
        self.notices = column(self.notes, self.conflicts, kind="okr-notes")
        undoing = row(self.undo, self.redo, kind="okr-undo")
        super().__init__([row(self.title, self.status, undoing, self.show, kind="okr-head"), self.tiles])
        self.refresh()

    def refresh(self) -> None:
        """Show the figures, and what there is to tell."""
        desk, labels, session = self.desk, self.desk.labels, self.desk.session
        whose = f" · {labels.name('team', desk.team)}" if desk.team else ""
        name, year = desk.plan.name, desk.plan.fiscal_year.label
        self.title.value = f"<h2>{escape(name if year in name else f'{name} · {year}')}{escape(whose)}</h2>"
        self.undo.disabled, self.redo.disabled = not session.can_undo, not session.can_redo
        self.tiles.value = _tiles_html(desk.figures, labels)
        self.status.value = self._status()
        self.notes.value = "".join(map(self._note, session.notes))
        if session.conflicts != self._listed:
            self._listed = session.conflicts
            swap(self.conflicts, [self._conflict(conflict) for conflict in session.conflicts])

    def _status(self) -> str:
        """Whether all is saved; the page shows the other two while something is being typed, or was not taken."""
        labels, unsaved = self.desk.labels, bool(self.desk.session.unsaved)
        saved = escape(labels.text("Not saved yet") if unsaved else labels.text("All changes are saved"))
        typing = escape(labels.text("Not saved yet"))
        wrong = escape(labels.text("Something typed is not taken; see the words in red"))
        return (
            f'<span role="status" class="{"okr-bad" if unsaved else "okr-calm"}">{saved}</span>'
            f'<span class="okr-when okr-typing">{typing}</span><span class="okr-when okr-wrong">{wrong}</span>'
        )

    def _move(self, move: Callable[[], None]) -> None:
        if words := refused(move, self.desk.labels):
            self.notes.value += f'<div class="okr-note okr-bad" role="alert">{escape(words)}</div>'

    def _note(self, note: Note) -> str:
        labels = self.desk.labels
        if note.moved is not None:
            why = change_words(plan_data(note.moved[0]), plan_data(note.moved[1]), labels) or labels.text(
                "somebody else has changed it since"
            )
        elif note.kind is NoteKind.NOT_SAVED:
            why = "; ".join(labels.said(problem.message) for problem in note.problems)
        else:
            why = " ".join(labels.said(problem) for problem in note.problems)
        what = ", ".join(map(self._part, note.files))
        words = labels.text(_NOTES[note.kind], files=", ".join(note.files), what=what, words=why)
        bad = note.kind in _BAD
        locking = self.desk.session.unsaved and note.kind in _LOCKING
        kinds = " ".join(filter(None, ("okr-note", "okr-bad" if bad else "", _UNSAVED if locking else "")))
        close = f'<button type="button" class="okr-close" aria-label="{escape(labels.text("Close"))}">×</button>'
        return f'<div class="{kinds}" role="{"alert" if bad else "status"}"><span>{escape(words)}</span>{close}</div>'

    def _part(self, file: str) -> str:
        """What a file holds, as people of a workshop say it: a team by its name, else the company's part."""
        team, labels = PurePath(file).stem, self.desk.labels
        return labels.text("the company's part") if file == COMPANY_FILE else labels.name("team", team)

    def _conflict(self, conflict: Conflict) -> widgets.Widget:
        labels = self.desk.labels
        place = place_words(self.desk.data, conflict.path, labels)
        mine, theirs = (value_words(value, conflict.path, labels) for value in (conflict.mine, conflict.theirs))
        told = widgets.HTML(
            f"<p>{escape(labels.text('{place}: yours {mine}, theirs {theirs}', place=place, mine=mine, theirs=theirs))}</p>"
        )
        keep = button(labels.text("Take mine"), lambda: self._choose(conflict, mine=True), main=True)
        give = button(labels.text("Keep theirs"), lambda: self._choose(conflict, mine=False))
        return row(told, keep, give, kind="okr-conflict")

    def _choose(self, conflict: Conflict, *, mine: bool) -> None:
        self._move(lambda: self.desk.session.choose(conflict, mine=mine))

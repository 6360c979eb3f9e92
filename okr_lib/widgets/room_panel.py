"""The room on the facilitator's page: how phones join, what is asked, how many have answered - and, once revealed, what.

It meets the server that phones reach in the plan's folder only (``plan/room.py``): either may be started again.
"""

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from html import escape
from urllib.parse import parse_qs, urlsplit

import ipywidgets as widgets

from okr_lib.display.labels import Labels
from okr_lib.display.panel_chart import chart_panel, estimate_words, finding_apart, finding_panel
from okr_lib.errors import OkrError
from okr_lib.growth.panel import Panel, merge_estimates
from okr_lib.plan.changes import value_at, with_value
from okr_lib.plan.initiatives import Initiative
from okr_lib.plan.model import Team
from okr_lib.plan.opinions import append_opinions
from okr_lib.plan.room import ROOM_VARIABLE, Answers, Asked, Question, Vote, ask, load_room, room_stamps
from okr_lib.plan.room_notes import (
    LONGEST_NOTE,
    NOTES_FILE,
    NoteKind,
    RoomNote,
    add_room_note,
    decisions,
    load_room_notes,
    open_questions,
)
from okr_lib.plan.values import Estimate
from okr_lib.widgets.desk import Desk
from okr_lib.widgets.fields import ChoiceField, TextField
from okr_lib.widgets.parts import button, head, heading, items, row, swap
from okr_lib.widgets.picture_area import PictureArea
from okr_lib.widgets.refusing import refused


def room_panels(desk: Desk) -> list[widgets.Widget]:
    """The room's panel, where the page of the whole plan is served with a room."""
    address = os.environ.get(ROOM_VARIABLE, "")
    return [RoomPanel(desk, address)] if address and desk.team is None else []


class RoomPanel(widgets.VBox):
    """What the facilitator sees of the room and does with it; phones join at the address: ``http://10.0.0.5:8123/?code=KTRWPN``."""

    def __init__(self, desk: Desk, address: str) -> None:
        self.desk, self.address = desk, address
        labels = desk.labels
        self.folder = desk.session.folder
        self.question, self.answers = Question(), Answers()
        self._drawn: object = None
        self.line, self.told, self.votes = (widgets.HTML() for _ in range(3))
        self.join = widgets.HTML(_join_words(address, desk))
        self.choice = ChoiceField(labels.text("Initiative"), labels, self._choices())
        self.buttons = {
            "ask": self._button(labels.text("Put it to the room"), self.put, main=True),
            "reveal": self._button(labels.text("Reveal"), self.reveal),
            "use": self._button(labels.text("Use it"), self.use),
            "vote": self._button(labels.text("Start a vote"), self.start_vote),
            "end": self._button(labels.text("End the vote, show the dots"), self.end_vote),
        }
        self.picture, self.apart = PictureArea(height="auto"), widgets.HTML()
        self.parked = widgets.VBox()
        self.decision = TextField(labels.text("A decision"), labels, optional=True)
        self.decided = widgets.HTML()
        write = self._button(labels.text("Write it down"), self.decide)
        self.inside = widgets.VBox(
            [
                row(
                    self.join, widgets.VBox([self.choice, row(*self.buttons.values()), self.told]), kind="okr-room-top"
                ),
                self.picture,
                self.apart,
                self.votes,
                self.parked,
                row(self.decision, write, kind="okr-add"),
                self.decided,
            ]
        )
        self.fold = button(labels.text("Show or hide the room"), self._fold)
        super().__init__([row(head(labels.text("Room")), self.line, self.fold, kind="okr-head"), self.inside])
        self.add_class("okr-room")
        desk.session.on_look(self.look)
        desk.session.on_change(lambda: self.choice.offer(self._choices()))
        self.look()

    @property
    def labels(self) -> Labels:
        """Words and numbers of the plan in the page's language."""
        return self.desk.labels

    def look(self) -> None:
        """See what phones have said since, when anything has moved."""
        notes = self.folder / NOTES_FILE
        seen = room_stamps(self.folder), notes.stat().st_mtime_ns if notes.exists() else 0
        if seen == self._drawn:
            return
        self._drawn = seen
        if words := refused(self._show, self.labels):
            self._say(words)

    def put(self) -> None:
        """Ask the room for estimates of the chosen initiative; nothing of an earlier question is asked any more."""
        if not self.choice.value:
            raise OkrError(self.labels.text("Choose an initiative first"))
        initiative, stream = str(self.choice.value).split("/")
        labels, effect = self.labels, self._effect(initiative, stream)[2]
        asked = Asked(
            initiative=initiative,
            stream=stream,
            title=labels.name("initiative", initiative),
            stream_title=labels.name("stream", stream),
            lift=effect is not None and self._initiative(initiative)[1].effects[effect].lift is not None,
        )
        self._ask(lambda *_: self._of_plan(asked=asked))

    def reveal(self) -> None:
        """Show what the room expects, to everybody at the same moment; what comes later does not count."""

        def revealed(question: Question, answers: Answers) -> Question:
            said = answers.estimates.get(question.asked.key, {}) if question.asked else {}
            if question.asked is None or not said:
                raise OkrError(self.labels.text("Nobody has answered yet"))
            merged = merge_estimates(self._by_person(answers, said)).merged
            return question.model_copy(update={"asked": question.asked.model_copy(update={"merged": merged})})

        self._ask(revealed)

    def use(self) -> None:
        """Make the merged estimate the plan's; the workshop can undo it, and the room's opinions are kept beside it."""
        asked = self.question.asked
        if asked is None or asked.merged is None:
            raise OkrError(self.labels.text("Reveal the estimates first"))
        team, initiative, place = self._effect(asked.initiative, asked.stream)
        where = ("teams", team.id, "initiatives", initiative.id, "effects")
        merged, data = asked.merged.model_dump(mode="json"), self.desk.data
        if place is None:
            effects = [*value_at(data, where), {"stream": asked.stream, "amount": merged}]
            data = with_value(data, where, effects)
        else:
            data = with_value(data, (*where, place, "lift" if asked.lift else "amount"), merged)
        self.desk.session.change_data(data)
        said = self._by_person(self.answers, self.answers.estimates.get(asked.key, {}))
        append_opinions(self.desk.plan, asked.initiative, asked.stream, said)
        labels = self.labels
        words = labels.text(
            "{initiative}, {stream}: {estimate}, the median of {count}",
            initiative=asked.title,
            stream=asked.stream_title,
            estimate=estimate_words(dict(asked.merged), labels, lift=asked.lift),
            count=str(len(said)),
        )
        self._note(NoteKind.DECISION, words, asked.initiative)

    def start_vote(self) -> None:
        """Let every phone give its dots to the plan's initiatives."""
        titles = {each.id: each.name for _, each in self.desk.plan.initiatives()}
        if not titles:
            raise OkrError(self.labels.text("There is nothing to vote on yet"))

        def started(_: Question, answers: Answers) -> Question:
            return self._of_plan(vote=Vote(number=max(map(int, answers.dots), default=0) + 1, titles=titles))

        self._ask(started)

    def end_vote(self) -> None:
        """Show the dots to everybody; what comes later does not count."""

        def ended(question: Question, answers: Answers) -> Question:
            if question.vote is None:
                raise OkrError(self.labels.text("There is no vote"))
            vote = question.vote.model_copy(update={"dots": answers.totals(question.vote)})
            return question.model_copy(update={"vote": vote})

        self._ask(ended)

    def decide(self) -> None:
        """Write down a decision."""
        if not self.decision.value:
            raise OkrError(self.labels.text("Write what was decided first"))
        self._note(NoteKind.DECISION, str(self.decision.value)[:LONGEST_NOTE])
        self.decision.show(None)

    def _of_plan(self, **asked: Asked | Vote) -> Question:
        plan = self.desk.plan
        return Question.model_validate({"title": plan.name, "currency": plan.currency, "unit": plan.unit, **asked})

    def _ask(self, change: Callable[[Question, Answers], Question]) -> None:
        ask(self.folder, change)
        self.look()

    def _note(self, kind: NoteKind, text: str, about: str = "") -> None:
        when = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")
        add_room_note(self.folder, RoomNote(when, kind, text, about=about))
        self.look()

    def _choices(self) -> list[tuple[str, str]]:
        """Each effect of each initiative; of one that has none yet, its team's first stream or the plan's."""
        labels = self.labels
        found: list[tuple[str, str]] = []
        for team, initiative in self.desk.plan.initiatives():
            streams = [effect.stream for effect in initiative.effects] or [*team.streams, self.desk.plan.streams[0].id][
                :1
            ]
            found += [
                (f"{initiative.name} · {labels.name('stream', stream)}", f"{initiative.id}/{stream}")
                for stream in streams
            ]
        return found

    def _initiative(self, name: str) -> tuple[Team, Initiative]:
        for team, initiative in self.desk.plan.initiatives():
            if initiative.id == name:
                return team, initiative
        raise OkrError(self.labels.text("This initiative is not in the plan any more"))

    def _effect(self, name: str, stream: str) -> tuple[Team, Initiative, int | None]:
        """An initiative, who delivers it, and the place of its effect on a stream where it has one."""
        team, initiative = self._initiative(name)
        places = [place for place, effect in enumerate(initiative.effects) if effect.stream == stream]
        return team, initiative, places[0] if places else None

    def _by_person(self, answers: Answers, said: Mapping[str, Estimate]) -> dict[str, Estimate]:
        """Estimates by what each phone is called: its name or its number, and both where two have one name."""
        found: dict[str, Estimate] = {}
        for phone, estimate in said.items():
            known = answers.phones[phone]
            number = self.labels.text("No. {number}", number=str(known.number))
            name = known.name or number
            while name in found:
                name = f"{name} ({number})"
            found[name] = estimate
        return found

    def _show(self) -> None:
        self.question, self.answers = question, answers = load_room(self.folder)
        labels = self.labels
        asked, vote = question.asked, question.vote
        revealed, ended = asked is not None and asked.merged is not None, vote is not None and vote.dots is not None
        self.buttons["reveal"].disabled = asked is None or revealed
        self.buttons["use"].disabled = not revealed
        self.buttons["end"].disabled = vote is None or ended
        count = labels.text(
            "{count} of {all} have answered", count=str(answers.count(question)), all=str(len(answers.phones))
        )
        what = asked.title if asked else labels.text("Vote") if vote else labels.text("Nothing is asked")
        code = labels.text("Code {code}", code=_code(self.address))
        phones = labels.text("Phones: {count}", count=str(len(answers.phones)))
        parts = [code, phones, what, *([count] if asked or vote else [])]
        self.line.value = f'<span role="status">{escape(" · ".join(parts))}</span>'
        self._show_estimates(asked if revealed else None)
        self.votes.value = self._dots(vote) if vote is not None and vote.dots is not None else ""
        self._show_notes()

    def _show_estimates(self, asked: Asked | None) -> None:
        labels = self.labels
        self.picture.layout.display = "" if asked else "none"
        if asked is None:
            self.apart.value = ""
            return
        panel: Panel = merge_estimates(self._by_person(self.answers, self.answers.estimates[asked.key]))
        title = f"{asked.title}: {finding_panel(panel, labels, lift=asked.lift)}"
        self.picture.show(chart_panel(panel, labels, title, lift=asked.lift))
        self.apart.value = "".join(f"<p>{escape(words)}</p>" for words in finding_apart(panel, labels))

    def _dots(self, vote: Vote) -> str:
        rows = "".join(
            f'<tr><td>{escape(vote.titles[name])}</td><td class="okr-dots"><span aria-hidden="true">{"●" * count}</span></td>'
            f"<td>{escape(self.labels.number(count, 0))}</td></tr>"
            for name, count in (vote.dots or {}).items()
        )
        return heading(self.labels.text("The room's dots")) + f"<table><tbody>{rows}</tbody></table>"

    def _show_notes(self) -> None:
        labels, notes = self.labels, load_room_notes(self.folder)
        waiting = [
            row(
                widgets.HTML(f"<p>{escape(note.text)} <small>{escape(note.by)}</small></p>"),
                button(labels.text("Answered"), lambda note=note: self._note(NoteKind.ANSWERED, note.text, note.about)),  # type: ignore[misc]
                kind="okr-parked",
            )
            for note in open_questions(notes)
        ]
        swap(self.parked, [head(labels.text("Parking lot")), *waiting] if waiting else [])
        listed = items(note.text for note in decisions(notes))
        self.decided.value = heading(labels.text("Decided")) + listed if listed else ""

    def _fold(self) -> None:
        self.inside.layout.display = "" if self.inside.layout.display == "none" else "none"

    def _button(self, words: str, press: Callable[[], object], *, main: bool = False) -> widgets.Button:
        return button(words, lambda: self._say(refused(press, self.labels)), main=main)

    def _say(self, words: str) -> None:
        self.told.value = f'<p role="alert" class="okr-refusal">{escape(words)}</p>' if words else ""


def _code(address: str) -> str:
    code = parse_qs(urlsplit(address).query).get("code", [""])[0]
    return f"{code[:3]} {code[3:]}"


def _join_words(address: str, desk: Desk) -> str:
    """The QR code, and beside it what to type where no camera reads it."""
    import segno

    labels = desk.labels
    shown = urlsplit(address)
    name = escape(labels.text("QR code for joining the room"), quote=True)
    picture = segno.make(address, error="m", micro=False).svg_inline(scale=5, dark="#000", light="#fff", border=3)
    how = labels.text("Scan it, or open {address} and type the code", address=f"{shown.scheme}://{shown.netloc}")
    return (
        f'<div class="okr-join"><div role="img" aria-label="{name}">{picture}</div>'
        f"<div><b>{escape(_code(address))}</b><p>{escape(how)}</p></div></div>"
    )

"""The wall: every initiative a card, to be moved, changed and added where it hangs; the same rows as a grid.

How it is drawn and how a hand or a key moves a card is in ``wall.js`` and ``wall.css``, which know no plan. They send what
somebody did, and are answered with the board as it then stands, or with why it cannot be.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from okr_lib.display.refusals import refusal_words
from okr_lib.display.wall_cards import wall_board, wall_words
from okr_lib.errors import Message, OkrError, ProblemsError
from okr_lib.plan.changes import changed_plan, value_at, with_record, with_value
from okr_lib.plan.check_ins import load_check_ins
from okr_lib.plan.fields import FieldPath
from okr_lib.plan.priorities import ASIDE, DONE, place_of, placed, taken_ids
from okr_lib.plan.scenario import load_scenarios
from okr_lib.widgets.desk import Data, Desk
from okr_lib.widgets.parts import script
from okr_lib.widgets.wall_entry import read_card
from okr_lib.widgets.wall_rows import read_rows

_Did = Mapping[str, Any]
_Answer = dict[str, Any]
_COLUMNS = ("starts", "focus_area")  # what a column may say of a card, besides its team


class Wall(anywidget.AnyWidget):
    """The wall of a plan; ``opened`` is told the id of an initiative that somebody wants to see whole."""

    _esm = script("wall.js")
    _css = Path(__file__).with_name("wall.css")
    words = traitlets.Dict().tag(sync=True)
    board = traitlets.Dict().tag(sync=True)

    def __init__(self, desk: Desk, opened: Callable[[str], object]) -> None:
        self.desk, self._opened = desk, opened
        super().__init__(words=wall_words(desk.labels))
        self._ways: dict[str, Callable[[_Did], _Answer | None]] = {
            "add": self._add,
            "edit": self._edit,
            "move": self._move,
            "try": self._try,
            "paste": self._paste,
            "open": self._open,
        }
        self.on_msg(lambda _, did, __: self.do(did))
        self.refresh()

    def refresh(self) -> None:
        """Bring the board to the plan."""
        desk, figures = self.desk, self.desk.figures
        self.board = wall_board(desk.plan, figures.ledger, figures.commitments, desk.labels, desk.may_edit)

    def do(self, did: _Did) -> _Answer:
        """Do what somebody did on the wall; the answer, which the page gets too, says what cannot be and why."""
        answer: _Answer = {"to": did.get("number"), "refused": "", "fields": {}}
        try:
            answer |= self._ways[did["do"]](did) or {}
        except OkrError as error:
            answer["refused"] = refusal_words(error, self.desk.labels)
        self.send(answer)
        return answer

    def _open(self, did: _Did) -> None:
        self._opened(str(did["id"]))

    def _add(self, did: _Did) -> _Answer:
        data, team = self.desk.data, self.desk.plan.team(str(did["team"]))
        path = self._allowed(("teams", team.id, DONE))
        record = {"name": str(did["name"]), "owner": team.lead or team.name, **_of_column(did)}
        changed, given = with_record(data, path, record, taken_ids(data))
        self.desk.session.change_data(changed)
        return {"id": given}

    def _edit(self, did: _Did) -> _Answer | None:
        """Fields of one card, judged together; nothing of it counts while a part of it cannot be."""
        data, path = self._found(did)
        typed = did["fields"]
        entry = read_card(value_at(data, path), typed, self.desk.labels)
        if entry.refused:
            return {"refused": " ".join(dict.fromkeys(entry.refused.values())), "fields": entry.refused}
        team = str(typed.get("team", path[1]))
        self._take(*self._placed(with_value(data, path, entry.record), path, team, str(path[2])))
        return None

    def _move(self, did: _Did) -> None:
        """A card put into a column, among what is done or what is set aside, in the order that its column then has."""
        self._take(*self._moved(did))

    def _try(self, did: _Did) -> None:
        """The bridge as it would be with a card where it hangs in the air; without one, as it is."""
        try:
            self.desk.try_out(self._moved(did)[0] if "id" in did else None)
        except OkrError:  # it cannot hang there; the drop says why
            self.desk.try_out(None)

    def _moved(self, did: _Did) -> tuple[Data, FieldPath, FieldPath]:
        """The data with a card in another column, where the card was and where it is."""
        data, path = self._found(did)
        for name, value in _of_column(did).items():
            data = with_value(data, (*path, name), value)
        team = str(did["column"]) if did["by"] == "team" else str(path[1])
        return self._placed(data, path, team, ASIDE if did["aside"] else DONE, did["order"])

    def _placed(
        self, data: Data, path: FieldPath, team: str, kind: str, order: Sequence[str] = ()
    ) -> tuple[Data, FieldPath, FieldPath]:
        """The same for a place in a list; the owner changes with the team where the team's lead owned it."""
        self._allowed(("teams", team, kind))
        if team != path[1]:
            former, new = self.desk.plan.team(str(path[1])), self.desk.plan.team(team)
            if value_at(data, path)["owner"] == (former.lead or former.name):
                data = with_value(data, (*path, "owner"), new.lead or new.name)
        changed, there = placed(data, path, team, kind, order)
        return changed, path, there

    def _take(self, changed: Data, path: FieldPath, there: FieldPath) -> None:
        if there[2] == ASIDE and path[2] == DONE:
            self._refuse_known(changed, str(value_at(changed, there)["name"]))
        self.desk.session.change_data(changed)

    def _refuse_known(self, changed: Data, name: str) -> None:
        """What check-ins or scenarios speak of cannot be set aside: they would speak of nothing."""
        plan = self.desk.plan
        for load in (load_check_ins, load_scenarios):
            try:
                load(plan)
            except ProblemsError:
                continue  # which is wrong already
            try:
                load(changed_plan(plan, changed))
            except ProblemsError as error:
                raise OkrError(
                    Message("a check-in or a scenario speaks of {name}; it cannot be set aside", name=name)
                ) from error

    def _paste(self, did: _Did) -> _Answer:
        labels, team = self.desk.labels, self.desk.plan.team(str(did["team"])).id
        pasted = read_rows(str(did["text"]), self.desk.data, labels, team)
        for path in pasted.lists:
            self._allowed(path)
        if pasted.added or pasted.changed:
            self.desk.session.change_data(pasted.data)
        added, changed = pasted.added, pasted.changed
        counts = [
            Message.counted("{count} initiative added", "{count} initiatives added", added),
            Message.counted("{count} initiative changed", "{count} initiatives changed", changed),
        ]
        said = [labels.said(count) for count, number in zip(counts, (added, changed), strict=True) if number]
        return {
            "said": ", ".join(said or map(labels.said, counts[:1])),
            "problems": pasted.problems,
            "left": pasted.left,
        }

    def _found(self, did: _Did) -> tuple[Data, FieldPath]:
        data = self.desk.data
        path = place_of(data, str(did["id"]))
        if path is None:
            raise OkrError(
                Message("there is no {name} here any more; somebody may have removed it", name=repr(did["id"]))
            )
        self._allowed(path[:3])
        return data, path

    def _allowed(self, path: FieldPath) -> FieldPath:
        """A list of initiatives that may be changed here."""
        if not self.desk.may_edit((*path, "new")):
            raise OkrError(Message("this is another team's; only its own page or the whole plan changes it"))
        return path


def _of_column(did: _Did) -> dict[str, Any]:
    """What standing in a column says of a card, besides its team."""
    by = str(did.get("by", ""))
    return {by: str(did["column"]) or None} if by in _COLUMNS else {}

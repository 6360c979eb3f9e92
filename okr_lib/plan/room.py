"""A workshop's room as files of the plan's folder: what it is asked, and what each phone in it has said.

    room/question.json    what the room is asked now; the facilitator's page writes it
    room/answers.json     each phone's estimates and dots, by initiative and vote; the server that phones reach writes it

So page and server need not know each other, and either may end and come back. A change is made under the lock of
``room/``, whole or not at all, from what the files hold then: nobody's answer is lost, and none counts twice.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from okr_lib.errors import Message, OkrError, PlanError
from okr_lib.plan.fields import Record
from okr_lib.plan.inside import content_in, inside, reason
from okr_lib.plan.model import Unit
from okr_lib.plan.store.atomic import make_folder, write_atomically
from okr_lib.plan.store.history import next_version
from okr_lib.plan.store.reading import Stamp, stamps
from okr_lib.plan.store.writing import locked
from okr_lib.plan.values import Estimate

DOTS = 5  # that each phone may give in a vote
MOST_PHONES = 200
ROOM_VARIABLE = "OKR_ROOM"  # of the environment: how the facilitator's page learns where phones join
_ROOM = "room"
_QUESTION, _ANSWERS = f"{_ROOM}/question.json", f"{_ROOM}/answers.json"


class Asked(Record):
    """An initiative's effect on a stream that the room estimates; ``merged`` is there once it is revealed."""

    initiative: str
    stream: str
    title: str
    stream_title: str
    lift: bool = False
    merged: Estimate | None = None

    @property
    def key(self) -> str:
        """By which answers know it."""
        return f"{self.initiative}/{self.stream}"


class Vote(Record):
    """A vote over initiatives, their titles by id; ``dots`` are there once it has ended."""

    number: int
    titles: dict[str, str]
    dots: dict[str, int] | None = None

    @property
    def key(self) -> str:
        """By which answers know it."""
        return str(self.number)


class Question(Record):
    """What the room is asked: an estimate, a vote, or nothing; and how the plan writes money."""

    title: str = ""
    currency: str = "DKK"
    unit: Unit = Unit.MILLION
    asked: Asked | None = None
    vote: Vote | None = None


class Phone(Record):
    """A phone in the room: its number, and a name where somebody gave one."""

    number: int
    name: str = ""


class Answers(Record):
    """What phones have said, by their ids: estimates by what was asked, dots by the vote."""

    room: str = ""
    phones: Mapping[str, Phone] = {}
    estimates: Mapping[str, Mapping[str, Estimate]] = {}
    dots: Mapping[str, Mapping[str, Mapping[str, int]]] = {}

    def count(self, question: Question) -> int:
        """How many have answered what is asked now."""
        if question.asked:
            return len(self.estimates.get(question.asked.key, {}))
        return len(self.dots.get(question.vote.key, {})) if question.vote else 0

    def totals(self, vote: Vote) -> dict[str, int]:
        """The dots that each initiative of a vote has, most first; of equal ones the plan's order."""
        given = self.dots.get(vote.key, {}).values()
        totals = {name: sum(dots.get(name, 0) for dots in given) for name in vote.titles}
        return dict(sorted(totals.items(), key=lambda total: -total[1]))


Change = Callable[[Question, Answers], Answers]
R = TypeVar("R", bound=Record)


def load_room(folder: Path) -> tuple[Question, Answers]:
    """What the room is asked and what it has said; a ``PlanError`` where the files cannot be used."""
    return _load(folder, _QUESTION, Question), _load(folder, _ANSWERS, Answers)


def room_stamps(folder: Path) -> dict[str, Stamp]:
    """Cheap to compare, to see whether anything in the room moved."""
    return stamps(folder, [_QUESTION, _ANSWERS])


def open_room(folder: Path, room: str) -> None:
    """Begin a room, or go on in the one of that name; what an earlier room said goes into ``room/.history``."""
    with _only_one(folder):
        answers = _load(folder, _ANSWERS, Answers)
        if answers.room == room:
            return
        if answers.phones:
            earlier = f"{_ROOM}/{next_version(folder / _ROOM, 'answers.json')}"
            _save(folder, earlier, answers)
        _save(folder, _ANSWERS, Answers(room=room))
        _save(folder, _QUESTION, Question())


def ask(folder: Path, change: Callable[[Question, Answers], Question]) -> Question:
    """Change what the room is asked, knowing what it has said until then; nothing that comes later is in it."""
    with _only_one(folder):
        question = change(*load_room(folder))
        _save(folder, _QUESTION, question)
        return question


def answer(folder: Path, changes: Iterable[Change]) -> list[OkrError | None]:
    """Take what phones say, all in one write; gives for each why it does not count, or ``None`` when it is kept."""
    with _only_one(folder):
        question, before = load_room(folder)
        answers, refused = before, list[OkrError | None]()
        for change in changes:
            try:
                answers = change(question, answers)
                refused.append(None)
            except OkrError as error:
                refused.append(error)
        if answers != before:
            _save(folder, _ANSWERS, answers)
        return refused


def joined(phone: str) -> Change:
    """A phone comes into the room; one that is in it already stays who it is."""

    def change(_: Question, answers: Answers) -> Answers:
        if phone in answers.phones:
            return answers
        if len(answers.phones) >= MOST_PHONES:
            raise OkrError(Message("the room is full: {count} phones are in it", count=MOST_PHONES))
        new = Phone(number=len(answers.phones) + 1)
        return answers.model_copy(update={"phones": {**answers.phones, phone: new}})

    return change


def named(phone: str, name: str) -> Change:
    """A phone says who it is."""

    def change(_: Question, answers: Answers) -> Answers:
        known = _known(answers, phone).model_copy(update={"name": name})
        return answers.model_copy(update={"phones": {**answers.phones, phone: known}})

    return change


def estimated(phone: str, key: str, estimate: Estimate) -> Change:
    """A phone's estimate of what is asked; it takes the place of an earlier one, until it is revealed."""

    def change(question: Question, answers: Answers) -> Answers:
        _known(answers, phone)
        if question.asked is None or question.asked.key != key:
            raise OkrError(_MOVED_ON)
        if question.asked.merged is not None:
            raise OkrError(Message("the estimates are revealed; yours stays as it was"))
        given = {**answers.estimates.get(key, {}), phone: estimate}
        return answers.model_copy(update={"estimates": {**answers.estimates, key: given}})

    return change


def voted(phone: str, key: str, dots: dict[str, int]) -> Change:
    """A phone's dots in a vote; they take the place of earlier ones, until it has ended."""

    def change(question: Question, answers: Answers) -> Answers:
        _known(answers, phone)
        if question.vote is None or question.vote.key != key:
            raise OkrError(_MOVED_ON)
        if question.vote.dots is not None:
            raise OkrError(Message("the vote has ended; your dots stay as they were"))
        if set(dots) - set(question.vote.titles) or any(count < 0 for count in dots.values()):
            raise OkrError(Message("one of the dots is for no initiative of this vote; load the page again"))
        total = sum(dots.values())
        if total > DOTS:
            raise OkrError(
                Message("you gave {total} dots, and there are {count}; take some away", total=total, count=DOTS)
            )
        given = {**answers.dots.get(key, {}), phone: {name: count for name, count in dots.items() if count}}
        return answers.model_copy(update={"dots": {**answers.dots, key: given}})

    return change


_MOVED_ON = Message("the room has moved on; look at what is asked now")


def _known(answers: Answers, phone: str) -> Phone:
    if phone not in answers.phones:
        raise OkrError(Message("this phone is not in the room any more; join again"))
    return answers.phones[phone]


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    try:
        place = inside(folder, _ROOM)
    except OSError as error:
        raise PlanError.of(reason(error), _ROOM) from error
    with locked(place, _ROOM):
        yield


def _load(folder: Path, name: str, kind: type[R]) -> R:
    try:
        content = content_in(folder, name, "record_bytes")
    except FileNotFoundError:
        return kind()
    except OSError as error:
        raise PlanError.of(reason(error), name) from error
    try:
        return kind.model_validate_json(content)
    except ValidationError as error:
        raise PlanError.of(Message("is not what a workshop's room writes; remove it"), name) from error


def _save(folder: Path, name: str, record: Record) -> None:
    target = inside(folder, name)
    make_folder(target.parent)
    write_atomically(target, record.model_dump_json(indent=1).encode())

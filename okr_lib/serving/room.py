"""A plan's room as the server knows it: what it is asked, how often who may ask, and what phones say, written together."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from okr_lib.display.labels import Labels
from okr_lib.errors import Message, OkrError
from okr_lib.plan.room import Answers, Change, Question, answer, load_room, open_room, room_stamps
from okr_lib.plan.source import COMPANY_FILE
from okr_lib.plan.store.reading import Stamp
from okr_lib.serving.room_guard import Limiter


@dataclass(frozen=True)
class RoomKey:
    """What lets phones in: the code people type, the secret that signs their cookies, the room's own name."""

    code: str
    secret: str
    room: str


class Room:
    """A plan's room as its server knows it.

    Its pages are written in the language of ``labels`` where a phone asks for no other, and called ``title`` until the
    facilitator's page says how; phones reach it at ``host`` and ``port``, and ``key`` lets them in.
    """

    def __init__(
        self, folder: Path, labels: Labels, title: str, key: RoomKey, host: str, port: int, *, secure: bool
    ) -> None:
        self.folder, self.labels, self.title, self.key, self.port = folder, labels, title, key, port
        self.scheme = "https" if secure else "http"
        self.hosts = frozenset({host.casefold(), "127.0.0.1", "localhost"})
        self.strangers, self.phones = Limiter(150, 5.0), Limiter(60, 3.0)
        self.wrong, self.all_wrong = Limiter(10, 1 / 6), Limiter(200, 200 / 60)
        self.questions = Limiter(8, 1 / 30)
        self._stamps: dict[str, Stamp] | None = None
        self._known: tuple[Question, Answers] = Question(), Answers()
        self._begun = False
        self._waiting: list[tuple[Change, asyncio.Future[OkrError | None]]] = []
        self._writing: asyncio.Task[None] | None = None

    def look(self) -> tuple[Question, Answers]:
        """What is asked and said now; the files are read only when they changed."""
        if not self._begun:
            if not (self.folder / COMPANY_FILE).exists():
                raise OkrError(Message("the workshop has not begun; load this page again in a moment"))
            open_room(self.folder, self.key.room)
            self._begun = True
        stamps = room_stamps(self.folder)
        if stamps != self._stamps:
            self._known, self._stamps = load_room(self.folder), stamps
        return self._known

    async def take(self, change: Change) -> None:
        """Take what a phone says; it is on disk when this returns. An ``OkrError`` says why it does not count."""
        done: asyncio.Future[OkrError | None] = asyncio.get_running_loop().create_future()
        self._waiting.append((change, done))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        refused = await done
        if refused is not None:
            raise refused

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                found = await asyncio.to_thread(answer, self.folder, [change for change, _ in batch])
            except OkrError as error:
                found = [error] * len(batch)
            except BaseException as error:
                for _, done in batch:
                    done.set_exception(error)
                raise
            for (_, done), refused in zip(batch, found, strict=True):
                if not done.done():
                    done.set_result(refused)

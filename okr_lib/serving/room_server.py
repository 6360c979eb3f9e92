"""Everybody's phone: the pages of the room, answered by the server that runs anyway, on a port of their own.

Phones reach this port and nothing else: notebooks, kernels and files answer on the loopback only, on another one. So what
a phone may ask for is what stands here. Every answer is on disk before it is thanked for; those that come at the same time
are written together.
"""

import asyncio
import hashlib
import secrets
import socket
from collections.abc import Mapping
from datetime import datetime
from ssl import SSLContext
from typing import Any, ClassVar

from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream
from tornado.web import Application, RequestHandler

from okr_lib.display.catalogue import languages
from okr_lib.display.labels import Labels
from okr_lib.display.refusals import refusal_words
from okr_lib.errors import Message, OkrError
from okr_lib.plan.opinions import POINTS
from okr_lib.plan.room import estimated, joined, named, voted
from okr_lib.plan.room_notes import NoteKind, RoomNote, add_room_note
from okr_lib.serving.room import Room
from okr_lib.serving.room_forms import read_dots, read_estimate, read_name, read_note
from okr_lib.serving.room_guard import is_code, is_own_form, is_own_host
from okr_lib.serving.room_pages import View, join_page, page_file, plain_page, room_page

_PHONE, _LANGUAGE = "okr-phone", "okr-language"  # cookies
LARGEST_FORM = 64_000  # bytes
_MOST_CONNECTIONS, _MOST_OF_ONE = 400, 150  # one address may be that of many phones
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with none, a form would not say where it comes from
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Server": "okr",
}


class _Handler(RequestHandler):
    """What all pages of the room share: who may ask, and how they are answered."""

    @property
    def room(self) -> Room:
        """The room that the server is for."""
        found: Room = self.settings["room"]
        return found

    def set_default_headers(self) -> None:
        for name, value in _HEADERS.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        request, room = self.request, self.room
        if not is_own_host(request.host, room.hosts, room.port, room.scheme):
            self.refuse(421, Message("this is not the room's address; use the one on the screen"))
            return
        self.phone = self._phone()
        limiter, key = (room.phones, self.phone) if self.phone else (room.strangers, str(request.remote_ip))
        if not limiter.allows(key):
            self.set_header("Retry-After", "5")
            self.refuse(429, Message("too much at once; wait a moment"))
        elif request.method == "POST" and not is_own_form(
            dict(request.headers.items()), f"{room.scheme}://{request.host}".casefold()
        ):
            self.refuse(
                403, Message("this form was not sent from the room's own page; load the page and send it again")
            )

    def _phone(self) -> str:
        found = self.get_signed_cookie(_PHONE, max_age_days=1)
        return found.decode("ascii", "replace") if found else ""

    @property
    def cookie(self) -> dict[str, Any]:
        """How cookies are kept."""
        return {"expires_days": 1, "httponly": True, "samesite": "Lax", "secure": self.room.scheme == "https"}

    @property
    def labels(self) -> Labels:
        asked = (self.get_query_argument("language", ""), self.get_cookie(_LANGUAGE))
        return next((Labels(code) for code in asked if code in languages()), self.room.labels)

    def view(self, **more: Any) -> View:
        """The room as this phone may see it; an ``OkrError`` where it is not to be seen."""
        question, answers = self.room.look()
        at = hashlib.sha256(question.model_dump_json().encode()).hexdigest()[:16]
        shown = View(self.labels, question.title or self.room.title, question, answers, self.phone, at, **more)
        return shown.in_money()

    def refuse(self, status: int, why: str | Exception) -> None:
        """Say why not, on a page of its own."""
        self.set_status(status)
        labels = self.labels
        said = refusal_words(why, labels) if isinstance(why, Exception) else labels.said(why)
        self.finish(plain_page(View(labels, self.room.title, refused=said), labels.text("The room")))

    def write_error(self, status_code: int, **_: Any) -> None:
        """Nothing of what went wrong inside."""
        self.set_status(status_code)
        self.finish(plain_page(View(self.room.labels, self.room.title), str(status_code)))


class _Elsewhere(_Handler):
    """Whatever is no page of the room."""

    def prepare(self) -> None:
        super().prepare()
        if not self._finished:
            self.refuse(404, Message("there is no such page"))


class _File(_Handler):
    """The style and the script."""

    KINDS: ClassVar[Mapping[str, str]] = {"room.css": "text/css", "room.js": "text/javascript"}

    def get(self, name: str) -> None:
        self.set_header("Content-Type", f"{self.KINDS[name]}; charset=utf-8")
        self.set_header("Cache-Control", "max-age=600")
        self.finish(page_file(name))


class _Page(_Handler):
    """The page of the room; of a phone that is not in it, the way in."""

    def get(self) -> None:
        language = self.get_query_argument("language", "")
        if language in languages():
            self.set_cookie(_LANGUAGE, language, **self.cookie)
        try:
            view = self.view()
        except OkrError as error:
            self.refuse(503, error)
            return
        if self.phone not in view.answers.phones:
            self.finish(join_page(view, self.get_query_argument("code", "")[:12]))
            return
        kept = self.get_query_argument("kept", "") == "question"
        told = view.labels.text("Your question is in the parking lot.") if kept else ""
        self.finish(room_page(self.view(told=told)))


class _State(_Handler):
    """Where the room is, as a mark that changes with it: no words, no numbers, nobody's answers."""

    def get(self) -> None:
        try:
            view = self.view()
        except OkrError:
            self.set_status(503)
            self.finish({})
            return
        inside = self.phone in view.answers.phones
        self.set_status(200 if inside else 403)
        self.finish({"at": view.at} if inside else {})


class _Join(_Handler):
    """The way in: whoever knows the code gets a cookie with an id by chance, signed."""

    async def post(self) -> None:
        room, asks_from, code = self.room, str(self.request.remote_ip), self.get_body_argument("code", "")
        if room.wrong.left(asks_from) < 1 or room.all_wrong.left("") < 1:
            self._again(429, Message("too many wrong codes; wait a minute"), "")
        elif not is_code(code, room.key.code):
            room.wrong.allows(asks_from)
            room.all_wrong.allows("")
            self._again(403, Message("that is not the code; it stands on the screen in the room"), code)
        else:
            await self._join()

    async def _join(self) -> None:
        phone = self.phone or secrets.token_urlsafe(18)
        try:
            self.room.look()
            await self.room.take(joined(phone))
        except OkrError as error:
            self.refuse(503, error)
            return
        self.set_signed_cookie(_PHONE, phone, **self.cookie)
        self.redirect("/", status=303)

    def _again(self, status: int, why: Message, code: str) -> None:
        self.set_status(status)
        labels = self.labels
        self.finish(join_page(View(labels, self.room.title, refused=labels.said(why)), code[:12]))


class _Said(_Handler):
    """A form of a phone in the room."""

    after: ClassVar[str] = "/"

    async def post(self) -> None:
        typed = {name: self.get_body_argument(name) for name in self.request.body_arguments}
        try:
            view = self.view(typed=typed)
        except OkrError as error:
            self.refuse(503, error)
            return
        if self.phone not in view.answers.phones:
            self.set_status(403)
            self.finish(join_page(view))
            return
        try:
            await self.keep(view, typed)
        except OkrError as error:
            self.set_status(422)
            self.finish(room_page(self.view(typed=typed, refused=refusal_words(error, view.labels))))
            return
        self.redirect(self.after, status=303)

    async def keep(self, view: View, typed: Mapping[str, str]) -> None:
        """Keep what was typed; an ``OkrError`` says why not."""
        raise NotImplementedError


class _Estimate(_Said):
    async def keep(self, view: View, typed: Mapping[str, str]) -> None:
        asked = view.question.asked
        numbers = {point: typed.get(point, "") for point in POINTS}
        estimate = read_estimate(numbers, view.labels, lift=bool(asked and asked.lift))
        await self.room.take(estimated(self.phone, typed.get("about", ""), estimate))


class _Vote(_Said):
    async def keep(self, view: View, typed: Mapping[str, str]) -> None:
        titles = list(view.question.vote.titles) if view.question.vote else []
        given = {name: typed.get(f"dots.{place}", "") for place, name in enumerate(titles)}
        await self.room.take(voted(self.phone, typed.get("about", ""), read_dots(given)))


class _Name(_Said):
    async def keep(self, _: View, typed: Mapping[str, str]) -> None:
        await self.room.take(named(self.phone, read_name(typed.get("name", ""))))


class _Question(_Said):
    after = "/?kept=question"

    async def keep(self, view: View, typed: Mapping[str, str]) -> None:
        text = read_note(typed.get("question", ""))
        if not self.room.questions.allows(self.phone):
            raise OkrError(Message("too many questions at once; wait a minute"))
        asked, phone = view.question.asked, view.answers.phones[self.phone]
        labels = self.room.labels
        by = phone.name or labels.text("No. {number}", number=str(phone.number))
        when = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")
        note = RoomNote(when, NoteKind.QUESTION, text, by, asked.initiative if asked else "")
        await asyncio.to_thread(add_room_note, self.room.folder, note)


_PAGES: list[Any] = [
    (r"/", _Page),
    (r"/(room\.css|room\.js)", _File),
    (r"/state", _State),
    (r"/join", _Join),
    (r"/estimate", _Estimate),
    (r"/vote", _Vote),
    (r"/question", _Question),
    (r"/name", _Name),
]


class _Server(HTTPServer):
    """A server that holds so many connections at the most, of all phones and of each."""

    def handle_stream(self, stream: IOStream, address: tuple[Any, ...]) -> None:
        """Answer a connection, or end it at once where there are too many."""
        same = [one for one in self._connections if getattr(one.context, "remote_ip", "") == address[0]]
        if len(self._connections) >= _MOST_CONNECTIONS or len(same) >= _MOST_OF_ONE:
            stream.close()
        else:
            super().handle_stream(stream, address)


def serve_room(room: Room, sockets: list[socket.socket], tls: SSLContext | None) -> HTTPServer:
    """Answer phones on sockets that are bound, in the loop that runs."""
    application = Application(
        _PAGES,
        room=room,
        default_handler_class=_Elsewhere,
        cookie_secret=room.key.secret,
        compress_response=True,
        log_function=lambda _: None,
    )
    server = _Server(
        application,
        ssl_options=tls,
        max_body_size=LARGEST_FORM,
        max_buffer_size=2 * LARGEST_FORM,
        max_header_size=16_384,
        idle_connection_timeout=30,
        body_timeout=10,
    )
    server.add_sockets(sockets)
    return server

"""Opening a room to phones: where they reach this machine, the code that lets them in, and TLS where there is a certificate.

What lets phones in is kept for half a day beside the person's own notebooks of the plan, so that a server that is started
again knows its phones and they it; never in the plan's folder, which others may see.
"""

import contextlib
import json
import os
import secrets
import socket
import ssl
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from okr_lib.display.labels import Labels
from okr_lib.errors import Message, OkrError, system_reason
from okr_lib.plan.folder import load_plan
from okr_lib.plan.room import ROOM_VARIABLE
from okr_lib.plan.source import COMPANY_FILE
from okr_lib.plan.store.atomic import write_atomically
from okr_lib.serving.copies import copies_folder
from okr_lib.serving.room import Room, RoomKey
from okr_lib.serving.room_guard import new_code
from okr_lib.serving.room_server import serve_room

_KEPT_SECONDS = 12 * 3600
_NOWHERE = "192.0.2.1"  # an address for examples: nothing is sent to it


@dataclass(frozen=True)
class OpenRoom:
    """A room that listens, but does not answer yet."""

    room: Room
    listening: socket.socket
    tls: ssl.SSLContext | None
    address: str

    @property
    def code(self) -> str:
        """What people type to join."""
        return self.room.key.code

    def answer(self) -> None:
        """Answer phones in the loop that runs; the facilitator's page learns the address from the environment."""
        os.environ[ROOM_VARIABLE] = f"{self.address}/?code={self.code}"
        serve_room(self.room, [self.listening], self.tls)


def open_to_phones(
    folder: Path,
    labels: Labels,
    *,
    host: str = "",
    port: int = 0,
    certificate: Path | None = None,
    key: Path | None = None,
) -> OpenRoom:
    """Listen for phones on the local network; the pages are in the language of ``labels``.

    ``host`` is how phones reach this machine, by default its address in its network; ``port`` 0 takes the one of the
    last half day, or a free one. With ``certificate`` and ``key``, files in PEM, phones are asked to come by https. An
    ``OkrError`` says that it cannot listen there, or that the certificate cannot be used.
    """
    tls = _tls(certificate, key)
    host = host or _own_address()
    place = copies_folder(folder) / "room.json"
    known, earlier = _kept(place)
    listening = _listening(host, port or earlier, or_any=not port)
    port = int(listening.getsockname()[1])
    if port != earlier:
        _keep(place, known, port)
    title = load_plan(folder).name if (folder / COMPANY_FILE).exists() else folder.resolve().name
    room = Room(folder.resolve(), labels, title, known, host, port, secure=tls is not None)
    return OpenRoom(room, listening, tls, f"{room.scheme}://{host}:{port}")


def _own_address() -> str:
    """The address of this machine in its network; that of the machine itself where it has none."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect((_NOWHERE, 9))  # chooses a way, sends nothing
        return str(probe.getsockname()[0])
    return "127.0.0.1"


def _listening(host: str, port: int, *, or_any: bool) -> socket.socket:
    for attempt in dict.fromkeys((port, 0) if or_any else (port,)):
        try:
            made = socket.create_server((host, attempt), backlog=256)
            made.setblocking(False)  # as the loop needs it
            return made  # noqa: TRY300  (what failed is below)
        except (OSError, OverflowError) as error:
            failed = error
    message = Message(
        "phones cannot be waited for at {host}, port {port}: {reason}; name this machine's address in the room's network with --address, or another port with --room-port",
        host=host,
        port=str(port),
        reason=system_reason(failed),
    )
    raise OkrError(message) from failed


def _tls(certificate: Path | None, key: Path | None) -> ssl.SSLContext | None:
    if certificate is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(certificate, key)
    except (OSError, ValueError) as error:
        message = Message(
            "{file} cannot be used as a certificate: {reason}; give a PEM file, and its key with --key",
            file=str(certificate),
            reason=system_reason(error),
        )
        raise OkrError(message) from error
    return context


def _kept(place: Path) -> tuple[RoomKey, int]:
    """What let phones in a while ago, and the port; new ones where there are none."""
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        if time.time() - place.stat().st_mtime < _KEPT_SECONDS:
            found = json.loads(place.read_bytes())
            return RoomKey(**found["key"]), int(found["port"])
    return RoomKey(new_code(), secrets.token_hex(32), secrets.token_hex(8)), 0


def _keep(place: Path, key: RoomKey, port: int) -> None:
    with contextlib.suppress(OSError):  # then a server that is started again lets phones in anew
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch(mode=0o600)
        place.chmod(0o600)
        write_atomically(place, json.dumps({"key": asdict(key), "port": port}).encode())

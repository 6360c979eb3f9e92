"""Who may ask the room's pages for anything, and how often.

A page of another website may know the room's address: so the name it is asked by, and where a form was sent from, must be
the room's own. Whoever asks too often waits: strangers by where they ask from, phones in the room each for itself.
"""

import hmac
import re
import secrets
import time
from collections.abc import Callable
from urllib.parse import urlsplit

_LETTERS = "BCDFGHJKLMNPRSTVWXZ"  # none that is taken for another, and no words
_LENGTH = 6
_KEPT = 10_000  # keys a limiter remembers


def new_code() -> str:
    """A join code: one of 47 million, to be guessed a few thousand times a day at the most."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


def spelled(code: str) -> str:
    """A code as it is shown.

    Examples
    --------
    >>> spelled("KTRWPN")
    'KTR WPN'
    """
    return f"{code[:3]} {code[3:]}"


def is_code(typed: str, code: str) -> bool:
    """Whether that is the code, in time that does not tell how near it is; small letters and spaces do not matter."""
    letters = re.sub(r"[\W_]", "", typed[:40]).upper()
    return hmac.compare_digest(letters.encode(), code.encode())


class Limiter:
    """So many at once for each key, and so many a second after that.

    Examples
    --------
    >>> now = [0.0]
    >>> limiter = Limiter(2, 1.0, clock=lambda: now[0])
    >>> [limiter.allows("a") for _ in range(3)], limiter.allows("b")
    ([True, True, False], True)
    >>> now[0] = 1.0
    >>> limiter.allows("a"), limiter.allows("a")
    (True, False)
    """

    def __init__(self, burst: int, a_second: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.burst, self.a_second, self.clock = burst, a_second, clock
        self._left: dict[str, tuple[float, float]] = {}

    def left(self, key: str) -> float:
        """How many are left now."""
        left, since = self._left.get(key, (float(self.burst), 0.0))
        return min(float(self.burst), left + (self.clock() - since) * self.a_second)

    def allows(self, key: str) -> bool:
        """Whether there may be one more now; it is counted."""
        left = self.left(key)
        if len(self._left) >= _KEPT and key not in self._left:
            self._left = {other: self._left[other] for other in self._left if self.left(other) < self.burst}
            if len(self._left) >= _KEPT:
                return False
        self._left[key] = (left - 1 if left >= 1 else left, self.clock())
        return left >= 1


def is_own_host(host: str, hosts: frozenset[str], port: int, scheme: str) -> bool:
    """Whether a page was asked for by a name of this machine and the port it listens on.

    Examples
    --------
    >>> [is_own_host(host, frozenset({"10.0.0.5"}), 8123, "http") for host in ("10.0.0.5:8123", "evil.example:8123", "10.0.0.5")]
    [True, False, False]
    """
    try:
        asked = urlsplit(f"{scheme}://{host}")
        given = asked.port or {"http": 80, "https": 443}[scheme]
    except ValueError:
        return False
    return asked.hostname in hosts and given == port and not (asked.username or asked.path or asked.query)


def is_own_form(headers: "dict[str, str]", own: str) -> bool:
    """Whether a form was sent from a page of the room: by ``Origin``, or by ``Referer`` from a browser that has none.

    Examples
    --------
    >>> own = "http://10.0.0.5:8123"
    >>> is_own_form({"Origin": own}, own), is_own_form({"Origin": "null"}, own), is_own_form({}, own)
    (True, False, False)
    >>> is_own_form({"Referer": f"{own}/"}, own), is_own_form({"Referer": f"{own}.evil.example/"}, own)
    (True, False)
    """
    if headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    origin = headers.get("Origin")
    if origin is not None:
        return origin.casefold() == own
    referer = urlsplit(headers.get("Referer", ""))
    return f"{referer.scheme}://{referer.netloc}".casefold() == own

"""Phones for tests: plain HTTP clients that keep cookies, and a real server of the room on the loopback."""

import asyncio
import http.client
import os
import threading
from contextlib import contextmanager
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from okr_lib.display.labels import Labels
from okr_lib.plan.room import ROOM_VARIABLE
from okr_lib.serving.rooms import open_to_phones


class Phone:
    """A phone: it keeps its cookies, follows where it is sent, and says where its forms come from."""

    def __init__(self, port):
        self.port, self.own = port, f"http://127.0.0.1:{port}"
        self.cookies = {}

    def ask(self, method, path, body=None, **headers):
        """One request; status, headers and text."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        if self.cookies:
            headers.setdefault("Cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        connection.request(method, path, body, {"Connection": "close", **headers})
        answer = connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: one.coded_value for name, one in SimpleCookie(line).items()}
        text = answer.read().decode()
        connection.close()
        return answer.status, answer.headers, text

    def get(self, path="/", **headers):
        return self.ask("GET", path, **headers)

    def post(self, path, form, **headers):
        own = {"Origin": self.own, "Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, urlencode(form), **{**own, **headers})

    def join(self, code):
        return self.post("/join", {"code": code})[0]

    def estimate(self, low, likely, high, about="click-and-collect/stores"):
        return self.post("/estimate", {"about": about, "low": low, "likely": likely, "high": high})[0]


@contextmanager
def answering(folder, language="en", **options):
    """The room's server in a thread of its own; gives what is open."""
    opened = open_to_phones(folder, Labels(language), host="127.0.0.1", **options)
    loop = asyncio.new_event_loop()
    ready = threading.Event()

    async def begin():
        opened.answer()

    def run():
        asyncio.set_event_loop(loop)
        loop.run_until_complete(begin())
        loop.call_soon(ready.set)
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert ready.wait(60)
    try:
        yield opened
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(60)
        opened.listening.close()
        loop.close()
        os.environ.pop(ROOM_VARIABLE, None)

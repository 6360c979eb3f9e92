"""Computing in turns: it says how far it is, can be stopped with what is known, and refuses in words."""

import asyncio

import pytest

from okr_lib.display.labels import Labels
from okr_lib.errors import OkrError
from okr_lib.widgets import turns as module
from okr_lib.widgets.turns import Turns


@pytest.fixture
def turns(monkeypatch):
    monkeypatch.setattr(module, "_TURN", -1.0)  # each step is a turn of its own
    return Turns(Labels(), lambda: None)


def taking(steps, taken):
    for step in range(steps):
        taken.append(step)
        yield


async def until(holds):
    for _ in range(1_000_000):
        if holds():
            return
        await asyncio.sleep(0)
    pytest.fail("it did not come to be")


def test_all_steps_are_taken_while_the_page_may_speak_and_then_it_is_finished(turns):
    taken, finished, seen = [], [], []

    async def day():
        turns.run(taking(5, taken), 5, lambda: finished.append(True))
        while not finished:
            seen.append(turns.progress.value)
            assert turns.stop.layout.display == ""
            await asyncio.sleep(0)

    asyncio.run(day())
    assert taken == [0, 1, 2, 3, 4]
    assert {1, 2, 3, 4} <= {*seen}
    assert turns.stop.layout.display == "none"


def test_who_stops_has_what_is_known_and_no_step_follows(turns):
    taken, finished = [], []

    async def day():
        turns.run(taking(1000, taken), 1000, lambda: finished.append(len(taken)))
        await until(lambda: len(taken) > 2)
        turns.stop.click()
        await asyncio.sleep(0.05)

    asyncio.run(day())
    assert finished == [len(taken)]
    assert 2 < len(taken) < 1000


def test_another_computation_takes_the_place_of_the_one_before(turns):
    first, second, finished = [], [], []

    async def day():
        turns.run(taking(1000, first), 1000, lambda: finished.append("first"))
        turns.run(taking(3, second), 3, lambda: finished.append("second"))
        await until(lambda: finished)
        await asyncio.sleep(0.05)

    asyncio.run(day())
    assert (len(first), second, finished) == (1, [0, 1, 2], ["second"])


def test_what_cannot_be_computed_is_said(turns):
    def steps():
        yield
        raise OkrError("no set is that cheap")

    turns.run(steps(), 2, lambda: pytest.fail("it is not finished"))
    assert "no set is that cheap" in turns.told.value
    assert turns.stop.layout.display == "none"

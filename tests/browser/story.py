"""What the stories in the browser share: waiting for the plan's folder, and what closes the plan."""

import time

import pytest

import okr_lib as okr
from okr_lib.plan.changes import changed_plan, plan_data, with_value


def until(found, what, seconds=300):
    """Wait until something that the plan's folder shows is there."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            value = found()
        except okr.OkrError:
            value = None
        if value:
            return value
        time.sleep(0.1)
    return pytest.fail(f"never saw {what}")


def uncovered(folder):
    ledger = okr.growth_ledger(okr.load_plan(folder))
    return round(ledger.loc[ledger["line"] == "uncovered", "amount"].sum(), 6)


def amount_that_closes(folder):
    """What the last initiative of the first team must bring, in hundredths: lifts of others act on it too."""
    plan = okr.load_plan(folder)
    place = ("teams", plan.teams[0].id, "initiatives", plan.teams[0].initiatives[-1].id, "effects", 0, "amount")

    def lacking(hundredths):
        ledger = okr.growth_ledger(changed_plan(plan, with_value(plan_data(plan), place, hundredths / 100)))
        return round(ledger.loc[ledger["line"] == "uncovered", "amount"].sum(), 6)

    least, most = 0, round(200 * lacking(0))
    while most - least > 1:
        middle = (least + most) // 2
        least, most = (middle, most) if lacking(middle) > 0 else (least, middle)
    return most / 100

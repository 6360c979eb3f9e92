"""How earlier estimates turned out, in words for those who make the next ones: what is delivered, and how sure was right."""

import math
from enum import StrEnum

import pandas as pd

from okr_lib.display.columns import column, number, table_of
from okr_lib.display.labels import Labels
from okr_lib.display.table import Table
from okr_lib.plan.references import TOTAL
from okr_lib.plan.values import QUARTERS
from okr_lib.review.calibration import LIMITS, Group
from okr_lib.review.delivery import FIRST, Delivery


class Said(StrEnum):
    """What it is that somebody was sure of: a key result is met, an initiative succeeds."""

    CONFIDENCE = "confidence"
    CHANCE = "chance"


_CALIBRATED = {
    "confidence": "Of {count} key results that were due, {came} were met. Their owners had said {said} on average: the two agree, as far as {count} can tell",
    "confidence too_sure": "Of {count} key results that were due, {came} were met. Their owners had said {said} on average: they were surer than right",
    "confidence too_careful": "Of {count} key results that were due, {came} were met. Their owners had said {said} on average: they could have been surer",
    "chance": "Of {count} initiatives that are done or stopped, {came} succeeded. The plan had said {said} on average: the two agree, as far as {count} can tell",
    "chance too_sure": "Of {count} initiatives that are done or stopped, {came} succeeded. The plan had said {said} on average: it was surer than right",
    "chance too_careful": "Of {count} initiatives that are done or stopped, {came} succeeded. The plan had said {said} on average: it could have been surer",
}


def finding_delivery(delivery: Delivery, labels: Labels) -> str:
    """How much of what was planned is claimed; that it is too early to tell, where a few say what they brought.

    Returns
    -------
    str
        Empty before the second quarter, and where no initiative that is done or in full effect says what it brought.
    """
    if not delivery.initiatives or QUARTERS.index(delivery.quarter) < FIRST:
        return ""
    if math.isnan(delivery.rate):
        message = (
            "One initiative that is done or in full effect says what it brought; from three on it is told here what "
            "share of the planned effect that is"
            if delivery.initiatives == 1
            else "Two initiatives that are done or in full effect say what they brought; from three on it is told here "
            "what share of the planned effect that is"
        )
        return labels.text(message)
    return labels.text(
        "Of the {planned} that {count} initiatives, done or in full effect, were to bring by their last claim, {claimed} is "
        "claimed: {rate}",
        planned=labels.money(delivery.planned),
        count=str(delivery.initiatives),
        claimed=labels.money(delivery.claimed),
        rate=labels.share(delivery.rate),
    )


def delivery_facts(delivery: Delivery, labels: Labels) -> list[tuple[str, str]]:
    """How much of what was planned is claimed, as a row of facts; nothing where it is too early to tell."""
    if math.isnan(delivery.rate) or QUARTERS.index(delivery.quarter) < FIRST:
        return []
    head = labels.text("Claimed of what initiatives, done or in full effect, were to bring by their last claim")
    values = {"claimed": labels.money(delivery.claimed), "planned": labels.money(delivery.planned)}
    values |= {"rate": labels.share(delivery.rate), "count": str(delivery.initiatives)}
    message = "{claimed} of {planned}: {rate} ({count} initiatives)"
    return [(head, labels.text(message, **values))]


def finding_calibration(calibration: pd.DataFrame, what: Said, labels: Labels) -> str:
    """How sure people were of what, and how often they were right; the empty text where there is too little to tell."""
    if calibration.empty:
        return ""
    row = calibration.iloc[-1]
    return labels.text(
        _CALIBRATED[f"{what} {row['leaning']}".strip()],
        count=str(row["count"]),
        came=labels.share(row["came"]),
        said=labels.share(row["said"]),
    )


def table_calibration(calibration: pd.DataFrame, what: Said, labels: Labels) -> Table:
    """What was said in classes, beside what came true of it; parameters as for ``finding_calibration``."""
    low, high = map(labels.share, LIMITS)
    groups = {
        Group.LOW: labels.text("Below {share}", share=low),
        Group.MIDDLE: labels.text("{first} to {last}", first=low, last=high),
        Group.HIGH: labels.text("Above {share}", share=high),
        TOTAL: labels.text("Total"),
    }
    heads = {
        Said.CONFIDENCE: (labels.text("Confidence said"), labels.text("Key results"), labels.text("Met")),
        Said.CHANCE: (labels.text("Likelihood said"), labels.text("Initiatives"), labels.text("Succeeded")),
    }
    first, count, came = heads[what]
    brier = labels.text("Brier score (0 is perfect, 0.25 is tossing a coin)")
    columns = [
        column("name", first, lambda row: groups[row["group"]]),
        number("count", count, str),
        number("said", labels.text("On average"), labels.share),
        number("came", came, labels.share),
        number("brier", brier, lambda value: labels.number(value, 2)),
    ]
    return table_of(calibration, columns, f"calibration-{what}", sums=True)


def sentences_on_estimates(delivery: Delivery, chances: pd.DataFrame, labels: Labels) -> list[str]:
    """What those who estimate next shall know of the last (``delivery_rate``, ``calibration``); nothing where too little is known."""
    delivered = "" if math.isnan(delivery.rate) else finding_delivery(delivery, labels)
    return [f"{said}." for said in (delivered, finding_calibration(chances, Said.CHANCE, labels)) if said]

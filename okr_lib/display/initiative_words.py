"""Initiatives in words, as their teams tell it: where each one is, since when, and late by how much."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd

from okr_lib.display.labels import Labels
from okr_lib.plan.kinds import InitiativeState, KnownBy
from okr_lib.plan.model import Plan
from okr_lib.review.team_standing import TELLS

STATES = {
    "": "Nobody has said",
    InitiativeState.NOT_STARTED.value: "Not started",
    InitiativeState.UNDER_WAY.value: "Under way",
    InitiativeState.DONE.value: "Done",
    InitiativeState.STOPPED.value: "Stopped",
}
KNOWN_BY = {
    KnownBy.JUDGEMENT.value: "By judgement",
    KnownBy.MODEL.value: "By a model of mix or attribution",
    KnownBy.TEST.value: "By a test with a control group",
}
_COUNTED = {
    InitiativeState.DONE.value: "done {count}",
    InitiativeState.UNDER_WAY.value: "under way {count}",
    InitiativeState.NOT_STARTED.value: "not started {count}",
    InitiativeState.STOPPED.value: "stopped {count}",
    "": "nobody has said {count}",
}


def state_words(row: Mapping[Any, Any], labels: Labels) -> str:
    """Where an initiative is, and how late; ``row`` is one of ``initiative_states``."""
    state = labels.text(STATES[row["state"]])
    if not row["late"]:
        return state
    message = "{state}; 1 quarter late" if row["late"] == 1 else "{state}; {count} quarters late"
    return labels.text(message, state=state, count=str(row["late"]))


def finding_initiatives(told: pd.DataFrame, labels: Labels) -> str:
    """How many initiatives have started, how many are late, and of how many nobody has said anything."""
    if told.empty:
        return labels.text("The plan has no initiatives yet")
    counts = Counter(told["state"])
    if counts[""] == len(told):
        return labels.text("Nobody has said yet which of the {all} initiatives have started", all=str(len(told)))
    parts = [labels.text(_COUNTED[state], count=str(counts[state])) for state in _COUNTED if counts[state]]
    late = int((told["late"] > 0).sum())
    message = "Initiatives: {states}; late: {late}" if late else "Initiatives: {states}; none is late"
    return labels.text(message, states=", ".join(parts), late=str(late))


def rule_of_lateness(labels: Labels) -> str:
    """How late an initiative is said to be."""
    return labels.text(
        "Initiatives stand as their teams tell it at check-ins, never as planned. Late are those that were told not to have "
        "started: in quarters, from the one planned to the one they started in or can still start in."
    )


def rule_of_claims(plan: Plan, labels: Labels) -> str:
    """When a claim is said to be far from what was planned, and what is meant by likely and borne out."""
    return labels.text(
        "A claim is far from the plan below {behind} of what was planned, or as far above it. Likely is what plan, claims "
        "and actuals together say was brought: eight times in ten it lies within its range. A claim is borne out, or not, only "
        "where revenue or tests make that range narrower by {tells}.",
        tells=labels.share(TELLS),
        behind=labels.share(plan.thresholds.behind),
    )

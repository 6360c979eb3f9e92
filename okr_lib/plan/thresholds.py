"""Limits that a plan sets itself: from when a key result is on track, and what a sound set of OKRs looks like."""

from typing import Annotated

from pydantic import Field

from okr_lib.plan.values import NotNegative, Record, Share

Count = Annotated[int, Field(ge=0)]


class Thresholds(Record):
    """Limits of status (ratios of actual to expected progress), score and age."""

    on_track: NotNegative = 0.95
    behind: NotNegative = 0.75
    yellow: Share = 0.4
    green: Share = 0.7
    cadence_days: Count = 35


class Quality(Record):
    """What a sound set of objectives looks like; each limit is one that `okr check` names."""

    key_results_least: Count = 2
    key_results_most: Count = 5
    company_objectives_most: Count = 5
    team_objectives_most: Count = 3
    title_words_least: Count = 4
    title_words_most: Count = 18
    owned_most: Count = 6
    confidence_most: Share = 0.9

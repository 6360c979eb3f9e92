"""Limits that a plan sets itself: from when a key result is on track, and what a sound set of OKRs looks like."""

from typing import Annotated

from pydantic import Field

from okr_lib.plan.fields import SHARE, About, Record
from okr_lib.plan.values import NotNegative, Share

_Count = Annotated[int, Field(ge=0)]


class Thresholds(Record):
    """Limits of status (ratios of actual to expected progress), score and age."""

    on_track: Annotated[
        NotNegative, About("On track from", note="Share of the progress expected by now.", unit=SHARE)
    ] = 0.95
    behind: Annotated[
        NotNegative,
        About("Behind from", note="Share of the progress expected by now; below it: at risk.", unit=SHARE),
    ] = 0.75
    yellow: Annotated[Share, About("Score yellow from", note="Score at the close of a quarter, 0 to 1.")] = 0.4
    green: Annotated[Share, About("Score green from", note="Score at the close of a quarter, 0 to 1.")] = 0.7
    cadence_days: Annotated[
        _Count, About("Days between check-ins", note="A key result is outdated after so many days.")
    ] = 35


class Quality(Record):
    """What a sound set of objectives looks like; each limit is one that `okr check` names."""

    key_results_least: Annotated[_Count, About("Key results of an objective, least")] = 2
    key_results_most: Annotated[_Count, About("Key results of an objective, most")] = 5
    company_objectives_most: Annotated[_Count, About("Objectives of the company, most")] = 5
    team_objectives_most: Annotated[_Count, About("Objectives of a team, most")] = 3
    title_words_least: Annotated[_Count, About("Words in an objective, least")] = 4
    title_words_most: Annotated[_Count, About("Words in an objective, most")] = 18
    owned_most: Annotated[_Count, About("Key results and initiatives of one owner, most")] = 6
    confidence_most: Annotated[
        Share, About("Mean confidence in an objective, most", note="Above it, the target was too easy.")
    ] = 0.9

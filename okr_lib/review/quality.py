"""Quality findings: what a sound set of OKRs has and this plan lacks, each with its reason and what to do.

A finding is advice, not an error: a plan with findings adds up all the same. The limits are the plan's own
(``quality``), so a company that thinks otherwise says so once.
"""

from collections import Counter
from collections.abc import Iterator

import pandas as pd

from okr_lib.errors import Message, Problem, Share
from okr_lib.plan.fields import FieldPath
from okr_lib.plan.model import Plan, Team
from okr_lib.plan.objectives import Indicator, KeyResult, Objective
from okr_lib.plan.values import Estimate

UNUSUAL = 1.0  # growth that doubles what there is
_SEVERAL_OWNERS = (";", " / ", " + ")
_MISSING_INDICATORS = {
    Indicator.LEADING: Message("no leading indicator, so nothing warns in time; mark or add one"),
    Indicator.LAGGING: Message("no lagging indicator, so nothing proves the result; mark or add one"),
}


def quality_findings(plan: Plan, check_ins: pd.DataFrame | None = None) -> list[Problem]:
    """Findings on objectives, key results and initiatives, in the plan's order; its ``quality`` has the limits.

    Returns
    -------
    list of Problem
        Each with file and line where the plan came from a folder; the message gives the finding, its reason and
        the remedy. Empty for a sound plan.

    Notes
    -----
    Sources: Doerr (2018), Measure what matters; Wodtke (2021), Radical focus; Niven and Lamorte (2016), Objectives
    and key results.
    """
    return [plan.problem(path, message) for path, message in located_findings(plan, check_ins=check_ins)]


def located_findings(
    plan: Plan, at: FieldPath = (), check_ins: pd.DataFrame | None = None
) -> list[tuple[FieldPath, str]]:
    """The findings with their paths in the plan, such as ``("objectives", 0, "title")``; those at or below one."""
    found = [*_unusual(plan), *_company(plan), *_owners(plan), *_focus_areas(plan)]
    if check_ins is not None:
        found += _sandbags(plan, check_ins)
    for index, team in enumerate(plan.teams):
        found += _team(plan, team, ("teams", index))
    return [(path, message) for path, message in found if path[: len(at)] == at]


def _unusual(plan: Plan) -> Iterator[tuple[FieldPath, str]]:
    """Growth above 100% that nobody has confirmed: mostly a percentage that was typed as a number."""
    estimates: list[tuple[FieldPath, Estimate | None, bool]] = [
        *(
            (("streams", number, "momentum"), stream.momentum, stream.sure)
            for number, stream in enumerate(plan.streams)
        ),
        *(
            (("teams", team, "initiatives", number, "effects", place, "lift"), effect.lift, effect.sure)
            for team, owner in enumerate(plan.teams)
            for number, initiative in enumerate(owner.initiatives)
            for place, effect in enumerate(initiative.effects)
        ),
    ]
    found = [(path, estimate.high, sure) for path, estimate, sure in estimates if estimate is not None]
    for path, value, sure in [(("target", "growth"), plan.target.growth or 0.0, plan.target.sure), *found]:
        if value > UNUSUAL and not sure:
            message = Message(
                "{name} {value} is +{percentage}%; did you mean {example}? write sure: true if it is meant",
                name=path[-1],
                value=value,
                percentage=100 * value,
                example=value / 100,
            )
            yield path, message


def _company(plan: Plan) -> Iterator[tuple[FieldPath, str]]:
    most = plan.quality.company_objectives_most
    if len(plan.objectives) > most:
        message = Message(
            "{count} company objectives: more than {most} are none; drop the least",
            count=len(plan.objectives),
            most=most,
        )
        yield ("objectives",), message
    for number, objective in enumerate(plan.objectives):
        if objective.dropped is None:
            yield from _objective(plan, objective, ("objectives", number), supported=True)


def _team(plan: Plan, team: Team, path: FieldPath) -> Iterator[tuple[FieldPath, str]]:
    most = plan.quality.team_objectives_most
    if len(team.objectives) > most:
        message = Message(
            "{count} objectives of {team}: more than {most} divide the team; drop the least",
            count=len(team.objectives),
            team=team.name,
            most=most,
        )
        yield (*path, "objectives"), message
    for number, objective in enumerate(team.objectives):
        if objective.dropped is None:
            yield from _objective(plan, objective, (*path, "objectives", number), supported=bool(objective.supports))
    if not team.initiatives and plan.allocation.held.get(team.id) != 0:
        message = Message(
            "{team} has a commitment but no initiatives; add what it will do, or hold its commitment at 0",
            team=team.name,
        )
        yield path, message
    effort = sum(initiative.effort for initiative in team.initiatives)
    if team.capacity is not None and effort > team.capacity:
        message = Message(
            "the initiatives of {team} take {effort} of a capacity of {capacity}; drop or delay one, or find more hands",
            team=team.name,
            effort=effort,
            capacity=team.capacity,
        )
        yield (*path, "capacity"), message
    starts = {initiative.id: initiative.starts for _, initiative in plan.initiatives()}
    for number, initiative in enumerate(team.initiatives):
        at = (*path, "initiatives", number)
        if not initiative.serves:
            message = Message(
                "{name} serves no key result, so nobody will see whether it worked; name one",
                name=repr(initiative.name),
            )
            yield (*at, "serves"), message
        if not initiative.effects:
            message = Message(
                "{name} has no effect on any stream, so it covers nothing; estimate one", name=repr(initiative.name)
            )
            yield at, message
        for place, first in enumerate(initiative.after):
            if starts[first].position > initiative.starts.position:
                message = Message(
                    "{first} starts in {quarter}, after {name} needs it in {needed}; start it earlier or the other later",
                    first=repr(first),
                    quarter=starts[first].value,
                    name=repr(initiative.id),
                    needed=initiative.starts.value,
                )
                yield (*at, "after", place), message


def _objective(
    plan: Plan, objective: Objective, path: FieldPath, *, supported: bool
) -> Iterator[tuple[FieldPath, str]]:
    quality = plan.quality
    words = len(objective.title.split())
    if not quality.title_words_least <= words <= quality.title_words_most:
        message = Message(
            "the title has {words} words; {least} to {most} can be remembered",
            words=words,
            least=quality.title_words_least,
            most=quality.title_words_most,
        )
        yield (*path, "title"), message
    if any(letter.isdigit() for letter in objective.title):
        message = Message("the title holds a number; an objective says where to, its key results how much")
        yield (*path, "title"), message
    if not supported and not objective.contribution:
        message = Message(
            "it supports no other objective and does not say what it contributes; fill in supports or contribution"
        )
        yield path, message
    count = len(objective.key_results)
    if not quality.key_results_least <= count <= quality.key_results_most:
        few, many = quality.key_results_least, quality.key_results_most
        message = Message(
            "{count} key results; {few} to {many} show whether it is reached without hiding it",
            count=count,
            few=few,
            many=many,
        )
        yield (*path, "key_results"), message
    kinds = {result.indicator for result in objective.key_results}
    for indicator in Indicator:
        if objective.key_results and indicator not in kinds:
            yield (*path, "key_results"), _MISSING_INDICATORS[indicator]
    for number, result in enumerate(objective.key_results):
        yield from _key_result(plan, result, (*path, "key_results", number))


def _key_result(plan: Plan, result: KeyResult, path: FieldPath) -> Iterator[tuple[FieldPath, str]]:
    first, last = plan.fiscal_year.first_day("Q1"), plan.fiscal_year.last_day("Q4")
    if result.due is None:
        yield path, Message("{title} has no due date; write one, or it is due some day", title=repr(result.title))
    elif not first <= result.due <= last:
        message = Message(
            "{title} is due on {date}, outside the year ({begins} to {ends}), so this plan cannot be held to it; write what is due within it",
            title=repr(result.title),
            date=result.due,
            begins=first,
            ends=last,
        )
        yield (*path, "due"), message
    if any(sign in result.owner for sign in _SEVERAL_OWNERS):
        yield (*path, "owner"), Message("{owner} are several owners, so nobody is; name one", owner=repr(result.owner))
    if result.measures is None:
        last_year = {"revenue": sum(stream.baseline.array().sum() for stream in plan.streams)}
        last_year |= {stream.id: stream.baseline.array().sum() for stream in plan.streams}
        for name, revenue in last_year.items():
            if result.start and abs(result.start - revenue) < plan.step / 2:
                message = Message(
                    "{name} starts at last year's revenue, which nobody can be at before the year is over; write measures: {measured}, and it is read from the actuals, quarter by quarter",
                    name=repr(result.title),
                    measured=name,
                )
                yield path, message
                break


def _sandbags(plan: Plan, check_ins: pd.DataFrame) -> Iterator[tuple[FieldPath, str]]:
    """Objectives whose owners are so confident that they cannot have aimed high."""
    said = check_ins[check_ins["confidence"].notna()]
    last = dict(zip(said["key_result"], said["confidence"], strict=True))  # oldest first, so the last one stays
    owners: list[tuple[FieldPath, tuple[Objective, ...]]] = [(("objectives",), plan.objectives)]
    owners += [(("teams", index, "objectives"), team.objectives) for index, team in enumerate(plan.teams)]
    most = plan.quality.confidence_most
    for path, objectives in owners:
        for number, objective in enumerate(objectives):
            known = [last[result.id] for result in objective.key_results if result.id in last]
            if known and sum(known) / len(known) > most + 1e-9:
                message = Message(
                    "the mean confidence in its key results is {mean}: above {most} they are promises kept already; raise a target",
                    mean=Share(sum(known) / len(known)),
                    most=Share(most),
                )
                yield (*path, number), message


def _owners(plan: Plan) -> Iterator[tuple[FieldPath, str]]:
    owned = Counter(result.owner for result in plan.key_results.values())
    owned.update(initiative.owner for _, initiative in plan.initiatives())
    most = plan.quality.owned_most
    for owner, count in owned.items():
        if count > most:
            message = Message(
                "{owner} owns {count} key results and initiatives; more than {most} cannot be carried; share them",
                owner=owner,
                count=count,
                most=most,
            )
            yield ("teams",), message


def _focus_areas(plan: Plan) -> Iterator[tuple[FieldPath, str]]:
    for number, area in enumerate(plan.focus_areas):
        teams = {
            name
            for team, initiative in plan.initiatives()
            if initiative.focus_area == area.id
            for name in team.credit_of(initiative)
        }
        if len(teams) < 2:
            area_name = repr(area.name)
            one = Message(
                "{area} has one team; a focus area is what several share: find a partner or drop it", area=area_name
            )
            none = Message(
                "{area} has no team; a focus area is what several share: find a partner or drop it", area=area_name
            )
            yield ("focus_areas", number), one if teams else none

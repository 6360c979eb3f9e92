"""Quality findings: what a sound set of OKRs has and this plan lacks, each with its reason and what to do.

A finding is advice, not an error: a plan with findings adds up all the same. The limits are the plan's own
(``quality``), so a company that thinks otherwise says so once.
"""

from collections import Counter
from collections.abc import Iterator

import pandas as pd

from okr_lib.errors import Problem
from okr_lib.plan.model import Plan, Team
from okr_lib.plan.objectives import Indicator, KeyResult, Objective
from okr_lib.plan.values import Estimate

Path = tuple[str | int, ...]
UNUSUAL = 1.0  # growth that doubles what there is
SEVERAL_OWNERS = (";", " / ", " + ")


def quality_findings(plan: Plan, check_ins: pd.DataFrame | None = None) -> list[Problem]:
    """Findings on objectives, key results and initiatives, in the plan's order.

    Parameters
    ----------
    plan
        The plan; its ``quality`` has the limits.
    check_ins
        What ``load_check_ins`` returns; with them, an objective whose owners are all but certain is found.

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


def located_findings(plan: Plan, at: Path = (), check_ins: pd.DataFrame | None = None) -> list[tuple[Path, str]]:
    """The findings with their paths in the plan, such as ``("objectives", 0, "title")``; those at or below one."""
    found = [*_unusual(plan), *_company(plan), *_owners(plan), *_focus_areas(plan)]
    if check_ins is not None:
        found += _sandbags(plan, check_ins)
    for index, team in enumerate(plan.teams):
        found += _team(plan, team, ("teams", index))
    return [(path, message) for path, message in found if path[: len(at)] == at]


def _unusual(plan: Plan) -> Iterator[tuple[Path, str]]:
    """Growth above 100 % that nobody has confirmed: mostly a percentage that was typed as a number."""
    estimates: list[tuple[Path, Estimate | None, bool]] = [
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
            what = f"{path[-1]} {value:g} is {100 * value:+g} %; did you mean {value / 100:g}?"
            yield path, f"{what} write sure: true if it is meant"


def _company(plan: Plan) -> Iterator[tuple[Path, str]]:
    most = plan.quality.company_objectives_most
    if len(plan.objectives) > most:
        yield ("objectives",), f"{len(plan.objectives)} company objectives: more than {most} are none; drop the least"
    for number, objective in enumerate(plan.objectives):
        if objective.dropped is None:
            yield from _objective(plan, objective, ("objectives", number), supported=True)


def _team(plan: Plan, team: Team, path: Path) -> Iterator[tuple[Path, str]]:
    most = plan.quality.team_objectives_most
    if len(team.objectives) > most:
        yield (
            (*path, "objectives"),
            f"{len(team.objectives)} objectives of {team.name}: more than {most} divide the team; drop the least",
        )
    for number, objective in enumerate(team.objectives):
        if objective.dropped is None:
            yield from _objective(plan, objective, (*path, "objectives", number), supported=bool(objective.supports))
    if not team.initiatives and plan.allocation.held.get(team.id) != 0:
        yield path, f"{team.name} has a commitment but no initiatives; add what it will do, or hold its commitment at 0"
    effort = sum(initiative.effort for initiative in team.initiatives)
    if team.capacity is not None and effort > team.capacity:
        message = f"the initiatives of {team.name} take {effort:g} of a capacity of {team.capacity:g}"
        yield (*path, "capacity"), f"{message}; drop or delay one, or find more hands"
    starts = {initiative.id: initiative.starts for _, initiative in plan.initiatives()}
    for number, initiative in enumerate(team.initiatives):
        at = (*path, "initiatives", number)
        if not initiative.serves:
            message = f"{initiative.name!r} serves no key result, so nobody will see whether it worked; name one"
            yield (*at, "serves"), message
        if not initiative.effects:
            yield at, f"{initiative.name!r} has no effect on any stream, so it covers nothing; estimate one"
        for place, first in enumerate(initiative.after):
            if starts[first].position > initiative.starts.position:
                message = (
                    f"{first!r} starts in {starts[first]}, after {initiative.id!r} needs it in {initiative.starts}"
                )
                yield (*at, "after", place), f"{message}; start it earlier or the other later"


def _objective(plan: Plan, objective: Objective, path: Path, *, supported: bool) -> Iterator[tuple[Path, str]]:
    quality = plan.quality
    words = len(objective.title.split())
    if not quality.title_words_least <= words <= quality.title_words_most:
        yield (
            (*path, "title"),
            f"the title has {words} words; {quality.title_words_least} to {quality.title_words_most} can be remembered",
        )
    if any(letter.isdigit() for letter in objective.title):
        yield (*path, "title"), "the title holds a number; an objective says where to, its key results how much"
    if not supported and not objective.contribution:
        yield (
            path,
            "it supports no other objective and does not say what it contributes; fill in supports or contribution",
        )
    count = len(objective.key_results)
    if not quality.key_results_least <= count <= quality.key_results_most:
        few, many = quality.key_results_least, quality.key_results_most
        message = f"{count} key results; {few} to {many} show whether it is reached without hiding it"
        yield (*path, "key_results"), message
    kinds = {result.indicator for result in objective.key_results}
    for indicator in Indicator:
        if objective.key_results and indicator not in kinds:
            reason = "nothing warns in time" if indicator is Indicator.LEADING else "nothing proves the result"
            yield (*path, "key_results"), f"no {indicator} indicator, so {reason}; mark or add one"
    for number, result in enumerate(objective.key_results):
        yield from _key_result(plan, result, (*path, "key_results", number))


def _key_result(plan: Plan, result: KeyResult, path: Path) -> Iterator[tuple[Path, str]]:
    first, last = plan.fiscal_year.first_day("Q1"), plan.fiscal_year.last_day("Q4")
    if result.due is None:
        yield path, f"{result.title!r} has no due date; write one, or it is due some day"
    elif not first <= result.due <= last:
        message = f"{result.title!r} is due on {result.due}, outside the year ({first} to {last})"
        yield (*path, "due"), f"{message}, so this plan cannot be held to it; write what is due within it"
    if any(sign in result.owner for sign in SEVERAL_OWNERS):
        yield (*path, "owner"), f"{result.owner!r} are several owners, so nobody is; name one"
    if result.measures is None:
        last_year = {"revenue": sum(stream.baseline.array().sum() for stream in plan.streams)}
        last_year |= {stream.id: stream.baseline.array().sum() for stream in plan.streams}
        for name, revenue in last_year.items():
            if result.start and abs(result.start - revenue) < plan.step / 2:
                message = (
                    f"{result.title!r} starts at last year's revenue, which nobody can be at before the year is over"
                )
                yield path, f"{message}; write measures: {name}, and it is read from the actuals, quarter by quarter"
                break


def _sandbags(plan: Plan, check_ins: pd.DataFrame) -> Iterator[tuple[Path, str]]:
    """Objectives whose owners are so confident that they cannot have aimed high."""
    said = check_ins[check_ins["confidence"].notna()]
    last = dict(zip(said["key_result"], said["confidence"], strict=True))  # oldest first, so the last one stays
    owners: list[tuple[Path, tuple[Objective, ...]]] = [(("objectives",), plan.objectives)]
    owners += [(("teams", index, "objectives"), team.objectives) for index, team in enumerate(plan.teams)]
    most = plan.quality.confidence_most
    for path, objectives in owners:
        for number, objective in enumerate(objectives):
            known = [last[result.id] for result in objective.key_results if result.id in last]
            if known and sum(known) / len(known) > most + 1e-9:
                message = f"the mean confidence in its key results is {sum(known) / len(known):.0%}"
                yield (*path, number), f"{message}: above {most:.0%} they are promises kept already; raise a target"


def _owners(plan: Plan) -> Iterator[tuple[Path, str]]:
    owned = Counter(result.owner for _, objective in plan.objectives_by_team() for result in objective.key_results)
    owned.update(initiative.owner for _, initiative in plan.initiatives())
    most = plan.quality.owned_most
    for owner, count in owned.items():
        if count > most:
            message = (
                f"{owner} owns {count} key results and initiatives; more than {most} cannot be carried; share them"
            )
            yield ("teams",), message


def _focus_areas(plan: Plan) -> Iterator[tuple[Path, str]]:
    for number, area in enumerate(plan.focus_areas):
        teams = {
            name
            for team, initiative in plan.initiatives()
            if initiative.focus_area == area.id
            for name in (initiative.credit or {team.id: 1.0})
        }
        if len(teams) < 2:
            count = "one team" if teams else "no team"
            yield (
                ("focus_areas", number),
                f"{area.name!r} has {count}; a focus area is what several share: find a partner or drop it",
            )

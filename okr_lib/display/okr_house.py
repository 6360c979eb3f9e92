"""The OKR house: the target in the roof, the company's objectives under it, a pillar for each team, shared focus areas below.

It is the picture by which people remember a plan. The more teams, the less of each is shown, so that the house stays
on a page; what is left out is counted, and the alternative text has it whole.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from okr_lib.display.drawing import TITLE_LENGTH, WIDTH, fitted, tint, wrapped
from okr_lib.display.house_drawing import (
    GAP,
    LINE,
    PAD,
    ROOF,
    SIZE,
    TALLY,
    Entry,
    box_height,
    column_width,
    draw_box,
    draw_legend,
    draw_pillar,
    draw_roof,
    height_of,
)
from okr_lib.display.labels import Labels
from okr_lib.display.okr_findings import words_of_target
from okr_lib.display.okr_tables import shown_progress, standing_words, status_words
from okr_lib.display.picture import ACCENT, MUTED, TARGET, TEAM_COLOURS, Picture, style, team_colours
from okr_lib.display.status_marks import SHAPES
from okr_lib.display.wording import LONGEST_NAME, plain
from okr_lib.plan.model import Plan, Team
from okr_lib.plan.objectives import KeyResult, Objective

TALLEST = 12.5  # inches that fit under a heading on A4
States = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Detail:
    """How many pillars stand side by side, and how much of each team and of a company objective is shown at the most.

    A team's key results that are not shown are counted by status.
    """

    columns: int
    objectives: int
    key_results: int
    initiatives: int
    company: int


DETAILS = (
    Detail(4, 3, 5, 8, 3),
    Detail(4, 3, 3, 4, 3),
    Detail(4, 2, 3, 3, 3),
    Detail(4, 2, 2, 2, 2),
    Detail(4, 1, 2, 2, 1),
    Detail(4, 1, 1, 1, 1),
    Detail(4, 2, 0, 2, 1),
    Detail(4, 1, 0, 2, 1),
    Detail(4, 1, 0, 0, 1),
    Detail(5, 1, 0, 0, 1),
    Detail(5, 0, 0, 0, 0),
)


def chart_okr_house(plan: Plan, states: pd.DataFrame, labels: Labels, title: str) -> Picture:
    """The plan as a house.

    Parameters
    ----------
    plan
        The plan.
    states
        What ``key_result_states`` returns: the status and progress of its key results.
    labels, title
        For names and numbers; the finding.
    """
    known: States = states.set_index("key_result").to_dict("index")
    ground = _ground(plan, labels)
    for detail in DETAILS:
        rows = -(-len(plan.teams) // detail.columns)
        columns = -(-len(plan.teams) // rows)
        width = (WIDTH - GAP * (columns - 1)) / columns
        pillars = [_pillar(team, known, labels, detail, width - 2 * PAD) for team in plan.teams]
        storeys = [pillars[first : first + columns] for first in range(0, len(pillars), columns)]
        heads = [max(pillar[0].height for pillar in storey) + 1.4 * PAD for storey in storeys]
        heights = [
            head + max(height_of(pillar[1:]) for pillar in storey) + PAD
            for head, storey in zip(heads, storeys, strict=True)
        ]
        beam = _beam(plan, known, labels, detail.company)
        legend = 0.0 if detail.key_results else 2 * LINE + 0.1
        tall = ROOF + box_height(beam) + sum(heights) + GAP * (len(heights) + 1) + box_height(ground) + legend
        if tall <= TALLEST:
            break
    colours = team_colours([team.id for team in plan.teams])
    few = len(colours) <= len(TEAM_COLOURS)  # else a colour would stand for several teams
    with style():
        words = wrapped(title, TITLE_LENGTH, lines=3)
        above = 0.1 + 0.25 * (words.count("\n") + 1)
        figure = Figure(figsize=(WIDTH, tall + above))
        axes = figure.add_axes((0, 0, 1, tall / (tall + above)))
        axes.set(xlim=(0, WIDTH), ylim=(tall, 0))
        axes.set_axis_off()
        draw_roof(axes, plan.name, words_of_target(plan, labels))
        draw_box(axes, beam, ROOF, TARGET, 0.08)
        top = ROOF + box_height(beam) + GAP
        for number, (storey, head, height) in enumerate(zip(storeys, heads, heights, strict=True)):
            for place, pillar in enumerate(storey):
                fill = tint(colours[plan.teams[number * columns + place].id] if few else ACCENT, 1)
                draw_pillar(axes, (place * (width + GAP), top), (width, height), pillar, head, fill)
            top += height + GAP
        draw_box(axes, ground, top, MUTED, 0.16)
        if legend:
            draw_legend(axes, top + box_height(ground) + 0.05, labels)
        figure.suptitle(words, x=0.0, y=1.0, ha="left", va="top", fontsize=13, fontweight="bold")
    return Picture(figure, " ".join(_told(plan, known, labels, title)))


def _pillar(team: Team, known: States, labels: Labels, detail: Detail, width: float) -> list[Entry]:
    """A team's name, its objectives with key results, and its initiatives."""
    lines = 3 if detail.objectives else 2
    entries = [Entry(fitted(team.name, width, SIZE, lines, bold=True), bold=True, space=0)]
    for number, objective in enumerate(team.objectives[: detail.objectives]):
        entries += _objective(objective, known, labels, width, detail.key_results, 0.16 if number else 0.12)
    if not team.objectives:
        entries.append(Entry(labels.text("No objective yet"), colour=MUTED, space=0.12))
    elif not detail.objectives:
        count = labels.text("Objectives: {count}", count=str(len(team.objectives)))
        entries.append(Entry(count, colour=MUTED, space=0.08))
    else:
        entries += _rest(len(team.objectives) - detail.objectives, "objectives", labels)
    results = [result for objective in team.objectives for result in objective.key_results]
    if not detail.key_results and results:
        counts = Counter(known[result.id]["status"] for result in results)
        tallies = tuple((word, counts[word]) for word in SHAPES if counts[word])
        entries.append(Entry(tallies=tallies, in_a_row=int(width / TALLY), space=0.1))
    shown = team.initiatives[: detail.initiatives]
    if shown:
        entries.append(Entry(labels.text("Initiatives"), colour=MUTED, space=0.2))
    for initiative in shown:
        text = fitted(initiative.name, width - 0.46, SIZE)
        entries.append(Entry(text, chip=labels.quarter(initiative.starts), indent=0.46, space=0.09))
    if not team.initiatives:
        entries.append(Entry(labels.text("No initiative yet"), colour=MUTED, space=0.16))
    elif not shown:
        count = labels.text("Initiatives: {count}", count=str(len(team.initiatives)))
        return [*entries, Entry(count, colour=MUTED, space=0.08)]
    return entries + _rest(len(team.initiatives) - len(shown), "initiatives", labels)


def _objective(
    objective: Objective, known: States, labels: Labels, width: float, most: int, space: float
) -> list[Entry]:
    entries = [Entry(fitted(objective.title, width, SIZE, 3, bold=True), bold=True, space=space)]
    if not objective.key_results:
        return [*entries, Entry(labels.text("No key result yet"), colour=MUTED)]
    for result in objective.key_results[:most]:
        entries += _key_result(result, known, labels, width)
    return entries + (_rest(len(objective.key_results) - most, "key_results", labels) if most else [])


def _key_result(result: KeyResult, known: States, labels: Labels, width: float) -> list[Entry]:
    state, indent = known[result.id], 0.24
    said = standing_words(state, result, labels)
    return [
        Entry(fitted(result.title, width - indent, SIZE), mark=state["status"], indent=indent, space=0.09),
        Entry(fitted(said, width - indent, SIZE, 1), colour=MUTED, indent=indent, space=0.0),
    ]


REST = {
    "objectives": "More objectives: {count}",
    "key_results": "More key results: {count}",
    "initiatives": "More initiatives: {count}",
    "focus_areas": "More focus areas: {count}",
}


def _rest(count: int, kind: str, labels: Labels) -> list[Entry]:
    """How many of a kind are left out."""
    return [Entry(labels.text(REST[kind], count=str(count)), colour=MUTED, space=0.09)] if count > 0 else []


def _beam(plan: Plan, known: States, labels: Labels, most: int) -> list[list[Entry]]:
    """The company's objectives side by side; beside a single one its key results."""
    shown = plan.objectives[:3]
    if not shown:
        return [[Entry(labels.text("The company has no objective yet"), colour=MUTED, space=0.0)]]
    if len(shown) > 1:
        width = column_width(len(shown))
        columns = [_objective(objective, known, labels, width, most, 0.0) for objective in shown]
        columns[-1] += _rest(len(plan.objectives) - len(shown), "objectives", labels)
        return columns
    [objective] = shown
    results = objective.key_results[: 3 if most else 0]
    width = column_width(len(results) + 1)
    head = Entry(fitted(objective.title, width, SIZE, 4, bold=True), bold=True, space=0.0)
    columns = [[head], *(_key_result(result, known, labels, width) for result in results)]
    columns = [[replace(first, space=0.0), *others] for first, *others in columns]
    if not objective.key_results:
        columns[0].append(Entry(labels.text("No key result yet"), colour=MUTED))
    columns[-1] += _rest(len(objective.key_results) - 3, "key_results", labels) if most else []
    return columns


def _ground(plan: Plan, labels: Labels) -> list[list[Entry]]:
    """The focus areas that teams share."""
    if not plan.focus_areas:
        return [[Entry(labels.text("No shared focus areas yet"), colour=MUTED, space=0.0)]]
    count = min(len(plan.focus_areas), 4)
    width = column_width(count)
    head = Entry(labels.text("Shared focus areas"), colour=MUTED, space=0.0)
    columns = [[head], *([replace(head, text="")] for _ in range(count - 1))]
    for number, area in enumerate(plan.focus_areas[:8]):
        columns[number % count].append(Entry(fitted(area.name, width, SIZE, bold=True), bold=True))
        if area.sponsor and len(plan.focus_areas) <= count:
            columns[number].append(Entry(fitted(area.sponsor, width, SIZE), colour=MUTED, space=0.0))
    columns[-1] += _rest(len(plan.focus_areas) - 8, "focus_areas", labels)
    return columns


def _told(plan: Plan, known: States, labels: Labels, title: str) -> Iterator[str]:
    """The house in words, from the roof down."""

    def told(objective: Objective) -> str:
        parts = [
            f"{plain(result.title, LONGEST_NAME)}: {status_words(known[result.id], result, labels)} "
            f"({shown_progress(known[result.id]['progress'], labels)})"
            for result in objective.key_results
        ]
        return f"{plain(objective.title, LONGEST_NAME)} [{'; '.join(parts) or labels.text('No key result yet')}]"

    yield f"{title}."
    yield f"{words_of_target(plan, labels)}."
    yield from (f"{told(objective)}." for objective in plan.objectives)
    for team in plan.teams:
        things = [told(objective) for objective in team.objectives]
        things += [f"{labels.quarter(each.starts)} {labels.name('initiative', each.id)}" for each in team.initiatives]
        yield f"{labels.name('team', team.id)}: {', '.join(things) or labels.text('No objective yet')}."
    if plan.focus_areas:
        yield (
            labels.text("Shared focus areas")
            + ": "
            + ", ".join(labels.name("focus_area", area.id) for area in plan.focus_areas)
            + "."
        )

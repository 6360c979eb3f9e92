"""Slides of the report's sections: the result by quarter, what is claimed of it, its drivers, the work, and what all rests on."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from okr_lib.display import appendix, findings, initiative_words, looking_back, okr_tables, tables
from okr_lib.display.claims_chart import by_stream, words_of_claims
from okr_lib.display.columns import column, named, table_of
from okr_lib.display.gap_chart import Bar
from okr_lib.display.labels import Labels
from okr_lib.display.slides import sources
from okr_lib.display.slides.page import bar_chart
from okr_lib.display.slides.parts import Cells, Chart, Look, Part, Sentences, Series, Shape, Slide, cells_of
from okr_lib.growth.breakdown import timeline
from okr_lib.plan.closing import Closing, closing_file
from okr_lib.plan.model import Plan
from okr_lib.review.actual_ledger import claims_against_growth
from okr_lib.review.closing import misses
from okr_lib.review.driver_split import driver_split
from okr_lib.review.key_results import Status
from okr_lib.review.review import Review
from okr_lib.review.states import objective_states

_MANY = 6  # key results that leave no room for what was learnt


def result(review: Review, labels: Labels) -> Slide:
    """Revenue by quarter: last year, planned and actual, and the streams' variances beside it."""
    rows: list[tuple[Part, ...]] = [(quarters(review, labels),)]
    if review.observed:
        head = review.plan.fiscal_year.label if review.over else labels.text("Year to date")
        table = tables.table_scorecard([(head, review.to_date)], labels)
        columns = ("actual", "growth", "planned", "variance", "target", "gap")
        rows.append((cells_of(table, *columns, head=head),))
    title = findings.finding_standing(review.observed, review.to_date, labels)
    notes = sources.notes(labels, sources.actuals(review, labels), sources.ledger_rule(labels))
    return Slide(title, tuple(rows), notes)


def quarters(review: Review, labels: Labels) -> Chart:
    """Columns by quarter: last year grey, the phased target outlined, what came solid, what is forecast hatched."""
    frame = review.quarters
    series = [
        Series.of(labels.text("Last year"), frame["baseline"].tolist(), Look.BEFORE),
        Series.of(labels.text("Phased target"), frame["expected"].tolist(), Look.PLAN),
    ]
    if review.observed:
        series.append(Series.of(labels.text("Actual"), frame["actual"].tolist(), Look.ACTUAL))
    if not review.over:
        ahead = (
            review.outlook.quarters.set_index("quarter")["mean"].drop(index=list(review.observed)).map(labels.rounded)
        )
        series.append(Series.of(labels.text("Forecast now"), ahead.reindex(frame["quarter"]).tolist(), Look.FORECAST))
    names = tuple(labels.quarter(name) for name in frame["quarter"])
    said = []
    for place, name in enumerate(names):
        values = {row.name: row.values[place] for row in series}
        told = ", ".join(f"{head} {labels.number(value)}" for head, value in values.items() if value is not None)
        said.append(f"{name}: {told}")
    return Chart(Shape.COLUMNS, names, tuple(series), f"{labels.money_unit}: {'; '.join(said)}.", labels.money_unit)


def claims(review: Review, labels: Labels) -> Slide | None:
    """What came beyond momentum against what teams claim of it, by stream; nothing before somebody claims anything."""
    if not review.observed:
        return None
    frame = claims_against_growth(review.claims)
    if not frame["claimed"].any():
        return None
    rows = [(name, labels.rounded(growth), labels.rounded(said)) for name, growth, said in by_stream(frame, labels)]
    series = (
        Series.of(labels.text("Growth beyond momentum"), [row[1] for row in rows], Look.ACTUAL, signed=True),
        Series.of(labels.text("Claimed by teams"), [row[2] for row in rows], Look.PLAN),
    )
    names = tuple(row[0] for row in rows)
    chart = Chart(Shape.BARS, names, series, words_of_claims(rows, labels), labels.money_unit)
    title = looking_back.finding_claims(frame, labels)
    files = [*sources.actuals(review, labels), *sources.check_ins(review, labels)]
    return Slide(title, ((chart, cells_of(looking_back.table_claims(frame, labels))),), sources.notes(labels, files))


def drivers(review: Review, labels: Labels) -> Slide | None:
    """What drove the growth of the last quarter that has drivers; nothing where none are recorded."""
    split = driver_split(review.plan, review.actuals, review.records.drivers, review.observed)
    if split.empty:
        return None
    last = looking_back.last_period(split)
    parts = [
        Bar(looking_back.driver_name(review.plan, row["stream"], row["driver"], labels), row["amount"], "variance")
        for row in last.to_dict("records")
    ]
    growth = Bar(labels.text("Growth"), labels.rounded(float(last["amount"].sum())), "sum")
    chart = bar_chart([*parts, growth], labels.text("Brought, {unit}", unit=labels.money_unit), labels)
    table = cells_of(looking_back.table_drivers(review.plan, last, labels))
    title = looking_back.finding_drivers(review.plan, split, labels)
    return Slide(title, ((chart, table),), sources.notes(labels, [*sources.actuals(review, labels), "drivers.csv"]))


def initiatives(review: Review, labels: Labels, team: str | None = None) -> Slide | None:
    """The initiatives that are late first, of all teams or of one; nothing where there are none."""
    told = review.initiatives
    told = told if team is None else told[told["team"] == team]
    if told.empty:
        return None
    title = initiative_words.finding_initiatives(told, labels)
    notes = sources.notes(labels, sources.check_ins(review, labels), initiative_words.rule_of_lateness(labels))
    return Slide(title, ((_initiative_cells(review.plan, told, labels),),), notes)


def _initiative_cells(plan: Plan, told: pd.DataFrame, labels: Labels) -> Cells:
    """Who delivers and owns each initiative and where it is, the late ones first; ``told`` as ``initiative_states`` returns."""
    rows = told.assign(silent=told["state"] == "").sort_values(["late", "silent"], ascending=False, kind="stable")
    owners = {initiative.id: initiative.owner for _, initiative in plan.initiatives()}
    columns = [
        named("name", labels.text("Initiative"), "initiative", labels),
        named("team", labels.text("Delivered by"), "team", labels),
        column("owner", labels.text("Owner"), lambda row: owners[row["initiative"]] or "–"),
        column("starts", labels.text("Starts"), lambda row: labels.quarter(row["starts"])),
        column("state", labels.text("State"), lambda row: initiative_words.state_words(row, labels)),
    ]
    return cells_of(table_of(rows, columns, "initiatives"))


def objectives(review: Review, labels: Labels) -> Slide | None:
    """Key results that are not met and not on track, the worst first; all where there is none; nothing without key results."""
    states = review.key_results
    if states.empty:
        return None
    causes = root_causes(review.plan, states, review.closing)
    cells = key_result_cells(review.plan, states, causes, labels)
    rows: list[tuple[Part, ...]] = [(cells,)]
    if review.closing.learnings and len(cells.rows) < _MANY:
        rows.append((Sentences(review.closing.learnings, labels.text("Learnings"), listed=True),))
    title = okr_tables.finding_key_results(states, labels)
    files = [*sources.check_ins(review, labels), *([closing_file(review.quarter)] if causes else [])]
    return Slide(title, tuple(rows), sources.notes(labels, files, okr_tables.rule_of_status(review.plan, labels)))


def root_causes(plan: Plan, states: pd.DataFrame, closing: Closing) -> dict[str, str]:
    """Root causes by key result, of those that missed and have one."""
    return {row["key_result"]: row["cause"] for row in misses(plan, states, closing).to_dict("records") if row["cause"]}


def key_result_cells(plan: Plan, states: pd.DataFrame, causes: Mapping[str, str], labels: Labels) -> Cells:
    """Key results that are not met and not on track, the worst first, or all; their root causes, or what their owners say."""
    order = {word: place for place, word in enumerate(reversed(Status))}
    ranked = states.sort_values("status", key=lambda words: words.map(order), kind="stable")
    off = ranked[~ranked["status"].isin([Status.MET, Status.ON_TRACK])]
    shown = off if len(off) else ranked
    told = shown.assign(comment=[causes.get(row["key_result"], row["comment"]) for row in shown.to_dict("records")])
    table = okr_tables.table_key_results(plan, told, objective_states(plan, states), labels)
    cells = cells_of(table, "owner", "way", "value", "status", "comment")
    return replace(cells, heads=(*cells.heads[:-1], labels.text("Root cause, or the owner's words")))


def assumptions(review: Review, labels: Labels) -> Slide | None:
    """What the plan rests on: what each initiative is to bring, and how likely."""
    plan = review.plan
    steps = timeline(plan, review.ledger)
    if steps.empty:
        return None
    table = tables.table_initiatives(plan, steps, labels)
    title = labels.text("What the plan rests on")
    rules = appendix.rules(plan, labels)
    cells = cells_of(table, "team", "starts", "probability", "cost", "contribution")
    return Slide(title, ((cells,),), sources.notes(labels, sources.PLAN_FILES, *rules))

"""Slides of the report's sections: the result by quarter, what is claimed of it, its drivers, the work, and what all rests on."""

import pandas as pd

from okr_lib.display import appendix, closing_tables, findings, initiative_words, looking_back, okr_tables, tables
from okr_lib.display.labels import Labels
from okr_lib.display.slides import sources
from okr_lib.display.slides.parts import Cells, Chart, Look, Part, Sentences, Series, Shape, Slide, cells_of
from okr_lib.growth.breakdown import timeline
from okr_lib.plan.model import Plan
from okr_lib.plan.values import QUARTERS
from okr_lib.review import variance
from okr_lib.review.actual_ledger import claims_against_growth
from okr_lib.review.closing import misses
from okr_lib.review.driver_split import driver_split
from okr_lib.review.review import Review


def result(review: Review, labels: Labels) -> Slide:
    """Revenue by quarter: last year, planned and actual, and the streams' variances beside it."""
    parts: list[Part] = [quarters(review, labels)]
    rows: list[tuple[Part, ...]] = [tuple(parts)]
    if review.observed:
        position = QUARTERS.index(review.quarter)
        before = variance.scorecard(review.comparison, QUARTERS[position - 1 : position]) if position else None
        quarter = variance.scorecard(review.comparison, (review.quarter,))
        table = tables.table_scorecard(quarter, before, review.to_date, labels)
        rows.append(
            (
                cells_of(
                    table,
                    "year_actual",
                    "year_expected",
                    "year_variance",
                    "year_growth",
                    head=labels.text("Year to date"),
                ),
            )
        )
    title = findings.finding_standing(review.observed, review.to_date, labels)
    return Slide(
        title, tuple(rows), sources.notes(labels, sources.actuals(review, labels), sources.ledger_rule(labels))
    )


def quarters(review: Review, labels: Labels) -> Chart:
    """Columns by quarter: last year grey, the phased target outlined, what came solid."""
    frame = review.quarters
    series = [
        Series.of(labels.text("Last year"), frame["baseline"].tolist(), Look.BEFORE),
        Series.of(labels.text("Phased target"), frame["expected"].tolist(), Look.PLAN),
    ]
    if review.observed:
        series.append(Series.of(labels.text("Actual"), frame["actual"].tolist(), Look.ACTUAL))
    said = "; ".join(
        labels.text(
            "{quarter}: last year {baseline}, phased target {expected}, actual {actual}",
            quarter=labels.quarter(row["quarter"]),
            **{name: labels.number(row[name]) for name in ("baseline", "expected", "actual")},
        )
        for row in frame.to_dict("records")
    )
    names = tuple(labels.quarter(name) for name in frame["quarter"])
    return Chart(Shape.COLUMNS, names, tuple(series), f"{labels.money_unit}: {said}.", labels.money_unit)


def claims(review: Review, labels: Labels) -> Slide | None:
    """What came beyond momentum against what teams claim of it, by stream; nothing before the first actuals."""
    if not review.observed:
        return None
    frame = claims_against_growth(review.claims)
    sums = frame.groupby("stream", sort=False)[["growth", "claimed"]].sum().map(labels.rounded)
    names = tuple(labels.name("stream", name) or labels.text("In no stream") for name in sums.index)
    heads = {"growth": labels.text("Growth beyond momentum"), "claimed": labels.text("Claimed by teams")}
    series = (
        Series.of(heads["growth"], sums["growth"].tolist(), Look.ACTUAL, signed=True),
        Series.of(heads["claimed"], sums["claimed"].tolist(), Look.PLAN),
    )
    said = "; ".join(
        f"{name}: {heads['growth']} {labels.change(row['growth'])}, {heads['claimed']} {labels.number(row['claimed'])}"
        for name, row in zip(names, sums.to_dict("records"), strict=True)
    )
    chart = Chart(Shape.BARS, names, series, f"{labels.money_unit}: {said}.", labels.money_unit)
    title = looking_back.finding_claims(frame, labels)
    files = [*sources.actuals(review, labels), *sources.check_ins(review, labels)]
    return Slide(title, ((chart, cells_of(looking_back.table_claims(frame, labels))),), sources.notes(labels, files))


def drivers(review: Review, labels: Labels) -> Slide | None:
    """What drove the growth; nothing where no drivers are recorded."""
    split = driver_split(review.plan, review.actuals, review.records.drivers, review.observed)
    if split.empty:
        return None
    table = looking_back.table_drivers(review.plan, split, labels)
    title = looking_back.finding_drivers(review.plan, split, labels)
    return Slide(title, ((cells_of(table),),), sources.notes(labels, [*sources.actuals(review, labels), "drivers.csv"]))


def initiatives(review: Review, labels: Labels) -> Slide | None:
    """The initiatives that are late first; nothing for a plan without any."""
    told = review.initiatives
    if told.empty:
        return None
    title = initiative_words.finding_initiatives(told, labels)
    notes = sources.notes(labels, sources.check_ins(review, labels), initiative_words.rule_of_lateness(labels))
    return Slide(title, ((initiative_cells(review.plan, told, labels),),), notes)


def initiative_cells(plan: Plan, told: pd.DataFrame, labels: Labels) -> Cells:
    """Who delivers and owns each initiative and where it is, the late ones first; ``told`` as ``initiative_states`` returns."""
    rows = told.assign(silent=told["state"] == "").sort_values(["late", "silent"], ascending=False, kind="stable")
    owners = {initiative.id: initiative.owner for _, initiative in plan.initiatives()}
    shown = tuple(
        (
            labels.name("initiative", row["initiative"]),
            labels.name("team", row["team"]),
            owners[row["initiative"]] or "–",
            labels.quarter(row["starts"]),
            initiative_words.state_words(row, labels),
        )
        for row in rows.to_dict("records")
    )
    heads = (
        labels.text("Initiative"),
        labels.text("Delivered by"),
        labels.text("Owner"),
        labels.text("Starts"),
        labels.text("State"),
    )
    return Cells(heads, shown, (False,) * 5, (False,) * 5)


def objectives(review: Review, labels: Labels) -> Slide | None:
    """Key results that missed or are far off, with their causes; nothing for a plan without key results."""
    states = review.key_results
    if states.empty:
        return None
    missed = misses(review.plan, states, review.closing)
    title = okr_tables.finding_key_results(states, labels)
    rows: list[tuple[Part, ...]] = []
    if len(missed):
        table = closing_tables.table_misses(review.plan, missed, labels)
        rows.append((cells_of(table, "team", "value", "target", "status", "cause"),))
    else:
        rows.append((Sentences((closing_tables.finding_misses(missed, states, labels) + ".",)),))
    if review.closing.learnings and len(missed) < 6:
        rows.append((Sentences(review.closing.learnings, labels.text("Learnings"), listed=True),))
    files = [*sources.check_ins(review, labels), *sources.closing(review.quarter)]
    return Slide(title, tuple(rows), sources.notes(labels, files, okr_tables.rule_of_status(review.plan, labels)))


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
    return Slide(title, ((cells,),), sources.notes(labels, sources.plan_files(), *rules))

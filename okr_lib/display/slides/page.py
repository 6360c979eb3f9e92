"""Slides of the report's first page: where we stand, why, what will happen, who brings what, what to decide, what became."""

from okr_lib.display import closing_tables, findings, forecasts, landing_table, outlook_words, tables
from okr_lib.display.labels import Labels
from okr_lib.display.slides import sources
from okr_lib.display.slides.parts import (
    Chart,
    Figure,
    Figures,
    Look,
    Part,
    Sentences,
    Series,
    Shape,
    Slide,
    cells_of,
)
from okr_lib.growth.breakdown import team_summary
from okr_lib.plan.references import TOTAL
from okr_lib.plan.values import QUARTERS
from okr_lib.review import variance
from okr_lib.review.actual_ledger import claimed_by_team
from okr_lib.review.key_results import OFF, SILENT
from okr_lib.review.review import Review
from okr_lib.review.soundness import gaps
from okr_lib.review.variance import UNPLACED


def headline(review: Review, labels: Labels) -> Slide:
    """Where we stand, in one sentence and four figures."""
    planned = variance.planned_quarters(review.ledger)
    missing = gaps(review.plan, review.records.reported, review.quarter)
    said = findings.finding_summary(
        review.plan, review.observed, review.to_date, review.year, labels, review.quarter, planned, missing
    )
    title = findings.finding_standing(review.observed, review.to_date, labels)
    figures = [_revenue(review, labels), *_year_end(review, labels), *_key_results(review, labels)]
    rows: tuple[tuple[Part, ...], ...] = ((Figures(tuple(figures)),), (Sentences(tuple(said)),))
    files = [*sources.actuals(review, labels), *sources.check_ins(review, labels)]
    return Slide(title, rows, sources.notes(labels, files, sources.ledger_rule(labels)))


def _revenue(review: Review, labels: Labels) -> Figure:
    whole = review.to_date.set_index("stream").loc[TOTAL]
    if not review.observed:
        goal = review.year.set_index("stream").loc[TOTAL]
        return Figure(labels.text("Target"), labels.money(goal["expected"]))
    name = labels.text("Revenue of the year") if review.over else labels.text("Revenue so far")
    against = labels.text("{change} against the target", change=labels.change(whole["variance"]))
    return Figure(name, labels.money(whole["actual"]), (against,))


def _year_end(review: Review, labels: Labels) -> list[Figure]:
    """Where the year is seen to end and how likely the target is; of a year that is over, neither arises."""
    if review.over:
        return []
    outlook = review.outlook
    low, high = outlook.interval(outlook_words.RANGE)
    between = labels.text("{first} to {last}", first=labels.number(low), last=labels.number(high))
    target = labels.text("Target {amount}", amount=labels.number(outlook.target))
    before = review.forecasts["likelihood"].tolist()
    said = [labels.text("Said before: {shares}", shares=", ".join(labels.likelihood(value) for value in before))]
    chance = labels.text("Reached") if outlook.reached else labels.likelihood(outlook.probability)
    return [
        Figure(labels.text("Year's end (80 %), {unit}", unit=labels.money_unit), between, (target,)),
        Figure(labels.text("Likelihood of the target"), chance, tuple(said if before else [])),
    ]


def _key_results(review: Review, labels: Labels) -> list[Figure]:
    states = review.key_results
    if states.empty:
        return []
    counts = states["status"].value_counts()
    met, missed = int(counts.get("met", 0)), int(counts.get("missed", 0))
    good = met + int(counts.get("on_track", 0))
    off, silent = (sum(int(counts.get(word, 0)) for word in words) for words in (OFF, SILENT))
    value = labels.text("{count} of {all}", count=str(good), all=str(len(states)))
    beside = labels.text(
        "missed {missed}, not on track {off}, silent {silent}", missed=str(missed), off=str(off), silent=str(silent)
    )
    return [Figure(labels.text("Key results met or on track"), value, (beside,))]


def why(review: Review, labels: Labels) -> Slide | None:
    """The one gap, split into what streams brought and what the plan lacked; nothing before the first actuals."""
    if not review.observed:
        return None
    rows = review.to_date.set_index("stream")["variance"]
    streams = [name for name in rows.index if name not in (UNPLACED, TOTAL)]
    names = [labels.name("stream", name) for name in streams]
    values = [float(rows[name]) for name in streams]
    if rows.get(UNPLACED):
        names.append(labels.text("Uncovered"))
        values.append(float(rows[UNPLACED]))
    names.append(labels.text("Against the target"))
    values.append(float(rows[TOTAL]))
    title = findings.finding_actual_bridge(
        variance.actual_bridge(review.comparison, review.observed), labels, over=review.over
    )
    chart = bars(names, values, labels.text("Against the target"), labels, sums=(len(values) - 1,))
    files = sources.actuals(review, labels)
    return Slide(title, ((chart,),), sources.notes(labels, files, sources.ledger_rule(labels)))


def bars(names: list[str], values: list[float], name: str, labels: Labels, *, sums: tuple[int, ...] = ()) -> Chart:
    """Bars from zero, green and red by their sign, with the sum as the last."""
    said = "; ".join(f"{each} {labels.change(value)}" for each, value in zip(names, values, strict=True))
    series = Series.of(name, values, Look.VARIANCE, signed=True)
    return Chart(Shape.BARS, tuple(names), (series,), f"{labels.money_unit}: {said}.", labels.money_unit, sums)


def ahead(review: Review, labels: Labels) -> Slide | None:
    """Where the year is seen to end, now and at earlier closes; of a year that is over, how good that was."""
    record = review.forecasts
    if review.over:
        if record.empty:
            return None
        title = forecasts.finding_forecasts(record, labels)
        kept = cells_of(forecasts.table_forecasts(record, labels))
        return Slide(title, ((kept,),), sources.notes(labels, ["closings/*.yaml", *sources.actuals(review, labels)]))
    title = outlook_words.finding_outlook(review.outlook, labels)
    parts: list[Part] = [ranges(review, labels)]
    if len(review.landing):
        table = landing_table.table_landing(review.landing, review.outlook.target, labels)
        parts.append(cells_of(table, "landing", "gap"))
    files = [*sources.actuals(review, labels), *(["closings/*.yaml"] if len(record) else [])]
    return Slide(title, (tuple(parts),), sources.notes(labels, files))


def ranges(review: Review, labels: Labels) -> Chart:
    """The range that the year's end is seen in, at each close and now, against the target."""
    record, outlook = review.forecasts, review.outlook
    low, high = outlook.interval(outlook_words.RANGE)
    names = [labels.text("Close of {quarter}", quarter=labels.quarter(row)) for row in record["quarter"]]
    names.append(labels.text("Forecast now"))
    lows, highs = ([*record[end], now] for end, now in (("low", low), ("high", high)))
    lows, highs = ([labels.rounded(value) for value in values] for values in (lows, highs))
    spans = [labels.rounded(last - first) for first, last in zip(lows, highs, strict=True)]
    target = [outlook.target] * len(names)
    said = [
        labels.text("{name}: {low} to {high}", name=name, low=labels.number(first), high=labels.number(last))
        for name, first, last in zip(names, lows, highs, strict=True)
    ]
    said.append(labels.text("Target {amount}", amount=labels.number(outlook.target)))
    series = (
        Series.of(labels.text("From"), lows, Look.HIDDEN),
        Series.of(labels.text("Range of 80 %"), spans, Look.FORECAST),
        Series.of(labels.text("Lowest"), lows, Look.BELOW),
        Series.of(labels.text("Highest"), highs, Look.ABOVE),
        Series.of(labels.text("Target {amount}", amount=labels.number(outlook.target)), target, Look.LINE),
    )
    return Chart(Shape.RANGES, tuple(names), series, f"{labels.money_unit}: {'; '.join(said)}.", labels.money_unit)


def teams(review: Review, labels: Labels) -> Slide:
    """What each team committed to, is planned to bring, and claims."""
    told = team_summary(review.plan, review.ledger, review.observed[-1] if review.observed else review.quarter)
    claimed = claimed_by_team(review.plan, review.claims) if review.observed else None
    table = tables.table_teams(told, labels, claimed)
    columns = ("commitment", "contribution", "uncovered", "before_overlap", "claimed")
    title = findings.finding_teams(told, review.plan, labels)
    files = [*sources.plan_files(), *sources.check_ins(review, labels)]
    return Slide(title, ((cells_of(table, *columns),),), sources.notes(labels, files, sources.ledger_rule(labels)))


def decisions(review: Review, labels: Labels) -> Slide | None:
    """What is to be decided; nothing where no decision is sought."""
    if not review.closing.decisions_sought:
        return None
    title = closing_tables.finding_decisions_sought(review.closing, labels)
    table = cells_of(closing_tables.table_decisions_sought(review.closing, labels))
    return Slide(title, ((table,),), sources.notes(labels, sources.closing(review.quarter)))


def since(review: Review, labels: Labels) -> Slide | None:
    """What was decided and agreed at the last close; nothing where there is none."""
    position = QUARTERS.index(review.quarter)
    before = review.records.closings.get(QUARTERS[position - 1]) if position else None
    if before is None or not (before.actions or before.decisions_sought):
        return None
    parts: list[tuple[Part, ...]] = []
    if before.decisions_sought:
        parts.append(
            (cells_of(closing_tables.table_decisions_sought(before, labels), head=labels.text("Decisions sought")),)
        )
    if before.actions:
        parts.append((cells_of(closing_tables.table_actions(before, labels), head=labels.text("Actions")),))
    title = labels.text("What was sought and agreed at the close of {quarter}", quarter=labels.quarter(before.quarter))
    return Slide(title, tuple(parts), sources.notes(labels, sources.closing(before.quarter)))

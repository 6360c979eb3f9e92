"""Slides of the report's first page: where we stand, why, what will happen, who brings what, what to decide, what became."""

from collections.abc import Sequence

from okr_lib.display import forecasts, landing, page_tables
from okr_lib.display.gap_chart import Bar
from okr_lib.display.labels import Labels
from okr_lib.display.page import page_of
from okr_lib.display.slides import sources
from okr_lib.display.slides.parts import Chart, Figures, Look, Part, Sentences, Series, Shape, Slide, cells_of
from okr_lib.display.wording import sentences
from okr_lib.plan.closing import closing_file
from okr_lib.review.review import Review


def headline(review: Review, labels: Labels) -> Slide:
    """Where we stand, in one sentence and four figures."""
    page = page_of(review, labels)
    rows: list[tuple[Part, ...]] = [(Figures(page.tiles),)]
    ahead = [] if review.over else [page.ahead]  # of a year that is over, the headline has said it
    said = [*page.missing, page.why, *ahead, *page.teams, page.decisions, *page.since]
    rows.append((Sentences(tuple(f"{each.removesuffix('.')}." for each in said if each), listed=True),))
    files = [*sources.actuals(review, labels), *sources.check_ins(review, labels)]
    return Slide(page.headline, tuple(rows), sources.notes(labels, files, sources.ledger_rule(labels)))


def why(review: Review, labels: Labels) -> Slide:
    """The one gap, split into what streams brought and what the plan lacked; before the first actuals the plan's own."""
    page = page_of(review, labels)
    chart = bar_chart(page.bars, page.bars[-1].name, labels)
    rows: list[tuple[Part, ...]] = [(chart,)]
    rows += [(Sentences(page.causes),)] if page.causes else []
    files = sources.actuals(review, labels)
    return Slide(page.why, tuple(rows), sources.notes(labels, files, sources.ledger_rule(labels)))


def bar_chart(bars: Sequence[Bar], name: str, labels: Labels) -> Chart:
    """Bars from zero with their signs, as the report's picture has them, the sum as the last."""
    said = "; ".join(f"{bar.name} {labels.change(bar.amount)}" for bar in bars)
    series = Series.of(name, [bar.amount for bar in bars], Look.VARIANCE, signed=True)
    names, kinds = tuple(bar.name for bar in bars), tuple(bar.kind for bar in bars)
    return Chart(Shape.BARS, names, (series,), f"{labels.money_unit}: {said}.", labels.money_unit, kinds)


def ahead(review: Review, labels: Labels) -> Slide | None:
    """Where the year is seen to end, now and at earlier closes; of a year that is over, how good that was."""
    record, title = review.forecasts, page_of(review, labels).ahead
    if review.over:
        if record.empty:
            return None
        said = Sentences((sentences(forecasts.finding_forecasts(record, labels)),))
        kept = cells_of(forecasts.table_forecasts(record, labels), "likelihood", "error", "inside")
        files = ["closings/*.yaml", *sources.actuals(review, labels)]
        return Slide(title, ((ranges(review, labels), kept), (said,)), sources.notes(labels, files))
    parts: list[Part] = [ranges(review, labels)]
    if len(review.landing):
        table = landing.table_landing(review.landing, review.outlook.mean, review.outlook.target, labels)
        parts.append(cells_of(table, "landing", "gap"))
    files = [*sources.actuals(review, labels), *(["closings/*.yaml"] if len(record) else [])]
    return Slide(title, (tuple(parts),), sources.notes(labels, files))


def ranges(review: Review, labels: Labels) -> Chart:
    """The range that the year's end was seen in at each close and is now, against the target; or against what came."""
    record, outlook = review.forecasts, review.outlook
    bands = landing.bands_of(outlook, record, labels)
    names = [name for name, _ in bands]
    lows, highs = ([labels.rounded(band[end]) for _, band in bands] for end in (0, 1))
    spans = [labels.rounded(last - first) for first, last in zip(lows, highs, strict=True)]
    across = [(labels.text("Target {amount}", amount=labels.number(outlook.target)), outlook.target, Look.LINE)]
    if review.over:
        came = sum(outlook.actuals.values())
        across.append((f"{labels.text('Actual')} {labels.number(came)}", came, Look.CAME))
    said = [
        labels.text("{name}: {low} to {high}", name=name, low=labels.number(first), high=labels.number(last))
        for name, first, last in zip(names, lows, highs, strict=True)
    ]
    series = (
        Series.of(labels.text("From"), lows, Look.HIDDEN),
        Series.of(labels.text("Range of 80%"), spans, Look.FORECAST),
        Series.of(labels.text("Lowest"), lows, Look.BELOW),
        Series.of(labels.text("Highest"), highs, Look.ABOVE),
        *(Series.of(words, [labels.rounded(value)] * len(names), look) for words, value, look in across),
    )
    alt = f"{labels.money_unit}: {'; '.join([*said, *(words for words, _, _ in across)])}."
    return Chart(Shape.RANGES, tuple(names), series, alt, labels.money_unit)


def teams(review: Review, labels: Labels) -> Slide:
    """What each team committed to, is planned to bring, and claims, in their own words."""
    page = page_of(review, labels)
    table = cells_of(page_tables.table_team_standing(review, labels))
    title = page.teams[0].removesuffix(".") if page.teams else labels.text("What each team brings")
    files = [*sources.PLAN_FILES, *sources.check_ins(review, labels)]
    return Slide(title, ((table,),), sources.notes(labels, files, sources.ledger_rule(labels)))


def decisions(review: Review, labels: Labels) -> Slide | None:
    """What is to be decided; nothing where no decision is sought."""
    sought = review.closing.decisions_sought
    if not sought:
        return None
    table = cells_of(page_tables.table_decisions(sought, labels))
    title = page_of(review, labels).decisions.removesuffix(".")
    return Slide(title, ((table,),), sources.notes(labels, [closing_file(review.quarter)]))


def since(review: Review, labels: Labels) -> Slide | None:
    """What was decided and agreed at the last close, and what became of it; nothing where there is none."""
    before = review.closing_before
    if before is None or not (before.actions or before.decisions_sought):
        return None
    table = cells_of(page_tables.table_since(before, labels))
    title = labels.text("What was sought and agreed at the close of {quarter}", quarter=labels.quarter(before.quarter))
    return Slide(title, ((table,),), sources.notes(labels, [closing_file(before.quarter)]))

"""The sheets of a plan's workbook: the one table that says what stands where.

Export, import, drop-downs, limits and the notes on the heads all follow from it. A new field of the plan needs a line
here and nothing else; a test names fields that are missing.
"""

from collections.abc import Iterator

from okr_lib.plan.model import (
    Allocation,
    Driver,
    Effect,
    FocusArea,
    FurtherGrowth,
    Initiative,
    Overlap,
    Plan,
    Stream,
    Team,
)
from okr_lib.plan.objectives import KeyResult, Objective
from okr_lib.plan.values import QUARTERS
from okr_lib.plan.workbook.columns import Column, Sheet

ID = "Small letters, digits, - and _. Leave it empty in a new row: it is made from the name. Other sheets name the row by it."
ESTIMATE = "Low, likely and high. Leave low and high empty when a single number stands for all three."
SEVERAL = "Several ids with commas between them, such as: stores, online."
OWNER = "A role, such as Head of Retail, not a person."


def _id(note: str = ID) -> Column:
    return Column("id", "Id", note)


def _quarters(field: str, head: str, note: str, unit: str = "") -> tuple[Column, ...]:
    return tuple(Column(f"{field}.{quarter}", head, note, unit, part=quarter) for quarter in QUARTERS)


def _estimate(field: str, head: str, note: str, unit: str) -> tuple[Column, ...]:
    sure = (Column("sure", "Above 100 % is meant", "Write true where it is."),) if unit == "share" else ()
    return (*(Column(f"{field}.{part}", head, note, unit, part=part) for part in ("low", "likely", "high")), *sure)


def _owner(field: str, head: str, refers: str, note: str = "") -> Column:
    """The column that names the record a row belongs to."""
    return Column(field, head, note, refers=refers, of=(Effect, "stream"))


def _by_team(name: str, head: str, note: str, unit: str = "") -> Column:
    return Column(f"allocation.{name}", head, note, unit, of=(Allocation, f"{name}.*"), by_row=True)


ORIGINS = {"actuals": "Actuals", "check_ins": "Check-ins", "drivers": "Drivers"}
ORIGIN = {
    "file": ("file", "A .csv, .xlsx or .parquet file beside the plan; or address and query."),
    "sheet": ("sheet", "Of a workbook with several sheets."),
    "url": ("address", "Of a database; ${NAME} stands for a user or password, never write one."),
    "query": ("query", "One select with the columns needed."),
}

PLAN = Sheet(
    "plan",
    "Plan",
    "The company's target, its year, and how the growth is shared among teams and quarters.",
    Plan,
    (
        Column("name", "Name of the plan"),
        Column("note", "Note", "Every report shows it, such as what is an illustration."),
        Column("currency", "Currency", "Three letters, such as DKK."),
        Column("unit", "Unit of amounts", "Amounts in this workbook are in this many units of the currency."),
        Column("step", "Smallest amount shown", "Every sum agrees to it: 0.1 for a tenth of the unit."),
        Column("fiscal_year.label", "Year planned", "Its name, such as 2022/23."),
        Column("fiscal_year.starts", "First day of the year", "The first day of any month."),
        Column("fiscal_year.baseline", "Year compared with", "Its name, such as 2021/22."),
        Column("target.growth", "Growth target", "On the baseline. Give growth or revenue, not both.", "share"),
        Column("target.revenue", "Revenue target", "Of the year. Give growth or revenue, not both.", "money"),
        Column("target.sure", "Above 100 % is meant", "Write true where it is."),
        Column(
            "allocation.method",
            "Commitments by",
            "What the growth to be won is shared by. With weights, fill the weights in the sheet of teams.",
        ),
        Column(
            "phasing.method",
            "Quarters by",
            "How the target is spread. With amounts or shares, fill the four lines of that name.",
        ),
        *_quarters("phasing.amounts", "Amount", "Only with the method amounts.", "money"),
        *_quarters("phasing.shares", "Share of the year", "Only with the method shares; they sum to 100 %.", "share"),
    ),
    keys=(),
    sections={
        "fiscal_year": "Year",
        "target": "Target",
        "allocation": "Commitments of teams",
        "phasing": "Spread over quarters",
    },
)

SETTINGS = Sheet(
    "settings",
    "Settings",
    "How estimates are meant, when a key result is on track, and what a sound set of objectives looks like.",
    Plan,
    (
        Column("uncertainty.shape", "Shape of estimates", "The distribution between low, likely and high."),
        Column("uncertainty.low_high", "Low and high are", "The extremes, or what one in ten falls below and above."),
        Column("uncertainty.correlation", "Shared luck", "Correlation of initiatives in one focus area, 0 to 0.95."),
        Column("thresholds.on_track", "On track from", "Share of the progress expected by now.", "share"),
        Column(
            "thresholds.behind", "Behind from", "Share of the progress expected by now; below it: at risk.", "share"
        ),
        Column("thresholds.yellow", "Score yellow from", "Score at the close of a quarter, 0 to 1."),
        Column("thresholds.green", "Score green from", "Score at the close of a quarter, 0 to 1."),
        Column("thresholds.cadence_days", "Days between check-ins", "A key result is outdated after so many days."),
        Column("quality.key_results_least", "Key results of an objective, least"),
        Column("quality.key_results_most", "Key results of an objective, most"),
        Column("quality.company_objectives_most", "Objectives of the company, most"),
        Column("quality.team_objectives_most", "Objectives of a team, most"),
        Column("quality.title_words_least", "Words in an objective, least"),
        Column("quality.title_words_most", "Words in an objective, most"),
        Column("quality.owned_most", "Key results and initiatives of one owner, most"),
        Column(
            "quality.confidence_most", "Mean confidence in an objective, most", "Above it, the target was too easy."
        ),
        *(
            Column(f"records.{kind}.{field}", head, note, part=part)
            for kind, head in ORIGINS.items()
            for field, (part, note) in ORIGIN.items()
        ),
    ),
    keys=(),
    sections={
        "uncertainty": "Estimates",
        "thresholds": "Status and score",
        "quality": "Quality",
        "records": "Where records come from",
    },
)

STREAMS = Sheet(
    "streams",
    "Streams",
    "Where revenue is booked: last year's revenue by quarter, and the growth that comes by itself.",
    Stream,
    (
        _id(),
        Column("name", "Stream"),
        *_quarters("baseline", "Baseline", "Revenue of the same quarter last year.", "money"),
        *_estimate("momentum", "Momentum", f"Growth that comes with no initiative at all. {ESTIMATE}", "share"),
    ),
)

DRIVERS = Sheet(
    "drivers",
    "Drivers",
    "Factors whose product is a stream's baseline, such as transactions and basket. May be empty.",
    Driver,
    (
        _owner("stream", "Stream", "streams"),
        _id(),
        Column("name", "Driver"),
        Column("unit", "Measured in"),
        *_quarters("values", "Value", "Last year's value; the product of a stream's drivers meets its baseline."),
    ),
    owner="stream",
    keys=("stream", "id"),
)

FURTHER_GROWTH = Sheet(
    "further_growth",
    "Further growth",
    "Growth that is nobody's work, such as currency or an acquisition. May be empty.",
    FurtherGrowth,
    (
        _id(),
        Column("name", "Further growth"),
        Column("stream", "Stream", refers="streams"),
        *_quarters("amounts", "Amount", "Negative where it costs revenue.", "money"),
    ),
)

TEAMS = Sheet(
    "teams",
    "Teams",
    "Who does the work. A team need not book revenue of its own.",
    Team,
    (
        _id(),
        Column("name", "Team"),
        Column("lead", "Lead", OWNER),
        Column("streams", "Answers for streams", SEVERAL, refers="streams"),
        Column("capacity", "Capacity", "How much effort its initiatives may take together, such as person-weeks."),
        _by_team("weights", "Weight", "Only when commitments are shared by weights."),
        _by_team("held", "Held at", "The commitment is exactly this.", "money"),
        _by_team("lower", "At least", "The commitment is not below this.", "money"),
        _by_team("upper", "At most", "The commitment is not above this.", "money"),
    ),
)

FOCUS_AREAS = Sheet(
    "focus_areas",
    "Focus areas",
    "Themes that several teams share.",
    FocusArea,
    (_id(), Column("name", "Focus area"), Column("sponsor", "Sponsor", OWNER)),
)

OBJECTIVES = Sheet(
    "objectives",
    "Objectives",
    "Where somebody wants to get, in words. Without a team it is the company's.",
    Objective,
    (
        _id(),
        Column("title", "Objective", "4 to 18 words, no figures: those belong in key results."),
        _owner("team", "Team", "teams", "Empty for an objective of the company."),
        Column("owner", "Owner", OWNER),
        Column("focus_area", "Focus area", refers="focus_areas"),
        Column("supports", "Supports objectives", SEVERAL, refers="objectives"),
        Column("contribution", "How it contributes", "In a sentence."),
        Column("dropped", "Dropped at the close of", "It stays for its history; empty while it counts."),
    ),
    owner="team",
    company_too=True,
)

KEY_RESULTS = Sheet(
    "key_results",
    "Key results",
    "How progress is measured: from a start to a target, or within a band, by a date.",
    KeyResult,
    (
        _id(),
        Column("title", "Key result"),
        _owner("objective", "Objective", "objectives"),
        Column("owner", "Owner", OWNER),
        Column("kind", "Kind", "Increase and decrease need start and target, levels a target, range a band."),
        Column("unit", "Measured in", "Such as DKK m or members; with share, 0.25 stands for 25 %."),
        Column("start", "Start"),
        Column("target", "Target"),
        Column("band.0", "Band", "Lowest and highest good value, for the kind range.", part="low"),
        Column("band.1", "Band", "Lowest and highest good value, for the kind range.", part="high"),
        Column("due", "Due"),
        *_quarters(
            "phasing", "Way gone in", "Shares of the way, 100 % in all; empty when it is even in time.", "share"
        ),
        Column("measures", "Reads revenue of", "revenue for the company's, a stream's id for its own; else empty."),
        Column("indicator", "Indicator", "Leading moves before revenue does, lagging with or after it."),
        Column("ambition", "Ambition", "Committed is expected in full; aspirational is good at 0.7."),
        Column("weight", "Weight", "In the progress of its objective."),
    ),
    owner="objective",
)

INITIATIVES = Sheet(
    "initiatives",
    "Initiatives",
    "What teams do, for which key results, when it starts and how fast it works.",
    Initiative,
    (
        _id(),
        Column("name", "Initiative"),
        _owner("team", "Team", "teams", "Who delivers it."),
        Column("owner", "Owner", OWNER),
        Column("starts", "Starts"),
        *(
            Column(
                f"ramp.{number - 1}",
                "Ramp",
                "Share of the full effect from the start on; the last stays.",
                "share",
                f"quarter {number}",
            )
            for number in range(1, 5)
        ),
        Column("probability", "Likelihood", "That it succeeds.", "share"),
        Column("focus_area", "Focus area", refers="focus_areas"),
        Column("serves", "Serves key results", SEVERAL, refers="key_results"),
        Column("after", "Comes after initiatives", SEVERAL, refers="initiatives"),
        Column("cost", "Cost", unit="money"),
        Column("effort", "Effort", "In the same unit as the team's capacity."),
    ),
    owner="team",
)

EFFECTS = Sheet(
    "effects",
    "Effects",
    "What an initiative brings to a stream in a year at full effect: an amount, or a lift as a share of the stream.",
    Effect,
    (
        _owner("initiative", "Initiative", "initiatives"),
        Column("stream", "Stream", refers="streams"),
        Column("driver", "Through driver", "Only for a lift, and only when the stream has drivers.", refers="drivers"),
        *_estimate("amount", "Amount a year", f"Amount or lift, not both. {ESTIMATE}", "money"),
        *_estimate("lift", "Lift", f"Amount or lift, not both. {ESTIMATE}", "share"),
    ),
    owner="initiative",
    keys=("initiative", "stream", "driver"),
)

CREDIT = Sheet(
    "credit",
    "Credit",
    "How an initiative's contribution is shared among teams. Without a row all goes to the team that delivers it.",
    Initiative,
    (
        _owner("initiative", "Initiative", "initiatives"),
        _owner("team", "Team", "teams"),
        Column(
            "share",
            "Share",
            "The shares of an initiative sum to 100 %; red means they do not.",
            "share",
            of=(Initiative, "credit.*"),
        ),
    ),
    owner="initiative",
    keys=("initiative", "team"),
)

OVERLAPS = Sheet(
    "overlaps",
    "Overlaps",
    "Initiatives that reach the same customers: only part of their sum counts. May be empty.",
    Overlap,
    (
        _id(),
        Column("name", "Overlap"),
        Column("initiatives", "Initiatives", f"At least two. {SEVERAL}", refers="initiatives"),
        Column("counts", "Counts", "The part of their sum that counts.", "share"),
    ),
)

# Owners before what they own, in the order people fill them in.
SHEETS = (
    PLAN, STREAMS, DRIVERS, FURTHER_GROWTH, TEAMS, FOCUS_AREAS, OBJECTIVES, KEY_RESULTS, INITIATIVES, EFFECTS, CREDIT,
    OVERLAPS, SETTINGS,
)  # fmt: skip
BY_KEY = {sheet.key: sheet for sheet in SHEETS}


def sheet_words() -> Iterator[str]:
    """Every text of the sheets that people read and a language translates."""
    for sheet in SHEETS:
        yield from (sheet.title, sheet.about, *sheet.sections.values())
        for column in sheet.columns:
            yield from filter(None, (column.head, column.part, column.note))

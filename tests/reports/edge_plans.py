"""Plan folders that a report must cope with: words that try to be code, too few numbers, too many teams."""

import csv
import shutil
from pathlib import Path

import okr_lib as okr
from okr_lib.plan.model import Plan
from okr_lib.plan.starter import new_plan
from tests.conftest import EXAMPLE
from tests.display.okr_plans import check_ins_of, plan_of

LONG_WORD, LONG_TEXT = "x" * 10_000, "queues in December " * 520
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src="http://evil.example/x.png" onerror="alert(1)">',
    "$x^2$ and $$\\int_0^1$$ and \\(y\\)",
    "[link](http://evil.example) ![img](http://evil.example/x.png)",
    "{{ 7*7 }} {% raw %} {x}",
    "src=http://evil.example/a.js url(http://evil.example/b.css) @import 'http://evil.example/c'",
    "שיווק ומכירות",
    "\u202eevil order",
    "🚀🎯 rockets",
    "bell\x07 and\nnew line",
    LONG_WORD,
    LONG_TEXT,
)


def saved(plan, folder, *, check_ins=None, actuals=None):
    """A plan folder with its check-ins and actuals, each a list of rows, heads first."""
    okr.save_plan(plan, folder)
    for name, rows in (("check_ins.csv", check_ins), ("actuals.csv", actuals)):
        if rows:
            with (folder / name).open("w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows(rows)
    return folder


def rows_of(name):
    with (EXAMPLE / name).open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def hostile(folder):
    """The example with a hostile word in every name, title, owner, note and comment."""
    data = okr.load_plan(EXAMPLE).model_dump(mode="json", exclude_none=True)
    number = 0

    def spoil(part):
        nonlocal number
        for value in part.values() if isinstance(part, dict) else part:
            if isinstance(value, dict | list):
                spoil(value)
        if isinstance(part, dict):
            for field in ("name", "title", "owner", "lead", "sponsor", "contribution", "note", "unit"):
                if isinstance(part.get(field), str) and not (field == "unit" and part["unit"] == "million"):
                    number += 1
                    part[field] = f"{HOSTILE[number % len(HOSTILE)]} {number}"

    spoil(data)
    check_ins = rows_of("check_ins.csv")
    for line, row in enumerate(check_ins[1:]):
        row[4] = HOSTILE[line % len(HOSTILE)]
    ids = {"Stores and wholesale": "stores", "Online": "online"}
    actuals = [[ids.get(value, value) for value in row] for row in rows_of("actuals.csv")]
    return saved(Plan.model_validate(data), folder, check_ins=check_ins, actuals=actuals)


def not_over(folder):
    """The third quarter is asked for, but the actuals end with the second; of the third one stream has come in."""
    shutil.copytree(EXAMPLE, folder)
    lines = (folder / "actuals.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(("2022/23,Q3,Online", "2022/23,Q4"))]
    (folder / "actuals.csv").write_text("".join(kept), encoding="utf-8")
    return folder


def without_key_results(folder):
    """The example without objectives, and so without key results and check-ins."""
    data = okr.load_plan(EXAMPLE).model_dump(mode="json", exclude_none=True)
    for part in (data, *data["teams"]):
        part["objectives"] = []
    for team in data["teams"]:
        for initiative in team["initiatives"]:
            initiative["serves"] = []
    return saved(Plan.model_validate(data), folder, actuals=rows_of("actuals.csv"))


def without_actuals(folder):
    """The example before anything has happened."""
    shutil.copytree(EXAMPLE, folder)
    for name in ("actuals.csv", "check_ins.csv"):
        (folder / name).unlink()
    return folder


def _shop():
    baseline = dict.fromkeys(("Q1", "Q2", "Q3", "Q4"), 100)
    return {
        "name": "Northern Beauty and Health",
        "currency": "DKK",
        "fiscal_year": {"label": "2027", "starts": "2027-01-01", "baseline": "2026"},
        "target": {"growth": 0.2},
        "streams": [{"id": "shop", "name": "Stores and web shop", "baseline": baseline}],
    }


def _many(folder, teams):
    plan = plan_of(_shop(), teams)
    frame = check_ins_of(plan)
    check_ins = [list(frame.columns), *frame.astype(str).to_numpy().tolist()]
    actuals = [["fiscal_year", "quarter", "stream", "revenue"]]
    actuals += [["2027", quarter, "shop", 100 + 5 * place] for place, quarter in enumerate(("Q1", "Q2", "Q3"), 1)]
    return saved(plan, folder, check_ins=check_ins, actuals=actuals)


def one_team(folder):
    """A company of one team."""
    return _many(folder, 1)


def crowd(folder):
    """25 teams with long names."""
    return _many(folder, 25)


EDGES = {make.__name__: make for make in (not_over, without_key_results, without_actuals, one_team, crowd)}


def made(name: str, folder: Path) -> Path:
    """The plan folder of an edge or a variant."""
    return {**EDGES, **VARIANTS}[name](folder)


def _copy(folder, revenue=1.0, **changes):
    """The example without spending, every figure of the year times ``revenue``, words of its plan changed."""
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("spend.csv"))
    text = (folder / "plan.yaml").read_text(encoding="utf-8")
    for old, new in changes.values():
        assert old in text
        text = text.replace(old, new)
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    rows = rows_of("actuals.csv")
    for row in rows[1:]:
        row[3] = f"{float(row[3]) * revenue:.1f}" if row[0] == "2022/23" else row[3]
    with (folder / "actuals.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return folder


def ahead(folder):
    """3% more came in every quarter."""
    return _copy(folder, 1.03)


def exceeded(folder):
    """The target is reached with the third quarter."""
    return _copy(folder, 1.35)


def missed(folder):
    """Revenue is far below last year's, and what teams claim is as in the example."""
    return _copy(folder, 0.82)


def nothing_to_win(folder):
    """The target is below what comes by itself."""
    return _copy(folder, target=("revenue: 4455", "revenue: 4200"))


def shrinking(folder):
    """Revenue falls, and the target with it."""
    momentum = "{low: -0.09, likely: -0.07, high: -0.05}"
    changes = {"stores": ("{low: -0.01, likely: 0.0, high: 0.01}", momentum)}
    changes |= {"online": ("{low: 0.0, likely: 0.02, high: 0.045}", momentum)}
    return _copy(folder, 0.93, target=("revenue: 4455", "revenue: 4150"), **changes)


def new_stream(folder):
    """A stream that had no revenue last year, and has some now."""
    stream = "  - {id: export, name: Export, baseline: {Q1: 0, Q2: 0, Q3: 0, Q4: 0}}"
    _copy(folder, stream=("\nteams:\n", f"\n{stream}\n\nteams:\n"))
    with (folder / "actuals.csv").open("a", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(["2022/23", f"Q{place}", "Export", place, ""] for place in range(1, 5))
    return folder


def without_closes(folder):
    """Nobody has closed a quarter."""
    shutil.rmtree(_copy(folder) / "closings")
    return folder


def start_up(folder):
    """A company without a last year and without anything known but its revenue."""
    data = _shop() | {"target": {"revenue": 50}, "teams": [{"id": "all", "name": "All", "streams": ["shop"]}]}
    data["streams"][0]["baseline"] = dict.fromkeys(("Q1", "Q2", "Q3", "Q4"), 0)
    rows = [["fiscal_year", "quarter", "stream", "revenue"]]
    rows += [["2027", f"Q{place}", "shop", 4 * place] for place in range(1, 5)]
    return saved(Plan.model_validate(data), folder, actuals=rows)


def fresh(folder):
    """What ``okr new`` makes."""
    new_plan(folder, "en")
    return folder


def fresh_with_quarter(folder):
    """What ``okr new --with-quarter`` makes."""
    new_plan(folder, "en", with_quarter=True)
    return folder


def fresh_danish(folder):
    """What ``okr new --language da --with-quarter`` makes."""
    new_plan(folder, "da", with_quarter=True)
    return folder


VARIANTS = {make.__name__: make for make in (ahead, exceeded, missed, nothing_to_win, shrinking, new_stream)}
VARIANTS |= {make.__name__: make for make in (without_closes, start_up, fresh, fresh_with_quarter, fresh_danish)}

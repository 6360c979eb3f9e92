"""Plan folders that a report must cope with: words that try to be code, too few numbers, too many teams."""

import csv
import shutil
from pathlib import Path

import okr_lib as okr
from okr_lib.plan.model import Plan
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
    """The plan folder of an edge."""
    return EDGES[name](folder)

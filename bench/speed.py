"""Speed of the growth maths, as ratios measured in one run: `make bench`.

Machines differ and are noisy, so each figure is the best of several tries beside something measured in the same
run, or a time with the limit it is held to. The table goes to the screen and to bench/results.md.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

import okr_lib as okr
from okr_lib.growth.chances import chances_of
from okr_lib.growth.estimates import LEVELS
from okr_lib.growth.simulation import simulate
from okr_lib.plan.model import Plan

DRAWS, INITIATIVES = 1_000_000, 50
EXAMPLE = "examples/matas-2022-23"
Row = tuple[str, float, str, float, bool]


def best(work: Callable[[], object], tries: int = 5) -> float:
    """Least seconds of several tries."""
    times = []
    for _ in range(tries):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def plan_of(streams: int, teams: int, initiatives: int, *, lifts: bool, correlation: float) -> Plan:
    """A plan of that size, its numbers drawn with a fixed seed."""
    random = np.random.default_rng(0)
    quarters = ("Q1", "Q2", "Q3", "Q4")
    made: list[dict[str, object]] = []
    for number in range(initiatives):
        low, middle, top = np.sort(random.uniform(1, 10, 3))
        lift = lifts and number % 2
        size = {"low": low, "likely": middle, "high": top}
        effect = {"lift": {name: value / 500 for name, value in size.items()}} if lift else {"amount": size}
        made.append(
            {"id": f"i{number}", "name": f"I {number}", "owner": "Head", "focus_area": "all", "probability": 0.7}
            | {
                "starts": quarters[number % 4],
                "ramp": [0.5, 1.0],
                "effects": [effect | {"stream": f"s{number % streams}"}],
            }
            | {"credit": {f"t{number % teams}": 0.6, f"t{(number + 1) % teams}": 0.4} if teams > 1 else {}}
        )
    return Plan.model_validate(
        {
            "name": "Bench",
            "currency": "DKK",
            "fiscal_year": {"label": "2027", "starts": "2027-01-01", "baseline": "2026"},
            "target": {"growth": 0.2},
            "uncertainty": {"correlation": correlation},
            "streams": [
                {
                    "id": f"s{number}",
                    "name": f"S {number}",
                    "baseline": dict(zip(quarters, random.uniform(50, 90, 4), strict=True)),
                }
                for number in range(streams)
            ],
            "focus_areas": [{"id": "all", "name": "All"}],
            "teams": [
                {"id": f"t{number}", "name": f"T {number}", "initiatives": made[number::teams]}
                for number in range(teams)
            ],
        }
    )


def fill() -> None:
    """As many float32 uniforms as the simulation needs, by numpy on two threads."""
    halves = [np.empty(DRAWS * INITIATIVES // 8, dtype=np.float32) for _ in range(2)]

    def one(part: int) -> None:
        random = np.random.default_rng(part)
        for _ in range(4):
            random.random(out=halves[part], dtype=np.float32)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, range(2)))


def matrices(plan: Plan) -> None:
    """The same simulation with plain numpy matrices, in tenths so that they fit into memory."""
    chances = chances_of(plan)
    weights = chances.amount_weights()
    random = np.random.default_rng(0)
    for _ in range(10):
        luck = random.random((DRAWS // 10, INITIATIVES))
        sizes = np.stack(
            [np.interp(1 - luck[:, i] / chances.probability[i], LEVELS, chances.sizes[i]) for i in range(INITIATIVES)],
            axis=1,
        )
        (np.where(luck <= chances.probability, sizes, 0.0) @ weights).sum(axis=1)


def simulation_rows() -> list[Row]:
    """The simulation beside filling an array and beside plain matrices."""
    filled = best(fill)
    rows: list[Row] = []
    for correlation, name in ((0.0, "independent"), (0.2, "one common factor")):
        plan = plan_of(2, 3, INITIATIVES, lifts=False, correlation=correlation)
        chances = chances_of(plan)
        took = best(lambda chances=chances: simulate(chances, draws=DRAWS, seed=1), 3)
        label = f"1,000,000 draws x 50 initiatives, {name}"
        rows.append((f"{label}: times filling as many uniforms", took / filled, "<=", 5.0, took / filled <= 5))
        if not correlation:
            plain = best(lambda plan=plan: matrices(plan), 1)
            rows.append((f"{label}: plain matrices take times as long", plain / took, ">=", 5.0, plain / took >= 5))
    return rows


def memory_row() -> Row:
    """Peak memory of a process that does nothing but the simulation."""
    code = (
        "import sys; sys.path.insert(0, 'bench'); import speed, resource\n"
        "plan = speed.plan_of(2, 3, 50, lifts=False, correlation=0.2)\n"
        "speed.simulate(speed.chances_of(plan), draws=1_000_000, seed=1)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    megabytes = int(done.stdout) / 1024
    return ("memory of that simulation, MB", megabytes, "<", 400.0, megabytes < 400)


def workshop_row(plan: Plan, name: str, limit: float, tries: int = 21) -> Row:
    """Median time from a new likelihood in the workshop, on a copy of a plan, to the redrawn bridge and figures."""
    from okr_lib.plan.changes import changed_plan, plan_data, with_value
    from okr_lib.review.readiness import Step
    from okr_lib.widgets.workshop import Workshop

    with tempfile.TemporaryDirectory() as place:
        okr.save_plan(plan, Path(place) / "plan")
        room = Workshop(str(Path(place) / "plan"), "en")
        room.go(Step.WORK)
        session = room.desk.session
        path = ("teams", 0, "initiatives", 0, "probability")
        drawn: list[float] = []
        room.top.tiles.observe(lambda _: drawn.append(time.perf_counter()), "value")  # set after the bridge
        times = []
        for turn in range(tries):
            start = time.perf_counter()
            session.change(changed_plan(session.plan, with_value(plan_data(session.plan), path, 0.1 + 0.04 * turn)))
            times.append(drawn[-1] - start)
    took = 1e3 * statistics.median(times)
    return (f"workshop: likelihood to redrawn bridge and figures, {name}, median ms", took, "<", limit, took < limit)


def explorer_row(plan: Plan, name: str, limit: float, tries: int = 21) -> Row:
    """Median time from a cell of the scenario explorer, on a copy of a plan, to the redrawn bridges and figures."""
    from okr_lib.display.labels import Labels
    from okr_lib.widgets.explorer import ScenarioExplorer
    from okr_lib.widgets.session import EditingSession

    item = next(initiative.id for _, initiative in plan.initiatives())
    with tempfile.TemporaryDirectory() as place:
        okr.save_plan(plan, Path(place) / "plan")
        session = EditingSession.open(Path(place) / "plan")
        explorer = ScenarioExplorer(session, Labels.of(session.plan))
        times = []
        for turn in range(tries):
            entry = {"row": ["initiative", item, 0], "column": "probability", "text": f"{10 + 4 * turn} %"}
            start = time.perf_counter()
            explorer.grid.told({"do": "typed", "entries": [entry]})
            times.append(time.perf_counter() - start)
    took = 1e3 * statistics.median(times)
    return (f"scenarios: cell to redrawn bridges and figures, {name}, median ms", took, "<", limit, took < limit)


def likelihoods_row(plan: Plan, name: str, limit: float) -> Row:
    """Time of a table of 15 by 15 likelihoods, of two initiatives' chances against each other."""
    from okr_lib.growth.common_luck import CommonLuck

    one, other = ([initiative.id for _, initiative in plan.initiatives()][place] for place in (0, 1))
    chances = [round(0.05 + 0.06 * step, 2) for step in range(15)]
    luck = CommonLuck()

    def asked() -> None:
        pair = ("probability", one, chances), ("probability", other, chances)
        okr.two_way(plan, *pair, lambda changed: okr.target_outlook(changed, luck=luck).probability)

    took = best(asked, 2)
    return (f"225 likelihoods of two chances against each other, {name}, s", took, "<=", limit, took <= limit)


def frontier_row(plan: Plan, name: str, limit: float) -> Row:
    """Time of what each budget buys, where each initiative costs something."""
    costs = iter(range(1, 1000))
    teams = tuple(
        team.model_copy(
            update={
                "initiatives": tuple(
                    each.model_copy(update={"cost": 0.5 + next(costs) % 7}) for each in team.initiatives
                )
            }
        )
        for team in plan.teams
    )
    priced = plan.model_copy(update={"teams": teams})
    took = best(lambda: okr.funding_frontier(priced), 1)
    return (f"what each budget buys, {name}, s", took, "<=", limit, took <= limit)


def outlook_row(plan: okr.Plan, name: str, limit: float) -> Row:
    """Time of a likelihood with its range, after one quarter."""
    quarter = float(okr.expected_revenue(plan)) / 4

    def asked() -> None:
        found = okr.target_outlook(plan, actuals={"Q1": quarter})
        assert 0 < found.probability < 1
        assert found.interval(0.8)

    took = 1e3 * best(asked, 5)
    return (f"likelihood and range, {name}, ms", took, "<=", limit, took <= limit)


def main() -> int:
    """Measure, print and write the table; exit code 1 when a limit is missed."""
    rows = simulation_rows()
    rows.append(memory_row())
    rows += [outlook_row(okr.load_plan(EXAMPLE), "Matas example", 100.0)]
    rows += [outlook_row(plan_of(10, 20, 300, lifts=True, correlation=0.2), "300 initiatives", 1000.0)]
    small, large = (plan_of(10, 20, count, lifts=True, correlation=0.2) for count in (200, 2000))
    once, ten = (1e3 * best(lambda plan=plan: okr.growth_ledger(plan)) for plan in (small, large))
    rows.append(("ledger, 10 streams x 20 teams x 200 initiatives, ms", once, "<=", 50.0, once <= 50))
    rows.append(("ledger of 2,000 initiatives: times that of 200", ten / once, "<=", 12.0, ten / once <= 12))
    random = np.random.default_rng(1)
    current, goal = random.uniform(0, 10, (2, 50, 20))
    fit = 1e3 * best(lambda: okr.allocate_table(goal.sum(axis=1), goal.sum(axis=0), current), 20)
    rows.append(("two-way allocation 50 x 20 before rounding, ms", fit, "<=", 2.0, fit <= 2))
    rows.append(workshop_row(okr.load_plan(EXAMPLE), "Matas example", 100.0))
    rows.append(workshop_row(plan_of(1, 3, 300, lifts=True, correlation=0.0), "300 initiatives", 1000.0, 5))
    many = plan_of(6, 12, 300, lifts=True, correlation=0.2)
    rows += [explorer_row(okr.load_plan(EXAMPLE), "Matas example", 100.0), explorer_row(many, "300 initiatives", 400.0)]
    rows += [
        likelihoods_row(okr.load_plan(EXAMPLE), "Matas example", 3.0),
        likelihoods_row(many, "300 initiatives", 3.0),
        frontier_row(many, "300 initiatives", 5.0),
    ]

    lines = ["| measure | value | limit | met |", "| --- | ---: | ---: | --- |"]
    lines += [
        f"| {name} | {value:.2f} | {sign} {limit:g} | {'yes' if met else 'NO'} |"
        for name, value, sign, limit, met in rows
    ]
    text = "\n".join(lines)
    print(text)
    (Path(__file__).parent / "results.md").write_text(text + "\n", encoding="utf-8")
    return 0 if all(met for *_, met in rows) else 1


if __name__ == "__main__":
    sys.exit(main())

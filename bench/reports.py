"""Speed of many reports, as ratios measured in one run: `make bench`.

The same reports are made three ways with the same number of workers: by this package, by Papermill's and nbconvert's
own functions in a pool of processes, and by their two commands in a shell loop (measured on a few, scaled). Each way
pays for its own start. Arguments: how many reports (40) and how often to repeat, of which the best counts (1).
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:  # workers load this module again: what it loads, each of them would
    from okr_lib.reports.job import ReportJob

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "matas-2022-23"
SMALL = ROOT / "bench" / "three_small_charts.ipynb"
WORKERS, LOOP = 2, 8
Row = tuple[str, float, str, float, bool]


def full(count: int, output: Path) -> "list[ReportJob]":
    """Reports of the example: company and teams, quarters and languages, again and again until there are enough."""
    from okr_lib.reports.selection import report_jobs

    jobs: list[ReportJob] = []
    while len(jobs) < count:
        again = output / str(len(jobs))
        jobs += report_jobs(
            EXAMPLE, quarters=["Q1", "Q2", "Q3", "Q4"], teams=None, language_codes=["en", "da"], output=again
        )
    return jobs[:count]


def small(count: int, output: Path) -> "list[ReportJob]":
    """Reports of three small charts each."""
    from okr_lib.reports.selection import report_jobs

    [job] = report_jobs(EXAMPLE, quarters=["Q1"], output=output)
    return [
        replace(job, name=f"small-{number}", template=SMALL, parameters={"number": number}) for number in range(count)
    ]


def stock(job: "ReportJob") -> None:
    """One report by Papermill's and nbconvert's own functions."""
    import nbconvert
    import papermill

    job.output.mkdir(parents=True, exist_ok=True)
    notebook = job.output / job.files[0]
    papermill.execute_notebook(
        job.template, notebook, parameters=job.parameters, kernel_name="python3", progress_bar=False
    )
    html, _ = nbconvert.HTMLExporter(exclude_input=True).from_filename(str(notebook))
    (job.output / job.files[1]).write_text(html, encoding="utf-8")


def stock_seconds(jobs: "list[ReportJob]") -> float:
    """A pool of processes over ``stock``."""
    start = time.perf_counter()
    with ProcessPoolExecutor(WORKERS) as pool:
        list(pool.map(stock, jobs))
    return time.perf_counter() - start


def our_seconds(jobs: "list[ReportJob]") -> float:
    """``run_reports``, its records included."""
    from okr_lib.reports.batch import run_reports

    start = time.perf_counter()
    outcomes = run_reports(jobs, workers=WORKERS)
    took = time.perf_counter() - start
    if any(outcome.failed for outcome in outcomes):
        raise SystemExit(f"a report failed: {next(outcome.record for outcome in outcomes if outcome.failed)}")
    return took


def loop_seconds(jobs: "list[ReportJob]") -> float:
    """A shell loop over the two commands."""
    start = time.perf_counter()
    for job in jobs:
        job.output.mkdir(parents=True, exist_ok=True)
        notebook = job.output / job.files[0]
        given = [word for name, value in job.parameters.items() for word in ("-p", name, str(value))]
        papermill = [sys.executable, "-m", "papermill", "--no-progress-bar", "-k", "python3", job.template, notebook]
        subprocess.run([*map(str, papermill), *given], check=True, stderr=subprocess.DEVNULL)
        convert = [sys.executable, "-m", "nbconvert", "--to", "html", "--no-input", "--log-level", "ERROR", notebook]
        subprocess.run([*map(str, convert)], check=True, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


class Memory:
    """Most memory of this process and all below it, in MB: what is theirs, and counting shared pages each time."""

    def __init__(self) -> None:
        self.own = self.counted = 0.0
        self.stop = threading.Event()

    def watch(self) -> None:
        """Look every fifth of a second."""
        while not self.stop.wait(0.2):
            own = counted = 0
            for process in [psutil.Process(), *psutil.Process().children(recursive=True)]:
                with contextlib.suppress(psutil.Error):
                    full = process.memory_full_info()
                    own += full.pss
                    counted += full.rss
            self.own, self.counted = max(self.own, own / 2**20), max(self.counted, counted / 2**20)


@contextlib.contextmanager
def watched() -> Iterator[Memory]:
    """Watch memory for a while."""
    memory = Memory()
    thread = threading.Thread(target=memory.watch)
    thread.start()
    try:
        yield memory
    finally:
        memory.stop.set()
        thread.join()


def main() -> int:
    """Measure, print and write the table; exit code 1 when a limit is missed."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    tries = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    rows: list[Row] = []
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    os.environ.pop("OKR_FORKED_KERNELS", None)
    try:
        for name, kind, limit in (("full reports", full, 0.25), ("reports of three small charts", small, 0.30)):
            ours = min(our_seconds(kind(count, folder / f"ours-{kind.__name__}-{again}")) for again in range(tries))
            plain = min(stock_seconds(kind(count, folder / f"stock-{kind.__name__}-{again}")) for again in range(tries))
            print(f"{count} {name}: {ours:.1f} s; plain Papermill and nbconvert: {plain:.1f} s", flush=True)
            ratio = ours / plain
            label = f"{count} {name}, {WORKERS} workers: share of the time of plain Papermill and nbconvert"
            rows.append((label, ratio, "<=", limit, ratio <= limit))
            if kind is full:
                loop = loop_seconds(full(LOOP, folder / "loop")) * count / LOOP
                print(f"a shell loop over the two commands: {loop:.1f} s, scaled from {LOOP}", flush=True)
                rows.append(
                    ("the same: share of the time of a shell loop", ours / loop, "<=", 0.12, ours / loop <= 0.12)
                )
        with watched() as memory:
            times = {size: our_seconds(full(size, folder / f"growth-{size}")) for size in (10, 40, 160)}
        print("seconds by number of reports:", {size: round(took, 1) for size, took in times.items()}, flush=True)
        growth = (times[160] - times[40]) / 120 / ((times[40] - times[10]) / 30)
        rows.append(("seconds a report, from 40 to 160 against from 10 to 40", growth, "<=", 1.2, growth <= 1.2))
        rows.append(("memory of all processes, MB", memory.own, "<", 1500.0, memory.own < 1500))
        rows.append(("the same, shared pages counted each time", memory.counted, "<", 1500.0, memory.counted < 1500))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    lines = ["| measure | value | limit | met |", "| --- | ---: | ---: | --- |"]
    lines += [
        f"| {name} | {value:.2f} | {sign} {limit:g} | {'yes' if met else 'NO'} |"
        for name, value, sign, limit, met in rows
    ]
    print("\n".join(lines))
    (ROOT / "bench" / "results-reports.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0 if all(met for *_, met in rows) else 1


if __name__ == "__main__":
    sys.exit(main())

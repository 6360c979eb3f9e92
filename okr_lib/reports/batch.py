"""Many reports at once: by processes of this machine, or by any executor; one that fails does not stop the others.

Only this process writes run.json, so that nothing is lost however many work. A worker that dies takes nothing with
it: what was not finished is made again by another. When this process dies, its workers and their kernels notice and
go.
"""

import contextlib
import multiprocessing
import os
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from okr_lib.errors import Message, ReportError, system_reason
from okr_lib.reports import kernels
from okr_lib.reports.isolation import safe_path
from okr_lib.reports.job import ReportJob
from okr_lib.reports.making import made
from okr_lib.reports.run_record import add_records, is_current, load_records
from okr_lib.reports.staging import staging
from okr_lib.reports.worker import enter

_ROUNDS = 3  # times that workers may die before the reports that are left are made one by one
_RECORD_SECONDS = 1.0
_WORKER_DIED = "the process that made it died"


@dataclass(frozen=True)
class Outcome:
    """How a job ended: its record, as in run.json, and whether it was ``kept`` because it was up to date."""

    job: ReportJob
    record: Mapping[str, Any]
    kept: bool = False

    @property
    def failed(self) -> bool:
        """Whether there is no report."""
        return bool(self.record["status"] != "done")


def run_reports(
    jobs: Sequence[ReportJob],
    *,
    executor: Executor | None = None,
    workers: int | None = None,
    resume: bool = False,
    on_outcome: Callable[[Outcome], None] = lambda _: None,
) -> list[Outcome]:
    """Make reports.

    Parameters
    ----------
    jobs
        What ``report_jobs`` returns.
    executor
        What runs the jobs, such as ``dask.distributed.Client(address).get_executor()``; its processes must see the
        same folders. Default: processes of this machine.
    workers
        How many such processes. Default: one for each core.
    resume
        Whether to keep reports that are there, whole and untouched, and made from the same inputs.
    on_outcome
        Called with each outcome as it comes.

    Returns
    -------
    list of Outcome
        One a job, in their order.

    Raises
    ------
    ReportError
        When a folder cannot be written to; a job that fails raises nothing, its outcome says so.
    """
    outcomes: dict[int, Outcome] = {}
    with contextlib.ExitStack() as stack:
        folders = list(dict.fromkeys(job.output for job in jobs))
        asides = {folder: stack.enter_context(staging(folder)) for folder in folders}
        known = {folder: load_records(folder) for folder in folders} if resume else {}
        recorder = stack.enter_context(_Recorder())

        def note(number: int, record: Mapping[str, Any], *, kept: bool = False) -> None:
            outcome = outcomes[number] = Outcome(jobs[number], record, kept)
            if not kept:
                recorder.add(outcome)
            on_outcome(outcome)

        waiting = []
        for number, job in enumerate(jobs):
            record = known.get(job.output, {}).get(job.name)
            if resume and is_current(job, record):
                note(number, record or {}, kept=True)
            else:
                waiting.append((number, job, asides[job.output]))
        if executor is not None:
            for task in _round(executor, waiting, note):
                note(task[0], _failed(task[1], _WORKER_DIED))
        elif waiting:
            _by_processes(waiting, workers or _cores(), note)
    return [outcomes[number] for number in range(len(jobs))]


_Task = tuple[int, ReportJob, Path]
_Note = Callable[[int, Mapping[str, Any]], None]


def _by_processes(tasks: list[_Task], workers: int, note: _Note) -> None:
    ours = any(job.forked for _, job, _ in tasks) and not kernels.parent_address()
    if ours:
        kernels.start_parent(_looked_back_on(job for _, job, _ in tasks))
    aside = tempfile.mkdtemp(prefix="okr-")
    try:
        for _ in range(_ROUNDS):
            with safe_path(), _Workers(min(workers, len(tasks)), aside) as pool:
                tasks = _round(pool.executor, tasks, note)
            if not tasks:
                return
        for task in tasks:  # one of them kills its worker: let it not take others along
            with safe_path(), _Workers(1, aside) as pool:
                for number, job, _ in _round(pool.executor, [task], note):
                    note(number, _failed(job, _WORKER_DIED))
    finally:
        if ours:
            kernels.close_parent()
        shutil.rmtree(aside, ignore_errors=True)


def _looked_back_on(jobs: Iterable[ReportJob]) -> kernels.Quarters:
    """The plans of jobs, and the quarters that more than one report looks back from."""
    asked = Counter((job.parameters["plan_folder"], job.quarter) for job in jobs if "plan_folder" in job.parameters)
    return {
        folder: [quarter for (other, quarter), times in asked.items() if other == folder and quarter and times > 1]
        for folder, _ in asked
    }


def _round(executor: Executor, tasks: list[_Task], note: _Note) -> list[_Task]:
    """Run tasks and note what comes of them; those whose worker died are returned."""
    broken = []
    try:
        futures = {executor.submit(made, job, aside): (number, job, aside) for number, job, aside in tasks}
    except BrokenExecutor:
        return tasks
    for future in as_completed(futures):
        task = futures[future]
        try:
            note(task[0], future.result())
        except BrokenExecutor:
            broken.append(task)
        except Exception as error:  # noqa: BLE001  (what a worker or an executor raises must not stop the others)
            note(task[0], _failed(task[1], f"{type(error).__name__}: {error}"))
    return sorted(broken, key=lambda task: task[0])


def _failed(job: ReportJob, error: str) -> dict[str, Any]:
    return {"status": "failed", "parameters": job.parameters, **job.inputs, "figures": job.figures, "error": error}


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Workers:
    """Processes that make reports, and go at once when this one goes or leaves them before they are done."""

    def __init__(self, count: int, aside: str) -> None:
        context = multiprocessing.get_context("spawn")  # threads run here, and they do not survive a fork
        self.seen, self.lifeline = context.Pipe(duplex=False)
        settings = (self.seen, kernels.parent_address(), aside)
        self.executor = ProcessPoolExecutor(count, mp_context=context, initializer=enter, initargs=settings)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self.lifeline.close()
        self.executor.shutdown(cancel_futures=True)
        self.lifeline.close()
        self.seen.close()


class _Recorder:
    """Writes records to the run.json of each folder: soon, and surely at the end."""

    def __init__(self) -> None:
        self.waiting: dict[Path, dict[str, Mapping[str, Any]]] = {}
        self.written = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.write()

    def add(self, outcome: Outcome) -> None:
        self.waiting.setdefault(outcome.job.output, {})[outcome.job.name] = outcome.record
        if time.monotonic() - self.written > _RECORD_SECONDS:
            self.write()

    def write(self) -> None:
        while self.waiting:
            folder, records = self.waiting.popitem()
            try:
                add_records(folder, records)
            except OSError as error:
                message = Message(
                    "{folder}: run.json cannot be written: {reason}", folder=str(folder), reason=system_reason(error)
                )
                raise ReportError(message) from error
        self.written = time.monotonic()

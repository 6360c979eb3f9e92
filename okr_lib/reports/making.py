"""Making one report, in whichever process: template run, files written aside, then renamed into place.

What stands at a final name is never half a report. A run that failed keeps its notebook under ``failed/``. Nothing
here loads the plan or draws, unless slides are asked for: that is the kernel's work, so that a process that makes
reports stays small.
"""

import datetime as dt
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from okr_lib import errors
from okr_lib.errors import OkrError, ReportError
from okr_lib.reports.html import notebook_html
from okr_lib.reports.job import Format, ReportJob
from okr_lib.reports.pdf import html_pdf
from okr_lib.reports.staging import unwritable

_FAILED = "failed"

# Errors whose text is meant for people, by the name under which a kernel reports them.
_OUR_ERRORS = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, OkrError)}


def made(job: ReportJob, staging: Path, *, progress: bool = False) -> dict[str, Any]:
    """Make a report and return its record, whose ``status`` is ``done`` or ``failed``.

    Parameters
    ----------
    staging
        A folder on the same disk as the job's output.
    progress
        Whether to show a bar of the cells run.
    """
    started = dt.datetime.now(dt.UTC)
    record = {
        "status": "done",
        "parameters": job.parameters,
        **job.inputs,
        "figures": job.figures,
        "started": started.isoformat(timespec="seconds"),
    }
    aside = Path(tempfile.mkdtemp(dir=staging))
    try:
        contents = _contents(job, aside / job.files[0], progress=progress)
        record["files"] = _put(job, aside, contents)
    except ReportError as error:
        record |= {"status": "failed", "error": f"{error}; {_keep_failed(job, aside)}"}
    except OSError as error:  # a disk that is full, or gone
        record |= {"status": "failed", "error": f"{unwritable(job.output, error)}; {_keep_failed(job, aside)}"}
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    finished = dt.datetime.now(dt.UTC)
    record["finished"] = finished.isoformat(timespec="seconds")
    record["seconds"] = round((finished - started).total_seconds(), 2)
    return record


def _contents(job: ReportJob, path: Path, *, progress: bool) -> dict[str, bytes]:
    notebook = _executed(job, path, progress=progress)
    html = notebook_html(notebook, title=job.title, language=job.language, look=job.look)
    write: dict[Format, Callable[[], bytes]] = {
        Format.HTML: html.encode,
        Format.PDF: lambda: html_pdf(html),
        Format.PPTX: lambda: _slides(job),
    }
    return {f"{job.name}.{kind}": write[kind]() for kind in job.formats}


def _slides(job: ReportJob) -> bytes:
    """The report as slides; what is wrong with the plan meanwhile is what is wrong with the report."""
    from okr_lib.reports.slides import slides_pptx

    try:
        return slides_pptx(job)
    except OkrError as error:
        raise ReportError(error.args[0]) from error


def _put(job: ReportJob, aside: Path, contents: dict[str, bytes]) -> dict[str, str]:
    """Write a report's files aside, then move each to its place; their fingerprints."""
    for name, content in contents.items():
        (aside / name).write_bytes(content)
    digests = {name: hashlib.sha256((aside / name).read_bytes()).hexdigest() for name in job.files}
    for name in job.files:
        os.replace(aside / name, job.output / name)
    return digests


def _executed(job: ReportJob, path: Path, *, progress: bool) -> Any:
    """The executed notebook; once more in an ordinary kernel when the forked one's parent was at fault."""
    from okr_lib.reports.kernels import parent_address, start_parent

    if job.forked and not parent_address():
        start_parent()
    try:
        return _execute(job, path, progress=progress, forked=job.forked)
    except ReportError as error:
        cause = error.__cause__
        blameless = getattr(cause, "blameless", False)  # as the plug-in says
        if not (job.forked and (blameless or type(cause) is RuntimeError)):
            raise
    return _execute(job, path, progress=progress, forked=False)


def _execute(job: ReportJob, path: Path, *, progress: bool, forked: bool) -> Any:
    """Run a template in a fresh kernel; whatever goes wrong is a ``ReportError`` that says what it was."""
    import papermill
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.engines import papermill_engines

    from okr_lib.reports.engine import NAME, ReportEngine

    papermill_engines.register(NAME, ReportEngine)
    template = job.template.name
    try:
        return papermill.execute_notebook(
            job.template,
            path,
            parameters=job.parameters,
            engine_name=NAME,
            kernel_name="python3",
            language="python",
            progress_bar={"desc": job.name, "unit": "cell", "leave": False} if progress else False,
            execution_timeout=job.cell_seconds,
            memory_megabytes=job.memory_megabytes,
            forked=forked,
            isolate=True,
        )
    except papermill.PapermillExecutionError as error:
        if error.ename in _OUR_ERRORS:
            raise ReportError(error.evalue) from error
        first = error.source.strip().splitlines()[0] if error.source.strip() else "(empty)"
        if "MemoryError" in error.ename:
            limit = f"the limit of {job.memory_megabytes} MB" if job.memory_megabytes else "what there is"
            raise ReportError(f"{template}: cell {first!r} asked for more memory than {limit}") from error
        raise ReportError(f"{template}: cell {first!r} raised {error.ename}: {error.evalue}") from error
    except CellTimeoutError as error:
        raise ReportError(f"{template}: a cell ran longer than {job.cell_seconds} seconds and was stopped") from error
    except DeadKernelError as error:
        ending = str(error) if hasattr(error, "blameless") else "the kernel died"
        raise ReportError(f"{template}: {ending} while a cell ran") from error
    except NoSuchKernel as error:
        raise ReportError("there is no Python kernel here; run `make setup`") from error
    except RuntimeError as error:  # what Jupyter raises for a kernel that does not come up
        raise ReportError(f"{template}: no kernel could be started: {error}") from error


def _keep_failed(job: ReportJob, aside: Path) -> str:
    notebook = aside / job.files[0]
    if not notebook.exists():
        return "no notebook was written"
    kept = job.output / _FAILED / notebook.name
    try:
        kept.parent.mkdir(exist_ok=True)
        os.replace(notebook, kept)
    except OSError as error:
        return f"its notebook could not be kept: {error.strerror}"
    return f"its notebook is kept as {kept}"

"""run.json: for each report of a folder what was run, on what, and how it ended.

{"reports": {"company": {"status": "done", "parameters": {...}, "plan": {...}, "files": {"company.html": "<sha256>"}}}}
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from okr_lib.plan.store.atomic import write_atomically
from okr_lib.reports.job import ReportJob
from okr_lib.reports.staging import locked

RUN_FILE = "run.json"


def load_records(folder: Path) -> dict[str, dict[str, Any]]:
    """Records by report; none where there is no file or it cannot be read."""
    try:
        records = json.loads((folder / RUN_FILE).read_text(encoding="utf-8"))["reports"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return records if isinstance(records, dict) else {}


def add_records(folder: Path, records: Mapping[str, Mapping[str, Any]]) -> None:
    """Put records beside those that are there, whoever else does so at the same moment."""
    with locked(folder):
        together = dict(sorted({**load_records(folder), **records}.items()))
        text = json.dumps({"reports": together}, indent=2, ensure_ascii=False)
        write_atomically(folder / RUN_FILE, f"{text}\n".encode())


def is_current(job: ReportJob, record: Mapping[str, Any] | None) -> bool:
    """Whether a job's report is there, whole, untouched, and made from the same inputs."""
    if not record or record.get("status") != "done" or record.get("parameters") != job.parameters:
        return False
    if any(record.get(name) != value for name, value in job.inputs.items()):
        return False
    files = record.get("files")
    return isinstance(files, dict) and all(_is_whole(job.output / name, files.get(name)) for name in job.files)


def _is_whole(path: Path, digest: str | None) -> bool:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == digest
    except OSError:
        return False

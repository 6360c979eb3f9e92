"""Tiny templates and jobs of them, for tests of how reports are run."""

import json
import re
from pathlib import Path

import nbformat

from okr_lib.reports.job import ReportJob

# Takes its time. As long as somebody wants to know which process is at work, it says so and stays at work.
FRUIT = """\
import os, time
from IPython.display import HTML
tell = os.environ.get("TELL", "")
if os.path.exists(tell):
    with open(tell, "w") as file:
        file.write(str(os.getpid()))
while os.path.exists(tell):
    time.sleep(0.005)
time.sleep(0.15)
HTML(f"<h1>Report {number}</h1><p>{number * 12} apples</p>")"""


def template(path, *cells, parameters="number = 0  # which report"):
    first = nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]}, id="parameters")
    rest = [nbformat.v4.new_code_cell(code, id=f"cell-{place}") for place, code in enumerate(cells)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=[first, *rest], metadata=kernel), path)
    return Path(path)


def jobs_of(path, output, count, **settings):
    """Reports numbered from 0, of one template."""
    return [
        ReportJob(
            name=f"report-{number:02}",
            title=f"Report {number}",
            quarter="Q1",
            language="en",
            team="",
            template=Path(path),
            parameters={"number": number},
            output=Path(output),
            inputs={"template": {"sha256": "same"}},
            **settings,
        )
        for number in range(count)
    ]


def content(path):
    """What a report says: its bytes, or of a notebook what is not an id, a time or a path."""
    if path.suffix != ".ipynb":
        return path.read_bytes()
    notebook = json.loads(re.sub(r"\bat 0x[0-9a-f]+", "", path.read_text()))
    for cell in notebook["cells"]:
        cell["id"] = ""
        for name in ("start_time", "end_time", "duration"):
            cell["metadata"]["papermill"].pop(name, None)
        for name in list(cell["metadata"].get("execution", {})):
            cell["metadata"]["execution"].pop(name)
    notebook["metadata"].pop("papermill")
    return notebook

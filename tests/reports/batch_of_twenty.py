"""A batch of twenty small reports as a process of its own, to be killed in the middle: TEMPLATE OUTPUT [resume]."""

import sys
from pathlib import Path

from okr_lib.reports.batch import run_reports
from tests.reports.small_templates import jobs_of

if __name__ == "__main__":
    template, output, *resume = sys.argv[1:]
    outcomes = run_reports(
        jobs_of(template, output, 20),
        workers=2,
        resume=bool(resume),
        on_outcome=lambda outcome: print(outcome.job.name, outcome.record["status"], flush=True),  # noqa: T201
    )
    Path(output, "failures").write_text(
        "\n".join(str(outcome.record["error"]) for outcome in outcomes if outcome.failed)
    )
    sys.exit(any(outcome.failed for outcome in outcomes))

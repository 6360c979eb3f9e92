"""Make the reference class that is shipped from the companies beside this file: `make reference`."""

import dataclasses
import json
from pathlib import Path

from okr_lib.growth.reference import reference_class
from okr_lib.plan.reference import load_reference

HERE = Path(__file__).parent
TABLE = HERE.parents[1] / "okr_lib" / "plan" / "reference_class.json"
SOURCE = "44 listed companies, 1984 to 1994, M3 competition (Makridakis and Hibon 2000), CC BY 4.0"


def text() -> str:
    """The table as it is written."""
    years = dataclasses.replace(load_reference(HERE / "quarterly_sales.csv"), source=SOURCE)
    fields = dataclasses.asdict(reference_class(years))
    lines = [f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in fields.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    TABLE.write_text(text(), encoding="utf-8")
    print(f"wrote {TABLE.name}")

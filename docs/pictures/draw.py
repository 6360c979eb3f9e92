"""Draw README's picture from the example: `make picture`."""

from pathlib import Path

import okr_lib as okr
from okr_lib.display.charts import chart_bridge
from okr_lib.display.findings import finding_bridge
from okr_lib.display.labels import Labels

HERE = Path(__file__).parent

plan = okr.load_plan(HERE.parent.parent / "examples" / "matas-2022-23")
labels = Labels.of(plan)
bridge = okr.bridge(okr.growth_ledger(plan))
picture = chart_bridge(bridge, labels, finding_bridge(bridge, labels))
(HERE / "bridge.svg").write_text(picture.svg(), encoding="utf-8")

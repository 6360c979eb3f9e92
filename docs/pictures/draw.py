"""Draw the pictures of README and docs from the example: `make pictures`."""

from pathlib import Path

import okr_lib as okr
from okr_lib.display.charts import chart_bridge
from okr_lib.display.findings import finding_bridge
from okr_lib.display.labels import Labels
from okr_lib.display.outlook_charts import chart_likelihood, chart_tornado

HERE = Path(__file__).parent

plan = okr.load_plan(HERE.parent.parent / "examples" / "matas-2022-23")
labels = Labels.of(plan)
ledger = okr.growth_ledger(plan)
bridge = okr.bridge(ledger)
outlook = okr.target_outlook(plan)
late = okr.apply_scenario(plan, okr.load_scenarios(plan)["launches-slip"])
change = okr.scenario_bridge(ledger, okr.growth_ledger(late))
swings = okr.tornado(plan)

pictures = {
    "bridge": chart_bridge(bridge, labels, finding_bridge(bridge, labels)),
    "tornado": chart_tornado(
        swings,
        okr.expected_revenue(plan),
        outlook.target,
        labels,
        "Momentum of the stores decides more than any initiative",
    ),
    "likelihood": chart_likelihood(
        outlook.likelihood,
        outlook.probability,
        outlook.target,
        labels,
        f"The target is reached with a likelihood of {labels.share(outlook.probability)}",
    ),
    "scenario": chart_bridge(
        change,
        labels,
        f"If launches slip a quarter, the plan covers {labels.money(-(change['end'].iloc[-1] - change['end'].iloc[0]))} less",
    ),
}
for name, picture in pictures.items():
    (HERE / f"{name}.svg").write_text(picture.svg(), encoding="utf-8")

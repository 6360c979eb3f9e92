"""Draw the pictures of README and docs from the example: `make pictures`."""

from pathlib import Path

import okr_lib as okr
from okr_lib.display.bridges import svg_bridge, svg_bridges
from okr_lib.display.labels import Labels
from okr_lib.display.outlook_charts import chart_likelihood, chart_tornado
from okr_lib.growth.comparison import case_of, compare_bridges

HERE = Path(__file__).parent

plan = okr.load_plan(HERE.parent.parent / "examples" / "matas-2022-23")
labels = Labels.of(plan)
outlook = okr.target_outlook(plan)
late = okr.load_scenarios(plan)["launches-slip"]


def file_of(svg: str) -> str:
    """The SVG of a page as a file of its own, in a font that every reader has."""
    alone = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return alone.replace('font-family="inherit"', 'font-family="sans-serif"')


pictures = {
    "bridge": file_of(svg_bridge(okr.bridge(okr.growth_ledger(plan)), labels)),
    "tornado": chart_tornado(
        okr.tornado(plan),
        okr.expected_revenue(plan),
        outlook.target,
        labels,
        "Momentum of the stores decides more than any initiative",
    ).svg(),
    "likelihood": chart_likelihood(
        outlook.likelihood,
        outlook.probability,
        outlook.target,
        labels,
        f"The target is reached with a likelihood of {labels.share(outlook.probability)}",
    ).svg(),
    "scenario": file_of(
        svg_bridges(compare_bridges([case_of("As planned", plan), case_of(late.name, plan, late)]), labels)[0]
    ),
}
for name, svg in pictures.items():
    (HERE / f"{name}.svg").write_text(svg, encoding="utf-8")

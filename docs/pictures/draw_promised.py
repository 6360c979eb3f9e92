"""Draw what the forecast's intervals promise and keep on companies it was not taught by: part of `make pictures`."""

import random
from collections import defaultdict
from pathlib import Path

import numpy as np

import okr_lib as okr
from okr_lib.display.drawing import axes_of, draw_title
from okr_lib.display.picture import MUTED, TEAM_COLOURS, Picture, style
from okr_lib.plan.reference import CompanyYears

HERE = Path(__file__).parent
SHARES = np.arange(1, 20) / 20
ORIGINS = ("at the start", "after Q1", "after Q2", "after Q3")
HALVES = 6

years = okr.load_reference(HERE.parent / "reference-class" / "quarterly_sales.csv")
draw, kept = random.Random(0), defaultdict(list)  # noqa: S311  (no secret)
for _ in range(HALVES):
    mixed = draw.sample(years.companies, len(years.companies))
    for taught, asked in ((mixed[::2], mixed[1::2]), (mixed[1::2], mixed[::2])):
        others = CompanyYears("half", tuple(taught))
        for company in map(np.array, asked):
            for place in range(1, len(company)):
                for known in range(4):
                    forecast = okr.year_forecast(company[place, :known], company[:place], reference=others)
                    low, high = forecast.quantile((1 - SHARES) / 2), forecast.quantile((1 + SHARES) / 2)
                    kept[known].append((low <= company[place].sum()) & (company[place].sum() <= high))
with style():
    figure, axes = axes_of(4.6, 5.6)
    axes.plot([0, 1], [0, 1], color=MUTED, linewidth=1, linestyle=(0, (4, 2)))
    for known, origin in enumerate(ORIGINS):
        axes.plot(
            SHARES, np.mean(kept[known], axis=0), marker="o", markersize=4, color=TEAM_COLOURS[known], label=origin
        )
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.set_xlabel("share of the years promised to lie in the interval")
    axes.set_ylabel("share that did")
    axes.grid()
    axes.legend(frameon=False)
    draw_title(figure, "Promised and kept, on companies it does not know")
picture = Picture(figure, "Promised and kept shares of company-years")
(HERE / "promised.svg").write_text(picture.svg(), encoding="utf-8")

"""How right forecasts of a year are, on the 44 companies of docs/reference-class: `make bench`.

Each company-year is forecast at its start and after each quarter from the years before it. The pinball loss is the
mean over the nine deciles, in per cent of the year: lower is better, and both a wide and a wrong forecast cost. What
gives only a number gets a spread from its errors on the other companies, so that it is judged like a forecast.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

import okr_lib as okr
from okr_lib.plan.reference import CompanyYears

FILE = Path(__file__).parents[1] / "docs" / "reference-class" / "quarterly_sales.csv"
DECILES = np.arange(1, 10) / 10
PROMISED = (0.5, 0.8, 0.9, 0.95)
Case = tuple[int, int, np.ndarray]  # company, earlier years, the company's years


def cases(years: CompanyYears) -> Iterator[Case]:
    """Every company-year that has one before it."""
    for number, company in enumerate(years.companies):
        for place in range(1, len(company)):
            yield number, place, np.array(company)


def pinball(quantiles: np.ndarray, actual: float) -> float:
    """Mean pinball loss of the nine deciles, in per cent of the year."""
    gaps = np.log(actual / quantiles)
    return float(100 * np.maximum(DECILES * gaps, (DECILES - 1) * gaps).mean())


def judged(
    forecast: Callable[..., object], years: CompanyYears, known: int, least: int = 1
) -> tuple[float, list[float]]:
    """Mean pinball loss, and how many years lay in the intervals promised, with at least so many earlier years."""
    losses, kept = [], defaultdict(list)
    for _, place, company in cases(years):
        if place >= least:
            made, actual = forecast(company[place, :known], company[:place]), company[place].sum()
            losses.append(pinball(made.quantile(DECILES), actual))
            for share in PROMISED:
                low, high = made.interval(share)
                kept[share].append(low <= actual <= high)
    return float(np.mean(losses)), [float(np.mean(kept[share])) for share in PROMISED]


def of_number(method: Callable[..., float], years: CompanyYears, known: int, least: int) -> float:
    """Mean pinball loss of a method that gives a number, its spread taken from its errors on the other companies."""
    errors = defaultdict(list)
    for number, place, company in cases(years):
        if place >= least:
            errors[number].append(np.log(company[place].sum() / method(company[place, :known], company[:place])))
    losses = []
    for number, own in errors.items():
        others = np.concatenate([found for other, found in errors.items() if other != number])
        losses += [pinball(np.exp(np.quantile(others, DECILES)), np.exp(error)) for error in own]
    return float(np.mean(losses))


def growth_to_date(done: np.ndarray, history: np.ndarray) -> float:
    """Last year's rest, grown like the year to date; at the start like last year."""
    last = history[-1]
    if not len(done):
        return float(last.sum() * (last.sum() / history[-2].sum() if len(history) > 1 else 1.0))
    return float(done.sum() * last.sum() / last[: len(done)].sum())


def seasonal_share(done: np.ndarray, history: np.ndarray) -> float:
    """The year to date over its usual share of the year; at the start last year."""
    if not len(done):
        return float(history[-1].sum())
    return float(done.sum() / (history[:, : len(done)].sum(axis=1) / history.sum(axis=1)).mean())


def damped_growth(done: np.ndarray, history: np.ndarray) -> float:
    """Last year's rest, grown by 0.85 of the mean of the growth to date and that of the latest quarter."""
    last, known = history[-1], len(done)
    if not known:
        return growth_to_date(done, history)
    growth = (done.sum() / last[:known].sum() + done[-1] / last[known - 1]) / 2 - 1
    return float(done.sum() + last[known:].sum() * (1 + 0.85 * growth))


def other_half(years: CompanyYears, known: int, least: int, halves: int = 6) -> tuple[float, list[float]]:
    """The forecast judged on companies that its reference class does not know: halves drawn with a fixed seed."""
    draw, found = random.Random(0), []  # noqa: S311  (no secret)
    for _ in range(halves):
        mixed = draw.sample(years.companies, len(years.companies))
        pair = [CompanyYears("half", tuple(mixed[start::2])) for start in (0, 1)]
        for taught, asked in (pair, pair[::-1]):
            found.append(
                judged(
                    lambda done, history, taught=taught: okr.year_forecast(done, history, reference=taught),
                    asked,
                    known,
                    least,
                )
            )
    return float(np.mean([loss for loss, _ in found])), np.mean([kept for _, kept in found], axis=0).tolist()


def main() -> None:
    """Print both tables."""
    years = okr.load_reference(FILE)
    for least in (1, 4):
        print(f"\nPinball loss, %, with {least} or more earlier years\n")
        print("| | at the start | 1 quarter known | 2 | 3 |\n| --- | --- | --- | --- | --- |")
        for method in (growth_to_date, seasonal_share, damped_growth):
            row = [f"{of_number(method, years, known, least):.2f}" for known in range(4)]
            print(f"| {method.__name__.replace('_', ' ')} | {' | '.join(row)} |")
        own = [judged(okr.year_forecast, years, known, least) for known in range(4)]
        others = [other_half(years, known, least) for known in range(4)]
        for name, found in {"year_forecast": own, "the same, taught by other companies": others}.items():
            print(f"| {name} | {' | '.join(f'{loss:.2f}' for loss, _ in found)} |")
        print("\nPromised and kept\n\n| | at the start | 1 quarter known | 2 | 3 |\n| --- | --- | --- | --- | --- |")
        for place, share in enumerate(PROMISED):
            row = [f"{kept[place]:.0%} / {away[place]:.0%}" for (_, kept), (_, away) in zip(own, others, strict=True)]
            print(f"| {share:.0%} | {' | '.join(row)} |")


if __name__ == "__main__":
    main()

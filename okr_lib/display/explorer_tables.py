"""What a scenario changes, in words and tables: the figures beside the plan's, the differences, what would close the gap."""

from collections.abc import Sequence
from html import escape
from typing import Any

import pandas as pd

from okr_lib.display.assumption_cells import cell_text, item_name
from okr_lib.display.blocks import Block
from okr_lib.display.columns import Column, Show, column, table_of
from okr_lib.display.findings import finding_year_end
from okr_lib.display.labels import Labels
from okr_lib.display.table import Table
from okr_lib.growth.comparison import Case
from okr_lib.plan.initiatives import Effect

_ASSUMED = {
    "target": "Growth target",
    "momentum": "Momentum: {item}",
    "driver": "{item}, against what is planned",
    "scale": "Effect of {item}",
    "probability": "Likelihood: {item}",
    "starts": "Start: {item}",
    "delay": "What {item} needs comes later",
    "size": "Size: {item}",
    "effects": "Effect of {item}",
    "ramp": "Build-up: {item}",
    "cost": "Cost: {item}",
    "credit": "Credit: {item}",
    "overlap": "Overlap counts: {item}",
}
_DECIMALS = 2  # of an assumption in per cent


def figures(cases: Sequence[Case], labels: Labels) -> Block:
    """Target, expected revenue, what is uncovered and how likely the target is: a plain table, a column a case.

    The likelihood counts the actuals there are; of a year that is over, what was reached stands there instead.
    """
    first = cases[0]
    message = "Likelihood of the target, as planned from Q1"
    if first.outlook.over:
        message = "Reached in the year"
    elif first.outlook.through:
        message = "Likelihood of the target, with the actuals through {quarter}"
    heads = [labels.text("Revenue, {unit}", unit=labels.money_unit), *(case.name for case in cases)]
    rows = [
        [labels.text("Target"), *(labels.number(case.target) for case in cases)],
        [labels.text("Expected revenue"), *(labels.number(case.covered) for case in cases)],
        [labels.text("Uncovered"), *(labels.number(case.uncovered) for case in cases)],
        [
            labels.text(message, quarter=labels.quarter(first.outlook.through or "Q1")),
            *(
                labels.number(case.reached) if case.outlook.over else labels.likelihood(case.outlook.probability)
                for case in cases
            ),
        ],
    ]
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th>{"".join(f"<td>{escape(value)}</td>" for value in values)}</tr>'
        for name, *values in rows
    )
    html = f'<table class="okr-figures"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return Block(html, "\n".join("  ".join(row) for row in [heads, *rows]))


def table_comparison(comparison: pd.DataFrame, labels: Labels) -> Table:
    """A column of the ledger in several scenarios, with changes against the first; ``comparison`` as ``compare_lines`` returns."""
    by = str(comparison.columns[0])
    scenarios = list(dict.fromkeys(comparison["scenario"]))
    amounts = comparison.assign(**{by: comparison[by].fillna("")}).set_index([by, "scenario"])
    keys = list(dict.fromkeys(comparison[by].fillna("")))
    head = labels.text("Revenue, {unit}", unit=labels.money_unit)

    def value(column: str, scenario: str, show: Show) -> Show:
        return lambda key: show(amounts.loc[(key, scenario), column])

    columns = [column("name", head, lambda key: labels.name(by, key) or labels.text("None"))]
    for place, name in enumerate(scenarios):
        columns.append(Column(f"amount{place}", name, value("amount", name, labels.number), number=True))
        if place:
            change = value("change", name, labels.change)
            columns.append(Column(f"change{place}", labels.text("Difference"), change, number=True))
    return table_of(keys, columns, f"comparison-{by}")


def words_of_differences(differences: pd.DataFrame, labels: Labels) -> list[str]:
    """A sentence for each assumption that a scenario changes; ``differences`` is what that function returns."""
    words = []
    for row in differences.to_dict("records"):
        kind, name = row["kind"], words_of_assumption(row["kind"], row["item"], labels)
        if kind == "done":
            words.append(labels.text("{name}: not done", name=name))
            continue
        planned, assumed = (_value_of_assumption(kind, row[end], labels) for end in ("planned", "assumed"))
        words.append(labels.text("{name}: {assumed} instead of {planned}", name=name, assumed=assumed, planned=planned))
    return words


def words_of_assumption(kind: str, item: str, labels: Labels) -> str:
    """The name of an assumption: its kind and what it is about."""
    name = item_name(kind, item, labels)
    return labels.text(_ASSUMED[kind], item=name) if kind in _ASSUMED else name


def _value_of_assumption(kind: str, value: Any, labels: Labels) -> str:
    """The value of an assumption with its unit; a share as a percentage."""
    if kind == "effects":
        return "; ".join(_effect(effect, labels) for effect in value) or labels.text("none")
    if kind == "size":
        return str(value) or labels.text("as planned")
    if kind == "cost":
        return labels.money(value)
    if kind in ("ramp", "credit"):
        return cell_text({kind: value}, kind, labels) if value else labels.text("all to the team that delivers it")
    if kind == "starts":
        return labels.quarter(str(value))
    if kind == "delay":
        return labels.text("{number} quarters", number=labels.number(float(value), 0))
    return labels.share(float(value), _decimals(float(value)))


def _effect(effect: Effect, labels: Labels) -> str:
    """An effect by its stream and sizes."""
    size, text = (effect.amount, labels.typed) if effect.amount else (effect.lift, labels.growth)
    stream = labels.name("stream", effect.stream)
    if size is None or size.low == size.high:
        return f"{stream} {text(size.likely) if size else ''}"
    low, likely, high = (text(point) for point in (size.low, size.likely, size.high))
    return labels.text("{stream} {likely} ({low} to {high})", stream=stream, likely=likely, low=low, high=high)


def finding_goal_seek(found: pd.DataFrame, shown: pd.DataFrame, uncovered: float, labels: Labels) -> str:
    """How many assumptions could close the gap alone or, where there is none, could lose the target alone.

    ``found`` is what ``goal_seek`` returns, ``shown`` what ``nearest_needed`` leaves of it; what is ``uncovered`` may be nothing or less.
    """
    able, amount = int(found["within_reach"].sum()), labels.money(abs(uncovered))
    said = []
    if uncovered > 0:
        message = (
            "As planned, {amount} is missing; {able} of {all} assumptions could each close that alone"
            if able
            else "As planned, {amount} is missing, and no single assumption could close that"
        )
    else:
        message = "As planned, the year ends {amount} above the target"
        said = [
            labels.text(message, amount=amount) if uncovered else labels.text("As planned, the year ends on the target")
        ]
        message = (
            "{able} of {all} assumptions could lose the target alone"
            if able
            else "no single assumption could lose the target"
        )
    if able == len(found) == 1:
        message = (
            "As planned, {amount} is missing; the one assumption could close that alone"
            if uncovered > 0
            else "the one assumption could lose the target alone"
        )
    said.append(labels.text(message, able=str(able), all=str(len(found)), amount=amount))
    if len(shown) < able:
        said.append(labels.text("the {count} that would change least are shown", count=str(len(shown))))
    return "; ".join(said)


def finding_case(plan: Case, case: Case, labels: Labels) -> str:
    """What a scenario does to the gap."""
    change = plan.uncovered - case.uncovered
    if labels.rounded(change) == 0 == case.uncovered:
        message = "The target is covered exactly, as in the plan"
    elif case.uncovered == 0:
        message = (
            "The scenario closes the gap exactly"
            if plan.uncovered > 0
            else "The scenario covers {change} less; the target is still covered exactly"
        )
    elif labels.rounded(change) == 0:
        message = (
            "{uncovered} is uncovered, as in the plan"
            if case.uncovered > 0
            else "{spare} more than the target is covered, as in the plan"
        )
    elif case.uncovered > 0 >= plan.uncovered:
        message = "The scenario opens a gap: {uncovered} is uncovered"
    elif case.uncovered > 0:
        message = (
            "The scenario narrows the gap by {change}; {uncovered} is uncovered"
            if change > 0
            else "The scenario widens the gap by {change}; {uncovered} is uncovered"
        )
    elif plan.uncovered > 0:
        message = "The scenario closes the gap: {spare} more than the target is covered"
    else:
        message = (
            "The scenario covers {change} more; {spare} more than the target is covered"
            if change > 0
            else "The scenario covers {change} less; {spare} more than the target is still covered"
        )
    return labels.text(
        message,
        change=labels.money(abs(change)),
        uncovered=labels.money(case.uncovered),
        spare=labels.money(abs(case.uncovered)),
    )


def finding_likelihood(plan: Case, case: Case, labels: Labels) -> str:
    """How likely the target is in a scenario, beside the plan; of a year that is over, how it ended."""
    if case.outlook.over:
        return finding_year_end(case.reached - case.target, labels)
    message = "The target is reached with a likelihood of {share}; as planned {planned}"
    if case.outlook.through:
        message = "After {quarter}, the target is reached with a likelihood of {share}; as planned {planned}"
    return labels.text(
        message,
        quarter=labels.quarter(case.outlook.through or "Q1"),
        share=labels.likelihood(case.outlook.probability),
        planned=labels.likelihood(plan.outlook.probability),
    )


def _decimals(value: float) -> int:
    """As many decimals as a percentage needs, two at the most."""
    text = f"{value * 100:.{_DECIMALS}f}".rstrip("0").rstrip(".")
    return len(text.partition(".")[2])

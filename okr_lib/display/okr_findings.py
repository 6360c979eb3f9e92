"""Findings on objectives and key results: who is farthest behind, whether owners still believe in it."""

import pandas as pd

from okr_lib.display.labels import Labels
from okr_lib.display.okr_tables import finding_key_results, shown_progress
from okr_lib.display.wording import LONGEST_NAME, plain
from okr_lib.growth.target import baseline_revenue, target_revenue
from okr_lib.plan.model import Plan
from okr_lib.review.key_results import OFF, OVER, SILENT


def words_of_target(plan: Plan, labels: Labels) -> str:
    """The target and what it is on last year, for the roof of the house."""
    target = target_revenue(plan)
    baseline = baseline_revenue(plan)
    if not baseline:
        return labels.text("Target {amount}", amount=labels.money(target))
    return labels.text(
        "Target {amount}, {growth} on last year",
        amount=labels.money(target),
        growth=labels.growth(target / baseline - 1),
    )


def finding_bullets(plan: Plan, states: pd.DataFrame, labels: Labels) -> str:
    """Which key result is farthest behind what was expected of it by now; ``states`` as ``key_result_states`` returns."""
    if states.empty:
        return labels.text("The plan has no key results yet")
    seen = states[states["progress"].notna()]
    if seen.empty:
        return labels.text("No key result has a check-in yet")
    titles = {name: result.title for name, result in plan.key_results.items()}
    late = seen[seen["status"].isin(OFF)]
    if late.empty and states["status"].isin(OVER).any():
        return finding_key_results(states, labels)
    if late.empty:
        return labels.text(
            "No key result with a fresh check-in is behind; {silent} of {all} have none",
            silent=str(int(states["status"].isin(SILENT).sum())),
            all=str(len(states)),
        )
    worst = late.loc[(late["progress"].clip(0, 1) - late["expected"]).idxmin()]
    title = plain(titles[worst["key_result"]], LONGEST_NAME)
    if list(titles.values()).count(titles[worst["key_result"]]) > 1:  # teams may measure the same
        title = f"{labels.name('team', worst['team']) or labels.text('Company')}: {title}"
    return labels.text(
        "Farthest behind: {key_result}, at {progress} where {expected} was expected",
        key_result=title,
        progress=shown_progress(worst["progress"], labels),
        expected=labels.share(worst["expected"]),
    )

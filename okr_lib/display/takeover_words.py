"""What taking a scenario into the plan changes, in money, before it is done."""

from collections.abc import Sequence

from okr_lib.display.labels import Labels
from okr_lib.growth.comparison import Case, compare_initiatives

_MOST = 12  # initiatives named


def takeover_words(planned: Case, case: Case, saved: str, labels: Labels) -> Sequence[str]:
    """What the plan is with a case taken over: target, expected revenue and each initiative that changes."""
    rows = (
        ("Target: {before} becomes {after}, {change}", planned.target, case.target),
        ("Expected revenue: {before} becomes {after}, {change}", planned.covered, case.covered),
        ("Uncovered: {before} becomes {after}, {change}", planned.uncovered, case.uncovered),
    )
    said = [
        labels.text(
            message, before=labels.money(before), after=labels.money(after), change=labels.change(after - before)
        )
        for message, before, after in rows
        if labels.rounded(after) != labels.rounded(before)
    ] or [labels.text("Neither the target nor what is expected changes.")]
    table = compare_initiatives([planned, case])
    changed = table[(table["scenario"] == case.name) & (table["change"] != 0)]
    largest = changed.loc[changed["change"].abs().sort_values(ascending=False, kind="stable").index]
    said += [
        f"{labels.name('initiative', row['initiative'])}: {labels.change(row['change'])}"
        for row in largest.head(_MOST).to_dict("records")
    ]
    if len(largest) > _MOST:
        said.append(labels.text("and {count} more initiatives", count=str(len(largest) - _MOST)))
    if saved:
        message = "“{name}” is the plan then and leaves the saved scenarios; undo brings it back."
        said.append(labels.text(message, name=saved))
    return said

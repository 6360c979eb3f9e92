"""Whether a plan's numbers close, in words.

They always add up: what is covered and what is uncovered are the target. They close when nothing is uncovered.
"""

from collections.abc import Mapping
from typing import Any

from okr_lib.display.labels import Labels
from okr_lib.display.wording import side
from okr_lib.growth.breakdown import STANDING
from okr_lib.growth.standing import Standing

_SOUND = {  # by what is uncovered
    "above": "{plan}: the plan is sound, and its numbers add up; {amount} is uncovered",
    "below": "{plan}: the plan is sound, and its numbers close; {amount} more than the target is covered",
    "even": "{plan}: the plan is sound, and its numbers close",
}
_CLOSES = {
    "above": "The numbers add up; {amount} is uncovered.",
    "below": "The numbers close; {amount} more than the target is covered.",
    "even": "The numbers close: nothing is uncovered.",
}
_UNGIVEN = {
    "above": "{amount} of it is not yet given to anybody.",
    "below": "{amount} of it is given twice: the teams promise more than is to be won.",
}


def words_of_no_revenue(labels: Labels) -> str:
    """What there is to say of a plan that has no revenue yet."""
    return labels.text("Last year's revenue is missing, so nothing is known of the growth to win")


def finding_standing_of(plan: str, standing: Standing, labels: Labels) -> str:
    """That a plan is sound, and whether its numbers close; ``plan`` is its name."""
    amount = labels.money(abs(standing.uncovered))
    return labels.text(_SOUND[side(labels.rounded(standing.uncovered))], plan=plan, amount=amount)


def sentence_on_ungiven(standing: Standing, labels: Labels) -> str:
    """What of the growth to be won nobody has committed to, or what teams commit to beyond it; else nothing."""
    told = side(labels.rounded(standing.ungiven))
    return "" if told == "even" else labels.text(_UNGIVEN[told], amount=labels.money(abs(standing.ungiven)))


def sentence_on_closing(standing: Standing, labels: Labels) -> str:
    """Whether the numbers close.

    Examples
    --------
    >>> from okr_lib import growth_ledger
    >>> from okr_lib.growth.standing import standing
    >>> sentence_on_closing(standing(growth_ledger(shop)), Labels.of(shop)).replace("\\u00a0", " ")
    'The numbers add up; DKK 30.0m is uncovered.'
    """
    if not standing.target:
        return f"{words_of_no_revenue(labels)}."
    return labels.text(_CLOSES[side(labels.rounded(standing.uncovered))], amount=labels.money(abs(standing.uncovered)))


def step_name(row: Mapping[Any, Any], labels: Labels) -> str:
    """What a step of a bridge is called."""
    return labels.name("team", row["team"]) or labels.name("line", row["step"])


def step_amount(row: Mapping[Any, Any], labels: Labels) -> str:
    """The amount of a step: a level as it is, what leads from one to the next with its sign."""
    return labels.number(row["amount"]) if row["step"] in STANDING else labels.change(row["amount"])

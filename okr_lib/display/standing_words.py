"""Whether a plan's numbers close, in words.

They always add up: what is covered and what is uncovered are the target. They close when nothing is uncovered.
"""

from collections.abc import Mapping
from typing import Any

from okr_lib.display.labels import Labels
from okr_lib.growth.breakdown import STANDING
from okr_lib.growth.standing import Standing


def words_of_no_revenue(labels: Labels) -> str:
    """What there is to say of a plan that has no revenue yet."""
    return labels.text("Last year's revenue is missing, so nothing is known of the growth to win")


def finding_standing_of(plan: str, standing: Standing, labels: Labels) -> str:
    """That a plan is sound, and whether its numbers close; ``plan`` is its name."""
    if standing.uncovered > 0:
        message = "{plan}: the plan is sound, and its numbers add up; {amount} is uncovered"
    elif standing.uncovered < 0:
        message = "{plan}: the plan is sound, and its numbers close; {amount} more than the target is covered"
    else:
        message = "{plan}: the plan is sound, and its numbers close"
    return labels.text(message, plan=plan, amount=labels.money(abs(standing.uncovered)))


def sentence_on_ungiven(standing: Standing, labels: Labels) -> str:
    """What of the growth to be won nobody has committed to, or what teams commit to beyond it; else nothing."""
    if standing.ungiven > 0:
        message = "{amount} of it is not yet given to anybody."
    elif standing.ungiven < 0:
        message = "{amount} of it is given twice: the teams promise more than is to be won."
    else:
        return ""
    return labels.text(message, amount=labels.money(abs(standing.ungiven)))


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
    if standing.uncovered > 0:
        message = "The numbers add up; {amount} is uncovered."
    elif standing.uncovered < 0:
        message = "The numbers close; {amount} more than the target is covered."
    else:
        message = "The numbers close: nothing is uncovered."
    return labels.text(message, amount=labels.money(abs(standing.uncovered)))


def step_name(row: Mapping[Any, Any], labels: Labels) -> str:
    """What a step of a bridge is called."""
    return labels.name("team", row["team"]) or labels.name("line", row["step"])


def step_amount(row: Mapping[Any, Any], labels: Labels) -> str:
    """The amount of a step: a level as it is, what leads from one to the next with its sign."""
    return labels.number(row["amount"]) if row["step"] in STANDING else labels.change(row["amount"])

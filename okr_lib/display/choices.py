"""Words for the fixed choices of a plan: what people read where the plan's files have a short name."""

from okr_lib.display.labels import Labels
from okr_lib.plan.closing import Decision
from okr_lib.plan.model import AllocationMethod
from okr_lib.plan.objectives import Ambition, Indicator, KeyResultKind

KINDS = {
    KeyResultKind.INCREASE: "increase",
    KeyResultKind.DECREASE: "decrease",
    KeyResultKind.AT_LEAST: "stay at least at",
    KeyResultKind.AT_MOST: "stay at most at",
    KeyResultKind.RANGE: "stay within a band",
    KeyResultKind.MILESTONE: "milestone",
    KeyResultKind.YES_NO: "yes or no",
}
INDICATORS = {Indicator.LEADING: "leading: moves before revenue does", Indicator.LAGGING: "lagging: moves with revenue"}
AMBITIONS = {Ambition.COMMITTED: "committed: expected at 100 %", Ambition.ASPIRATIONAL: "aspirational: good at 70 %"}
METHODS = {
    AllocationMethod.CONTRIBUTIONS: "what each team is expected to contribute",
    AllocationMethod.BASELINE: "the revenue of each team's streams",
    AllocationMethod.EQUAL: "equal parts",
    AllocationMethod.WEIGHTS: "weights",
}
DECISIONS = {Decision.KEEP: "Keep", Decision.CHANGE: "Change", Decision.DROP: "Drop"}
# By the field of the plan that holds the choice.
CHOICES: dict[str, dict[str, str]] = {
    "kind": {kind.value: words for kind, words in KINDS.items()},
    "indicator": {indicator.value: words for indicator, words in INDICATORS.items()},
    "ambition": {ambition.value: words for ambition, words in AMBITIONS.items()},
    "method": {method.value: words for method, words in METHODS.items()},
}
EVERY_CHOICE = {value: words for choices in CHOICES.values() for value, words in choices.items()}


def choice_words(value: str, field: str, labels: Labels) -> str:
    """What a choice of a field is called; anything else as it is.

    Examples
    --------
    >>> choice_words("at_least", "kind", Labels()), choice_words("at_least", "unit", Labels())
    ('stay at least at', 'at_least')
    """
    return labels.text(EVERY_CHOICE[value]) if value in CHOICES.get(field, {}) else value

"""Words for the fixed choices of a plan: what people read where the plan's files have a short name."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from okr_lib.plan.closing import Decision
from okr_lib.plan.model import AllocationMethod, Unit
from okr_lib.plan.objectives import Ambition, Indicator, KeyResultKind

if TYPE_CHECKING:  # which says them
    from okr_lib.display.labels import Labels

KINDS = {
    KeyResultKind.INCREASE: "increase",
    KeyResultKind.DECREASE: "decrease",
    KeyResultKind.AT_LEAST: "stay at least at",
    KeyResultKind.AT_MOST: "stay at most at",
    KeyResultKind.RANGE: "stay within a band",
    KeyResultKind.MILESTONE: "milestone",
    KeyResultKind.YES_NO: "yes or no",
}
_INDICATORS = {
    Indicator.LEADING: "leading: moves before revenue does",
    Indicator.LAGGING: "lagging: moves with revenue",
}
_AMBITIONS = {Ambition.COMMITTED: "committed: expected at 100%", Ambition.ASPIRATIONAL: "aspirational: good at 70%"}
_METHODS = {
    AllocationMethod.CONTRIBUTIONS: "what each team is expected to contribute",
    AllocationMethod.BASELINE: "the revenue of each team's streams",
    AllocationMethod.EQUAL: "equal parts",
    AllocationMethod.WEIGHTS: "weights",
}
DECISIONS = {Decision.KEEP: "Keep", Decision.CHANGE: "Change", Decision.DROP: "Drop"}
_UNITS = {
    Unit.ONE: "as they are",
    Unit.THOUSAND: "thousands",
    Unit.MILLION: "millions",
    Unit.BILLION: "billions",
}
_CHOICES: dict[Any, Mapping[Any, str]] = {
    KeyResultKind: KINDS,
    Indicator: _INDICATORS,
    Ambition: _AMBITIONS,
    AllocationMethod: _METHODS,
    Unit: _UNITS,
}
EVERY_CHOICE = {value: words for choices in _CHOICES.values() for value, words in choices.items()}


def choice_words(value: str, kind: Any, labels: "Labels") -> str:
    """What a choice of a kind is called; anything else as it is.

    Examples
    --------
    >>> from okr_lib.display.labels import Labels
    >>> choice_words("at_least", KeyResultKind, Labels()), choice_words("at_least", str, Labels())
    ('stay at least at', 'at_least')
    """
    return labels.text(EVERY_CHOICE[kind(value)]) if value in list(_CHOICES.get(kind, ())) else value


def options_of(kind: Any, labels: "Labels") -> list[tuple[str, str]]:
    """Words and value of every choice of a kind, in the order people are asked."""
    return [(labels.text(EVERY_CHOICE[value]), value.value) for value in _CHOICES[kind]]

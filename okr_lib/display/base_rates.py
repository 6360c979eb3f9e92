"""How usual an ambition is, in words: what share of company-years grew as much, and where that is known from."""

import math

from okr_lib.display.labels import Labels
from okr_lib.growth.base_rates import BaseRate
from okr_lib.plan.reference import shipped_reference
from okr_lib.review.ambition import Ambition


def sentence_on_base_rate(found: Ambition, labels: Labels) -> str:
    """How many company-years grew as much as the plan aims at (``ambition``), and how many after a year like its last.

    Examples
    --------
    >>> from okr_lib import base_rate
    >>> found = Ambition(0.2, base_rate(0.2), base_rate(0.2, after=0.03))
    >>> sentence_on_base_rate(found, Labels()).replace("\\u00a0", " ")
    'Of 436 company-years, 14% grew by 20% or more; after a year like last year (growth of 0 to 5%) it was 3% of 71.'
    """
    said = {
        "years": labels.number(found.usual.company_years, 0),
        "share": _share(found.usual.share, labels),
        "growth": _growth(found, labels),
    }
    if found.alike is None:
        return labels.text("Of {years} company-years, {share} grew by {growth} or more.", **said)
    return labels.text(
        "Of {years} company-years, {share} grew by {growth} or more; after a year like last year ({before}) it was {then} of {alike}.",
        **said,
        before=_before(found.alike, labels),
        then=_share(found.alike.share, labels),
        alike=labels.number(found.alike.company_years, 0),
    )


def source_of_base_rate(found: Ambition, labels: Labels) -> str:
    """Where the company-years are from, and that they judge nobody's plan."""
    return labels.text("For comparison, no verdict. Source: {source}.", source=source_words(found.usual.source, labels))


def source_words(source: str, labels: Labels) -> str:
    """Where other companies' years are from: the file that a plan has, or what is shipped."""
    if source == shipped_reference().source:
        return labels.text("44 listed companies, 1984 to 1994 (M3 competition)")
    return source


def sentences_on_base_rate(found: Ambition | None, labels: Labels) -> list[str]:
    """Both sentences; none where there is no growth to compare."""
    return [] if found is None else [sentence_on_base_rate(found, labels), source_of_base_rate(found, labels)]


def facts_on_base_rate(found: Ambition | None, labels: Labels) -> list[tuple[str, str]]:
    """The same as rows of facts, without their source; none where there is no growth to compare."""
    if found is None:
        return []
    head = labels.text("Company-years that grew by {growth} or more", growth=_growth(found, labels))
    facts = [(head, _of(found.usual, labels))]
    if found.alike is not None:
        head = labels.text("The same after a year like last year ({before})", before=_before(found.alike, labels))
        facts.append((head, _of(found.alike, labels)))
    return facts


def _of(rate: BaseRate, labels: Labels) -> str:
    share, years = _share(rate.share, labels), labels.number(rate.company_years, 0)
    return labels.text("{share} of {years}; for comparison, no verdict", share=share, years=years)


def _growth(found: Ambition, labels: Labels) -> str:
    return labels.share(found.growth, 0 if found.growth == round(found.growth, 2) else 1)


def _share(share: float, labels: Labels) -> str:
    """A share of company-years; 0 and 100% are said only where it was none or all of them."""
    if share in (0.0, 1.0):
        return labels.text("all") if share else labels.text("none")
    return labels.likelihood(share)


def _before(rate: BaseRate, labels: Labels) -> str:
    """The class of growth that a year before had."""
    if math.isinf(rate.least):
        return labels.text("decline")
    if math.isinf(rate.most):
        return labels.text("growth of {least} or more", least=labels.share(rate.least))
    return labels.text(
        "growth of {least} to {most}", least=labels.typed(rate.least, share=True), most=labels.share(rate.most)
    )

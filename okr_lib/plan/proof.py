"""How claims are known, and how far they may be off: what a plan holds against a team's word."""

from typing import Annotated

from okr_lib.plan.fields import SHARE, About, Record
from okr_lib.plan.kinds import KnownBy
from okr_lib.plan.values import NotNegative


class Proof(Record):
    """How far a claim may be off by how it is known: one standard deviation, as a share of it.

    Where a claim has a range of its own, that counts. What attribution models found was off by a factor of three in half
    of the cases that were tested (Gordon et al. 2019, Marketing Science 38(2)); so a model is no test.
    """

    test: Annotated[NotNegative, About("A tested claim may be off by", note="Share of the claim.", unit=SHARE)] = 0.2
    model: Annotated[NotNegative, About("A modelled claim may be off by", note="Share of the claim.", unit=SHARE)] = 0.5
    judgement: Annotated[NotNegative, About("A judged claim may be off by", note="Share of the claim.", unit=SHARE)] = (
        1.0
    )

    def share(self, known_by: KnownBy) -> float:
        """How far a claim that is known so may be off, as a share of it."""
        return {KnownBy.TEST: self.test, KnownBy.MODEL: self.model, KnownBy.JUDGEMENT: self.judgement}[known_by]

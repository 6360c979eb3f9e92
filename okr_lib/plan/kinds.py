"""Words of fixed choices that a command line offers before anything heavy is loaded: quarters, and what a check-in may say."""

from enum import StrEnum


class Quarter(StrEnum):
    """A quarter of the fiscal year, which may start in any month."""

    Q1 = "Q1"
    Q2 = "Q2"
    Q3 = "Q3"
    Q4 = "Q4"

    @property
    def position(self) -> int:
        """Position in the fiscal year, 0 to 3."""
        return int(self.value[1]) - 1


class InitiativeState(StrEnum):
    """Where the work on an initiative is, as its team tells it."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    DONE = "done"
    STOPPED = "stopped"


class KnownBy(StrEnum):
    """How a claim is known: by a test with a control group, by a model of mix or attribution, or by judgement."""

    TEST = "test"
    MODEL = "model"
    JUDGEMENT = "judgement"

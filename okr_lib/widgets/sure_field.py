"""Growth above 100% is asked about: mostly somebody typed 5 for 5% where the file, or the field, means 500%.

The plan keeps what it had until somebody ticks that it is meant; the tick then stands in the plan, beside the growth.
"""

from collections.abc import Callable, Mapping
from typing import Any

from okr_lib.display.labels import Labels
from okr_lib.display.places import field_words
from okr_lib.errors import OkrError
from okr_lib.plan.changes import value_at, with_value
from okr_lib.plan.fields import FieldPath
from okr_lib.plan.model import Target
from okr_lib.review.quality import UNUSUAL
from okr_lib.widgets.desk import Data, Ties
from okr_lib.widgets.fields import Field, LockField


class _SureField(LockField):
    """A check box that is there only while something is asked, or was confirmed."""

    def __init__(self, labels: Labels) -> None:
        super().__init__(field_words(Target, "sure", labels), labels)
        self.ask(asked=False)

    def ask(self, *, asked: bool) -> None:
        """Show the check box, or take it away."""
        self.layout.display = "" if asked else "none"

    def show(self, value: Any) -> None:
        """Show whether it was confirmed."""
        super().show(value)
        self.ask(asked=bool(value))


def tie_sure(
    ties: Ties, path: FieldPath, name: str, entry: Field, read: Callable[[Data], Mapping[str, Any]] | None = None
) -> _SureField:
    """Tie a growth or lift to the record at a path; above 100% it counts only when somebody says that it is meant.

    The check box for that, the record's ``sure``, is returned, to stand beside the entry. ``read`` gives what the two
    fields show, by name; by default the record.
    """
    labels = entry.labels
    sure = _SureField(labels)

    def write(data: Data) -> Any:
        high = entry.value["high"] if isinstance(entry.value, Mapping) else entry.value
        unusual = high is not None and high > UNUSUAL
        sure.ask(asked=unusual)
        if unusual and not sure.value:
            message = "{share} more than doubles it; did you mean {likely}? Tick “{box}” if not"
            raise OkrError(
                labels.text(message, share=labels.share(high), likely=labels.share(high / 100, 1), box=sure.label)
            )
        return with_value(data, path, {**value_at(data, path), name: entry.value, "sure": unusual})

    ties.tie_with(path, read or (lambda data: value_at(data, path)), write, **{name: entry, "sure": sure})
    return sure

"""Estimates by the room: everybody says low, likely and high, and the room sees where it differs before it agrees.

People enter theirs one after the other, or a table is pasted. Each estimate is kept in the plan's folder at once; the
merged one becomes the plan's when somebody presses the button.
"""

from collections.abc import Callable
from html import escape

import ipywidgets as widgets

from okr_lib.display.labels import Labels
from okr_lib.display.panel_chart import chart_panel, finding_apart, finding_panel
from okr_lib.errors import OkrError
from okr_lib.growth.panel import Panel, merge_estimates
from okr_lib.plan.changes import plan_data, with_value
from okr_lib.plan.initiatives import Effect
from okr_lib.plan.messages import validated
from okr_lib.plan.opinions import POINTS, append_opinions, load_opinions, read_opinions
from okr_lib.plan.values import Estimate
from okr_lib.widgets.field_groups import EstimateField
from okr_lib.widgets.fields import TextField
from okr_lib.widgets.parts import button, row, status
from okr_lib.widgets.picture_area import PictureArea
from okr_lib.widgets.refusing import refused
from okr_lib.widgets.session import EditingSession


class EstimatePanel(widgets.VBox):
    """The room's estimates of one initiative's effect on one stream; ``panel`` is what they merge to, nothing before the first."""

    def __init__(self, session: EditingSession, labels: Labels, initiative: str, stream: str) -> None:
        self.session, self.labels = session, labels
        self.initiative, self.stream = initiative, stream
        self.panel: Panel | None = None
        lift = self._effect()[2].lift is not None
        self.who = TextField(labels.text("Who estimates"), labels, optional=True, hint=labels.text("A role is enough"))
        name = labels.name("initiative", initiative), labels.name("stream", stream)
        about = labels.text("Full effect of {initiative} a year on {stream}", initiative=name[0], stream=name[1])
        unit = "" if lift else labels.money_unit
        self.estimate = EstimateField(about, labels, share=lift, unit=unit, optional=True)
        self.table = TextField(
            labels.text("Or paste a table"),
            labels,
            lines=4,
            optional=True,
            hint=labels.text("A row each: who, low, likely, high; shares as 0.02"),
        )
        self.buttons = {
            "add": self._button(labels.text("Add estimate"), self.add),
            "read": self._button(labels.text("Add all rows"), self.read),
            "use": self._button(labels.text("Use the merged estimate"), self.use),
        }
        self._picture = PictureArea(height="auto")
        self._apart, self._told = widgets.HTML(), widgets.HTML()
        entering = [
            row(self.who, self.estimate),
            row(self.buttons["add"]),
            self.table,
            row(self.buttons["read"]),
        ]
        super().__init__([*entering, self._picture, self._apart, row(self.buttons["use"]), self._told])
        self.add_class("okr-panel")
        self.draw()

    def add(self) -> None:
        """Add the estimate that was typed."""
        if not self.who.value:
            raise OkrError(self.labels.text("Say who estimates first"))
        if self.estimate.value is None:
            raise OkrError(self.labels.text("Fill in low, likely and high first"))
        self._keep({self.who.value: validated(Estimate, self.estimate.value)})
        self.who.show(None)
        self.estimate.show(None)

    def read(self) -> None:
        """Add the estimates of a pasted table."""
        self._keep(read_opinions(self.table.value or ""))
        self.table.show(None)

    def use(self) -> None:
        """Make the merged estimate the plan's; the session can undo it."""
        if self.panel is None:
            raise OkrError(self.labels.text("There are no estimates yet"))
        team, place, effect = self._effect()
        kind = "lift" if effect.lift is not None else "amount"
        path = ("teams", team, "initiatives", self.initiative, "effects", place, kind)
        data = with_value(plan_data(self.session.plan), path, self.panel.merged.model_dump(mode="json"))
        self.session.change_data(data)

    def draw(self) -> None:
        """Show the estimates that the plan's folder holds."""
        table = load_opinions(self.session.plan)
        rows = table[(table["initiative"] == self.initiative) & (table["stream"] == self.stream)]
        said = {
            row["person"]: Estimate.model_validate({point: row[point] for point in POINTS})
            for row in rows.to_dict("records")
        }
        self.buttons["use"].disabled = not said
        self._picture.layout.display = "" if said else "none"
        if not said:
            self.panel = None
            return
        self.panel = merge_estimates(said)
        lift = self._effect()[2].lift is not None
        found = finding_panel(self.panel, self.labels, lift=lift)
        self._picture.show(chart_panel(self.panel, self.labels, found, lift=lift))
        self._apart.value = "".join(f"<p>{escape(words)}</p>" for words in finding_apart(self.panel, self.labels))

    def _keep(self, said: dict[str, Estimate]) -> None:
        append_opinions(self.session.plan, self.initiative, self.stream, said)
        self.draw()

    def _effect(self) -> tuple[str, int, Effect]:
        """The team that delivers the initiative, the place of its effect on the stream, and that effect."""
        for team, initiative in self.session.plan.initiatives():
            for place, effect in enumerate(initiative.effects):
                if (initiative.id, effect.stream) == (self.initiative, self.stream):
                    return team.id, place, effect
        labels = self.labels
        message = "{initiative} has no effect on {stream} any more"
        names = labels.name("initiative", self.initiative), labels.name("stream", self.stream)
        raise OkrError(labels.text(message, initiative=names[0], stream=names[1]))

    def _button(self, label: str, press: Callable[[], object]) -> widgets.Button:
        def pressed() -> None:
            words = refused(press, self.labels) or self.labels.text("{button}: done", button=label)
            self._told.value = status(words)

        return button(label, pressed)

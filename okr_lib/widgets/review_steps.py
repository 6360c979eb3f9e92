"""The first and the last step of a review: check in, and close the quarter."""

import datetime as dt
from html import escape

import ipywidgets as widgets
import pandas as pd

from okr_lib.display.blocks import paragraphs
from okr_lib.display.forecasts import sentence_on_kept
from okr_lib.display.initiative_words import KNOWN_BY, STATES
from okr_lib.display.labels import Labels
from okr_lib.display.okr_tables import finding_key_results, rule_of_status, table_key_results, way_of
from okr_lib.display.refusals import refusal_words
from okr_lib.display.track_record import Said, finding_calibration, finding_delivery, table_calibration
from okr_lib.errors import PlanError
from okr_lib.plan.check_ins import CheckIn
from okr_lib.plan.kinds import KnownBy
from okr_lib.plan.messages import validated
from okr_lib.review.calibration import calibration, chance_outcomes, confidence_outcomes
from okr_lib.review.delivery import delivery_rate
from okr_lib.review.states import objective_states
from okr_lib.widgets.fields import ChoiceField, DateField, Field, NumberField, ShareField, TextField
from okr_lib.widgets.parts import alert, button, head, heading, items, paragraph, row, status, words_area
from okr_lib.widgets.review_desk import ReviewDesk

_FIELDS = {"decision": "the decision", "why": "the reason", "causes": "the root cause", "changes": "the change"}


class _ActualsEntry(widgets.VBox):
    """A field for each stream; what is saved stands in ``actuals.csv``."""

    def __init__(self, desk: ReviewDesk, today: dt.date) -> None:
        self.desk, self.today = desk, today
        labels = desk.labels
        self.fields = {
            stream.id: NumberField(stream.name, labels, low=0, optional=True, unit=labels.money_unit)
            for stream in desk.plan.streams
        }
        self.words, self.done = words_area(), widgets.HTML()
        title = labels.text("Revenue of {quarter}", quarter=labels.quarter(desk.quarter))
        told = labels.text("As booked, by stream. A figure saved again is restated; the report tells both.")
        save = button(labels.text("Save the revenue"), self._save)
        super().__init__(
            [head(title), paragraph(told, "okr-hint"), row(*self.fields.values()), row(save), self.words, self.done]
        )
        self._known: dict[str, float] = {}
        self.refresh()

    def refresh(self) -> None:
        """Show what is known of the quarter; what is typed and not saved stays until that changes."""
        known = self.desk.revenue
        for stream, entry in self.fields.items():
            if known.get(stream) != self._known.get(stream):
                entry.show(known.get(stream))
        self._known = known

    def _save(self) -> None:
        if any(entry.refusal for entry in self.fields.values()):
            return
        given = {stream: entry.value for stream, entry in self.fields.items() if entry.value is not None}
        refused = self.desk.enter_revenue(given, self.today)
        self.words.value = alert(refused)
        saved = self.desk.labels.text("Revenue saved")
        self.done.value = status("" if refused or not given else f"✓ {saved}")


class CheckInStep(widgets.VBox):
    """Step 1: what was observed of each key result, and what initiatives brought."""

    def __init__(self, desk: ReviewDesk, today: dt.date) -> None:
        self.desk = desk
        labels = desk.labels
        self.what = ChoiceField(labels.text("Key result or initiative"), labels, self._options())
        self.value_field = NumberField(labels.text("Value observed"), labels, optional=True)
        states = [(labels.text(STATES[state]), state or None) for state in STATES]
        self.state = ChoiceField(labels.text("Where the work is"), labels, states)
        known = [(labels.text(KNOWN_BY[way]), way) for way in KNOWN_BY]
        self.known_by = ChoiceField(labels.text("How that is known"), labels, known)
        self.confidence = ShareField(labels.text("Confidence to reach it"), labels, low=0, high=1, optional=True)
        self.comment = TextField(labels.text("In your own words"), labels, lines=2, optional=True)
        self.author = TextField(labels.text("Who checks in, as a role"), labels, optional=True)
        self.date = DateField(labels.text("Day observed"), labels)
        self.before = widgets.HTML()
        self.words = words_area()
        self.done = widgets.HTML()
        self.button = button(labels.text("Check in"), self._check_in, main=True)
        self.table = widgets.HTML()
        year = desk.plan.fiscal_year
        self.date.show(max(year.first_day("Q1"), min(today, year.last_day(desk.quarter))).isoformat())
        self.revenue = _ActualsEntry(desk, today)
        self.what.on_entry(lambda _: self._chosen())
        super().__init__(
            [
                row(self.what, self.author),
                self.before,
                row(self.value_field, self.known_by, self.state, self.confidence, self.date),
                self.comment,
                row(self.button),
                self.words,
                self.done,
                self.revenue,
                self.table,
            ]
        )
        self.what.show(self.what.options[0][1] if self.what.options else None)
        self._chosen()
        self.refresh()

    def refresh(self) -> None:
        """Show the key results as they stand."""
        desk, labels = self.desk, self.desk.labels
        self.what.offer(self._options())
        self.revenue.refresh()
        self._tell_before()
        if desk.states.empty:
            self.table.value = f"<p>{escape(finding_key_results(desk.states, labels))}.</p>"
            return
        table = table_key_results(desk.plan, desk.states, objective_states(desk.plan, desk.states), labels)
        self.table.value = (
            f"<h3>{escape(finding_key_results(desk.states, labels))}</h3>{table.as_raw_html()}"
            f"<p>{escape(rule_of_status(desk.plan, labels))}</p>{self._calibration()}"
        )

    def _calibration(self) -> str:
        """How good confidence was so far, for those who are asked for it again."""
        desk, labels = self.desk, self.desk.labels
        found = calibration(confidence_outcomes(desk.plan, desk.check_ins, desk.states))
        if found.empty:
            return ""
        words = finding_calibration(found, Said.CONFIDENCE, labels)
        return heading(words) + str(table_calibration(found, Said.CONFIDENCE, labels).as_raw_html())

    def _options(self) -> list[tuple[str, str]]:
        plan, labels = self.desk.plan, self.desk.labels
        results = [
            (
                labels.text(
                    "{what}: {name}",
                    what=labels.name("team", team.id if team else None) or labels.text("Company"),
                    name=result.title,
                ),
                result.id,
            )
            for team, objective in plan.objectives_by_team()
            for result in objective.key_results
        ]
        brought = labels.text("Brought so far")
        return [
            *results,
            *((labels.text("{what}: {name}", what=brought, name=each.name), each.id) for _, each in plan.initiatives()),
        ]

    def _chosen(self) -> None:
        plan, name = self.desk.plan, self.what.value
        owners_of_results = {name: result.owner for name, result in plan.key_results.items()}
        owners = {each.id: each.owner for _, each in plan.initiatives()} | owners_of_results
        self.author.show(owners.get(name))
        for entry in (self.value_field, self.confidence, self.comment, self.state):
            entry.show(None)
        self.known_by.show(KnownBy.JUDGEMENT.value)
        for entry in (self.state, self.known_by):
            entry.layout.display = "none" if name in owners_of_results else None
        self.words.value = ""
        self._tell_before()

    def _tell_before(self) -> None:
        labels, name = self.desk.labels, self.what.value
        result = self.desk.plan.key_results.get(name)
        parts = (
            [way_of(result, labels)]
            if result
            else [labels.text("Revenue brought since the year began, {unit}", unit=labels.money_unit)]
        )
        mine = self.desk.check_ins[self.desk.check_ins["key_result"] == name]
        if len(mine):
            last = mine.iloc[-1]
            value = labels.measure(last["value"], result.unit if result else "")
            value = labels.text(STATES[last["state"]]) if pd.isna(last["value"]) and last["state"] else value
            parts.append(labels.text("last {value} on {date}", value=value, date=labels.date(last["date"])))
        else:
            parts.append(labels.text("No check-in yet"))
        if result and result.measures is not None:
            parts.append(labels.text("read from the actuals, so no value is needed"))
        self.before.value = f'<p class="okr-hint">{escape("; ".join(parts))}</p>'

    def _known_by(self) -> str | None:
        """How a claim is known; by judgement goes without saying."""
        known = self.known_by.value
        return known if self.value_field.value is not None and known != KnownBy.JUDGEMENT else None

    def _check_in(self) -> None:
        labels = self.desk.labels
        missing = labels.text("Write something here; it cannot be empty")
        needed: list[Field] = [self.what, self.value_field, self.author, self.date]
        read = [name for name, result in self.desk.plan.key_results.items() if result.measures is not None]
        free = (self.state.value or self.what.value in read) and not self.value_field.refusal
        may_lack = {self.value_field} if free else set()
        empty = [entry for entry in needed if entry.value in (None, "") and entry not in may_lack]
        for entry in needed:
            entry.refuse(missing if entry in empty else "")
        if empty or self.confidence.refusal:
            return
        try:
            made = validated(
                CheckIn,
                {
                    "date": self.date.value,
                    "key_result": self.what.value,
                    "value": self.value_field.value,
                    "confidence": self.confidence.value,
                    "comment": self.comment.value or "",
                    "author": self.author.value,
                    "state": self.state.value,
                    "known_by": self._known_by(),
                },
            )
        except PlanError as error:
            self.words.value = alert(refusal_words(error, labels))
            return
        refused = self.desk.check_in(made)
        self.words.value = alert(refused)
        if not refused:
            said = ["" if made.value is None else labels.measure(made.value), labels.text(STATES[made.state or ""])]
            value = ", ".join(filter(None, said if made.state else said[:1])) or "–"
            message = "Noted: {value} on {date}"
            if made.date < self.desk.plan.fiscal_year.first_day("Q1"):
                message = "Noted: {value} on {date}, before the year began"
            noted = labels.text(message, value=value, date=labels.date(made.date))
            self.done.value = status(f"✓ {noted}")
            self._chosen()


class CloseStep(widgets.VBox):
    """Step 4: what is still missing, and the button that closes the quarter."""

    def __init__(self, desk: ReviewDesk, today: dt.date) -> None:
        self.desk, self.today = desk, today
        labels = desk.labels
        self.page = widgets.HTML()
        self.words = words_area()
        self.sure = widgets.Checkbox(
            value=False, description=labels.text("Everybody here agrees to close the quarter"), indent=False
        )
        self.button = button(labels.text("Close the quarter"), self._close, main=True)
        self.sure.observe(lambda _: self.refresh(), "value")
        super().__init__([self.page, row(self.sure, self.button), self.words])
        self.refresh()

    def refresh(self) -> None:
        """Say what is missing."""
        desk, labels = self.desk, self.desk.labels
        closing, problems = desk.closing, desk.problems
        self.sure.disabled = bool(problems)
        self.button.disabled = bool(problems) or not self.sure.value
        if closing.closed is not None:
            message = "{quarter} was closed on {date}; its scores and targets are kept as they were"
            words = labels.text(message, quarter=labels.quarter(closing.quarter), date=labels.date(closing.closed))
            kept = [f"{sentence_on_kept(closing.forecast, labels)}."] if closing.forecast else []
            self.page.value = heading(f"✓ {words}") + paragraphs([*kept, *self._track_record()]).html
        elif self.today < desk.plan.fiscal_year.first_day(desk.quarter):
            message = "{quarter} begins on {date}; it can be closed when it is over"
            day = labels.date(desk.plan.fiscal_year.first_day(desk.quarter))
            words = labels.text(message, quarter=labels.quarter(desk.quarter), date=day)
            self.page.value = heading(words)
            self.sure.disabled = self.button.disabled = True
        elif problems:
            titles = {objective.id: objective.title for _, objective in desk.plan.objectives_by_team()}
            found = [f"{_place(problem.field, titles, labels)} {labels.said(problem.message)}" for problem in problems]
            self.page.value = heading(labels.text("Still missing")) + items(found, "okr-findings")
        else:
            ready = labels.text("Everything is said; the quarter can be closed")
            what = labels.text(
                "Kept objectives go on as they are, changed ones get their new targets, dropped ones stay as history."
            )
            self.page.value = heading(ready) + paragraphs([what, *self._track_record()]).html

    def _track_record(self) -> list[str]:
        """How much of what was planned is claimed, and how sure the plan was of what succeeded."""
        desk, labels = self.desk, self.desk.labels
        delivery = delivery_rate(desk.plan, desk.check_ins, desk.quarter)
        chances = chance_outcomes(desk.plan, desk.check_ins, desk.plan.fiscal_year.last_day(desk.quarter))
        found = [finding_delivery(delivery, labels), finding_calibration(calibration(chances), Said.CHANCE, labels)]
        return [f"{words}." for words in found if words]

    def _close(self) -> None:
        self.words.value = alert(self.desk.close(self.today))


def _place(field: str, titles: dict[str, str], labels: Labels) -> str:
    """Where something is missing: the objective's title, and which field of it."""
    parts = field.split(".")
    if len(parts) == 1:
        return f"{field}:"
    name = titles.get(parts[1], parts[1])
    known = parts[2] in _FIELDS and (len(parts) == 4) == (parts[2] == "causes")
    return f"{name}: {labels.text(_FIELDS[parts[2]])}" if known else f"{name}:"

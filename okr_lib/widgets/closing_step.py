"""The last step of the workshop: whether the numbers close, team by team, and what is still open."""

from collections.abc import Callable
from html import escape

import ipywidgets as widgets

from okr_lib.display.blocks import Block
from okr_lib.display.guide import check_words, step_title
from okr_lib.display.places import place_words
from okr_lib.display.refusals import refusal_words
from okr_lib.display.sections.plan_page import plan_page
from okr_lib.display.standing_words import sentence_on_closing, sentence_on_ungiven
from okr_lib.errors import OkrError
from okr_lib.plan.changes import named
from okr_lib.plan.references import TOTAL
from okr_lib.plan.room_notes import decisions, load_room_notes, open_questions
from okr_lib.review.quality import located_findings
from okr_lib.review.readiness import Step
from okr_lib.widgets.desk import Desk
from okr_lib.widgets.handing_out import HandingOut
from okr_lib.widgets.parts import heading, items

_FINDINGS = 12  # shown at once; more than a room can talk about


class ClosingStep(widgets.VBox):
    """Step 6: the plan as it closes."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.plan, self.page = widgets.HTML(), widgets.HTML()
        self.plan.add_class("okr-plan")
        self.handing_out = HandingOut(desk)
        for part in (self.page, self.handing_out):
            part.add_class("okr-unprinted")
        super().__init__([self.handing_out, self.plan, self.page])
        self.refresh()

    def refresh(self) -> None:
        """Say whether the plan closes, and what is still open."""
        labels, figures = self.desk.labels, self.desk.figures
        blocks = plan_page(self.desk.plan, figures.evidence, labels, ledger=figures.ledger, outlook=figures.outlook)
        self.plan.value = "".join(block.html for block in blocks if isinstance(block, Block))
        said = [sentence_on_closing(figures.standing, labels), sentence_on_ungiven(figures.standing, labels)]
        parts = [f'<p class="okr-closing">{escape(" ".join(filter(None, said)))}</p>', self._teams()]
        open_ = [check for check in figures.checks if not check.done and check.step is not Step.CLOSING]
        if open_:
            listed = [f"{step_title(each.step, labels)}: {check_words(each, labels)}" for each in open_]
            parts += [heading(labels.text("Still open in the steps before")), items(listed, "okr-findings")]
        parts += [self._findings(), self._parked()]
        message = "Every change is saved. The report is made from this plan with: {command}"
        command = f"okr report {self.desk.session.folder.name} --quarter Q1"
        parts.append(heading(labels.text("What comes next")))
        parts.append(f"<p>{escape(labels.text(message, command=command))}</p>")
        self.page.value = "".join(parts)

    def _teams(self) -> str:
        labels, figures = self.desk.labels, self.desk.figures
        found, brought = figures.standing, figures.brought
        lines = [line for line in brought if line != "overlap" or brought[line].any()]
        heads = [
            f"{labels.text('Team')}, {labels.money_unit}",
            labels.text("Commitment"),
            *(labels.text("Expected contribution" if line != "overlap" else "Overlap") for line in lines),
            labels.text("Uncovered"),
        ]
        top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
        rows = [
            (labels.name("team", row["team"]), row["commitment"], *brought.loc[row["team"], lines], row["uncovered"])
            for row in figures.commitments.to_dict("records")
        ]
        if found.ungiven:
            name = labels.text("Not yet given to anybody") if found.ungiven > 0 else labels.text("Given twice")
            rows.append((name, found.ungiven, *(0.0 for _ in lines), found.ungiven))
        total = [found.to_win, *brought.loc[TOTAL, lines], found.uncovered]
        body = "".join(_row(name, amounts, labels.number) for name, *amounts in rows)
        last = _row(labels.text("All teams"), total, labels.number, "okr-total")
        return f"<table><thead><tr>{top}</tr></thead><tbody>{body}{last}</tbody></table>"

    def _parked(self) -> str:
        """Questions that the room put off, and what it decided."""
        labels = self.desk.labels
        try:
            notes = load_room_notes(self.desk.session.folder)
        except OkrError as error:
            return f'<p class="okr-refusal">{escape(refusal_words(error, labels))}</p>'
        parts = ""
        if waiting := open_questions(notes):
            asked = [f"{note.text} ({note.by})" if note.by else note.text for note in waiting]
            parts += heading(labels.text("Questions for later")) + items(asked, "okr-findings")
        if decided := decisions(notes):
            parts += heading(labels.text("Decided")) + items((note.text for note in decided), "okr-decided")
        return parts

    def _findings(self) -> str:
        labels, data = self.desk.labels, self.desk.data
        found = [
            f"{place_words(data, named(data, path), labels)}: {labels.said(message)}"
            for path, message in located_findings(self.desk.plan)
        ]
        if not found:
            return ""
        shown = list(dict.fromkeys(found))
        title = labels.text("What would make the plan sounder")
        rest = len(shown[_FINDINGS:])
        tail = [labels.text("and {count} more", count=str(rest))] if rest else []
        return heading(title) + items([*shown[:_FINDINGS], *tail], "okr-findings")


def _row(name: str, amounts: list[float], show: Callable[[float], str], kind: str = "") -> str:
    cells = "".join(f"<td>{escape(show(amount))}</td>" for amount in amounts)
    return f'<tr class="{kind}"><td>{escape(name)}</td>{cells}</tr>'

"""A team's slides: what it committed to and brings, what it claims, how its work and its key results stand."""

from okr_lib.display import findings, looking_back, okr_tables, tables
from okr_lib.display.gap_chart import Bar
from okr_lib.display.labels import Labels
from okr_lib.display.slides import sources
from okr_lib.display.slides.page import bar_chart
from okr_lib.display.slides.parts import Slide, cells_of
from okr_lib.display.slides.sections import initiatives, key_result_cells, root_causes
from okr_lib.growth.breakdown import team_bridge, team_summary
from okr_lib.plan.closing import closing_file
from okr_lib.plan.model import Plan
from okr_lib.review.actual_ledger import claimed_by_team, claims_of_team
from okr_lib.review.review import Review
from okr_lib.review.states import key_result_states


def team_slides(review: Review, labels: Labels, team: str) -> tuple[Slide, ...]:
    """The slides of a team's report, in their order."""
    own = review.plan.team(team)
    alone = review.plan.model_copy(update={"teams": (own,), "objectives": ()})
    made = (
        _commitment(review, labels, own.id),
        _claims(review, labels, own.id),
        initiatives(review, labels, own.id),
        *_key_results(review, labels, alone),
    )
    return tuple(slide for slide in made if slide is not None)


def _commitment(review: Review, labels: Labels, team: str) -> Slide:
    """What the team brings of its commitment, initiative by initiative."""
    through = review.observed[-1] if review.observed else review.quarter
    told = team_summary(review.plan, review.ledger, through)
    steps = team_bridge(review.ledger, team)
    kinds = {"uncovered": "lacking", "commitment": "sum"}
    parts = [
        Bar(
            labels.name("initiative", row["initiative"]) or labels.name("line", row["step"]),
            row["amount"],
            kinds.get(row["step"], "given") if row["step"] != "uncovered" or row["amount"] > 0 else "given",
        )
        for row in steps.to_dict("records")
    ]
    title = findings.finding_team(told, team, labels)
    chart = bar_chart(parts, labels.text("Commitment"), labels)
    claimed = claimed_by_team(review.plan, review.claims) if review.observed else None
    table = tables.table_teams(told[told["team"] == team], labels, claimed)
    columns = ("commitment", "contribution", "uncovered", "before_overlap", "claimed")
    notes = sources.notes(labels, sources.PLAN_FILES, sources.ledger_rule(labels))
    return Slide(title, ((chart,), (cells_of(table, *columns),)), notes)


def _claims(review: Review, labels: Labels, team: str) -> Slide | None:
    """What the team planned to have brought by now, and what it claims; nothing before the first actuals."""
    if not review.observed:
        return None
    claims = claims_of_team(review.plan, review.ledger, review.claims, team)
    if claims.empty:
        return None
    title = labels.text("Expected and claimed so far")
    table = cells_of(looking_back.table_claims_of_team(claims, labels))
    return Slide(title, ((table,),), sources.notes(labels, sources.check_ins(review, labels)))


def _key_results(review: Review, labels: Labels, alone: Plan) -> list[Slide]:
    """How the team's key results stand, and why those that missed did."""
    states = key_result_states(alone, review.check_ins, review.last_day, review.actuals)
    if states.empty:
        return []
    title = okr_tables.finding_key_results(states, labels)
    causes = root_causes(alone, states, review.closing)
    cells = key_result_cells(alone, states, causes, labels)
    files = [*sources.check_ins(review, labels), closing_file(review.quarter)]
    return [Slide(title, ((cells,),), sources.notes(labels, files, okr_tables.rule_of_status(review.plan, labels)))]

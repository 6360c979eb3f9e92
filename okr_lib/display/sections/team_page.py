"""The sections of a team's report: what a lead needs on Monday, then the team's initiatives, objectives and what it rests on."""

from okr_lib.display import (
    appendix,
    closing_tables,
    initiative_tables,
    initiative_words,
    okr_tables,
    risk_tables,
    team_proof,
    team_tables,
)
from okr_lib.display.blocks import bullets, heading, paragraphs, tile_row
from okr_lib.display.headline import data_words
from okr_lib.display.labels import Labels
from okr_lib.display.sections.money import budget, next_money, profit
from okr_lib.display.wording import sentences
from okr_lib.plan.model import Team
from okr_lib.review.actual_ledger import claims_of_team
from okr_lib.review.closing import closing_states
from okr_lib.review.quality import located_findings
from okr_lib.review.review import Review
from okr_lib.review.risks import capacity_use, dependencies, open_dependencies


def team_page(review: Review, labels: Labels, team: str) -> list[object]:
    """What the team promised and claims, what is off, who waits for whom, and what its people are to decide and do."""
    own, plan = review.plan.team(team), review.plan
    return [
        heading(f"{plan.name}: {own.name}, {labels.quarter(review.quarter)}", 1),
        paragraphs([data_words(review, labels)], "lead"),
        heading(team_tables.headline_of_team(review, own, labels), name="page"),
        tile_row(team_tables.tiles_of_team(review, own, labels)),
        *_chain(review, own, labels),
        *_late(review, own, labels),
        *_cogwheel(review, own, labels),
        *_agreed(review, own, labels),
        *_next_tests(review, own, labels),
    ]


def _chain(review: Review, team: Team, labels: Labels) -> list[object]:
    """From reach to revenue: which drivers came otherwise than planned, and what the team's work was to move."""
    found = team_proof.chain_of_team(review, team)
    if found.empty:
        return []
    said = [
        sentences(team_proof.finding_chain(review, found, labels)),
        sentences(team_proof.sentence_moved(review, team, found["stream"].iloc[0], labels)),
    ]
    return [
        heading(labels.text("From reach to revenue"), 3, "chain"),
        paragraphs([" ".join(said)]),
        team_proof.table_chain(review, team, found, labels),
    ]


def _next_tests(review: Review, team: Team, labels: Labels) -> list[object]:
    said = team_proof.sentences_on_tests(review, team, labels)
    return [heading(labels.text("What to prove next"), 3, "tests"), bullets(said)] if said else []


def _late(review: Review, team: Team, labels: Labels) -> list[object]:
    late = team_tables.table_late(review, team, labels)
    if late is None:
        return []
    return [heading(labels.text("Late or off the plan"), 3, "late"), late]


def _cogwheel(review: Review, team: Team, labels: Labels) -> list[object]:
    """Whose growth needs the team's work and whose work it needs, in the year's plan; who waits, and whether its plate is full."""
    credit = team_tables.table_credit(review, team, labels)
    rests = team_tables.sentence_rests(review, team, labels)
    waiting = [] if review.over else _waiting(review, team, labels)
    shown = [*([paragraphs([rests])] if rests else []), *([credit] if credit else []), *waiting]
    return [heading(labels.text("Whose growth needs whose work"), 3, "waiting"), *shown] if shown else []


def _waiting(review: Review, team: Team, labels: Labels) -> list[object]:
    """Who waits for the team and for whom it waits, and whether its plate is too full."""
    needs = open_dependencies(dependencies(review.plan, review.quarter), review.initiatives)
    needs = needs[(needs["team"] == team.id) | (needs["needs_team"] == team.id)]
    use = capacity_use(review.plan.model_copy(update={"teams": (team,)}))
    full = risk_tables.sentences_on_capacity(use, labels)
    return [
        *([initiative_tables.table_waiting(review, needs, labels)] if len(needs) else []),
        *([paragraphs(full)] if full else []),
    ]


def _agreed(review: Review, team: Team, labels: Labels) -> list[object]:
    agreed = team_tables.table_agreed(review, team, labels)
    return [] if agreed is None else [heading(labels.text("Decisions and actions"), 3, "decisions"), agreed]


def team_initiatives(review: Review, labels: Labels, team: str) -> list[object]:
    """What the team is credited with of each initiative, and where that stands."""
    own, plan = review.plan.team(team), review.plan
    credited = claims_of_team(plan, review.ledger, review.claims, team)
    if credited.empty and not own.initiatives:
        return []
    mine = review.initiative_standing[review.initiative_standing["team"] == team]
    opening = [sentences(initiative_tables.finding_off(mine, labels))] if len(mine) else []
    return [
        heading(labels.text("Initiatives"), name="initiatives"),
        *([paragraphs(opening, "key")] if opening else []),
        *([initiative_tables.table_of_team(review, team, credited, labels)] if len(credited) else []),
        *budget(review, labels, team),
        *profit(review, labels, team),
        *next_money(review, labels, team),
    ]


def team_objectives(review: Review, labels: Labels, team: str) -> list[object]:
    """The team's key results with their owners' words, what becomes of its objectives, and what it drafts."""
    own, plan, closing = review.plan.team(team), review.plan, review.closing
    if not own.objectives:
        return []
    states = review.key_results[review.key_results["team"] == team]
    alone = plan.model_copy(update={"teams": (own,), "objectives": ()})
    decided = closing_states(alone, states, closing)
    drafts = closing.model_copy(update={"drafts": tuple(draft for draft in closing.drafts if draft.team == team)})
    return [
        heading(labels.text("Objectives"), name="objectives"),
        paragraphs([sentences(okr_tables.finding_key_results(states, labels))], "key"),
        *([okr_tables.table_of_key_results(alone, states, labels, words=True)] if len(states) else []),
        *([closing_tables.table_closing(alone, decided, labels)] if decided["decision"].any() else []),
        *([closing_tables.table_drafts(drafts, labels)] if drafts.drafts else []),
    ]


def team_basis(review: Review, labels: Labels, team: str) -> list[object]:
    """The rules by which this was found, what the plan's rules find, and the data."""
    plan = review.plan
    own = plan.team(team)
    place = plan.teams.index(own)
    known = review.check_ins[review.check_ins["date"] <= review.last_day]
    found = appendix.findings(plan, located_findings(plan, ("teams", place), known), labels)
    rules = _rules(review, own, labels)
    note = " ".join(filter(None, [plan.note, review.closing.note]))
    parts = [
        *([bullets(rules)] if rules else []),
        *([heading(labels.text("Quality findings"), 3, "quality"), bullets(found)] if found else []),
        *([paragraphs([note], "basis")] if note else []),
    ]
    return [heading(labels.text("What this rests on"), name="appendix"), *parts] if parts else []


def _rules(review: Review, own: Team, labels: Labels) -> list[str]:
    rules, standing = [], review.initiative_standing
    if any(objective.key_results for objective in own.objectives):
        message = "When key results are on track, and how late initiatives are, is found by the rules in the company's report."
        rules.append(labels.text(message))
    elif (standing["team"] == own.id).any():
        message = "How late initiatives are is found by the rule in the company's report."
        rules.append(labels.text(message))
    team = review.team_standing.set_index("team").loc[own.id]
    if review.observed and (team["planned_by_now"] or team["claimed"] > 0):
        rules.append(initiative_words.rule_of_claims(review.plan, labels))
    rules.append(team_proof.rule_of_tests(review, own, labels))
    return [rule for rule in rules if rule]

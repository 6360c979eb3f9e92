"""What no report may say, and what none may say in a state of its year."""

import re

from okr_lib.plan.references import TOTAL

# Of any report, in English and Danish.
EVER = {
    "en": (
        r"\b(nan|NaN|None|NaT|inf|Infinity)\b|[{}]",
        r"\.\.|,,|;;| [,;.](\s|$)|\s\s",
        r"[A-Z]{3} −",  # the minus stands before the currency
        r"\d %",  # English writes 2.6%
        r"(?<![\d.,–])0 (kept|changed|dropped|met|missed|on track|off track|silent|not|are|is|of the|initiatives?|key results?|assumptions?|decisions?)\b",
        r"(?<![\d.,])1 (are|have|key results|initiatives|assumptions|decisions|objectives|teams|quarters|misses)\b",
        r"(?<![\d.,])1 of \d+ [a-z ]+ are\b",
        r"\blikelihood of [a-z ]+ is (0|100)%|in (0|100)% of",
        r"\b(years that may come|has no plan yet|without a plan|not planned in a stream|must still be found)\b",
        r"\bmost of it \((1?\d|[1-4]\d)%\)",
    ),
    "da": (
        r"\b(nan|NaN|None|NaT|inf|Infinity)\b|[{}]",
        r"\.\.|,,|;;| [,;.](\s|$)|\s\s",
        r"\d%",  # Danish writes 2,6 %
        r"(?<![\d.,–])0 (beholdt|ændret|droppet|nået|ikke nået|på sporet|bagud|af de|initiativer|nøgleresultater)\b",
        r"(?<![\d.,])1 (nøgleresultater|initiativer|forudsætninger|beslutninger|målsætninger|teams|kvartaler)\b",
        r"sandsynligheden for [a-zæøå ]+ er (0|100) %",
    ),
}

# Of a state: what a report in it may not say.
STATES = {
    "over": {
        "en": (
            r"\bmust (grow|bring)\b|\bmay fall\b",
            r"\blikelihood of (reaching|missing)\b|\bis seen to end\b|\bwill happen\b|\bwill bring\b",
            r"\bby now\b|\bso far\b|\bto date\b|phased target of",
            r"\bis uncovered\b|\bThe plan covers\b|is planned for the year",
            r"rest of the year|What would have to be true|Who waits for whom|What each budget buys|more than they can carry",
            r"could (close|lose)",
        ),
        "da": (
            r"\bskal (vokse|give)\b|\bmå falde\b",
            r"\bventes at ende\b|sandsynligheden for (ikke )?at nå målet er|Udsigten:",
            r"\bindtil nu\b|\btil dato\b",
            r"\ber udækket\b|Planen dækker",
            r"resten af året|Hvad der skal til|Hvem der venter|Hvad hvert budget giver",
        ),
    },
    "reached": {
        "en": (
            r"\bmust (grow|bring)\b|\bmay fall\b|\blikelihood of (reaching|missing) the target is\b|could (close|lose)",
            r"What would have to be true|short of the target|lacks",
        ),
        "da": (r"\bskal (vokse|give)\b|\bmå falde\b|sandsynligheden for (ikke )?at nå målet er|Hvad der skal til",),
    },
    "ahead": {
        "en": (r"close the gap|\blacks\b|short of the target|none of the .* is closed", r"must bring (DKK|EUR) −"),
        "da": (r"lukke hullet",),
    },
    "unobserved": {
        "en": (
            r"Data to|behind the phased target|ahead of the phased target|\bso far\b|bear out",
            r"\bclaims\b|[Cc]laimed|beyond momentum|Year to date|Since Q|What drove",
        ),
        "da": (r"til og med|efter det periodiserede|\bindtil nu\b|underbygger|[Oo]pgjort|År til dato",),
    },
    "falling": {
        "en": (r"[Gg]rowth so far (came|was)|of the growth so far|above the growth so far",),
        "da": (r"[Vv]æksten indtil nu (kom|er|var)",),
    },
    "silent": {  # nobody has said anything of key results
        "en": (r"\bUntil due\b|on track from|Farthest behind|Outdated", r"One key result|key results due this quarter"),
        "da": (r"Indtil et nøgleresultat forfalder|Længst bagud|Forældet",),
    },
    "without key results": {
        "en": (r"\bUntil due\b|on track\b|has missed|\bMisses\b|Kept, changed|A score is",),
        "da": (r"på sporet|Ikke nået\b|Beholdt, ændret|En score er",),
    },
    "no initiative told": {"en": (r"Initiatives stand as|are late|late \d",), "da": (r"Initiativer står, som",)},
    "one team": {
        "en": (r"100% of what the teams|most of it in|gives .* of the credit|All teams|Other teams",),
        "da": (r"mest i |Alle teams|Øvrige teams",),
    },
    "nothing to decide": {
        "en": (r"What is to decide|decisions? (are|is) sought|By any estimate|As estimated",),
        "da": (r"Til beslutning nu",),
    },
    "undecided objectives": {"en": (r"different from now on|proposed to be different",), "da": ()},
    "nothing told": {  # neither revenue nor tests tell what initiatives brought
        "en": (r"\bbears? out\b|\bBorne out\b|\bbeen borne out\b",),
        "da": (r"underbygger|Underbygget",),
    },
    "nothing claimed": {"en": (r"Teams claim|more was claimed|it claims",), "da": (r"[Tt]eamene opgør",)},
}


def states(review, team):
    """The states a report is in."""
    plan, known = review.plan, review.key_results
    of_team = known if team is None else known[known["team"] == team]
    goal = review.to_date.set_index("stream").loc[TOTAL]
    standing = review.initiative_standing
    yes = {
        "over": review.over,
        "reached": not review.over and review.outlook.reached,
        "ahead": not review.over and round(review.outlook.mean - review.outlook.target, 6) >= 0,
        "unobserved": not review.observed,
        "falling": bool(review.observed) and goal["actual"] < goal["baseline"],
        "silent": len(of_team) > 0 and of_team["value"].isna().all(),
        "without key results": of_team.empty,
        "no initiative told": standing["said"].isna().all(),
        "one team": len(plan.teams) == 1,
        "nothing to decide": not review.closing.decisions_sought,
        "undecided objectives": not review.closing.objectives,
        "nothing told": not review.team_standing["told"].any(),
        "nothing claimed": not review.claims.loc[review.claims["line"] == "claimed", "amount"].any(),
    }
    return [name for name, true in yes.items() if true]


def never(said, review, language, team=None):
    """Sentences, headings and rules that no report may have, or none in this state."""
    lines = [*said.sentences, *said.headings, *said.rules]
    own = [line for line in lines if line not in _written(review)]
    wrong = [f"ever ({pattern}): {line}" for pattern in EVER[language] for line in own if _has(pattern, line)]
    for name in states(review, team):
        forbidden = STATES[name][language]
        wrong += [f"{name} ({pattern}): {line}" for pattern in forbidden for line in own if _has(pattern, line)]
    return wrong


def _has(pattern, line):
    return re.search(pattern, line.replace("\u00a0", " "))


def _written(review):
    """What people wrote, which is theirs to say."""
    closing = review.closing
    return {*closing.wins, *closing.learnings, review.plan.note, closing.note}

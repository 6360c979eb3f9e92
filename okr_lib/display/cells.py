"""What a notebook shows of a plan, an outlook, a scenario or a set to fund that stands alone at the end of a cell."""

from html import escape

from okr_lib.display.blocks import NO_FORMULAS
from okr_lib.display.labels import NOTHING, Labels
from okr_lib.display.outlook_words import finding_outlook
from okr_lib.display.standing_words import sentence_on_closing, step_amount, step_name
from okr_lib.display.tables import table_facts
from okr_lib.errors import Shown
from okr_lib.growth.breakdown import bridge
from okr_lib.growth.budget import Funding
from okr_lib.growth.ledger import growth_ledger
from okr_lib.growth.outlook import Outlook
from okr_lib.growth.standing import standing
from okr_lib.plan.model import Plan
from okr_lib.plan.scenario import Scenario

_Facts = list[tuple[str, str]]


def cell_html(thing: Shown) -> str:
    """A value as a notebook shows it: a name, a table of figures and a sentence, in the language of its plan.

    Examples
    --------
    >>> from okr_lib import Scenario
    >>> "flyer" in cell_html(Scenario(name="No flyer", drop=("flyer",)))
    True
    """
    match thing:
        case Plan():
            return _plan(thing)
        case Outlook():
            labels = Labels.of(thing.plan, thing.plan.language)
            return _cell(thing.plan.name, [], f"{finding_outlook(thing, labels)}.", labels)
        case Scenario():
            return _scenario(thing)
        case Funding():
            return _funding(thing)
    return f"<pre>{escape(repr(thing))}</pre>"


def _plan(plan: Plan) -> str:
    labels = Labels.of(plan, plan.language)
    ledger = growth_ledger(plan)
    facts = [(step_name(step, labels), step_amount(step, labels)) for step in bridge(ledger).to_dict("records")]
    facts = [(labels.text("Amounts in"), labels.money_unit), *facts]
    return _cell(plan.name, facts, sentence_on_closing(standing(ledger), labels), labels)


def _funding(funding: Funding) -> str:
    labels = Labels()
    facts = [
        (labels.text("Cost"), labels.number(funding.cost)),
        (labels.text("Expected contribution, after overlap"), labels.number(funding.contribution)),
        (labels.text("Initiatives"), ", ".join(funding.initiatives) or NOTHING),
    ]
    return _cell(labels.text("What to fund"), facts, labels.text("Amounts are in the plan's unit."), labels)


def _scenario(scenario: Scenario) -> str:
    labels = Labels()
    given = scenario.model_dump(mode="json", exclude_defaults=True, exclude={"name", "note"})
    facts: _Facts = []
    for field, value in given.items():
        entries = value.items() if isinstance(value, dict) else [("", ", ".join(map(str, value)))]
        facts += [(f"{field} {name}".strip(), _typed(said)) for name, said in entries]
    return _cell(scenario.name, facts, scenario.note, labels)


def _typed(said: object) -> str:
    """A value of a scenario as its file has it."""
    return ", ".join(f"{name}: {value}" for name, value in said.items()) if isinstance(said, dict) else str(said)


def _cell(name: str, facts: _Facts, sentence: str, labels: Labels) -> str:
    table = table_facts(facts, labels, "cell").as_raw_html() if facts else ""
    words = f"<p>{escape(sentence)}</p>" if sentence else ""
    return f'<div class="{NO_FORMULAS}"><p><strong>{escape(name)}</strong></p>{table}{words}</div>'

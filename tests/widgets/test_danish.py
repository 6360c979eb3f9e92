"""In a Danish workshop, explorer and review no word of ours is English, whatever people do."""

import pytest

from okr_lib.display.labels import Labels
from okr_lib.plan.closing import Decision
from okr_lib.review.readiness import Step
from okr_lib.widgets.estimate_panel import EstimatePanel
from okr_lib.widgets.explorer import scenarios
from okr_lib.widgets.review import review
from okr_lib.widgets.scenario_view import View
from okr_lib.widgets.session import EditingSession
from okr_lib.widgets.workshop import Workshop, workshop
from tests.danish import TODAY, danish_plan, danish_words, foreign, page_texts


@pytest.fixture
def folder(tmp_path):
    return danish_plan(tmp_path / "plan")


@pytest.fixture
def english(folder):
    """The sentences of a page with words that are not Danish; ``own`` is what somebody typed or what a file is called."""
    known = danish_words(str(folder), "plan yaml csv teams closings scenarios okr report quarter share")
    return lambda page, *own: foreign(page_texts(page), known | danish_words(*own))


def tied(ties, name):
    """A field by the name it is tied with."""
    return next(found.fields[name] for found in ties._ties if name in found.fields)


def pressed(page, words):
    """Press the first button of that name below a page."""

    def buttons(widget):
        if getattr(widget, "description", "") == words and hasattr(widget, "click"):
            yield widget
        for child in getattr(widget, "children", ()):
            yield from buttons(child)

    next(buttons(page)).click()


def refusals(widget):
    """The words beside every field that refuses something."""
    own = [widget.refusal] if getattr(widget, "refusal", "") else []
    return own + [words for child in getattr(widget, "children", ()) for words in refusals(child)]


def test_an_english_page_is_found_to_be_english(folder, english):
    assert {"Growth target", "This step is complete", "1 Ambition"} & set(english(Workshop(str(folder), "en"))) == {
        "Growth target",
        "This step is complete",
    }


@pytest.mark.parametrize("step", Step)
def test_no_step_of_the_workshop_is_english(folder, english, step):
    room = Workshop(str(folder), "da")
    room.go(step)
    assert english(room) == {}


YEAR = "2020,1,2,3,4"
REFERENCES = [
    f"A,{YEAR}",
    f"A,{YEAR}\nA,{YEAR}",
    f"A,{YEAR}\nA,2022,1,2,3,4",
    "A,2020,1,2,0,4",
    "A,x,1,2,3,4",
    f",{YEAR}",
]


@pytest.mark.parametrize("rows", REFERENCES)
def test_nothing_said_of_companies_that_cannot_be_used_is_english(folder, english, rows):
    (folder / "reference.csv").write_text(f"company,year,Q1,Q2,Q3,Q4\n{rows}\n")
    room = Workshop(str(folder), "da")
    assert "okr-refusal" in room.pages[Step.AMBITION].base_rate.value
    assert english(room, "reference company year") == {}


def test_no_team_s_work_and_no_kind_of_key_result_is_english(folder, english):
    room = Workshop(str(folder), "da")
    room.go(Step.WORK)
    for card in room.pages[Step.WORK].wall.board["cards"]:
        room.pages[Step.WORK].show(card["id"])
        assert english(room) == {}
    room.go(Step.RESULTS)
    results = room.pages[Step.RESULTS]
    for _, key_result in results.results.choice.options:
        results.results.choice.value = key_result
        assert english(room) == {}
    for objective in ("vaek", "hele-vejen"):
        results.objectives.choice.value = objective
        assert english(room) == {}
    results.whose.entry.value = "salg"
    assert english(room) == {}


@pytest.mark.parametrize("view", View)
def test_no_view_of_scenarios_is_english(folder, english, view):
    page = scenarios(folder, "da")
    explorer = page.children[-1]
    explorer.shelf.beside.value = ["sent"]
    explorer.view.choice.value = view
    assert english(page) == {}


@pytest.mark.parametrize("step", range(4))
def test_no_step_of_a_review_is_english(folder, english, step):
    page = review(folder, "Q1", "da", TODAY)
    page.children[-1].go(step)
    assert english(page) == {}


def test_no_objective_s_decision_is_english(folder, english):
    page = review(folder, "Q1", "da", TODAY).children[-1]
    page.go(1)
    decide = page.steps[1]
    for _, objective in decide.objective.options:
        decide.objective.entry.value = objective
        for decision in Decision:
            decide.fields["decision"].entry.value = decision
            assert english(page) == {}
    page.go(3)
    assert english(page) == {}


# Key result and what is entered in its fields, one after the other.
KEY_RESULTS = [
    ("kurv", {"start": "10"}),
    ("kurv", {"target": ""}),
    ("andel", {"target": ""}),
    ("kurv", {"kind": "range"}),
    ("kurv", {"start": "mange"}),
    ("kurv", {"start": "1e5"}),
    ("kurv", {"title": ""}),
    ("kurv", {"target": "99999999999999999"}),
]


@pytest.mark.parametrize(("key_result", "entered"), KEY_RESULTS)
def test_no_refusal_of_a_key_result_is_english(folder, english, key_result, entered):
    room = Workshop(str(folder), "da")
    room.go(Step.RESULTS)
    results = room.pages[Step.RESULTS].results
    results.choice.value = key_result
    for name, text in entered.items():
        tied(results._ties, name).entry.value = text
    assert refusals(room)
    assert english(room, *entered.values()) == {}


INITIATIVES = [
    {"probability": "120"},
    {"probability": "-1"},
    {"cost": "-5"},
    {"cost": "x"},
    {"name": ""},
    {"ramp": {"1": "", "2": "50"}},
    {"amount": {"low": "90"}},
    {"amount": {"likely": "99999999999999999", "high": "99999999999999999"}},
]


@pytest.mark.parametrize("entered", INITIATIVES)
def test_no_refusal_of_an_initiative_is_english(folder, english, entered):
    room = Workshop(str(folder), "da")
    room.go(Step.WORK)
    room.pages[Step.WORK].show(room.pages[Step.WORK].wall.board["cards"][0]["id"])
    ties = room.pages[Step.WORK].initiatives._ties
    for name, value in entered.items():
        field = tied(ties, name)
        for key, text in value.items() if isinstance(value, dict) else [("", value)]:
            (field.entries[key] if key else field.entry).value = text
    assert refusals(room)
    assert english(room, "x") == {}


def test_no_refusal_of_a_circle_is_english(folder, english):
    room = Workshop(str(folder), "da")
    room.go(Step.WORK)
    work = room.pages[Step.WORK]
    work.show(room.desk.plan.team("net").initiatives[0].id)
    tied(work.initiatives._ties, "after").boxes["hylder"].value = True
    room.go(Step.RESULTS)
    results = room.pages[Step.RESULTS]
    tied(results.objectives._ties, "supports").boxes["vaek"].value = True
    results.objectives.choice.value = "vaek"
    tied(results.objectives._ties, "supports").boxes["hele-vejen"].value = True
    assert len(refusals(work)) == len(refusals(results)) == 1
    assert english(room) == {}


def test_no_refusal_of_groups_and_of_what_is_used_elsewhere_is_english(folder, english):
    room = Workshop(str(folder), "da")
    room.go(Step.WORK)
    overlaps = room.pages[Step.WORK].overlaps
    tied(overlaps._ties, "initiatives").boxes["hylder"].value = False
    overlaps.adding.entry.value = "Alle"
    overlaps.add.click()  # a group of one waits for its second
    assert english(room) == {}
    room.go(Step.SOURCES)
    streams = room.pages[Step.SOURCES].streams
    streams.remove.click()
    assert streams.words.value
    assert english(room) == {}


# Who is moved to what, and who may have at most and at least how much.
SHARED = [
    ({"salg": "40,07"}, {}, {}),
    ({}, {"salg": "1", "net": "1"}, {}),
    ({}, {}, {"salg": "90", "net": "90"}),
    ({}, {"salg": "10"}, {"salg": "20"}),
]


@pytest.mark.parametrize(("moved", "upper", "lower"), SHARED)
def test_no_refusal_of_commitments_is_english(folder, english, moved, upper, lower):
    room = Workshop(str(folder), "da")
    room.go(Step.PEOPLE)
    commitments = room.pages[Step.PEOPLE].commitments
    for team, amount in moved.items():
        commitments.sliders[team].entry.value = amount
    for bound, entered in (("upper", upper), ("lower", lower)):
        for team, amount in entered.items():
            ties = [tie for tie in commitments.ties._ties if tie.about == ("allocation", bound) and team in tie.fields]
            ties[0].fields[team].entry.value = amount
    assert refusals(room)
    assert english(room) == {}


def test_no_note_on_what_others_did_is_english(folder, english):
    room, other = Workshop(str(folder), "da"), Workshop(str(folder), "da")
    for page, amount in ((other, "800"), (room, "900")):
        page.go(Step.AMBITION)
        page.pages[Step.AMBITION].kind.entry.value = "revenue"
        page.pages[Step.AMBITION].revenue.entry.value = amount
    assert room.top.conflicts.children
    assert english(room) == {}
    (folder / "plan.yaml").write_text("name: [")
    room.desk.session.look()
    assert "plan.yaml" in room.top.notes.value
    assert english(room) == {}
    folder.rename(folder.with_name("andet"))
    room.pages[Step.AMBITION].revenue.entry.value = "950"
    assert english(room, "name") == {}


BROKEN = {
    "name: [": "",
    "name: Plan\nname: Plan": "name Plan",
    "": "",
    "- name": "",
    "name: Plan": "currency fiscal_year target streams teams name",
    "target: {growth: meget}": "target growth currency fiscal year streams teams name",
}


@pytest.mark.parametrize(("text", "names"), BROKEN.items())
def test_what_is_wrong_with_a_plan_that_cannot_be_opened_is_not_said_in_english(folder, english, text, names):
    (folder / "plan.yaml").write_text(text)
    for page in (workshop(folder, "da"), scenarios(folder, "da"), review(folder, "Q1", "da", TODAY)):
        assert "plan.yaml" in " ".join(page_texts(page))
        assert english(page, names, "name") == {}


@pytest.mark.parametrize(("currency", "starts"), [("kroner", "2027-01-01"), ("DKK", "2027-01-15"), ("DKK", None)])
def test_no_word_of_the_first_page_is_english(tmp_path, english, currency, starts):
    page = workshop(tmp_path / "nyt", "da")
    start = page.children[-1]
    assert english(page, str(tmp_path), "nyt") == {}
    start.name.entry.value, start.year.entry.value = "Vækst", "2027"
    start.stream.entry.value, start.team.entry.value, start.currency.entry.value = "Butikker", "Salg", currency
    start.starts.show(starts)
    start.empty.click()
    assert start.words.value or refusals(start)
    assert english(page, str(tmp_path), "nyt", currency) == {}


def test_no_answer_of_the_explorer_is_english(folder, english):
    page = scenarios(folder, "da")
    explorer = page.children[-1]
    for pressed in ("save", "load", "copy", "remove"), ("undo", "reset", "take", "back", "export"):
        buttons = explorer.shelf.buttons if "save" in pressed else explorer.buttons
        for name in pressed:
            buttons[name].click()
            assert english(page) == {}

    def type_in(row, column, text):
        explorer.grid.told({"do": "typed", "entries": [{"row": row, "column": column, "text": text}]})
        explorer.grid.told({"do": "left", "row": row})

    momentum = ["momentum", "nettet", 0]
    initiative = next(row["key"] for row in explorer.grid.rows if row["key"][0] == "initiative")
    for row, column, text in [
        (["target", "", 0], "likely", "90000"),
        (momentum, "likely", "x"),
        (momentum, "likely", "-95"),
        (initiative, "probability", "140"),
        (initiative, "credit", "Ingen"),
    ]:
        type_in(row, column, text)
        assert explorer.grid.problems
        assert english(page) == {}
    for view in View:
        explorer.view.choice.value = view
        assert english(page) == {}
    explorer.view.budget.pick(0)
    assert explorer.scenario.drop
    explorer.view.budget.keep.value = ("skilte",)
    explorer.view.budget.without.value = ("skilte",)
    assert explorer.view.budget.turns.told.value
    explorer.view.pairs.columns.entry.value = explorer.view.pairs.rows.value
    explorer.view.pairs.turns.compute.click()
    assert explorer.view.pairs.turns.told.value
    assert english(page) == {}
    explorer.shelf.name.entry.value = "Kanalen kommer sent"
    type_in(momentum, "high", "50")
    for _ in range(2):
        explorer.shelf.buttons["save"].click()
        explorer.buttons["reset"].click()
        type_in(momentum, "high", "60")
        type_in(initiative, "done", "nej")
        explorer.shelf.name.entry.value = "Kanalen kommer sent"
        assert english(page) == {}
    (folder / "scenarios" / "sent.yaml").write_text("drop: [mangler]\ndelay: {salg: 9, mangler: 1}\n")
    (folder / "teams" / "net.yaml").write_text("objectives: []\ninitiatives: []\n")
    explorer.session.look()
    assert english(page, "mangler") == {}


@pytest.mark.parametrize(
    "typed",
    ["", "A;1;2", "A;1;2;3\nA;1;2;3", ";1;2;3", "A;x;2;3", "A;3;2;1", "A;1.234;2;3"],
)
def test_no_answer_to_a_table_of_estimates_is_english(folder, english, typed):
    session = EditingSession.open(folder)
    panel = EstimatePanel(session, Labels.of(session.plan, "da"), "hylder", "butikker")
    panel.table.entry.value = typed
    panel.buttons["read"].click()
    assert english(panel) == {}
    assert panel._told.value


def test_no_answer_to_estimates_is_english(folder, english):
    session = EditingSession.open(folder)
    panel = EstimatePanel(session, Labels.of(session.plan, "da"), "hylder", "butikker")
    for name in ("use", "add"):
        panel.buttons[name].click()
        assert english(panel) == {}
    panel.who.entry.value = "Salgschefen"
    panel.buttons["add"].click()
    assert english(panel) == {}
    panel.table.entry.value = "Salgschefen;1;2;3\nWebchefen;5;6;9"
    panel.buttons["read"].click()
    assert english(panel) == {}


@pytest.mark.parametrize(("value", "confidence"), [("", ""), ("mange", "50"), ("5", "120"), ("99999999999999999", "")])
def test_no_answer_to_a_check_in_is_english(folder, english, value, confidence):
    page = review(folder, "Q1", "da", TODAY).children[-1]
    check_in = page.steps[0]
    check_in.value_field.entry.value, check_in.confidence.entry.value = value, confidence
    check_in.button.click()
    assert refusals(page) or "alert" in check_in.words.value
    assert english(page) == {}


def test_no_answer_to_closing_a_quarter_is_english(folder, english):
    page = review(folder, "Q1", "da", TODAY).children[-1]
    page.go(3)
    page.steps[3]._close()
    assert "alert" in page.steps[3].words.value
    assert english(page) == {}
    page.go(1)
    decide = page.steps[1]
    decide.objective.entry.value = "hele-vejen"
    decide.fields["decision"].entry.value = Decision.CHANGE
    decide.fields["target kurv"].entry.value = "0"
    assert english(page) == {}
    page.go(3)
    assert english(page) == {}

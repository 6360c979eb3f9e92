"""The workshop by setting what a browser would set: from an empty folder to a plan whose numbers close."""

import html
import importlib
import re

import pytest

import okr_lib as okr
from okr_lib.errors import Problem
from okr_lib.plan.model import Plan
from okr_lib.plan.plan_records import load_records
from okr_lib.plan.room_notes import NoteKind, RoomNote, add_room_note
from okr_lib.plan.values import QUARTERS
from okr_lib.reports.figures import report_figures
from okr_lib.review.readiness import Step
from okr_lib.review.review import Review
from okr_lib.widgets.plan_start import PlanStart
from okr_lib.widgets.workshop import Workshop, workshop


@pytest.fixture
def room(example):
    return Workshop(str(example), "en")


def page(room, step):
    room.go(step)
    return room.pages[step]


def tie(ties, name):
    """A field by the name it is tied with."""
    return next(found.fields[name] for found in ties._ties if name in found.fields)


def press(button):
    button.click()


def texts(widget):
    """All words and labels below a widget."""
    own = [getattr(widget, "value", ""), getattr(widget, "description", "")]
    return [text for text in own if isinstance(text, str)] + [
        text for child in getattr(widget, "children", ()) for text in texts(child)
    ]


def add(records, name):
    records.adding.entry.value = name
    press(records.add)


def add_card(work, team, name):
    """An initiative added on the wall, with its details open."""
    work.show(work.wall.do({"do": "add", "name": name, "team": team})["id"])


@pytest.mark.parametrize("language", ["en", "da"])
def test_all_steps_open_and_nothing_is_written(example, language):
    room = Workshop(str(example), language)
    for step in Step:
        room.go(step)
        assert room.check.value.count("<li") >= 1
    assert not (example / ".history").exists()
    assert okr.load_plan(example).source.files.keys() == room.desk.plan.source.files.keys()


def test_the_figures_are_those_of_the_ledger(room):
    assert "DKK\xa04,455.0m" in room.top.tiles.value
    assert "DKK\xa012.1m" in room.top.tiles.value
    assert "Uncovered 12.1" in room.bridge.alt
    assert (
        room.finding.value
        == f"<h3>{'The plan covers DKK 4,442.9m of the DKK 4,455.0m target; DKK 12.1m is uncovered'.replace('DKK ', 'DKK' + chr(160))}</h3>"
    )


def test_a_slider_holds_its_team_and_the_others_share_the_rest(room, example):
    commitments = page(room, Step.PEOPLE).commitments
    commitments.sliders["marketing"].slider.value = 34
    shown = {team: slider.value for team, slider in commitments.sliders.items()}
    assert shown == {"retail": 27.4, "ecommerce": 26.6, "marketing": 34}
    assert {team: hold.value for team, hold in commitments.holds.items()} == {
        "retail": False,
        "ecommerce": False,
        "marketing": True,
    }
    assert okr.load_plan(example).allocation.held == {"marketing": 34}


def test_letting_go_shares_anew(room, example):
    commitments = page(room, Step.PEOPLE).commitments
    before = commitments.sliders["retail"].value
    commitments.sliders["marketing"].slider.value = 34
    commitments.holds["marketing"].entry.value = False
    assert commitments.sliders["retail"].value == before
    assert okr.load_plan(example).allocation.held == {}


def test_a_bound_keeps_a_team_where_it_is(room):
    commitments = page(room, Step.PEOPLE).commitments
    tie_of_bound = next(t for t in commitments.ties._ties if t.about == ("allocation", "upper"))
    tie_of_bound.fields["retail"].entry.value = "20"
    assert commitments.sliders["retail"].value == 20


def test_a_commitment_beyond_what_is_to_be_won_is_given_twice(room, example):
    commitments = page(room, Step.PEOPLE).commitments
    commitments.sliders["marketing"].entry.value = "500"
    assert commitments.sliders["marketing"].refusal == ""
    assert "DKK\N{NO-BREAK SPACE}412.0m of it is given twice" in commitments.words.value
    assert okr.load_plan(example).allocation.held == {"marketing": 500}


def test_when_every_team_is_held_target_baseline_and_momentum_change_and_the_difference_shows(room, example):
    commitments = page(room, Step.PEOPLE).commitments
    for team, amount in {"retail": "30", "ecommerce": "30", "marketing": "27"}.items():
        commitments.sliders[team].entry.value = amount
    assert "1.0m of it is not yet given to anybody" in commitments.words.value
    growth = page(room, Step.AMBITION).revenue
    streams = page(room, Step.SOURCES).streams
    ties = {name: entry for tie in streams._ties._ties for name, entry in tie.fields.items()}
    target = okr.load_plan(example).target.revenue or room.desk.figures.standing.target
    page(room, Step.AMBITION).kind.entry.value = "revenue"
    growth.entry.value = f"{target + 10:.1f}"
    assert growth.refusal == ""
    assert room.desk.figures.standing.ungiven == pytest.approx(11)
    ties["momentum"].entries["likely"].value = "3"
    ties["momentum"].entries["high"].value = "9"
    ties["baseline"].entries["Q1"].value = "1,000"
    assert [entry.refusal for entry in (ties["momentum"], ties["baseline"])] == ["", ""]
    found = room.desk.figures
    assert found.commitments["commitment"].sum() + found.standing.ungiven == pytest.approx(found.standing.to_win)
    assert "All teams" in page(room, Step.CLOSING).page.value


def test_refusals_are_danish_in_danish(example):
    room = Workshop(str(example), "da")
    slider = page(room, Step.PEOPLE).commitments.sliders["marketing"]
    slider.entry.value = "12.5"
    assert slider.refusal == "“12.5” er ikke et tal; skriv 12,5"


def test_undo_and_redo_buttons_follow_the_session(room, example):
    assert (room.top.undo.disabled, room.top.redo.disabled) == (True, True)
    ambition = page(room, Step.AMBITION)
    ambition.revenue.entry.value = "4,500"
    press(room.top.undo)
    assert ambition.revenue.value == 4455
    assert okr.load_plan(example).target.revenue == 4455
    press(room.top.redo)
    assert okr.load_plan(example).target.revenue == 4500


def test_the_target_turns_from_revenue_to_growth_and_keeps_its_size(room, example):
    ambition = page(room, Step.AMBITION)
    ambition.kind.entry.value = "growth"
    assert ambition.growth.value == pytest.approx(4455 / 4344.2 - 1, abs=1e-6)
    ambition.growth.entry.value = "20"
    assert okr.load_plan(example).target.growth == 0.2


def test_the_ambition_stands_beside_what_other_companies_came_to(room, example):
    ambition = page(room, Step.AMBITION)
    assert "Of 436 company-years, 71% grew by 2.6% or more." in ambition.base_rate.value
    ambition.kind.entry.value = "growth"
    ambition.growth.entry.value = "20"
    assert "14% grew by 20% or more." in ambition.base_rate.value
    ambition.growth.entry.value = "-5"
    assert ambition.base_rate.value == ""


def test_the_year_before_the_last_says_which_companies_years_were_like_it(example):
    with (example / "actuals.csv").open("a") as file:
        for quarter in QUARTERS:
            file.write(f"2020/21,{quarter},Stores and wholesale,840\n2020/21,{quarter},Online,220\n")
    ambition = page(Workshop(str(example), "en"), Step.AMBITION)
    assert "after a year like last year (growth of 0 to 5%) it was 69% of 71." in ambition.base_rate.value


def test_companies_of_the_plan_s_own_count_and_what_is_wrong_with_them_is_told(example):
    years = "".join(f"A,{year},1,1,1,1\n" for year in range(1960, 2020))
    (example / "reference.csv").write_text(f"company,year,Q1,Q2,Q3,Q4\n{years}")
    told = page(Workshop(str(example), "en"), Step.AMBITION).base_rate.value
    assert "Of 59 company-years, none grew by 2.6% or more." in told
    assert "Source: reference.csv." in told
    (example / "reference.csv").write_text("company,year,Q1,Q2,Q3,Q4\nA,2020,1,0,1,1\n")
    told = page(Workshop(str(example), "en"), Step.AMBITION).base_rate.value
    assert "okr-refusal" in told
    assert "reference.csv:2: q2: 0 is not above zero; leave out" in told


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_workshop_says_the_same_likelihood_as_run_json(example, quarter):
    later = QUARTERS[QUARTERS.index(quarter) + 1 :]
    lines = (example / "actuals.csv").read_text().splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(tuple(f"2022/23,{name}" for name in later))]
    (example / "actuals.csv").write_text("".join(kept))
    plan = okr.load_plan(example)
    figures = report_figures(Review(plan, quarter, load_records(plan)))
    outlook = Workshop(str(example), "en").desk.figures.outlook
    assert outlook.probability == figures[""]["likelihood"]
    assert outlook.interval(0.8) == pytest.approx(figures[""]["year_interval_80"])


def test_records_that_cannot_be_read_keep_no_workshop_from_opening(example):
    (example / "actuals.csv").write_text("not records\n")
    assert "Of 436 company-years" in page(Workshop(str(example), "en"), Step.AMBITION).base_rate.value


def test_an_initiative_is_added_estimated_and_credited(room, example):
    work = page(room, Step.WORK)
    add_card(work, "marketing", "Søde sager i juleugen")
    press_effect(work, "Add an amount")
    amount = tie(work.initiatives._ties, "amount")
    amount.entries["likely"].value = "12"
    amount.entries["high"].value = "20"
    credit = tie(work.initiatives._ties, "credit")
    credit.entries["retail"].value = "40"
    assert credit.entries["marketing"].value == "60"  # who delivers it has the rest
    tie(work.initiatives._ties, "starts").entry.value = "Q3"
    made = okr.load_plan(example).team("marketing").initiatives[-1]
    assert (made.id, made.owner, made.starts) == ("sode-sager-i-juleugen", "Chief Marketing Officer", "Q3")
    assert (made.effects[0].amount.low, made.effects[0].amount.high) == (12, 20)
    assert made.credit == {"retail": 0.4, "marketing": 0.6}


def test_an_initiative_gets_another_size(room, example):
    work = page(room, Step.WORK)
    work.show("club-plus")
    press_effect(work, "Add a size")
    for name, value in (("size", "medium"), ("effect", "150")):
        tie(work.initiatives._ties, name).entry.value = value
    made = next(entry for _, entry in okr.load_plan(example).initiatives() if entry.id == "club-plus")
    assert (made.size, [(size.name, size.cost, size.effect) for size in made.sizes]) == ("medium", [("Size 2", 4, 1.5)])


def test_an_effect_is_felt_in_another_stream(room, example):
    work = page(room, Step.WORK)
    work.show("evening-delivery")
    tie(work.initiatives._ties, "spills_to").entry.value = "stores"
    tie(work.initiatives._ties, "spill").entry.value = "-30"
    [effect] = okr.load_plan(example).initiative("evening-delivery").effects
    assert (effect.stream, effect.spills_to, effect.spill) == ("online", "stores", -0.3)


def test_the_next_name_may_be_typed_while_the_last_is_saved(room):
    records, seen = page(room, Step.PEOPLE).teams, []
    room.desk.session.on_change(lambda: seen.append(records.adding.entry.value))
    add(records, "Gift cards")
    assert set(seen) == {""}


def test_a_name_that_cannot_be_added_stays_to_be_mended(room, monkeypatch):
    def refuse(plan):
        raise okr.PlanError([Problem("no room for it")])

    records = page(room, Step.PEOPLE).teams
    monkeypatch.setattr(room.desk.session, "change_data", refuse)
    add(records, "Gift cards")
    assert records.adding.entry.value == "Gift cards"
    assert "no room for it" in records.adding.refusal


def test_initiatives_that_reach_the_same_customers_are_grouped(room, example):
    overlaps = page(room, Step.WORK).overlaps
    assert overlaps.choice.value == "member-contacts"
    add(overlaps, "Store visitors")
    tie(overlaps._ties, "counts").entry.value = "80"
    made = okr.load_plan(example).overlaps[-1]
    assert (made.name, made.initiatives, made.counts) == ("Store visitors", (), 0.8)
    boxes = tie(overlaps._ties, "initiatives").boxes
    before = room.desk.figures.standing.covered
    boxes["beauty-advice"].value = True
    assert room.desk.figures.standing.covered == before  # alone, it loses nothing
    boxes["new-brand-shelves"].value = True
    assert room.desk.figures.standing.covered < before
    boxes["beauty-advice"].value = False
    assert tie(overlaps._ties, "initiatives").refusal == ""
    assert room.desk.figures.standing.covered == before
    press(overlaps.remove)
    assert len(okr.load_plan(example).overlaps) == 1


def press_effect(work, words):
    def find(widget):
        if getattr(widget, "description", "") == words:
            yield widget
        for child in getattr(widget, "children", ()):
            yield from find(child)

    press(next(find(work)))


def test_what_is_used_elsewhere_is_not_removed_and_the_places_are_said(room, example):
    sources = page(room, Step.SOURCES)
    sources.streams.choice.value = "online"
    press(sources.streams.remove)
    assert "Click and collect within two hours" in sources.streams.words.value
    assert "E-commerce" in sources.streams.words.value
    assert len(okr.load_plan(example).streams) == 2


def test_an_objective_goes_with_its_key_results_when_nothing_else_names_them(room, example):
    results = page(room, Step.RESULTS)
    add(results.objectives, "Every store is worth a second visit")
    add(results.results, "Visitors who come back")
    press(results.objectives.remove)
    assert len(okr.load_plan(example).objectives) == 1


def test_the_last_objective_can_be_removed_and_a_new_one_made(room, example):
    results = page(room, Step.RESULTS)
    results.whose.entry.value = "retail"
    press(results.objectives.remove)
    assert "It is used here" in results.objectives.words.value  # its key results are served
    for _, entry in list(room.desk.plan.initiatives()):
        room.desk.attempt(lambda data, entry=entry: cleared(data, entry.id))
    press(results.objectives.remove)
    assert okr.load_plan(example).team("retail").objectives == ()
    add(results.objectives, "Stores are worth the visit")
    assert len(okr.load_plan(example).team("retail").objectives) == 1


def cleared(data, name):
    """The data without what an initiative serves."""
    for team in data["teams"]:
        for entry in team["initiatives"]:
            if entry["id"] == name:
                entry["serves"] = []
    return data


def test_a_team_that_somebody_else_removed_is_no_longer_chosen(room, example):
    results = page(room, Step.RESULTS)
    room.desk.attempt(lambda data: {**data, "teams": [*data["teams"], {"id": "extra", "name": "Extra"}]})
    results.whose.entry.value = "extra"
    other = Workshop(str(example), "en")
    people = page(other, Step.PEOPLE)
    people.teams.choice.value = "extra"
    press(people.teams.remove)
    room.desk.session.look()
    room.go(Step.RESULTS)
    assert results.whose.value == ""


def test_a_folder_that_is_gone_is_told_and_the_plan_is_kept(room, example):
    example.rename(example.with_name("elsewhere"))
    page(room, Step.AMBITION).revenue.entry.value = "4,500"
    assert "plan.yaml" in room.top.notes.value
    assert room.desk.plan.target.revenue == 4500
    example.with_name("elsewhere").rename(example)
    room.desk.session.look()
    assert okr.load_plan(example).target.revenue == 4500


def test_a_key_results_kind_counts_when_its_band_is_there(room, example):
    results = page(room, Step.RESULTS).results
    kind, band = tie(results._ties, "kind"), tie(results._ties, "band")
    kind.entry.value = "range"
    assert kind.refusal.startswith("a key result of kind range needs a band")
    band.entries["1"].value = "40"
    band.entries["2"].value = "60"
    made = okr.load_plan(example).objectives[0].key_results[0]
    assert (made.kind, made.band) == ("range", (40, 60))
    assert kind.refusal == ""


def test_findings_follow_the_title_as_it_is_typed(room):
    results = page(room, Step.RESULTS)
    title = tie(results.objectives._ties, "title")
    title.entry.value = "Grow 20"
    assert "the title has 2 words; 4 to 18 can be remembered" in results.findings.value
    title.entry.value = "Customers meet one Matas everywhere"
    assert "the title" not in results.findings.value


def test_renaming_shows_everywhere_at_once(room):
    people = page(room, Step.PEOPLE)
    people.teams.choice.value = "marketing"
    tie(people.teams._ties, "name").entry.value = "Brand and members"
    assert "Brand and members" in room.bridge.alt
    assert people.commitments.sliders["marketing"].label == "Brand and members"


def test_a_team_opens_only_its_part(example):
    room = Workshop(str(example), "en", "Marketing")
    assert "Marketing" in room.top.title.value
    work = page(room, Step.WORK)
    assert {card["team"] for card in work.wall.board["cards"] if card["own"]} == {"marketing"}
    work.show("club-plus")
    assert not tie(work.initiatives._ties, "name").entry.disabled
    work.show(room.desk.plan.team("retail").initiatives[0].id)
    assert tie(work.initiatives._ties, "name").entry.disabled
    assert "Remove this initiative" not in texts(work)
    assert "Add" not in texts(work)
    assert page(room, Step.AMBITION).revenue.entry.disabled
    assert all(slider.slider.disabled for slider in page(room, Step.PEOPLE).commitments.sliders.values())
    assert "What is grey belongs to the whole plan or to another team" in room.opening.value
    mine = room.desk.figures.commitments.set_index("team").loc["marketing"]
    for amount in mine[["commitment", "contribution"]]:
        assert f"<b>{room.desk.labels.money(amount)}</b>" in room.top.tiles.value


def test_an_edit_of_somebody_else_is_told_and_shown(room, example):
    other = Workshop(str(example), "en")
    page(other, Step.AMBITION).revenue.entry.value = "4,500"
    room.desk.session.look()
    assert "Somebody else changed the company&#x27;s part" in room.top.notes.value
    assert page(room, Step.AMBITION).revenue.value == 4500


def test_a_field_both_changed_is_offered_with_both_values(room, example):
    ours = page(room, Step.AMBITION).revenue
    page(Workshop(str(example), "en"), Step.AMBITION).revenue.entry.value = "4,500"
    ours.entry.value = "4,600"
    assert "Target: yours Revenue target: 4,600, theirs Revenue target: 4,500" in " ".join(texts(room.top.conflicts))
    [line] = room.top.conflicts.children
    press(line.children[1])
    assert okr.load_plan(example).target.revenue == 4600
    assert room.top.conflicts.children == ()


def test_a_broken_plan_is_said_and_can_be_tried_again(example):
    whole = (example / "plan.yaml").read_bytes()
    (example / "plan.yaml").write_bytes(b"name: [")
    box = workshop(example)
    assert "plan.yaml" in box.children[1].value
    (example / "plan.yaml").write_bytes(whole)
    press(box.children[2])
    assert isinstance(box.children[-1], Workshop)


def test_an_empty_folder_offers_the_example_story(tmp_path):
    box = workshop(tmp_path / "my-plan")
    assert not (tmp_path / "my-plan").exists()
    press(box.children[-1].story)
    assert isinstance(box.children[-1], Workshop)
    assert okr.load_plan(tmp_path / "my-plan").target.growth == 0.2


def test_an_empty_plan_asks_for_what_it_needs(tmp_path):
    start = workshop(tmp_path / "my-plan").children[-1]
    assert isinstance(start, PlanStart)
    press(start.empty)
    assert start.name.refusal == "Write something here; it cannot be empty"
    assert not (tmp_path / "my-plan").exists()


def test_a_plan_without_revenue_asks_for_it_and_calls_nothing_covered(tmp_path):
    room = begun(tmp_path / "plan")
    missing = "Last year's revenue is missing"
    assert room.top.tiles.value.count(missing.replace("Last", "last").replace("'", "&#x27;")) == 4
    assert missing in html.unescape(room.finding.value)
    assert missing in html.unescape(page(room, Step.AMBITION).amounts.value)
    assert missing in html.unescape(page(room, Step.CLOSING).page.value)
    assert "A part of the target is not covered" in room.check.value
    assert "0.0m" not in room.top.tiles.value


def test_the_last_step_shows_the_amounts_of_the_bridge_and_the_overlap(room):
    told = page(room, Step.CLOSING).page.value
    bridge = room.desk.figures.bridge.set_index("step")
    for team, amount in bridge.loc[bridge["team"].notna(), ["team", "amount"]].to_numpy().tolist():
        name = room.desk.labels.name("team", team)
        assert re.search(rf"<td>{name}</td><td>[^<]*</td><td>{room.desk.labels.number(amount)}</td>", told), name
    assert f"<td>{room.desk.labels.number(bridge.at['overlap', 'amount'])}</td>" in told


def test_the_last_step_shows_questions_for_later_and_decisions(room, example):
    for kind, text in ((NoteKind.QUESTION, "Who owns <the> data?"), (NoteKind.DECISION, "Six stores")):
        add_room_note(example, RoomNote("2026-11-27 10:00", kind, text))
    told = page(room, Step.CLOSING).page.value
    assert "Questions for later</h3>" in told
    assert "Who owns &lt;the&gt; data?" in told
    assert "Six stores" in told


def begun(folder):
    """A workshop on an empty plan made from its first page."""
    box = workshop(folder)
    start = box.children[-1]
    start.name.entry.value, start.year.entry.value = "Growth 2027", "2027"
    start.starts.show("2027-01-01")
    start.stream.entry.value, start.team.entry.value = "Stores", "Retail"
    press(start.empty)
    return box.children[-1]


def test_the_whole_story_from_an_empty_folder_closes(tmp_path):
    room = begun(tmp_path / "plan")
    streams = page(room, Step.SOURCES).streams
    baseline = tie(streams._ties, "baseline")
    for quarter in QUARTERS:
        baseline.entries[quarter].value = "100"
    page(room, Step.AMBITION).growth.entry.value = "20"
    people = page(room, Step.PEOPLE)
    add(people.teams, "Marketing")
    people.commitments.sliders["marketing"].slider.value = 30
    for team, amount in (("retail", "50"), ("marketing", "30")):
        work = page(room, Step.WORK)
        add_card(work, team, f"What {team} does")
        press_effect(work, "Add an amount")
        entry = tie(work.initiatives._ties, "amount")
        entry.entries["likely"].value = amount
    results = page(room, Step.RESULTS)
    results.whose.entry.value = "marketing"
    add(results.objectives, "Customers come back because they like us")
    add(results.results, "Customers who buy again")
    assert "the numbers close" in room.top.tiles.value
    assert "The numbers close: nothing is uncovered." in page(room, Step.CLOSING).page.value
    plan = okr.load_plan(tmp_path / "plan")
    assert okr.growth_ledger(plan).query("line == 'uncovered'")["amount"].eq(0).all()
    assert plan.allocation.held == {"marketing": 30}
    again = Workshop(str(tmp_path / "plan"), "en")  # as after a restart of the kernel
    assert again.top.tiles.value == room.top.tiles.value


def large(folder, count=300):
    """A plan of that many initiatives in three teams, saved."""
    initiatives = [
        {
            "id": f"i{number}",
            "name": f"Initiative {number}",
            "owner": "Head",
            "serves": ["r0"],
            "probability": 0.5,
            "effects": [{"stream": "shop", ("lift" if number % 2 else "amount"): 0.001 if number % 2 else 1}],
        }
        for number in range(count)
    ]
    result = {"id": "r0", "title": "Customers", "owner": "Head", "start": 0, "target": 1}
    plan = {
        "name": "Large",
        "currency": "DKK",
        "fiscal_year": {"label": "2027", "starts": "2027-01-01", "baseline": "2026"},
        "target": {"growth": 0.2},
        "streams": [{"id": "shop", "name": "Shop", "baseline": dict.fromkeys(QUARTERS, 1000)}],
        "objectives": [{"id": "o", "title": "Grow with those who know us", "key_results": [result]}],
        "teams": [{"id": f"t{part}", "name": f"Team {part}", "initiatives": initiatives[part::3]} for part in range(3)],
    }
    okr.save_plan(Plan.model_validate(plan), folder)


def test_with_three_hundred_initiatives_a_change_is_computed_once_and_looking_around_costs_nothing(
    tmp_path, monkeypatch
):
    large(tmp_path / "plan")
    room = Workshop(str(tmp_path / "plan"), "en")
    work = page(room, Step.WORK)
    work.show("i150")
    ties, computed = work.initiatives._ties, []
    for place in ("growth.ledger.in_whole_steps", "growth.outlook.simulate"):
        counted(monkeypatch, f"okr_lib.{place}", computed)
    tie(ties, "probability").slider.value = 0.8
    assert sorted(computed) == ["in_whole_steps", "simulate"]
    room.go(Step.CLOSING)
    room.go(Step.WORK)
    assert len(computed) == 2
    assert okr.load_plan(tmp_path / "plan").team("t0").initiatives[50].probability == 0.8


def counted(monkeypatch, place, calls):
    """Let calls of a function be counted wherever they come from."""
    module, _, name = place.rpartition(".")
    work = getattr(importlib.import_module(module), name)
    monkeypatch.setattr(place, lambda *args, **more: calls.append(name) or work(*args, **more))


def test_an_effect_can_be_estimated_by_several_people(example):
    page = workshop(example).children[-1]
    page.go(Step.WORK)
    step = page.pages[Step.WORK]
    step.show("club-plus")
    effect = next(child for child in step.initiatives.fields.children if "Estimate together" in str(child))
    made, *_, room = effect.children
    next(child for child in made.children if getattr(child, "description", "") == "Estimate together").click()
    [panel] = room.children
    assert (panel.initiative, panel.stream) == ("club-plus", "online")
    next(child for child in made.children if getattr(child, "description", "") == "Estimate together").click()
    assert room.children == ()


def test_who_estimates_sees_what_earlier_estimates_brought(room):
    told = "8 initiatives, done or in full effect, were to bring by their last claim"
    assert any(told in text for text in texts(page(room, Step.WORK)))


@pytest.mark.parametrize(
    "check_ins", [None, "date,key_result\n", "2022-06-30,stock-online,1,,,Head of Digital Product,done\n"]
)
def test_without_enough_to_tell_or_with_check_ins_that_cannot_be_read_nothing_is_told(example, check_ins):
    file = example / "check_ins.csv"
    head = file.read_text().splitlines(keepends=True)[0]
    file.unlink()
    if check_ins is not None:
        file.write_text(check_ins if check_ins.startswith("date") else head + check_ins)
    work = page(Workshop(str(example), "en"), Step.WORK)
    shown = texts(work)
    assert work.wall.words["new"] == "New initiative"
    assert not any("last claim" in text for text in shown)

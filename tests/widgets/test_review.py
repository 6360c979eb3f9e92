"""The review of a quarter by its widgets: whatever is entered stands in the folder at once."""

import datetime as dt
import shutil

import pytest

import okr_lib as okr
from okr_lib.display.forecasts import sentence_on_kept
from okr_lib.display.labels import Labels
from okr_lib.plan.check_ins import load_check_ins
from okr_lib.plan.closing import Decision, load_closings
from okr_lib.review.evidence import evidence_of
from okr_lib.review.forecasts import forecast_at_close
from okr_lib.widgets.review import review
from tests.conftest import EXAMPLE

TODAY = dt.date(2023, 1, 12)


def opened(folder, quarter="Q3", language="en"):
    return review(folder, quarter, language, TODAY).children[-1]


def step(page, number):
    page.go(number)
    return page.steps[number]


def closing_of(folder, quarter="Q3"):
    return load_closings(okr.load_plan(folder))[quarter]


def texts(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("language", ["en", "da"])
def test_looking_at_every_step_writes_nothing(example, language):
    before = texts(example)
    page = opened(example, language=language)
    for number in range(4):
        step(page, number)
    assert texts(example) == before


def test_actual_revenue_is_entered_by_stream_and_a_slip_of_the_day_gives_way(example):
    def file():
        return (example / "actuals.csv").read_text().splitlines()

    path = example / "actuals.csv"
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-2]))
    before, page = file(), opened(example, "Q4")
    entry = step(page, 0).revenue
    assert [field.entry.value for field in entry.fields.values()] == ["", ""]
    for value in ("x", "310.5", "311"):
        entry.fields["online"].entry.value = value
        entry.children[3].children[0].click()
    known = okr.load_actuals(okr.load_plan(example))
    assert known.iloc[-1].tolist() == ["2022/23", "Q4", "online", 311]
    assert file()[1:-1] == before[1:]
    assert file()[-1].startswith("2022/23,Q4,online,311,")
    assert file()[-1].endswith(str(TODAY))


def test_a_review_opens_on_the_last_quarter_that_is_over_and_once_that_is_closed_on_the_next(example):
    for day, quarter in (
        (dt.date(2022, 3, 1), "Q1"),
        (dt.date(2022, 8, 1), "Q1"),
        (TODAY, "Q3"),
        (dt.date(2026, 1, 1), "Q4"),
    ):
        assert review(example, today=day).children[-1].quarter.value == quarter
    file = example / "closings" / "Q3.yaml"
    file.write_text(f"closed: 2023-01-10\n{file.read_text()}")
    assert review(example, today=TODAY).children[-1].quarter.value == "Q4"


def test_a_quarter_that_has_not_begun_is_not_closed_and_a_day_before_the_year_is_told(example):
    early = dt.date(2022, 3, 1)
    page = review(example, "Q2", "en", early).children[-1]
    shutil.rmtree(example / "closings")
    page = review(example, "Q2", "en", early).children[-1]
    assert "Q2 begins on" in step(page, 3).page.value
    assert step(page, 3).button.disabled
    check_in = step(page, 0)
    assert check_in.date.value == "2022-04-01"
    check_in.value_field.entry.value = "1"
    check_in.date.entry.value = early
    check_in.button.click()
    assert "before the year began" in check_in.done.value


def test_a_change_may_be_another_day(example):
    shutil.rmtree(example / "closings")
    page = opened(example, "Q1")
    decide = step(page, 1)
    decide.fields["decision"].entry.value = Decision.CHANGE
    due = next(name for name in decide.fields if name.startswith("due "))
    decide.fields[due].entry.value = dt.date(2023, 2, 28)
    [outcome] = closing_of(example, "Q1").objectives.values()
    assert outcome.changes[due.removeprefix("due ")].due == dt.date(2023, 2, 28)
    assert "the reason is empty" in step(page, 3).page.value


def test_a_check_in_is_added_and_seen_in_the_table(example):
    page = opened(example)
    check_in = step(page, 0)
    check_in.what.entry.value = "online-revenue"
    assert check_in.author.value == "Head of E-commerce"  # its owner, until somebody else is named
    check_in.value_field.entry.value = "896.3"
    check_in.confidence.entry.value = "60"
    check_in.comment.entry.value = "=Nine months, published."
    check_in.date.entry.value = dt.date(2022, 12, 31)
    check_in.button.click()
    last = load_check_ins(okr.load_plan(example)).iloc[-1]
    assert (last["key_result"], last["value"], last["confidence"]) == ("online-revenue", 896.3, 0.6)
    assert last["comment"] == "=Nine months, published."
    assert "Noted: 896.3" in check_in.done.value
    assert "896.3" in check_in.table.value


@pytest.mark.parametrize("typed", ["", "many", "1,2,3"])
def test_a_check_in_without_a_number_is_refused_in_words(example, typed):
    before = texts(example)
    check_in = step(opened(example), 0)
    check_in.what.entry.value = "nps-stores"  # the first one is read from the actuals
    check_in.value_field.entry.value = typed
    check_in.button.click()
    assert check_in.value_field.refusal
    assert texts(example) == before


def test_a_confidence_above_100_is_refused_and_nothing_is_added(example):
    before = texts(example)
    check_in = step(opened(example), 0)
    check_in.value_field.entry.value = "5"
    check_in.confidence.entry.value = "120"
    check_in.button.click()
    assert "is not between" in check_in.confidence.refusal
    assert texts(example) == before


def test_an_initiative_is_checked_in_with_what_it_brought(example):
    check_in = step(opened(example), 0)
    check_in.what.entry.value = "club-plus"
    assert "last 7 on 31 December 2022" in check_in.before.value
    check_in.value_field.entry.value = "8.5"
    check_in.button.click()
    assert load_check_ins(okr.load_plan(example)).iloc[-1]["value"] == 8.5


def test_a_decision_its_reason_and_a_new_target_are_written_to_the_closing(example):
    decide = step(opened(example), 1)
    decide.objective.entry.value = "stores-worth-a-visit"
    decide.fields["decision"].entry.value = Decision.CHANGE
    decide.fields["why"].entry.value = "Sixty brands were too many."
    decide.fields["target new-brands"].entry.value = "50"
    outcome = closing_of(example).objectives["stores-worth-a-visit"]
    assert (outcome.decision, outcome.why) == (Decision.CHANGE, "Sixty brands were too many.")
    assert outcome.changes["new-brands"].target == 50
    assert "# Illustration" in (example / "closings/Q3.yaml").read_text()


def test_another_decision_takes_the_new_targets_back(example):
    decide = step(opened(example), 1)
    decide.objective.entry.value = "members-come-back"
    decide.fields["decision"].entry.value = Decision.KEEP
    assert closing_of(example).objectives["members-come-back"].changes == {}


def test_a_root_cause_is_asked_for_where_a_key_result_missed(example):
    decide = step(opened(example), 1)
    decide.objective.entry.value = "one-matas"
    assert "cause q3-basket" in decide.fields
    assert "cause online-revenue" not in decide.fields
    decide.fields["cause q3-basket"].entry.value = "Prices."
    assert closing_of(example).objectives["one-matas"].causes["q3-basket"] == "Prices."


def test_learnings_and_actions_are_lines_and_rows(example):
    learn = step(opened(example), 2)
    learn.lines["learnings"].entry.value = "One thing.\n\n  Another.  "
    assert closing_of(example).learnings == ("One thing.", "Another.")
    actions = learn.rows["actions"]
    actions.add_row()
    fields = actions.rows[-1]
    fields["what"].entry.value = "Count again"
    assert len(closing_of(example).actions) == 3  # not complete yet
    fields["owner"].entry.value = "Head of Finance"
    fields["due"].entry.value = dt.date(2023, 3, 1)
    assert [(entry.what, entry.due) for entry in closing_of(example).actions][-1] == (
        "Count again",
        dt.date(2023, 3, 1),
    )


def test_undo_takes_back_the_last_change(example):
    page = opened(example)
    before = closing_of(example)
    step(page, 2).lines["wins"].entry.value = "A win."
    assert closing_of(example).wins == ("A win.",)
    page.undo.click()
    assert closing_of(example) == before
    assert page.undo.disabled


def test_undo_keeps_what_somebody_else_wrote_since(example):
    one, other = opened(example), opened(example)
    before = closing_of(example)
    step(one, 2).lines["wins"].entry.value = "Seen by one."
    step(other, 2).lines["learnings"].entry.value = "Seen by the other."
    decide = step(other, 1)
    decide.objective.entry.value = "one-matas"
    decide.fields["why"].entry.value = "Said by the other."
    one.undo.click()
    closing = closing_of(example)
    assert (closing.wins, closing.learnings) == (before.wins, ("Seen by the other.",))
    assert closing.objectives["one-matas"].why == "Said by the other."


def test_two_people_reviewing_lose_no_words(example):
    one, other = opened(example), opened(example)
    step(one, 2).lines["wins"].entry.value = "Seen by one."
    step(other, 2).lines["learnings"].entry.value = "Seen by the other."
    closing = closing_of(example)
    assert (closing.wins, closing.learnings) == (("Seen by one.",), ("Seen by the other.",))


def test_a_quarter_is_closed_once_everybody_agrees_and_then_only_read(example):
    page = opened(example)
    close = step(page, 3)
    assert close.button.disabled
    close.sure.value = True
    close.button.click()
    closing = closing_of(example)
    assert closing.closed == TODAY
    assert closing.scores["club-plus-subscribers"].target == 75000
    plan = okr.load_plan(example)
    assert plan.team("marketing").objectives[0].key_results[0].target == 70000
    assert all(entry.entry.disabled for entry in step(page, 1).fields.values())


def test_a_close_keeps_the_forecast_and_shows_what_it_kept(example):
    close = step(opened(example), 3)
    assert "were to bring by their last claim" in close.page.value
    close.sure.value = True
    close.button.click()
    kept = closing_of(example).forecast
    assert (kept.through, kept.target) == ("Q3", 4455)
    plan = okr.load_plan(example)
    evidence = evidence_of(plan, okr.load_actuals(plan), "Q3")
    assert kept == forecast_at_close(plan, evidence)  # objectives carried over change no revenue
    assert sentence_on_kept(kept, Labels.of(plan)) in close.page.value


def test_confidence_so_far_stands_where_people_are_asked_for_it_again(example):
    words = "key results that were due"
    assert words not in step(opened(example, "Q4"), 0).table.value  # four with an earlier word are too few
    with (example / "check_ins.csv").open("a") as file:
        file.write("2022-11-30,online-share-q3,0.27,0.9,,Head of E-commerce,\n")
    assert "Of 5 key results that were due, 40% were met." in step(opened(example, "Q4"), 0).table.value
    assert words not in step(opened(example, "Q2"), 0).table.value


def test_whoever_closes_sees_how_sure_the_plan_was_of_what_succeeded(example):
    words = "initiatives that are done or stopped"
    assert words not in step(opened(example), 3).page.value  # two are done
    with (example / "check_ins.csv").open("a") as file:
        file.writelines(
            f"2022-12-31,{name},,,,Head,stopped\n" for name in ("club-plus", "beauty-advice", "brand-launches")
        )
    assert "Of 5 initiatives that are done or stopped, 40% succeeded." in step(opened(example), 3).page.value


def test_what_is_missing_is_listed_before_a_quarter_can_be_closed(example):
    shutil.rmtree(example / "closings")
    close = step(opened(example, language="da"), 3)
    assert close.sure.disabled
    assert "er tom; sig i én sætning hvorfor" in close.page.value


def test_another_quarter_can_be_chosen(example):
    page = opened(example)
    page.quarter.entry.value = "Q2"
    assert "review of Q2" in page.heading.value
    assert "nothing" not in page.heading.value
    assert step(page, 2).lines["wins"].value is None


def test_a_plan_without_objectives_is_reviewed_all_the_same(tmp_path):
    folder = tmp_path / "plan"
    shutil.copytree(EXAMPLE, folder)
    text = (folder / "plan.yaml").read_text()
    start, end = text.index("objectives:"), text.index("# Campaigns")
    (folder / "plan.yaml").write_text(text[:start] + text[end:])
    for team in ("retail", "ecommerce", "marketing"):
        (folder / f"teams/{team}.yaml").write_text("objectives: []\n")
    for name in ("check_ins.csv", "closings/Q3.yaml"):
        (folder / name).unlink()
    (folder / "plan.yaml").write_text((folder / "plan.yaml").read_text().split("overlaps:")[0])
    page = opened(folder)
    for number in range(4):
        step(page, number)
    assert "no key results yet" in page.heading.value

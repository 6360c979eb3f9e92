"""Scenario files: loaded by name, refused with file, line and remedy."""

import os
import signal
from functools import partial

import pytest

import okr_lib as okr
from okr_lib import PlanError, load_plan, load_scenarios
from okr_lib.errors import ChangedOnDiskError, NotWrittenError
from okr_lib.plan.scenario import remove_scenario, save_scenario
from okr_lib.plan.store import writing


def test_the_example_has_scenarios(matas):
    scenarios = load_scenarios(matas)
    assert list(scenarios) == ["launches-slip", "more-club-plus"]
    assert scenarios["launches-slip"].delay == {"marketing": 1}


def test_a_plan_without_scenarios_has_none(small):
    assert load_scenarios(okr.Plan.model_validate(small), "nowhere") == {}


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("name: A\ndrop: [club]\n", 2, r"drop\[0\]: there is no initiative 'club'; did you mean 'club-plus'"),
        ("initiatives:\n  club-plus: {probability: 2}\n", 2, "probability: 2 is not between 0 and 1"),
        ("name: A\ndelay: {marketing: 9}\n", 2, "9 is not a delay"),
        ("name: A\ndropp: []\n", 2, "dropp: is not a field here; did you mean 'drop'"),
        ("momentum:\n  shops: 0.1\n", 2, "there is no stream 'shops'"),
        ("", 1, "the file is empty"),
        ("name: A\noverlaps: {nobody: 0.5}\n", 2, "there is no overlap 'nobody'"),
        ("initiatives:\n  club-plus: {cost: -1}\n", 2, "cost: -1 is negative; write 0 or more"),
        ("initiatives:\n  club-plus: {credit: {sales: 1}}\n", 2, "there is no team 'sales'"),
        (
            "initiatives:\n  club-plus:\n    effects:\n      - {stream: shops, amount: 3}\n",
            4,
            r"effects\[0\].stream: there is no stream 'shops'",
        ),
    ],
)
def test_a_broken_scenario_is_named_with_its_line(example, text, line, message):
    (example / "scenarios" / "broken.yaml").write_text(text)
    with pytest.raises(PlanError, match=message) as error:
        load_scenarios(load_plan(example))
    [problem] = error.value.problems
    assert (problem.file, problem.line) == ("scenarios/broken.yaml", line)


def test_every_scenario_with_problems_is_reported(example):
    for name in ("a", "b"):
        (example / "scenarios" / f"{name}.yaml").write_text("drop: [nothing-like-it]\n")
    with pytest.raises(PlanError) as error:
        load_scenarios(load_plan(example))
    assert [problem.file for problem in error.value.problems] == ["scenarios/a.yaml", "scenarios/b.yaml"]


def test_a_scenario_saved_is_the_scenario_loaded(example):
    plan = okr.load_plan(example)
    late = okr.Scenario(
        name="Sent på året: Øl!", momentum={"online": 0.03}, delay={"marketing": 2}, drop=("club-plus",)
    )
    name = save_scenario(plan, late)
    assert name == "sent-paa-aaret-ol"
    assert okr.load_scenarios(plan)[name] == late
    assert "Sent på året: Øl!" in (example / "scenarios" / f"{name}.yaml").read_text(encoding="utf-8")


def test_an_empty_scenario_can_be_saved(example):
    plan = okr.load_plan(example)
    name = save_scenario(plan, okr.Scenario())
    assert okr.load_scenarios(plan)[name] == okr.Scenario()


def test_another_scenario_of_that_name_is_never_written_over(example):
    plan = okr.load_plan(example)
    file = example / "scenarios" / "launches-slip-a-quarter.yaml"
    save_scenario(plan, okr.Scenario(name="Launches slip a quarter"))
    before = file.read_bytes()
    for replaces in (None, okr.Scenario(name="Launches slip a quarter", drop=("club-plus",))):
        with pytest.raises(ChangedOnDiskError, match="is there already and was not overwritten; choose another name"):
            save_scenario(plan, okr.Scenario(name="Launches slip a quarter", note="other"), replaces=replaces)
    assert file.read_bytes() == before


def test_a_scenario_that_was_loaded_may_change_keeps_its_comments_and_leaves_its_former_text(example):
    plan = okr.load_plan(example)
    file = example / "scenarios" / "plus.yaml"
    file.write_text("# agreed in March\nname: Plus\ninitiatives:\n  club-plus: {scale: 1.4}  # a fifth more\n")
    former, loaded = file.read_text(), okr.load_scenarios(plan)["plus"]
    changed = loaded.model_copy(update={"drop": ("brand-launches",)})
    save_scenario(plan, changed, replaces=loaded)
    assert okr.load_scenarios(plan)["plus"] == changed
    assert "# agreed in March" in file.read_text()
    [kept] = (example / ".history" / "scenarios").iterdir()
    assert (kept.name, kept.read_text()) == ("plus.000001.yaml", former)


def test_no_former_version_is_overwritten_when_an_older_one_was_removed(example):
    plan = okr.load_plan(example)
    history = example / ".history" / "scenarios"
    saved = okr.Scenario(name="Plus")
    save_scenario(plan, saved)
    for note in ("second", "third", "fourth"):
        if note == "fourth":
            (history / "plus.000001.yaml").unlink()
        changed = saved.model_copy(update={"note": note})
        save_scenario(plan, changed, replaces=saved)
        saved = changed
    assert sorted(path.name for path in history.iterdir()) == ["plus.000002.yaml", "plus.000003.yaml"]
    assert "second" in (history / "plus.000002.yaml").read_text()


def test_a_scenario_saved_when_the_machine_stops_is_there_with_its_former_version(example):
    plan = okr.load_plan(example)
    former, changed = okr.Scenario(name="Plus"), okr.Scenario(name="Plus", note="changed")
    save_scenario(plan, former)
    process = os.fork()
    if process == 0:
        put = writing.put_in_place
        killed = partial(os.kill, os.getpid(), signal.SIGKILL)
        theirs = example / "scenarios" / "plus.yaml"
        writing.put_in_place = lambda target, aside: killed() if target == theirs else put(target, aside)
        save_scenario(plan, changed, replaces=former)
        os._exit(0)
    os.waitpid(process, 0)
    assert okr.load_scenarios(plan)["plus"] == changed
    save_scenario(plan, okr.Scenario(name="Plus", note="again"), replaces=changed)
    assert len(list((example / ".history" / "scenarios").iterdir())) == 2
    assert not list(example.rglob("*.saving-*"))


def test_a_scenario_that_names_what_is_not_there_is_not_saved(example):
    plan = okr.load_plan(example)
    with pytest.raises(okr.PlanError, match="there is no team 'sales'"):
        save_scenario(plan, okr.Scenario(name="x", delay={"sales": 1}))
    assert not (example / "scenarios" / "x.yaml").exists()


def test_a_folder_that_cannot_be_written_is_said(example):
    plan = okr.load_plan(example)
    (example / "scenarios").rename(example / "other")
    (example / "scenarios").write_text("a file in the way")
    with pytest.raises(NotWrittenError, match=r"scenarios/scenario\.yaml: could not be written"):
        save_scenario(plan, okr.Scenario())


def test_a_plan_made_in_code_needs_a_folder_named(small, tmp_path):
    plan = okr.Plan.model_validate(small)
    with pytest.raises(okr.PlanError, match="has no folder; name one"):
        save_scenario(plan, okr.Scenario())
    assert save_scenario(plan, okr.Scenario(), folder=tmp_path) == "scenario"


def test_a_scenario_may_change_all_that_an_initiative_brings_and_costs(example):
    text = """name: Smaller club
initiatives:
  club-plus:
    effects:
      - {stream: online, amount: {low: 2, likely: 4, high: 6}}
    ramp: [0.5, 1]
    cost: 2
    credit: {marketing: 0.5, retail: 0.5}
overlaps: {member-contacts: 0.9}
"""
    (example / "scenarios" / "smaller-club.yaml").write_text(text)
    plan = okr.load_plan(example)
    changed = okr.apply_scenario(plan, load_scenarios(plan)["smaller-club"])
    [club] = [one for _, one in changed.initiatives() if one.id == "club-plus"]
    assert ([effect.stream for effect in club.effects], club.ramp, club.cost) == (["online"], (0.5, 1.0), 2.0)
    assert club.credit == {"marketing": 0.5, "retail": 0.5}
    assert [overlap.counts for overlap in changed.overlaps] == [0.9]


def test_a_scenario_is_renamed_with_its_comments_and_only_where_the_name_is_free(example):
    (example / "scenarios" / "late.yaml").write_text("name: Late  # as sales sees it\ndrop: [club-plus]\n")
    plan = okr.load_plan(example)
    late = load_scenarios(plan)["late"]
    with pytest.raises(ChangedOnDiskError, match="choose another name"):
        save_scenario(plan, late.model_copy(update={"name": "Launches slip"}), replaces=late)
    save_scenario(plan, late.model_copy(update={"name": "Very late", "note": "Two quarters"}), replaces=late)
    assert [*load_scenarios(plan)] == ["launches-slip", "more-club-plus", "very-late"]
    assert "# as sales sees it" in (example / "scenarios" / "very-late.yaml").read_text()


def test_a_scenario_that_is_removed_can_be_put_back_and_stays_in_the_history(example):
    plan = okr.load_plan(example)
    club = load_scenarios(plan)["more-club-plus"]
    remove_scenario(plan, club)
    assert [*load_scenarios(plan)] == ["launches-slip"]
    assert [*(example / ".history" / "scenarios").glob("more-club-plus*")]
    name = save_scenario(plan, club)
    assert load_scenarios(plan)[name] == club


def test_a_scenario_that_somebody_changed_meanwhile_is_not_removed(example):
    plan = okr.load_plan(example)
    club = load_scenarios(plan)["more-club-plus"]
    save_scenario(plan, club.model_copy(update={"note": "Theirs"}), replaces=club)
    with pytest.raises(ChangedOnDiskError, match="changed on disk since it was opened"):
        remove_scenario(plan, club)
    assert load_scenarios(plan)["more-club-plus"].note == "Theirs"

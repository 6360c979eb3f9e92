"""A save writes what changed and nothing else, all or nothing, and never over somebody else's work."""

import difflib
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import okr_lib as okr
from okr_lib.plan.model import Plan
from tests.conftest import EXAMPLE, examples
from tests.growth.plans import plans

PLAN, RETAIL, ONLINE = "plan.yaml", "teams/retail.yaml", "teams/ecommerce.yaml"
NEW = {
    "id": "pop-up",
    "name": "Pop-up shops",
    "owner": "Head of Retail",
    "effects": [{"stream": "stores", "amount": 5}],
}


def changed(plan, *edits):
    """A plan with its data edited, still knowing the files it came from."""
    data = plan.model_dump(mode="json")
    for edit in edits:
        edit(data)
    return Plan.model_validate(data).with_source(plan.source)


def probability(value, team=0):
    return lambda data: data["teams"][team]["initiatives"][0].update(probability=value)


def rename_stream(data):
    """A change that only holds together when plan.yaml and every team's file are written."""
    find(data["streams"], "stores")["id"] = "shops"
    for team in data["teams"]:
        team["streams"] = [name.replace("stores", "shops") for name in team["streams"]]
        for effect in (effect for initiative in team["initiatives"] for effect in initiative["effects"]):
            effect["stream"] = effect["stream"].replace("stores", "shops")
        for result in (result for objective in team["objectives"] for result in objective["key_results"]):
            if result.get("measures") == "stores":
                result["measures"] = "shops"


def find(records, name):
    return next(record for record in records if record["id"] == name)


def initiative(data, name):
    return find([initiative for team in data["teams"] for initiative in team["initiatives"]], name)


def files_of(folder, *, history=False):
    names = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in names.items() if history or not name.startswith(".history")}


def changed_lines(before, after):
    lines = difflib.ndiff(before.decode().splitlines(), after.decode().splitlines())
    return [line for line in lines if line[0] in "+-"]


def test_only_the_changed_line_of_the_changed_file_differs(example):
    before = files_of(example)
    okr.save_plan(changed(okr.load_plan(example), probability(0.95)), example)
    after = files_of(example)
    assert [name for name in after if after[name] != before[name]] == [RETAIL]
    assert changed_lines(before[RETAIL], after[RETAIL]) == ["-     probability: 0.9", "+     probability: 0.95"]


def test_a_percentage_stays_as_it_was_typed_until_it_is_changed(example):
    text = (example / PLAN).read_text().replace("revenue: 4455", "growth: 2,5 %")
    (example / PLAN).write_text(text.replace("likely: 0.02, high: 0.045", "likely: 2%, high: 4.5 %"))
    plan = okr.load_plan(example)
    assert plan == changed(okr.load_plan(EXAMPLE), lambda data: data.update(target={"growth": 0.025}))
    okr.save_plan(changed(plan, lambda data: data["streams"][1]["momentum"].update(high=0.05)), example)
    saved = (example / PLAN).read_text()
    assert "growth: 2,5 %" in saved
    assert "likely: 2%, high: 0.05" in saved


def test_nothing_to_change_writes_nothing(example):
    before = {path: path.stat().st_mtime_ns for path in example.rglob("*")}
    plan = okr.load_plan(example)
    assert okr.save_plan(plan, example) == plan
    assert {path: path.stat().st_mtime_ns for path in example.rglob("*")} == before


def test_a_save_gives_the_plan_as_it_now_stands(example):
    plan = changed(okr.load_plan(example), probability(0.95))
    saved = okr.save_plan(plan, str(example))
    assert saved == plan == okr.load_plan(example)
    again = okr.save_plan(changed(saved, probability(0.5)), example)
    assert again.teams[0].initiatives[0].probability == 0.5


def test_every_comment_survives_a_change_of_every_number(example):
    def doubled(data):
        data["step"] = 0.01
        for team in data["teams"]:
            for initiative in team["initiatives"]:
                initiative.update(cost=initiative["cost"] * 2, ramp=[0.25, 1.0], starts="Q3")

    before = files_of(example)
    okr.save_plan(changed(okr.load_plan(example), doubled), example)
    after = files_of(example)
    for name in (PLAN, RETAIL, ONLINE):
        comments = [line[line.index("#") :] for line in before[name].decode().splitlines() if "#" in line]
        assert [line[line.index("#") :] for line in after[name].decode().splitlines() if "#" in line] == comments
        assert after[name] != before[name]


@pytest.mark.parametrize(
    ("edit", "lines"),
    [
        (lambda data: data["teams"][0]["initiatives"][1].update(probability=1.0), ["-     probability: 0.8"]),
        (lambda data: data["teams"][0]["initiatives"][1].update(credit={"retail": 1}), ["+     credit: {retail: 1}"]),
        (
            lambda data: data["teams"][0]["objectives"][0]["key_results"][0].update(target=74.5),
            [
                "-         target: 74   # 73 in Q2 2022/23, published",
                "+         target: 74.5   # 73 in Q2 2022/23, published",
            ],
        ),
        (
            lambda data: data["teams"][0]["objectives"][0]["key_results"][1].update(due="2023-02-28"),
            ["-         due: 2023-03-31", "+         due: 2023-02-28"],
        ),
        (
            lambda data: data["teams"][0]["initiatives"].append(NEW),
            [
                "+   - id: pop-up",
                "+     name: Pop-up shops",
                "+     owner: Head of Retail",
                "+     effects:",
                "+       - stream: stores",
                "+         amount: 5",
            ],
        ),
        (
            lambda data: data["teams"][0]["initiatives"][2].update(after=["stock-online", "wider-assortment"]),
            ["-     after: [stock-online]", "+     after: [stock-online, wider-assortment]"],
        ),
    ],
    ids=["to a default", "a new field", "a value with a comment", "a date", "a new initiative", "a longer list"],
)
def test_a_change_is_no_more_than_its_lines(example, edit, lines):
    before = files_of(example)
    okr.save_plan(changed(okr.load_plan(example), edit), example)
    assert [line for line in changed_lines(before[RETAIL], files_of(example)[RETAIL]) if line[0] != "?"] == lines


def test_a_copy_with_lists_for_tuples_keeps_its_comments_too(example):
    before, plan = files_of(example), okr.load_plan(example)
    streams = [plan.streams[0].model_copy(update={"name": "Shops"}), plan.streams[1]]
    with pytest.warns(UserWarning, match="serialized value may not be as expected"):
        okr.save_plan(plan.model_copy(update={"streams": streams}), example)
    lines = changed_lines(before[PLAN], files_of(example)[PLAN])
    assert [line for line in lines if line[0] != "?"] == ["-     name: Stores and wholesale", "+     name: Shops"]


def test_a_file_that_cannot_be_read_is_told_and_left_alone(example):
    plan = changed(okr.load_plan(example), probability(0.95))
    (example / RETAIL).unlink()
    (example / RETAIL).mkdir()
    with pytest.raises(okr.PlanError, match=r"retail.yaml: is a folder; put a file there"):
        okr.save_plan(plan, example)
    assert (example / RETAIL).is_dir()


def test_a_new_entry_stands_above_the_comment_of_the_next_section(example):
    key_result = {"id": "visits", "title": "Visits", "owner": "Head of Retail", "start": 1, "target": 2}
    plan = changed(okr.load_plan(example), lambda data: data["objectives"][0]["key_results"].append(key_result))
    okr.save_plan(plan, example)
    text = (example / PLAN).read_text()
    assert text.index("- id: q3-basket") < text.index("- id: visits") < text.index("# Campaigns to club members")
    assert "reach largely the same people.\noverlaps:" in text


def test_initiatives_that_change_places_keep_their_text(example):
    before = files_of(example)[RETAIL].decode()
    okr.save_plan(changed(okr.load_plan(example), lambda data: data["teams"][0]["initiatives"].reverse()), example)
    after = (example / RETAIL).read_text()
    assert (
        after.index("id: click-and-collect") < after.index("id: beauty-advice") < after.index("id: new-brand-shelves")
    )
    assert sorted(after.splitlines()) == sorted(before.splitlines())


def test_an_initiative_that_goes_leaves_the_others_as_they_were(example):
    before = files_of(example)[RETAIL].decode()
    okr.save_plan(changed(okr.load_plan(example), lambda data: data["teams"][0]["initiatives"].pop(1)), example)
    lines = changed_lines(before.encode(), files_of(example)[RETAIL])
    assert {line[0] for line in lines} == {"-"}
    assert lines[0] == "-   - id: beauty-advice"
    assert len(lines) == before.count("\n", before.index("  - id: beauty"), before.index("  - id: click"))


def test_the_last_initiative_can_go(example):
    okr.save_plan(changed(okr.load_plan(example), lambda data: data["teams"][0].update(streams=[])), example)

    def no_online_work(data):
        data["teams"][1]["initiatives"].clear()
        data["teams"][0]["initiatives"][2]["after"] = []

    saved = okr.save_plan(changed(okr.load_plan(example), no_online_work), example)
    assert saved.team("ecommerce").initiatives == ()
    assert (example / ONLINE).read_text().endswith("\ninitiatives: []\n")


def test_a_new_team_gets_its_file(example):
    team = {"id": "sales", "name": "Sales", "initiatives": [NEW]}
    saved = okr.save_plan(changed(okr.load_plan(example), lambda data: data["teams"].append(team)), example)
    assert saved.team("sales").initiatives[0].id == "pop-up"
    assert (example / "teams" / "sales.yaml").read_text().startswith("objectives: []\ninitiatives:\n  - id: pop-up\n")


def test_a_team_that_goes_takes_its_file_along_into_the_history(example):
    def without_online(data):
        del data["teams"][1]
        for initiative in (item for team in data["teams"] for item in team["initiatives"]):
            initiative.update(credit={}, after=[])

    former = (example / ONLINE).read_bytes()
    okr.save_plan(changed(okr.load_plan(example), without_online), example)
    assert not (example / ONLINE).exists()
    assert (example / ".history/teams/ecommerce.000001.yaml").read_bytes() == former
    assert [team.id for team in okr.load_plan(example).teams] == ["retail", "marketing"]


def test_the_history_keeps_every_former_version_in_order(example):
    versions = []
    for value in (0.1, 0.2, 0.3):
        versions.append((example / RETAIL).read_bytes())
        okr.save_plan(changed(okr.load_plan(example), probability(value)), example)
    kept = sorted((example / ".history").rglob("*.yaml"))
    assert [path.name for path in kept] == [f"retail.00000{number}.yaml" for number in (1, 2, 3)]
    assert [path.read_bytes() for path in kept] == versions


def test_a_file_somebody_else_changed_is_not_overwritten(example):
    plan = changed(okr.load_plan(example), probability(0.95))
    (example / RETAIL).write_bytes((example / RETAIL).read_bytes() + b"# theirs\n")
    before = files_of(example, history=True)
    with pytest.raises(okr.PlanError) as caught:
        okr.save_plan(plan, example)
    assert str(caught.value).startswith(f"{RETAIL}: changed on disk since the plan was loaded")
    assert files_of(example, history=True) == before


def test_a_file_somebody_else_removed_is_not_brought_back(example):
    plan = changed(okr.load_plan(example), probability(0.95))
    (example / RETAIL).unlink()
    with pytest.raises(okr.PlanError, match="changed on disk since the plan was loaded"):
        okr.save_plan(plan, example)
    assert not (example / RETAIL).exists()


@pytest.mark.skipif(os.name == "nt", reason="permissions of Unix")
def test_who_may_write_the_plan_may_write_its_history(example):
    example.chmod(0o2770)
    plan = okr.load_plan(example)
    plan = okr.save_plan(plan.model_copy(update={"name": "Another"}), example)
    history = example / ".history"
    assert (history.stat().st_mode & 0o777, (history / "lock").stat().st_mode & 0o777) == (0o770, 0o660)


def test_teams_can_save_side_by_side(example):
    ours, theirs = okr.load_plan(example), okr.load_plan(example)
    okr.save_plan(changed(theirs, probability(0.1, team=1)), example)
    saved = okr.save_plan(changed(ours, probability(0.2, team=0)), example)
    assert [team.initiatives[0].probability for team in saved.teams[:2]] == [0.2, 0.1]


def test_a_change_that_does_not_fit_somebody_elses_is_refused_before_anything_is_written(example):
    ours, theirs = okr.load_plan(example), okr.load_plan(example)

    def rename(data):
        data["teams"][0]["objectives"][0]["key_results"][0]["id"] = "nps-shops"
        data["teams"][0]["initiatives"][1]["serves"] = []

    okr.save_plan(changed(theirs, rename), example)
    before = files_of(example, history=True)
    with pytest.raises(okr.PlanError, match="no key result 'nps-stores'; did you mean 'nps-shops'"):
        okr.save_plan(
            changed(ours, lambda data: data["teams"][1]["initiatives"][0].update(serves=["nps-stores"])), example
        )
    assert files_of(example, history=True) == before


def test_a_plan_that_is_not_sound_is_refused_before_anything_is_written(example):
    before = files_of(example, history=True)
    with pytest.raises(okr.PlanError, match=r"plan.yaml:9: step: -1 is not above 0"):
        okr.save_plan(okr.load_plan(example).model_copy(update={"step": -1.0}), example)
    assert files_of(example, history=True) == before


def test_another_plans_folder_is_not_overwritten(example, small):
    before = files_of(example, history=True)
    with pytest.raises(okr.PlanError) as caught:
        okr.save_plan(Plan.model_validate(small), example)
    assert (
        str(caught.value)
        == f"{PLAN}: is there already, so it was not overwritten; choose another folder or load that plan"
    )
    assert files_of(example, history=True) == before


def test_a_folder_with_a_stray_team_file_is_not_mixed_with_the_plan(tmp_path, small):
    (tmp_path / "teams").mkdir()
    (tmp_path / "teams" / "stray.yaml").write_text("objectives: []\n")
    with pytest.raises(okr.PlanError, match=r"teams/stray.yaml: belongs to no team"):
        okr.save_plan(Plan.model_validate(small), tmp_path)
    assert set(files_of(tmp_path)) == {"teams/stray.yaml"}


def test_a_copy_in_a_new_folder_keeps_every_byte(example, matas):
    target = example.parent / "deep" / "copy"
    assert okr.save_plan(matas, target) == matas
    plan_files = {name: content for name, content in files_of(example).items() if name in matas.source.files}
    assert files_of(target) == plan_files


def test_a_changed_copy_in_a_new_folder_keeps_comments_and_the_old_folder(example):
    before = files_of(example)
    target = example.parent / "copy"
    saved = okr.save_plan(changed(okr.load_plan(example), probability(0.95)), target)
    assert saved.source.folder == str(target)
    lines = changed_lines(before[RETAIL], files_of(target)[RETAIL])
    assert lines == ["-     probability: 0.9", "+     probability: 0.95"]
    assert files_of(example) == before


def test_a_plan_made_in_code_is_written_as_people_would(tmp_path, small):
    small["teams"][0]["initiatives"] = [
        {**NEW, "effects": [{"stream": "shop", "amount": {"low": 1, "likely": 2, "high": 4}}]}
    ]
    plan = Plan.model_validate(small)
    assert okr.save_plan(plan, tmp_path / "new") == plan == okr.load_plan(tmp_path / "new")
    text = (tmp_path / "new" / PLAN).read_text()
    assert "  starts: 2027-01-01\n" in text
    assert "    baseline: {Q1: 100, Q2: 100, Q3: 100, Q4: 100}\n" in text
    assert "        amount: {low: 1, likely: 2, high: 4}\n" in (tmp_path / "new/teams/sales.yaml").read_text()


@examples(12)
@given(plans(), plans())
def test_any_plan_saves_and_loads_as_the_same_and_so_does_any_change(first, second):
    with tempfile.TemporaryDirectory() as folder:
        saved = okr.save_plan(first, folder)
        assert saved == first == okr.load_plan(folder)
        again = okr.save_plan(second.with_source(saved.source), folder)
        assert again == second == okr.load_plan(folder)


EDITS = st.sampled_from(
    [
        probability(0.31),
        probability(1.0, team=1),
        rename_stream,
        lambda data: data["teams"].reverse(),
        lambda data: data["streams"].reverse(),
        lambda data: data["teams"][2]["initiatives"].reverse(),
        lambda data: data["teams"][0]["initiatives"].insert(1, {**NEW, "effects": []}),
        lambda data: find(data["teams"], "ecommerce")["initiatives"].pop(),
        lambda data: data["overlaps"].clear(),
        lambda data: data["focus_areas"].insert(0, {"id": "first", "name": "First: of all"}),
        lambda data: data["allocation"].update(method="equal"),
        lambda data: data["target"].update(revenue=None, growth=0.05),
        lambda data: data["objectives"][0].update(contribution=None, title="Two\nlines"),
        lambda data: initiative(data, "personal-offers")["credit"].update(marketing=0.85, retail=0.0),
        lambda data: data["teams"][0].update(lead=None, capacity=12.5),
        lambda data: data.update(note=""),
    ]
)


@examples(20)
@given(st.lists(EDITS, min_size=1, max_size=5, unique_by=id))
def test_random_changes_of_the_example_save_and_load_as_the_same(edits):
    with tempfile.TemporaryDirectory() as folder:
        copy = okr.load_plan(shutil.copytree(EXAMPLE, Path(folder) / "plan"))
        plan = changed(copy, *edits)
        assert okr.save_plan(plan, Path(folder) / "plan") == plan == okr.load_plan(Path(folder) / "plan")


@given(name=st.text(min_size=1).map(str.strip).filter(bool))
@examples(60)
def test_any_name_survives_a_save(name):
    with tempfile.TemporaryDirectory() as folder:
        data = {"name": name, "currency": "DKK", "target": {"growth": 0.2}, "note": name}
        data["fiscal_year"] = {"label": name, "starts": "2027-01-01", "baseline": "2026"}
        data["streams"] = [{"id": "shop", "name": name, "baseline": dict.fromkeys(("Q1", "Q2", "Q3", "Q4"), 100)}]
        plan = Plan.model_validate({**data, "teams": [{"id": "sales", "name": name}]})
        assert okr.save_plan(plan, folder) == plan


@pytest.mark.parametrize("number", [0, 2], ids=["what the alias stands for", "the alias"])
def test_a_file_with_an_alias_still_says_what_the_plan_says(example, number):
    text = (example / RETAIL).read_text().replace("credit: {retail: 0.7,", "credit: &shared {retail: 0.7,")
    (example / RETAIL).write_text(text.replace("credit: {retail: 0.6, ecommerce: 0.4}", "credit: *shared"))
    all_ours = {"retail": 1.0, "marketing": 0.0}
    plan = changed(okr.load_plan(example), lambda data: data["teams"][0]["initiatives"][number].update(credit=all_ours))
    assert okr.save_plan(plan, example) == plan == okr.load_plan(example)
    assert plan.teams[0].initiatives[2 - number].credit == {"retail": 0.7, "marketing": 0.3}


def test_a_byte_order_mark_and_windows_line_ends_stay(example):
    content = b"\xef\xbb\xbf" + (example / RETAIL).read_bytes().replace(b"\n", b"\r\n")
    (example / RETAIL).write_bytes(content)
    okr.save_plan(changed(okr.load_plan(example), probability(0.95)), example)
    assert (example / RETAIL).read_bytes() == content.replace(b"probability: 0.9\r", b"probability: 0.95\r")


def test_a_files_permissions_stay(example):
    (example / RETAIL).chmod(0o640)
    okr.save_plan(changed(okr.load_plan(example), probability(0.95)), example)
    assert (example / RETAIL).stat().st_mode & 0o777 == 0o640


def failing(call, fails):
    """A stand-in for a function of the system that fails at chosen calls, counted from 0."""
    count = iter(range(1000))

    def stand_in(*arguments, **named):
        if fails(next(count)):
            raise OSError(28, os.strerror(28))
        return call(*arguments, **named)

    return stand_in


RENAMES = 9  # of four files: the journal, then the former version into the history and the new one into its place


@pytest.mark.parametrize(
    ("call", "first", "lasting"),
    [
        *[("os.replace", first, lasting) for first in range(RENAMES) for lasting in (False, True)],
        *[("os.fsync", first, True) for first in (0, 3, 4, 7)],
        *[("tempfile.mkstemp", first, False) for first in (0, 4, 6)],
    ],
)
def test_a_save_that_fails_anywhere_leaves_the_plan_as_it_was(example, monkeypatch, call, first, lasting):
    before, plan = files_of(example), changed(okr.load_plan(example), rename_stream)
    module, name = call.split(".")
    stand_in = failing(getattr(__import__(module), name), lambda count: count >= first if lasting else count == first)
    monkeypatch.setattr(f"okr_lib.plan.store.atomic.{call}", stand_in)
    with pytest.raises(okr.PlanError, match="could not be written: No space left on device; what stood in the folder"):
        okr.save_plan(plan, example)
    assert files_of(example) == before
    assert not [path for path in example.rglob(".*") if path.name != ".history"]


def test_a_save_of_four_files_renames_nine_times(example, monkeypatch):
    plan = changed(okr.load_plan(example), rename_stream)
    monkeypatch.setattr("okr_lib.plan.store.atomic.os.replace", failing(os.replace, lambda count: count >= RENAMES))
    assert okr.save_plan(plan, example) == plan == okr.load_plan(example)


def test_a_file_that_cannot_be_removed_leaves_the_plan_as_it_was(example, monkeypatch):
    def refuse(path, **_):
        if path.name == "marketing.yaml":
            raise PermissionError(13, os.strerror(13), str(path))
        unlink(path, **_)

    def without_marketing(data):
        del data["teams"][2]
        data["overlaps"].clear()
        for initiative in (item for team in data["teams"] for item in team["initiatives"]):
            initiative.update(credit={})

    unlink = Path.unlink
    before, plan = files_of(example), changed(okr.load_plan(example), without_marketing)
    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(okr.PlanError, match=r"marketing.yaml: could not be written: Permission denied"):
        okr.save_plan(plan, example)
    assert files_of(example) == before


def test_a_folder_that_is_read_only_is_told(example, monkeypatch):
    def refuse(*_, **named):
        raise PermissionError(13, os.strerror(13), str(named["dir"]))

    before, plan = files_of(example), changed(okr.load_plan(example), probability(0.95))
    monkeypatch.setattr("okr_lib.plan.store.atomic.tempfile.mkstemp", refuse)
    with pytest.raises(okr.PlanError) as caught:
        okr.save_plan(plan, example)
    (problem,) = caught.value.problems
    assert problem.file.startswith(str(example))
    assert problem.message == "could not be written: Permission denied; what stood in the folder is still there"
    assert files_of(example) == before


def test_a_folder_that_cannot_be_made_is_told(tmp_path, small):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(okr.PlanError, match="could not be written: Not a directory"):
        okr.save_plan(Plan.model_validate(small), tmp_path / "file" / "plan")

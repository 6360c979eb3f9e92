"""The starter plan is copied whole, into a new folder only."""

import json
import os
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

import okr_lib as okr
from okr_lib.plan.changes import plan_data
from okr_lib.plan.folder import plan_schema
from okr_lib.plan.starter import empty_plan, new_plan, templates_folder, write_schemas
from okr_lib.review.quality import quality_findings
from okr_lib.review.soundness import record_findings


def files_of(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_new_plan_is_the_template_and_loads(tmp_path):
    new_plan(tmp_path / "plan")
    found = files_of(tmp_path / "plan")
    schemas = {path for path in found if path.parts[0] == ".schema"}
    assert {path.name for path in schemas} == {"company.json", "team.json"}
    assert {path: found[path] for path in found if path not in {*schemas, Path(".gitignore")}} == files_of(
        templates_folder() / "plan"
    )
    assert okr.load_plan(tmp_path / "plan").target.growth == 0.2


def by_schema(folder):
    """What an editor marks in each file of a plan, by the schema its first line names or that of its kind."""
    for path in (folder / "plan.yaml", *(folder / "teams").glob("*.yaml")):
        named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", path.read_text(encoding="utf-8"))
        kind = "company" if path.parent == folder else "team"
        schema = json.loads((path.parent / named[1]).read_text()) if named else plan_schema()[kind]
        data = YAML(typ="safe", pure=True).load(re.sub(r"(\d{4}-\d\d-\d\d)", r'"\1"', path.read_text(encoding="utf-8")))
        yield path.name, [error.message for error in Draft202012Validator(schema).iter_errors(data)]


def test_an_editor_finds_the_schema_beside_the_plan_and_nothing_to_mark(tmp_path):
    new_plan(tmp_path / "plan")
    assert [found for _, found in by_schema(tmp_path / "plan")] == [[]] * 4
    texts = [path.read_text() for path in (tmp_path / "plan" / "teams").glob("*.yaml")]
    assert all(text.startswith("# yaml-language-server: $schema=../.schema/team.json\n") for text in texts)
    assert "$schema=.schema/company.json" in (tmp_path / "plan" / "plan.yaml").read_text()


def test_an_editor_marks_nothing_in_the_example_whatever_way_its_numbers_are_written(example):
    retail = example / "teams" / "retail.yaml"
    retail.write_text(retail.read_text().replace("probability: 0.8", "probability: 80 %"))
    assert "probability: 80 %" in retail.read_text()
    company = example / "plan.yaml"
    company.write_text(
        re.sub("momentum: .*", "momentum: {low: 0, likely: 1 %, high: 2 %}", company.read_text(), count=1)
    )
    assert [found for _, found in by_schema(example)] == [[]] * 4


def test_an_editor_marks_what_cannot_be(tmp_path):
    new_plan(tmp_path / "plan")
    company = tmp_path / "plan" / "plan.yaml"
    company.write_text(company.read_text().replace("growth: 0.2 ", "grwth: 0.2 "))
    assert "('grwth' was unexpected)" in dict(by_schema(tmp_path / "plan"))["plan.yaml"][0]


def test_the_schema_of_a_plan_made_before_is_written_on_demand(example):
    write_schemas(example)
    schema = json.loads((example / ".schema" / "team.json").read_text())
    assert schema["$defs"]["Initiative"]["properties"]["probability"]["title"] == "Likelihood"


@pytest.mark.parametrize("language", ["en", "da"])
def test_the_starter_plan_closes_with_every_team_contributing(tmp_path, language):
    new_plan(tmp_path / "plan", language)
    plan = okr.load_plan(tmp_path / "plan")
    ledger = okr.growth_ledger(plan)
    assert (plan.language or "en") == language
    assert ledger["amount"].sum() == pytest.approx(1200)
    contributions = ledger[ledger["line"] == "initiative"].groupby("team")["amount"].sum()
    assert (contributions > 0).sum() == 3
    assert ledger.loc[ledger["line"] == "uncovered", "amount"].sum() == pytest.approx(13.4)


def test_the_starter_plan_is_a_cogwheel():
    plan = okr.load_plan(templates_folder() / "plan")
    [campaigns] = [each for _, each in plan.initiatives() if each.id == "segmented-campaigns"]
    assert campaigns.after == ("saved-receipts", "pos-web-shop")
    assert set(campaigns.credit) == {"retail", "ecommerce", "marketing"}
    assert {each.focus_area for _, each in plan.initiatives()} == {"omnichannel", None}


WORDS = {"name", "note", "language", "lead", "sponsor", "title", "owner", "contribution", "unit"}


def without_words(data):
    """Ids and figures of a plan's data: what is the same in every language."""
    if isinstance(data, dict):
        return {name: without_words(value) for name, value in data.items() if name not in WORDS}
    return [without_words(each) for each in data] if isinstance(data, list | tuple) else data


def test_the_starter_plan_has_the_same_ids_and_figures_in_both_languages():
    english, danish = (plan_data(okr.load_plan(templates_folder() / name)) for name in ("plan", "plan-da"))
    assert without_words(danish) == without_words(english)
    assert danish["streams"][0]["name"] == "Butikker"


def test_the_first_quarter_has_the_same_figures_in_both_languages(tmp_path):
    for language in ("en", "da"):
        new_plan(tmp_path / language, language, with_quarter=True)
    english, danish = (okr.load_plan(tmp_path / language) for language in ("en", "da"))
    records = [okr.load_records(plan) for plan in (english, danish)]
    assert records[0].reported.equals(records[1].reported)
    said = [found.check_ins.drop(columns=["comment", "author"]) for found in records]
    assert said[0].equals(said[1])
    closed = [found.closings["Q1"].model_dump(mode="json") for found in records]
    for name in ("scores", "forecast", "closed"):
        assert closed[0][name] == closed[1][name] is not None


@pytest.mark.parametrize("language", ["en", "da"])
def test_a_plan_with_a_quarter_has_been_closed_and_nothing_to_add(tmp_path, language):
    new_plan(tmp_path / "plan", language, with_quarter=True)
    plan = okr.load_plan(tmp_path / "plan")
    records = okr.load_records(plan)
    assert quality_findings(plan, records.check_ins) == record_findings(plan, records.reported) == []
    review = okr.Review(plan, "Q1", records)
    assert (review.observed, review.closing.forecast.through) == (("Q1",), "Q1")


@pytest.mark.parametrize("empty", [False, True])
def test_the_folder_is_new_or_empty_and_nothing_else_is_left(tmp_path, empty):
    folder = tmp_path / "deep" / "plan"
    (folder if empty else folder.parent).mkdir(parents=True)
    new_plan(str(folder))
    assert (folder / "plan.yaml").exists()
    assert list(folder.parent.iterdir()) == [folder]


def test_folders_above_are_made(tmp_path):
    new_plan(tmp_path / "a" / "b" / "plan")
    assert (tmp_path / "a" / "b" / "plan" / "plan.yaml").exists()


def test_a_folder_that_holds_something_is_left_alone(example):
    before = files_of(example)
    with pytest.raises(okr.PlanError, match="holds something already; name a folder that does not exist yet"):
        new_plan(example)
    assert files_of(example) == before


def test_a_file_of_that_name_is_left_alone(tmp_path):
    (tmp_path / "plan").write_text("mine")
    with pytest.raises(okr.PlanError, match="holds something already"):
        new_plan(tmp_path / "plan")
    assert (tmp_path / "plan").read_text() == "mine"


@pytest.mark.parametrize("step", ["os.replace", "shutil.copytree", "tempfile.mkdtemp"])
def test_a_folder_that_cannot_be_written_leaves_nothing_behind(tmp_path, monkeypatch, step):
    def refuse(*_, **__):
        raise PermissionError(13, os.strerror(13))

    monkeypatch.setattr(f"okr_lib.plan.starter.{step}", refuse)
    with pytest.raises(okr.PlanError, match="cannot be written: Permission denied; name another folder"):
        new_plan(tmp_path / "plan")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_inside_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(okr.PlanError, match="cannot be written"):
        new_plan(tmp_path / "file" / "plan")


def test_the_folder_one_is_in_is_not_replaced(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(okr.PlanError, match="is the folder you are in; name a new one"):
        new_plan(".")


def test_an_empty_plan_saves_loads_and_waits_for_numbers(tmp_path):
    plan = empty_plan(
        "Vækst", currency="DKK", year="2026/27", starts="2026-04-01", stream="Butikker", team="Salg & service"
    )
    okr.save_plan(plan, tmp_path / "plan")
    loaded = okr.load_plan(tmp_path / "plan")
    assert (loaded.fiscal_year.baseline, loaded.teams[0].id, loaded.target.growth) == ("2025/26", "salg-service", 0.2)
    assert okr.growth_ledger(loaded)["amount"].eq(0).all()


def test_an_empty_plan_says_everything_that_cannot_be():
    with pytest.raises(okr.PlanError) as caught:
        empty_plan("", currency="kr", year="2027", starts="2027-01-02", stream="A", team="B")
    assert len(caught.value.problems) == 3


def test_a_schema_is_not_written_where_a_link_leads_out_of_the_plan(example, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (example / ".schema").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(okr.PlanError, match=r"\.schema: leads out of the folder"):
        write_schemas(example)
    assert list((tmp_path / "elsewhere").iterdir()) == []

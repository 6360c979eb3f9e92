"""`okr check` for programs and for changes on GitHub, and the first words of the command line."""

import json

import pytest

import okr_lib as okr
from tests.conftest import EXAMPLE


def test_a_check_as_json_has_the_figures_of_the_ledger(run):
    code, out, _ = run("check", EXAMPLE, "--format", "json")
    said = json.loads(out)
    assert code == 0
    assert (said["sound"], said["closes"], said["problems"]) == (True, False, [])
    assert (said["target"], said["uncovered"]) == (4455.0, 12.1)


def test_a_broken_plan_as_json_names_file_line_and_field(run, example):
    company = example / "plan.yaml"
    company.write_text(company.read_text().replace("revenue: 4455", "revenue: -1"))
    code, out, err = run("check", example, "--format", "json")
    said = json.loads(out)
    assert (code, err, said["sound"], said["count"]) == (1, "", False, 1)
    assert said["problems"][0]["file"] == "plan.yaml"
    assert said["problems"][0]["line"] > 1
    assert "target" in said["problems"][0]["field"]


def test_on_github_problems_are_errors_beside_their_lines(run, example):
    team = example / "teams" / "retail.yaml"
    team.write_text(team.read_text().replace("probability: 0.", "probability: 7.", 1))
    code, out, _ = run("check", example, "--format", "github")
    assert code == 1
    assert out.startswith(f"::error file={example.as_posix()}/teams/retail.yaml,line=")


def test_on_github_what_is_uncovered_is_a_warning(run):
    code, out, _ = run("check", EXAMPLE, "--format", "github", "--language", "da")
    assert code == 0
    assert out.startswith("::warning::Tallene stemmer; 12,1")


def test_a_finding_with_colons_commas_and_line_ends_stays_one_annotation(run, example):
    with (example / "check_ins.csv").open("a") as file:
        file.write('2030-01-01,nps-online,75,1,"a\n::error::b",Head of E-commerce\n')
    code, out, _ = run("check", example, "--format", "github")
    assert code == 0
    assert all(line.startswith(("::warning", "::notice")) for line in out.splitlines())


@pytest.mark.parametrize("format_", ["text", "json", "github"])
def test_strict_is_exit_code_1_where_growth_is_uncovered(run, format_):
    assert run("check", EXAMPLE, "--strict", "--format", format_)[0] == 1


def test_strict_is_exit_code_0_where_nothing_is_uncovered_or_found(run, monkeypatch):
    monkeypatch.setattr("okr_lib.review.checked.Checked.closes", True)
    assert run("check", EXAMPLE, "--strict")[0] == 0


@pytest.mark.parametrize("arguments", [["--version"], ["-h"], ["check", "-h"], ["--show-completion"]])
def test_version_help_and_completion_are_exit_code_0(run, arguments, monkeypatch):
    monkeypatch.setenv("SHELL", "/bin/bash")
    code, out, _ = run(*arguments)
    assert code == 0
    assert arguments != ["--version"] or out == f"okr {okr.__version__}\n"


def test_an_example_is_copied_whole_and_sound(run, tmp_path):
    code, out, _ = run("new", tmp_path / "matas", "--example", "matas")
    assert (code, "is ready, with a year of quarters" in out) == (0, True)
    assert okr.load_plan(tmp_path / "matas") == okr.load_plan(EXAMPLE)
    assert (tmp_path / "matas" / "check_ins.csv").read_bytes() == (EXAMPLE / "check_ins.csv").read_bytes()


@pytest.mark.parametrize("more", [["--example", "lego"], ["--example", "matas", "--with-quarter"]])
def test_an_example_that_there_is_not_is_a_wrong_usage(run, tmp_path, more):
    assert run("new", tmp_path / "plan", *more)[0] == 2
    assert not (tmp_path / "plan").exists()


def test_a_new_plan_keeps_what_programs_leave_in_it_out_of_git(run, tmp_path):
    (tmp_path / "plan").mkdir()  # an empty folder is filled
    assert run("new", tmp_path / "plan")[0] == 0
    assert ".history/" in (tmp_path / "plan" / ".gitignore").read_text().splitlines()

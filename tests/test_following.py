"""`okr diff` and `okr digest`: on the example, on plans that a stranger made, and on broken ones."""

import json
import subprocess

import pytest

import okr_lib as okr
from tests.conftest import EXAMPLE


def in_git(folder, *arguments):
    name = ["-c", "user.name=Head of Planning", "-c", "user.email=planning@example.org"]
    subprocess.run(["git", *name, *arguments], cwd=folder, check=True, capture_output=True, timeout=60)


@pytest.fixture
def later(example):
    """The example with a higher target, and an initiative less likely."""
    company, team = example / "plan.yaml", example / "teams" / "retail.yaml"
    company.write_text(company.read_text().replace("revenue: 4455", "revenue: 4500"))
    team.write_text(team.read_text().replace("probability: 0.", "probability: 0.0", 1))
    return example


def test_a_plan_is_not_different_from_itself(run):
    assert run("diff", EXAMPLE, EXAMPLE) == (0, "Nothing is different.\n", "")


def test_a_difference_sums_to_that_of_the_targets(run, later):
    code, out, _ = run("diff", EXAMPLE, later, "--format", "json")
    said = json.loads(out)
    assert code == 0
    assert said["target"] == {"before": 4455.0, "after": 4500.0, "change": 45.0}
    assert sum(row["change"] for row in said["amounts"]) == pytest.approx(45)
    assert ["target"] in [field["path"] for field in said["fields"]]


def test_a_difference_as_a_table_names_teams_lines_and_fields(run, later):
    code, out, _ = run("diff", EXAMPLE, later)
    assert code == 0
    assert out.startswith("The target goes from DKK\u00a04,455.0m to DKK\u00a04,500.0m (+45.0).")
    rows = [line.split() for line in out.splitlines()]
    assert ["Target", "4,455.0", "4,500.0", "+45.0"] in rows
    moved = [row for row in rows if row and row[-1][0] in "+\N{MINUS SIGN}" and row[0] != "Target" and len(row) > 4]
    changes = [float(row[-1].replace("\N{MINUS SIGN}", "-")) for row in moved]
    assert sum(changes) == pytest.approx(45)
    assert "What was changed:" in out


def test_a_difference_as_markdown_is_one_table_whatever_the_names_hold(run, later):
    team = later / "teams" / "retail.yaml"
    text = team.read_text()
    first = text.index("name:", text.index("initiatives:"))
    end = text.index("\n", first)
    team.write_text(f'{text[:first]}name: "a | b `c` <script>"{text[end:]}')
    code, out, _ = run("diff", EXAMPLE, later, "--format", "markdown", "--language", "da")
    assert code == 0
    assert out.startswith("### Matas 2022/23\n\nMålet går fra")
    table = [line for line in out.splitlines() if line.startswith("|")]
    assert all(line.replace("\\|", "").count("|") in (4, 6) for line in table)
    assert "<script>" not in out.replace("\\<script", "")


def test_a_revision_of_git_is_compared_with_the_folder(run, example):
    in_git(example, "init", "-q")
    in_git(example, "add", ".")
    in_git(example, "commit", "-qm", "Plan")
    company = example / "plan.yaml"
    company.write_text(company.read_text().replace("revenue: 4455", "revenue: 4500"))
    for arguments in ([f"HEAD:{example}", example], [example, "--revisions", "HEAD.."]):
        code, out, _ = run("diff", *arguments, "--format", "json")
        assert code == 0
        assert json.loads(out)["target"]["change"] == 45
    in_git(example, "commit", "-qam", "More")
    code, out, _ = run("diff", example, "--revisions", "HEAD~1..HEAD", "--format", "json")
    assert (code, json.loads(out)["target"]["change"]) == (0, 45)


def test_a_link_in_a_revision_is_not_followed(run, example, tmp_path):
    (tmp_path / "secret.yaml").write_text("name: secret\n")
    (example / "teams" / "retail.yaml").unlink()
    (example / "teams" / "retail.yaml").symlink_to(tmp_path / "secret.yaml")
    in_git(example, "init", "-q")
    in_git(example, "add", ".")
    in_git(example, "commit", "-qm", "Plan")
    code, out, err = run("diff", f"HEAD:{example}", EXAMPLE)
    assert (code, out) == (1, "")
    assert "secret" not in err


@pytest.mark.parametrize("place", ["HEAD:nowhere", "none:{plan}", "--upload-pack=x:{plan}"])
def test_a_revision_that_there_is_not_is_one_message(run, example, place):
    code, out, err = run("diff", "--", place.format(plan=example), EXAMPLE)
    assert (code, out, len(err.splitlines())) == (1, "", 1)


def test_plans_in_other_currencies_are_not_compared(run, example):
    company = example / "plan.yaml"
    company.write_text(company.read_text().replace("currency: DKK", "currency: EUR"))
    code, out, err = run("diff", EXAMPLE, example)
    assert (code, out) == (1, "")
    assert "one plan is in DKK (million) and the other in EUR (million)" in err


@pytest.mark.parametrize("arguments", [[EXAMPLE], [EXAMPLE] * 3, [EXAMPLE, "--revisions", "v1"]])
def test_anything_but_two_plans_is_a_wrong_usage(run, arguments):
    assert run("diff", *arguments)[0] == 2


@pytest.mark.parametrize("command", [["diff", EXAMPLE], ["digest"], ["sync"]])
def test_a_broken_plan_is_told_as_it_is_elsewhere(run, example, command):
    (example / "plan.yaml").write_text("name: [")
    code, out, err = run(*command, example)
    assert (code, out) == (1, "")
    assert err.startswith("plan.yaml:")


def test_a_digest_says_what_moved_who_owes_what_is_due_and_what_is_uncovered(run):
    code, out, _ = run("digest", EXAMPLE, "--since", "2022-12-01", "--date", "2023-01-05")
    assert code == 0
    for words in (
        "What moved since 1 December 2022",
        "Who owes a check-in",
        "What is due",
        "DKK\u00a012.1m is uncovered",
    ):
        assert words in out


def test_a_digest_before_the_year_asks_nobody_for_a_check_in(run):
    _, out, _ = run("digest", EXAMPLE, "--date", "2022-03-01")
    assert "Who owes a check-in\n- Nobody.\n" in out
    assert "Nobody has checked in." in out


def test_somebody_who_checked_in_owes_nothing(run, example):
    given = ["digest", example, "--date", "2022-05-30"]
    _, before, _ = run(*given)
    assert (
        run("check-in", example, "nps-online", "65", "--author", "Head of E-commerce", "--date", "2022-05-29")[0] == 0
    )
    _, after, _ = run(*given)
    found = [each for _, objective in okr.load_plan(example).objectives_by_team() for each in objective.key_results]
    title = next(result.title for result in found if result.id == "nps-online")
    owes = [text.split("Who owes a check-in")[1].split("What is due")[0] for text in (before, after)]
    assert title in owes[0]
    assert title not in owes[1]
    assert f"- {title}" in after.split("Who owes a check-in")[0]


def test_a_digest_for_a_mail_holds_no_words_of_a_plan_as_html_and_loads_nothing(run, example, tmp_path):
    with (example / "check_ins.csv").open("a") as file:
        file.write('2023-01-04,nps-online,70,1,"<img src=http://example.org/x>",Head of E-commerce\n')
    mail = tmp_path / "mail.html"
    given = ["--date", "2023-01-05", "--format", "html", "--language", "da", "--output", mail]
    code, out, _ = run("digest", example, *given)
    assert (code, out.strip()) == (0, str(mail))
    html = mail.read_text(encoding="utf-8")
    assert html.startswith('<!doctype html>\n<html lang="da">')
    assert "&lt;img" in html
    assert "<img" not in html
    assert "src=" not in html.replace("&lt;img src=", "")


@pytest.mark.parametrize("given", [["--since", "yesterday"], ["--since", "2023-02-01", "--date", "2023-01-01"]])
def test_a_day_that_is_none_is_a_wrong_usage(run, given):
    assert run("digest", EXAMPLE, *given)[0] == 2


def test_a_digest_that_cannot_be_written_is_one_message(run, tmp_path):
    (tmp_path / "file").write_text("x")
    code, _, err = run("digest", EXAMPLE, "--output", tmp_path / "file" / "x.html", "--date", "2023-01-05")
    assert (code, len(err.splitlines())) == (1, 1)


def test_a_plan_without_any_actuals_has_a_digest(run, tmp_path):
    assert run("new", tmp_path / "plan")[0] == 0
    code, out, _ = run("digest", tmp_path / "plan")
    assert code == 0
    assert "Nobody has checked in." in out

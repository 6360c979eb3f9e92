"""A plan folder loads whole, or every problem is named with its file, line, field and remedy."""

import itertools
import json
import os
from pathlib import Path

import pytest

import okr_lib as okr
from okr_lib.cli import app, main
from okr_lib.plan.closing import load_closings
from okr_lib.plan.folder import load_plan, nearest, plan_hash, plan_schema
from okr_lib.plan.scenario import load_scenarios
from tests.conftest import EXAMPLE

PLAN, RETAIL, ONLINE, MARKETING = "plan.yaml", "teams/retail.yaml", "teams/ecommerce.yaml", "teams/marketing.yaml"
AMOUNT = "amount: {low: 6, likely: 12, high: 22}"
EFFECT = f"- stream: online\n        {AMOUNT}"
CREDIT = "credit: {retail: 0.7, marketing: 0.3}"
MEMBERS = "[personal-offers, club-plus, brand-launches]"
CONTRIBUTIONS = "  method: contributions"


def put(file, old, new):
    """A change that writes ``new`` in place of the first ``old``."""

    def change(folder):
        text = (folder / file).read_text()
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1))

    return change


def whole(file, content):
    return lambda folder: (folder / file).write_bytes(content)


def remove(file):
    return lambda folder: (folder / file).unlink()


def without(file, start, end):
    """A change that takes out the lines from one that starts with ``start`` to before one with ``end``."""

    def change(folder):
        text = (folder / file).read_text()
        (folder / file).write_text(text[: text.index(f"\n{start}") + 1] + text[text.index(f"\n{end}") + 1 :])

    return change


def everything_in(folder):
    plan = load_plan(folder)
    return plan, load_scenarios(plan), load_closings(plan)


def broken(name, change, file, at, field, *words):
    """A case: where the message is to point (``at`` is a piece of the line), and words it is to contain."""
    return pytest.param(change, file, at, field, words, id=name)


ONE_PROBLEM = [
    # files
    broken("a team without its file", remove(RETAIL), PLAN, "- id: retail", "teams[0]", "has no file teams/retail.yaml"),
    broken("a file without its team", whole("teams/sales.yaml", b"objectives: []\n"), "teams/sales.yaml", None, "", "belongs to no team"),
    broken("a file of another ending", whole("teams/retail.yml", b"objectives: []\n"), "teams/retail.yml", None, "", "belongs to no team"),
    broken("a folder without plan.yaml", remove(PLAN), PLAN, None, "", "there is none", "`okr new`"),
    broken("an empty plan.yaml", whole(PLAN, b""), PLAN, "", "", "the file is empty"),
    broken("an empty team file", whole(RETAIL, b""), RETAIL, "", "", "the file is empty"),
    broken("a plan of comments only", whole(PLAN, b"# nothing\n"), PLAN, "# nothing", "", "the file is empty"),
    broken("a plan that is a list", whole(PLAN, b"- name: A\n"), PLAN, "- name", "", "must hold fields", "not a list"),
    broken("a plan that is one word", whole(PLAN, b"hello\n"), PLAN, "hello", "", "must hold fields"),
    broken("a file in another encoding", whole(MARKETING, b"objectives: []\n# \xe6\n"), MARKETING, "# \xe6", "", "is not UTF-8"),
    broken("a folder in place of a file", lambda folder: (remove(RETAIL)(folder), (folder / RETAIL).mkdir()), RETAIL, None, "", "is a folder; put a file there"),
    # YAML
    broken("a tab", put(PLAN, "    name: Online", "\tname: Online"), PLAN, "\tname: Online", "", "this is not YAML", "\\t"),
    broken("an open bracket", put(RETAIL, "[0.5, 1.0]", "[0.5, 1.0"), RETAIL, "[0.5, 1.0\n", "", "this is not YAML", "']'"),
    broken("an open quote", put(MARKETING, "owner: Head of Brand", "owner: 'Head of Brand"), MARKETING, "'Head", "", "this is not YAML"),
    broken("a second colon", put(PLAN, "    name: Online", "    name: Online: shop"), PLAN, "Online: shop", "", "this is not YAML"),
    broken("a name written twice", put(RETAIL, "    cost: 6", "    cost: 6\n    cost: 7"), RETAIL, "cost: 7", "", "'cost' is written twice"),
    broken("an alias to itself", put(RETAIL, CREDIT, "credit: &all {retail: 0.7, marketing: *all}"), RETAIL, "&all", "", "an alias refers to itself"),
    broken("an alias to nothing", put(PLAN, "name: Matas 2022/23", "name: *who"), PLAN, "*who", "", "undefined alias"),
    broken("a control character", put(PLAN, "name: Online", "name: On\x07line"), PLAN, "\x07", "", "'\\x07' is not allowed"),
    # kinds of value
    broken("a word for a number", put(PLAN, "step: 0.1", "step: small"), PLAN, "step:", "step", "'small' is not a number", "write 12.5"),
    broken("a number in quotes", put(RETAIL, "cost: 6", "cost: '12,5'"), RETAIL, "12,5", "initiatives[0].cost", "'12,5' is not a number", "write 12.5"),
    broken("a truth for a number", put(RETAIL, "cost: 6", "cost: true"), RETAIL, "cost: true", "initiatives[0].cost", "True is not a number"),
    broken("a tag before a number", put(RETAIL, "cost: 6", "cost: !money 6"), RETAIL, "!money", "initiatives[0].cost", "'!money 6' is not a number"),
    broken("not a number", put(PLAN, "revenue: 4455", "revenue: .nan"), PLAN, ".nan", "target.revenue", "nan is not a finite number"),
    broken("an infinite number", put(PLAN, "revenue: 4455", "revenue: .inf"), PLAN, ".inf", "target.revenue", "inf is not a finite number"),
    broken("a huge number", put(PLAN, "revenue: 4455", "revenue: 1e308"), PLAN, "1e308", "target.revenue", "write it in a larger unit"),
    broken("a number of 400 digits", put(PLAN, "revenue: 4455", f"revenue: {'9' * 400}"), PLAN, "999", "target.revenue", "larger unit"),
    broken("a step of nothing", put(PLAN, "step: 0.1", "step: 0"), PLAN, "step:", "step", "0 is not above 0"),
    broken("a step too fine", put(PLAN, "step: 0.1", "step: 1e-300"), PLAN, "step:", "step", "too fine a step"),
    broken("a chance above one", put(MARKETING, "probability: 0.75", "probability: 1.4"), MARKETING, "1.4", "initiatives[0].probability", "1.4 is not between 0 and 1"),
    broken("a negative baseline", put(PLAN, "Q1: 258.4", "Q1: -258.4"), PLAN, "-258.4", "streams[1].baseline.Q1", "-258.4 is negative"),
    broken("a missing quarter", put(PLAN, "Q1: 258.4, ", ""), PLAN, "{Q2: 211.0", "streams[1].baseline.Q1", "is missing; add it"),
    broken("growth in percent", put(PLAN, "revenue: 4455", "growth: 20"), PLAN, "growth: 20", "target.growth", "write 0.2 for 20%"),
    broken("a fifth quarter", put(MARKETING, "starts: Q2", "starts: Q5"), MARKETING, "Q5", "initiatives[0].starts", "'Q5' is not one of 'Q1', 'Q2'"),
    broken("the 31st of April", put(PLAN, "starts: 2022-04-01", "starts: 2022-04-31"), PLAN, "2022-04-31", "fiscal_year.starts", "is not a date; write 2026-04-01"),
    broken("a Danish date", put(RETAIL, "due: 2023-03-31", "due: 31.03.2023"), RETAIL, "31.03.2023", "objectives[0].key_results[0].due", "is not a date"),
    broken("a date that is a number", put(RETAIL, "due: 2023-03-31", "due: 0"), RETAIL, "due: 0", "objectives[0].key_results[0].due", "0 is not a date"),
    broken("a year from mid-month", put(PLAN, "starts: 2022-04-01", "starts: 2022-04-15"), PLAN, "fiscal_year:", "fiscal_year", "not the first day of a month", "write 2022-04-01"),
    broken("low above likely", put(ONLINE, AMOUNT, "amount: {low: 16, likely: 12, high: 22}"), ONLINE, "low: 16", "initiatives[1].effects[0].amount", "not in order", "low <= likely <= high"),
    broken("a list for an estimate", put(ONLINE, AMOUNT, "amount: [6, 12, 22]"), ONLINE, "[6, 12, 22]", "initiatives[1].effects[0].amount", "is not a number", "{low: 10, likely: 12.5, high: 14}"),
    broken("a ramp above one", put(ONLINE, "[0.3, 0.6, 1.0]", "[0.3, 1.6]"), ONLINE, "1.6", "initiatives[1].ramp[1]", "1.6 is not between 0 and 1"),
    broken("an empty name", put(PLAN, "name: Online", "name: ''"), PLAN, "name: ''", "streams[1].name", "is empty; write a text"),
    broken("a currency in words", put(PLAN, "currency: DKK", "currency: kr."), PLAN, "kr.", "currency", "three letters, such as DKK"),
    broken("a unit in the plural", put(PLAN, "unit: million", "unit: millions"), PLAN, "millions", "unit", "'million'"),
    broken("text for a list", put(PLAN, "streams: [online]", "streams: online"), PLAN, "streams: online", "teams[1].streams", "is not a list"),
    broken("a list for credit", put(RETAIL, CREDIT, "credit: [retail]"), RETAIL, "credit: [", "initiatives[0].credit", "is not a group of fields"),
    # fields
    broken("a misspelt field", put(PLAN, "momentum: {low: 0.0,", "momentun: {low: 0.0,"), PLAN, "momentun", "streams[1].momentun", "did you mean 'momentum'?"),
    broken("a misspelt field of a team", put(RETAIL, "probability: 0.9", "probabilty: 0.9"), RETAIL, "probabilty", "initiatives[0].probabilty", "did you mean 'probability'?"),
    broken("a misspelt field that must be there", put(PLAN, "currency: DKK", "curency: DKK"), PLAN, "curency", "curency", "did you mean 'currency'?"),
    broken("a field in a wrong file", put(RETAIL, "objectives:\n", "name: Retail\nobjectives:\n"), RETAIL, "name: Retail", "name", "is not a field here", "objectives and initiatives"),
    broken("initiatives in plan.yaml", put(PLAN, "    lead: Head of Retail\n", "    lead: Head of Retail\n    initiatives: []\n"), PLAN, "- id: retail", "teams[0]", "initiatives belongs in teams/retail.yaml"),
    broken("a stream without a name", put(PLAN, "    name: Online\n", ""), PLAN, "- id: online", "streams[1].name", "is missing; add it"),
    broken("no target", put(PLAN, "  revenue: 4455\n", ""), PLAN, "target:", "target", "is missing; add it"),
    broken("no streams", without(PLAN, "streams:", "teams:"), PLAN, "", "streams", "is missing; add it"),
    broken("no teams", without(PLAN, "teams:", "focus_areas:"), PLAN, "", "teams", "is missing; add it"),
    broken("growth and revenue", put(PLAN, "  revenue: 4455", "  revenue: 4455\n  growth: 0.2"), PLAN, "target:", "target", "either growth", "or revenue"),
    broken("amount and lift", put(ONLINE, AMOUNT, f"{AMOUNT}\n        lift: 0.1"), ONLINE, EFFECT, "initiatives[1].effects[0]", "either amount", "or lift"),
    broken("neither amount nor lift", put(ONLINE, AMOUNT, ""), ONLINE, "- stream: online\n        \n", "initiatives[1].effects[0]", "either amount", "not neither"),
    broken("a way of no length", put(RETAIL, "start: 0\n", "start: 60\n"), RETAIL, "id: new-brands", "objectives[0].key_results[1]", "start and target are both 60"),
    broken("a way in the wrong direction", put(RETAIL, "start: 0\n", "start: 80\n"), RETAIL, "id: new-brands", "objectives[0].key_results[1]", "write kind: decrease"),
    broken("weights without their method", put(PLAN, CONTRIBUTIONS, f"{CONTRIBUTIONS}\n  weights: {{retail: 1}}"), PLAN, "allocation:", "allocation", "weights by team go with method: weights"),
    broken("phasing that is not whole", put(PLAN, "method: seasonality", "method: shares\n  shares: {Q1: 0.2, Q2: 0.2, Q3: 0.3, Q4: 0.2}"), PLAN, "phasing:", "phasing", "shares sum to 0.9, not 1"),
    # ids and names
    broken("an id used twice", put(RETAIL, "id: beauty-advice", "id: club-plus"), MARKETING, "id: club-plus\n", "initiatives[1].id", "another initiative already"),
    broken("a team named twice", put(PLAN, "focus_areas:", "  - id: retail\n    name: Again\nfocus_areas:"), PLAN, "- id: retail\n    name: Again", "teams[3].id", "'retail' is the id of another team"),
    broken("the id of sums", put(PLAN, "focus_areas:", "focus_areas:\n  - id: total\n    name: All"), PLAN, "id: total", "focus_areas[0].id", "'total' is the row that sums a table"),
    broken("an id with capitals", put(PLAN, "id: ecommerce", "id: Ecommerce"), PLAN, "id: Ecommerce", "teams[1].id", "is not an id; write small letters"),
    broken("an id that leaves the folder", put(PLAN, "id: ecommerce", "id: ../ecommerce"), PLAN, "../ecommerce", "teams[1].id", "is not an id"),
    broken("a team without an id", put(PLAN, "  - id: ecommerce\n    name: E-c", "  - name: E-c"), PLAN, "name: E-c", "teams[1].id", "is missing; add it"),
    broken("a team that is a word", put(PLAN, "focus_areas:", "  - sales\nfocus_areas:"), PLAN, "- sales", "teams[3]", "is not a group of fields"),
    broken("an unknown stream", put(ONLINE, "- stream: online", "- stream: onlin"), ONLINE, "stream: onlin\n", "initiatives[0].effects[0].stream", "no stream 'onlin'; did you mean 'online'?"),
    broken("an unknown focus area", put(RETAIL, "focus_area: members", "focus_area: member"), RETAIL, "member\n", "initiatives[1].focus_area", "no focus area 'member'; did you mean 'members'?"),
    broken("an unknown key result", put(ONLINE, "serves: [online-share-q3]", "serves: [share]"), ONLINE, "[share]", "initiatives[0].serves[0]", "no key result 'share'"),
    broken("an unknown objective", put(ONLINE, "supports: [one-matas]", "supports: [two-matas]"), ONLINE, "two-matas", "objectives[0].supports[0]", "no objective 'two-matas'; did you mean 'one-matas'?"),
    broken("an overlap with nobody", put(PLAN, MEMBERS, "[personal-offers, club-pluss]"), PLAN, "club-pluss", "overlaps[0].initiatives[1]", "no initiative 'club-pluss'; did you mean 'club-plus'?"),
    broken("two overlaps for one", put(PLAN, "    counts: 0.85", "    counts: 0.85\n  - id: second\n    name: B\n    initiatives: [club-plus, beauty-advice]\n    counts: 1"), PLAN, "[club-plus,", "overlaps[1].initiatives[0]", "'club-plus' is in an overlap already"),
    broken("credit that is not whole", put(RETAIL, CREDIT, "credit: {retail: 0.7, marketing: 0.2}"), RETAIL, "marketing: 0.2", "initiatives[0].credit", "sum to 0.9, not 1"),
    broken("credit to nobody", put(RETAIL, CREDIT, "credit: {retail: 0.7, marketting: 0.3}"), RETAIL, "marketting", "initiatives[0].credit.marketting", "no team 'marketting'; did you mean 'marketing'?"),
    broken("credit that is not a number", put(RETAIL, CREDIT, "credit: {retail: .nan, marketing: 0.3}"), RETAIL, ".nan", "initiatives[0].credit.retail", "nan is not a finite number"),
    broken("objectives in a circle", put(PLAN, "    contribution: The", "    supports: [members-come-back]\n    contribution: The"), PLAN, "supports:", "objectives[0].supports", "one-matas -> members-come-back -> one-matas is a circle"),
    broken("initiatives in a circle", put(ONLINE, "    cost: 4\n", "    cost: 4\n    after: [click-and-collect]\n"), RETAIL, "after: [stock-online]", "initiatives[2].after", "click-and-collect -> stock-online -> click-and-collect"),
    # sums
    broken("amounts that miss the target", put(PLAN, "method: seasonality", "method: amounts\n  amounts: {Q1: 1000, Q2: 1000, Q3: 1300, Q4: 1100}"), PLAN, "amounts: {", "phasing.amounts", "sum to 4400, but the target is 4455"),
    broken("actuals of no stream", put("actuals.csv", "2021/22,Q2,Online", "2021/22,Q2,Onlin"), "actuals.csv", "Onlin,", "stream", "'Onlin' is no stream"),
]  # fmt: skip


def files_of(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def check(monkeypatch, capsys):
    """Run `okr check`: its exit code, standard output and error, and the problems that its error carried."""
    problems = []

    def watched(**options):
        try:
            app(**options)
        except okr.OkrError as error:
            problems.extend(error.problems)
            raise

    def run_check(folder):
        monkeypatch.setattr("okr_lib.cli.app", watched)
        monkeypatch.setattr("sys.argv", ["okr", "check", str(folder)])
        with pytest.raises(SystemExit) as done:
            main()
        return done.value.code, *capsys.readouterr(), problems

    return run_check


def expected_start(folder, file, at, field):
    """How the message begins: file, line of the first place with this text (``None``: no line), field."""
    place = file
    if at is not None:
        text = (folder / file).read_text("latin-1")
        line = text[: text.index(at)].count("\n") + 1
        place = f"{file}:{line}"
    return f"{place}: {field}: " if field else f"{place}: "


@pytest.mark.parametrize(("change", "file", "at", "field", "words"), ONE_PROBLEM)
def test_one_mistake_is_one_problem_with_its_place_and_remedy(example, check, change, file, at, field, words):
    change(example)
    before = files_of(example)
    code, out, message, problems = check(example)
    assert (code, out) == (1, "")
    assert [(problem.file, problem.field) for problem in problems] == [(file, field)]
    assert message == f"{problems[0]}\n"
    assert message.startswith(expected_start(example, file, at, field))
    assert all(word in message for word in words), message
    assert files_of(example) == before


@pytest.mark.parametrize(
    ("place", "words"),
    [("nowhere", "there is no folder"), ("plan/plan.yaml", "is a file; name the folder that holds plan.yaml")],
)
def test_a_path_that_is_no_plan_folder_is_named(example, check, place, words):
    path = example.parent / place
    code, out, message, problems = check(path)
    assert (code, out, len(problems)) == (1, "", 1)
    assert str(path) in message
    assert words in message
    assert not (example.parent / "nowhere").exists()


SMALL_MISTAKES = {
    PLAN: (put(PLAN, "step: 0.1", "step: small"), "step"),
    RETAIL: (put(RETAIL, CREDIT, "credit: {retail: 0.7}"), "initiatives[0].credit"),
    ONLINE: (put(ONLINE, "- stream: online", "- stream: onlin"), "initiatives[0].effects[0].stream"),
    MARKETING: (put(MARKETING, "probability: 0.75", "probabilty: 0.75"), "initiatives[0].probabilty"),
}


@pytest.mark.parametrize("files", list(itertools.combinations(SMALL_MISTAKES, 2)), ids=" and ".join)
def test_mistakes_in_two_files_are_told_at_once(example, files):
    for file in files:
        SMALL_MISTAKES[file][0](example)
    with pytest.raises(okr.PlanError) as caught:
        load_plan(example)
    found = {(problem.file, problem.field) for problem in caught.value.problems}
    assert found == {(file, SMALL_MISTAKES[file][1]) for file in files}


def test_files_that_cannot_be_read_at_all_are_told_at_once(example):
    for file in (PLAN, RETAIL, MARKETING):
        put(file, "\n", "\n\t- [")(example)
    with pytest.raises(okr.PlanError) as caught:
        load_plan(example)
    assert [problem.file for problem in caught.value.problems] == [PLAN, MARKETING, RETAIL]


def test_problems_come_in_the_order_of_files_and_lines(example):
    put(PLAN, "step: 0.1", "step: small")(example)
    put(PLAN, "currency: DKK", "currency: kr")(example)
    put(MARKETING, "cost: 6", "cost: six")(example)
    with pytest.raises(okr.PlanError) as caught:
        load_plan(example)
    assert [problem.field for problem in caught.value.problems] == ["currency", "step", "initiatives[0].cost"]


def test_actuals_are_told_together_with_what_keeps_the_plan_from_closing(example, check):
    put(PLAN, CONTRIBUTIONS, f"{CONTRIBUTIONS}\n  upper: {{retail: 1, ecommerce: 1, marketing: 1}}")(example)
    put("actuals.csv", "2021/22,Q2,Online", "2021/22,Q7,Online")(example)
    *_, problems = check(example)
    assert [(problem.file, problem.field) for problem in problems] == [
        (PLAN, "allocation"),
        ("actuals.csv", "quarter"),
    ]


@pytest.mark.parametrize("kind", [str, Path])
def test_a_folder_is_named_by_text_or_path(kind, matas):
    assert load_plan(kind(EXAMPLE)) == matas


@pytest.mark.parametrize(
    "change",
    [
        lambda content: b"\xef\xbb\xbf" + content,
        lambda content: content.replace(b"\n", b"\r\n"),
        lambda content: content.rstrip(b"\n"),
        lambda content: b"%YAML 1.2\n---\n" + content,
        lambda content: content + b"\n# the end\n...\n",
    ],
    ids=["byte order mark", "Windows line ends", "no last line end", "YAML directive", "document end"],
)
def test_the_way_a_file_is_written_does_not_matter(example, matas, change):
    for file in (PLAN, RETAIL):
        (example / file).write_bytes(change((example / file).read_bytes()))
    assert load_plan(example) == matas


def test_hidden_files_beside_the_plan_are_left_alone(example, matas):
    before = plan_hash(example)
    (example / "teams" / "._retail.yaml").write_bytes(b"\x00")
    assert load_plan(example) == matas
    assert plan_hash(example) == before


def test_a_value_can_be_written_once_and_used_twice(example):
    put(RETAIL, CREDIT, "credit: &shared {retail: 0.7, marketing: 0.3}")(example)
    put(RETAIL, "credit: {retail: 0.6, ecommerce: 0.4}", "credit: *shared")(example)
    retail = load_plan(example).team("retail")
    assert retail.initiatives[0].credit == retail.initiatives[2].credit == {"retail": 0.7, "marketing": 0.3}


def test_no_stays_a_word(example):
    put(PLAN, "name: Online", "name: no")(example)
    assert load_plan(example).streams[1].name == "no"


@pytest.mark.parametrize(
    ("file", "old", "new", "field", "remedy"),
    [
        (PLAN, "step: 0.1", "stepp:\nstep: 0.1", "stepp", "did you mean 'step'?"),
        (PLAN, "    name: Online", "    nam:\n    name: Online", "streams[1].nam", "did you mean 'name'?"),
        (RETAIL, "    cost: 6", "    costs:\n    cost: 6", "initiatives[0].costs", "did you mean 'cost'?"),
        (RETAIL, "initiatives:", "initiativs:\ninitiatives:", "initiativs", "a team's file holds"),
        ("scenarios/late.yaml", "", "drops:\n", "drops", "did you mean 'drop'?"),
        ("closings/Q3.yaml", "", "objectives:\n  one-matas:\n    whi:\n", "objectives.one-matas.whi", "did you mean 'why'?"),
    ],
)  # fmt: skip
def test_a_field_that_there_is_not_is_refused_also_when_empty(example, file, old, new, field, remedy):
    path = example / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(path.read_text().replace(old, new, 1) if old else new)
    with pytest.raises(okr.PlanError) as caught:
        everything_in(example)
    [problem] = caught.value.problems
    assert (problem.file, problem.field) == (file, field)
    assert problem.line
    assert remedy in problem.message


def test_a_field_left_empty_is_as_if_it_were_not_there(example, matas):
    put(RETAIL, "    cost: 3\n", "    cost: 3\n    after:\n")(example)
    assert load_plan(example) == matas


def test_a_plan_remembers_its_files_and_teams(matas):
    assert matas.source.folder == str(EXAMPLE.resolve())
    assert matas.source.teams == ("retail", "ecommerce", "marketing")
    assert set(matas.source.files) == {PLAN, RETAIL, ONLINE, MARKETING}


@pytest.mark.parametrize("file", [PLAN, RETAIL, "actuals.csv"])
def test_a_folders_hash_changes_with_any_of_its_files(example, file):
    before = plan_hash(example)
    assert before == plan_hash(EXAMPLE)
    (example / file).write_bytes((example / file).read_bytes() + b"\n")
    assert plan_hash(example) != before


def test_a_folders_hash_changes_with_a_name(example):
    before = plan_hash(example)
    (example / RETAIL).rename(example / "teams" / "shops.yaml")
    assert plan_hash(example) != before


def test_the_schema_for_editors_has_a_teams_work_in_the_teams_file():
    schema = json.loads(json.dumps(plan_schema()))
    assert set(schema["team"]["properties"]) == {"objectives", "initiatives"}
    assert {"name", "target", "streams", "teams"} <= set(schema["company"]["properties"])
    assert not {"objectives", "initiatives"} & set(schema["company"]["$defs"]["Team"]["properties"])
    assert schema["company"]["$defs"]["FiscalYear"]["properties"]["starts"] == {
        "description": "The first day of any month.",
        "format": "date",
        "title": "First day of the year",
        "type": "string",
    }


def test_a_folder_is_found_from_below_too(tmp_path, monkeypatch):
    (tmp_path / "plans" / "one").mkdir(parents=True)
    (tmp_path / "templates").mkdir()
    monkeypatch.chdir(tmp_path / "templates")
    assert nearest("plans/one") == tmp_path / "plans" / "one"
    assert nearest(tmp_path / "plans") == tmp_path / "plans"
    assert nearest("plans/two") == Path("plans/two")


def test_files_that_are_too_much_together_are_refused_before_they_are_read(example, monkeypatch):
    size = sum(path.stat().st_size for path in [example / "plan.yaml", *(example / "teams").iterdir()])
    monkeypatch.setenv("OKR_LIMITS", f"plan_bytes={size}")
    assert load_plan(example)
    monkeypatch.setenv("OKR_LIMITS", f"plan_bytes={size - 1}")
    with pytest.raises(
        okr.PlanError, match=r"has more than [\d,]+ bytes in all its YAML files; take some out, or set OKR"
    ):
        load_plan(example)


def test_more_files_of_teams_than_can_be_meant_are_one_problem(example, monkeypatch):
    monkeypatch.setenv("OKR_LIMITS", "plan_files=2")
    with pytest.raises(okr.PlanError, match=r"^teams: has more than 2 files"):
        load_plan(example)


def test_the_hash_of_a_folder_knows_names_that_are_not_utf8_and_leaves_out_what_leads_away(example):
    before = plan_hash(example)
    (example / "away").symlink_to("/etc/hostname")
    os.mkfifo(example / "pipe")
    assert plan_hash(example) == before
    (example / "caf\udce9.txt").write_text("x")
    assert plan_hash(example) != before

"""`okr budget`: what each budget buys, or the set for one and why; the same in every format, and refusals with a remedy."""

import csv
import io
import json

import pytest

from okr_lib.cli import main
from tests.conftest import EXAMPLE


@pytest.fixture
def run(monkeypatch, capsys):
    def run_command(*arguments):
        monkeypatch.setattr("sys.argv", ["okr", "budget", *map(str, arguments)])
        with pytest.raises(SystemExit) as done:
            main()
        return done.value.code or 0, *(text.replace("\N{NO-BREAK SPACE}", " ") for text in capsys.readouterr())

    return run_command


def test_the_frontier_says_what_each_budget_buys_and_where(run):
    code, said, _ = run(EXAMPLE)
    assert code == 0
    assert said.startswith("DKK 20.0m of DKK 45.0m buys DKK 42.7m of the DKK 75.9m of growth; the last DKK 5.0m buys")
    assert "+16.1" in said
    assert "profit" not in said.lower()  # no stream of the example has a margin


def test_csv_and_json_are_the_same_frontier(run):
    rows = list(csv.DictReader(io.StringIO(run(EXAMPLE, "--format", "csv")[1])))
    records = json.loads(run(EXAMPLE, "--format", "json")[1])
    assert [float(row["contribution"]) for row in rows] == [record["contribution"] for record in records]
    assert [row["initiatives"].split(";") for row in rows[1:]] == [record["initiatives"] for record in records[1:]]
    assert records[0]["team"] is None
    assert "profit" not in records[0]


def test_a_set_says_of_each_initiative_why(run):
    code, said, _ = run(EXAMPLE, "--budget", "20", "--keep", "evening-delivery", "--without", "wider-assortment")
    assert code == 0
    assert "A budget of DKK 20.0m is expected to buy DKK 37.4m of growth for DKK 20.0m." in said
    lines = {line.split("  ")[0]: line for line in said.splitlines()}
    assert lines["Evening delivery in the large cities"].endswith("kept, as asked")
    assert lines["Wider assortment in the web shop"].endswith("left out, as asked")
    assert lines["Personal offers to club members"].endswith("costs more than the 0.0 that is left")


def test_a_set_in_danish_and_as_json(run):
    assert "Et budget på 9,0 mio. kr. ventes at give" in run(EXAMPLE, "--budget", "9", "--language", "da")[1]
    found = json.loads(run(EXAMPLE, "--budget", "9", "--team", "Marketing", "--format", "json")[1])
    assert {row["team"] for row in found["initiatives"]} == {"marketing"}
    assert found["cost"] <= 9


def test_a_margin_shows_profit(run, example):
    path = example / "plan.yaml"
    text = path.read_text(encoding="utf-8").replace("    name: Online\n", "    name: Online\n    margin: 38 %\n")
    path.write_text(
        text.replace("    name: Stores and wholesale\n", "    name: Stores and wholesale\n    margin: 0.42\n")
    )
    assert "Profit in the year" in run(example)[1]
    assert "at a loss of" in run(example, "--budget", "45")[1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--budget", "-1"], "budget -1 is not an amount of 0 or more"),
        (["--keep", "club-pluss"], "there is no initiative 'club-pluss'; did you mean 'club-plus'?"),
        (["--team", "Sales"], "there is no team 'Sales'; the teams are Retail, E-commerce, Marketing"),
        (["--budget", "1", "--keep", "club-plus"], "no set for 1 keeps club-plus with all they need; raise the budget"),
    ],
)
def test_what_cannot_be_asked_for_is_refused_with_a_remedy(run, arguments, words):
    code, said, refused = run(EXAMPLE, *arguments)
    assert (code, said) == (1, "")
    assert words in refused

"""Pages that must hold: words that try to be code stay words, and a plan that lacks something says so."""

import os
import re
import shutil
import subprocess
from itertools import pairwise

import pytest
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from typer.testing import CliRunner

import okr_lib as okr
from okr_lib import ReportError
from okr_lib.cli.program import app
from okr_lib.display.catalogue import LANGUAGES
from okr_lib.reports import pdf
from okr_lib.reports.html import _outside_addresses
from tests.reports.edge_plans import EDGES, LONG_WORD, hostile


def can_draw():
    try:
        pdf.weasyprint()
    except ReportError:
        return False
    return bool(shutil.which("pdftotext"))


needs_pdf = pytest.mark.skipif(
    not can_draw() and not os.environ.get("CI"),
    reason=f"{pdf._HOW_TO_GET_IT}; and pdftotext: apt-get install poppler-utils",
)


def read(file):
    return BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")


def words(page):
    """What a reader sees, alternative texts included."""
    alts = [picture["aria-label"] for picture in page.find_all("svg")]
    return re.sub(r"\s+", " ", " ".join([page.body.get_text(), *alts]))


@pytest.fixture(scope="module")
def hostile_plan(tmp_path_factory):
    return hostile(tmp_path_factory.mktemp("hostile") / "plan")


@pytest.fixture(scope="module")
def hostile_report(hostile_plan, tmp_path_factory):
    return okr.run_report(hostile_plan, quarter="Q3", output=tmp_path_factory.mktemp("hostile-report")).files[1]


@pytest.fixture(scope="module")
def hostile_page(hostile_report):
    return read(hostile_report)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '"><img src="http://evil.example/x.png" onerror="alert(1)">',
        "$x^2$ and $$\\int_0^1$$ and \\(y\\)",
        "[link](http://evil.example) ![img](http://evil.example/x.png)",
        "{{ 7*7 }} {% raw %} {x}",
        "src=http://evil.example/a.js url(http://evil.example/b.css) @import 'http://evil.example/c'",
        "שיווק ומכירות",
        "🚀🎯 rockets",
        "bell and new line",
        "evil order",
    ],
)
def test_words_that_try_to_be_code_are_shown_as_they_are(hostile_page, text):
    assert text in words(hostile_page)


def test_a_hostile_page_has_no_element_that_a_plan_put_there(hostile_report, hostile_page):
    assert hostile_page.find_all(["script", "iframe", "object", "form", "link"]) == []
    assert not _outside_addresses(hostile_report.read_text(encoding="utf-8"))
    assert all(picture["src"].startswith("data:") for picture in hostile_page.find_all("img"))
    assert all(link["href"].startswith("#") for link in hostile_page.find_all("a"))
    assert not [tag for tag in hostile_page.find_all(True) if any(name.startswith("on") for name in tag.attrs)]


def test_ten_thousand_letters_are_cut_where_there_is_no_room_for_them(hostile_page):
    assert LONG_WORD[:100] in words(hostile_page)
    longest = max(len(cell.get_text()) for cell in hostile_page.find_all(["td", "th", "h1", "h2", "h3"]))
    assert 500 < longest < 1300


def test_hidden_signs_are_not_in_the_page(hostile_report):
    assert not re.search("[\x00-\x08\x0e-\x1f\u202a-\u202e]", hostile_report.read_text(encoding="utf-8"))


def test_peoples_words_are_read_from_the_side_their_script_starts_at(hostile_page):
    cells = [cell for cell in hostile_page.find_all(["td", "th"]) if "שיווק" in cell.get_text()]
    cells = [cell for cell in cells if "col" not in cell.get("scope", "") and "number" not in cell.get("class", [])]
    assert cells
    assert all(cell.get("dir") == "auto" for cell in cells)


@needs_pdf
def test_on_paper_nothing_hostile_leaves_the_page(hostile_report, tmp_path):
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(pdf.html_pdf(hostile_report.read_text(encoding="utf-8")))
    boxes = subprocess.run(["pdftotext", "-bbox", paper, "-"], capture_output=True, text=True, check=True).stdout
    width = float(re.search(r'<page width="([\d.]+)"', boxes)[1])
    assert max(float(right) for right in re.findall(r'xMax="([\d.]+)"', boxes)) < width
    text = subprocess.run(["pdftotext", paper, "-"], capture_output=True, text=True, check=True).stdout
    assert "<script>alert(1)</script>" in text
    assert "{{ 7*7 }}" in text


SAYS = {
    "not_over": ("Actuals are missing for Q3; the report leaves them out.", "Realiserede tal mangler for Q3"),
    "without_key_results": ("The plan has no key results yet", "Planen har endnu ingen nøgleresultater"),
    "without_actuals": ("No actuals yet", "Endnu ingen realiserede tal"),
    "one_team": ("The plan has no initiatives yet", "Planen har endnu ingen initiativer"),
    "crowd": ("Team 24 for customer service", "Team 24 for customer service"),
}


OWN: dict[str, str] = {}  # what people wrote in each plan, in whatever language


@pytest.fixture(
    scope="module", params=[(name, ("en", "da")[place % 2]) for place, name in enumerate(EDGES)], ids="-".join
)
def edge(request, tmp_path_factory):
    """The report of a plan at the edge: its name, its language and its page."""
    name, language = request.param
    folder = EDGES[name](tmp_path_factory.mktemp(name) / "plan")
    report = okr.run_report(folder, quarter="Q3", language=language, output=folder.parent / "out")
    OWN[name] = "\n".join(path.read_text() for path in folder.rglob("*.*") if path.is_file())
    return name, language, read(report.files[1])


def test_a_report_at_the_edge_is_whole_and_says_what_is_missing(edge):
    name, language, page = edge
    shown = words(page)
    assert SAYS[name][language == "da"] in shown
    assert page.html["lang"] == language
    assert not re.search(r"\b(nan|NaN|None|inf|NaT|Traceback)\b", shown)
    levels = [int(heading.name[1]) for heading in page.find_all(re.compile("h[1-6]"))]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(len(picture["aria-label"]) > 20 for picture in page.find_all("svg"))


def test_a_danish_report_has_no_english_left(edge):
    name, language, page = edge
    shown = words(page)
    with (LANGUAGES / "da.po").open("rb") as file:
        messages = [(str(message.id), str(message.string)) for message in read_po(file) if message.id]
    english = [
        text
        for text, danish in messages
        if "{" not in text and len(text) > 9 and " " in text and text not in danish and text not in OWN[name]
    ]
    assert len(english) > 50
    left = [text for text in english if text in shown]
    assert bool(left) == (language == "en"), left


def test_the_contents_lead_to_every_section(edge):
    page = edge[2]
    links = page.nav.find_all("a")
    sections = page.find_all("h2")
    assert [link.get_text() for link in links[1:]] == [section.get_text() for section in sections[1:]]
    assert links[0].get_text() in ("1 The page", "1 Siden")
    assert [link["href"] for link in links] == [f"#{section['id']}" for section in sections]
    anchors = [tag["id"] for tag in page.find_all(id=True)]
    assert len(set(anchors)) == len(anchors)


def test_findings_on_the_plan_stand_in_the_appendix(example, tmp_path):
    runner = CliRunner()
    closed = runner.invoke(app, ["close", str(example), "--quarter", "Q3", "--date", "2023-01-12"])
    assert closed.exit_code == 0, closed.output
    retail = example / "teams/retail.yaml"
    retail.write_text(retail.read_text().replace("target: 60", "target: 50"))
    report = words(read(okr.run_report(example, quarter="Q3", output=tmp_path).files[1]))
    assert "Quality findings" in report
    assert "New brands on the shelf: was 60 when Q3 was closed and is 50 now; write it back" in report
    marketing = words(read(okr.run_report(example, quarter="Q3", team="Marketing", output=tmp_path).files[1]))
    assert "Quality findings" not in marketing

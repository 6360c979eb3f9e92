"""A report's page: no code, alternative text, nothing loaded from anywhere, words are only words."""

import nbformat
import pytest
from bs4 import BeautifulSoup

from okr_lib import ReportError
from okr_lib.display.blocks import OURS
from okr_lib.display.table import Table
from okr_lib.reports.html import _outside_addresses, notebook_html
from okr_lib.reports.page import Look

v4 = nbformat.v4


def page(*outputs, title="Report", language="en"):
    cell = v4.new_code_cell("secret_code = 1", outputs=list(outputs))
    notebook = v4.new_notebook(cells=[v4.new_markdown_cell("about this template"), cell])
    return notebook_html(notebook, title=title, language=language)


def shown(kind, data, **metadata):
    return v4.new_output("display_data", {kind: data}, metadata=metadata)


def test_code_and_notes_of_the_template_are_not_in_the_page():
    html = page(shown("text/html", "<p>Revenue</p>"))
    assert "<p>Revenue</p>" in html
    assert "secret_code" not in html
    assert "about this template" not in html


@pytest.mark.parametrize(("kind", "data"), [("image/svg+xml", "<svg/>"), ("image/png", "iVBORw0KGgo=\n")])
def test_a_picture_is_in_the_page_with_its_alternative_text(kind, data):
    html = page(shown(kind, data, **{kind: {"alt": 'Behind by "20.7" <m>'}}))
    [picture] = BeautifulSoup(html, "html.parser").find_all("img")
    assert picture["alt"] == 'Behind by "20.7" <m>'
    assert picture["src"].startswith(f"data:{kind};base64,")


def test_title_and_language_are_set_and_escaped():
    html = page(title="<script>alert(1)</script>", language="da")
    assert '<html lang="da">' in html
    assert "<title>&lt;script&gt;" in html


def test_plain_text_is_escaped():
    assert "<pre>&lt;b&gt;</pre>" in page(shown("text/plain", "<b>"))


def test_a_page_that_would_load_something_is_refused():
    with pytest.raises(ReportError, match=r"would load https://example\.com/a\.png"):
        page(shown("text/html", '<img src="https://example.com/a.png">'))


@pytest.mark.parametrize(
    "html",
    [
        '<script src="//cdn.example/x.js"></script>',
        "<link rel=stylesheet href='https://fonts.example/a.css'>",
        "<style>p { background: url(http://example.com/a.png) }</style>",
        '<style>@import "https://example.com/a.css";</style>',
        "<img src=https://example.com/a.png>",
    ],
)
def test_every_way_to_load_from_a_network_is_found(html):
    assert _outside_addresses(html)


@pytest.mark.parametrize(
    "html", ['<a href="https://example.com">source</a>', "<p>https://example.com</p>", '<a href="#a">']
)
def test_a_link_to_click_loads_nothing(html):
    assert not _outside_addresses(html)


def test_words_that_look_like_addresses_load_nothing():
    words = 'see src=http://e.example/a url(http://e.example/b) @import "http://e.example/c" <b>data="//e.example"</b>'
    assert not _outside_addresses(f"<p>{words}</p>")


@pytest.mark.parametrize(
    "html",
    ['<svg><image href="//e.example/a.png"/></svg>', '<p style="background:url(//e.example/a)">', "<base href=//e>"],
)
def test_what_loads_without_a_src_is_found(html):
    assert _outside_addresses(html)


def headed(words, level=2, name=""):
    return shown("text/html", f"<h{level}>", **{"text/html": {"level": level, "words": words, "name": name}})


def test_sections_have_numbers_and_names_that_their_words_do_not_change():
    english = page(headed("Report", 1), headed("Why", name="why"), headed("Rules", name="appendix"))
    danish = page(headed("Rapport", 1), headed("Hvorfor", name="why"), headed("Regler", name="appendix"), language="da")
    for html in (english, danish):
        soup = BeautifulSoup(html, "html.parser")
        assert [(section["id"], section.span.text) for section in soup.find_all("h2")] == [
            ("why", "1"),
            ("appendix", "A"),
        ]
        assert [link["href"] for link in soup.nav.find_all("a")] == ["#why", "#appendix"]
    assert [link.text for link in soup.nav.find_all("a")] == ["1 Hvorfor", "A Regler"]
    assert soup.nav["aria-label"] == "Indhold"


def test_no_two_places_have_one_name():
    html = page(
        headed("Mine", name="why"), headed("Yours", name="why"), headed("content", name="content"), headed("Free")
    )
    names = [tag["id"] for tag in BeautifulSoup(html, "html.parser").find_all(id=True)]
    assert names == ["content", "why", "why-2", "content-2", "section-4"]


def test_a_keyboard_gets_past_the_contents():
    soup = BeautifulSoup(page(headed("Why")), "html.parser")
    assert soup.find(class_="skip")["href"] == "#content"
    assert soup.main["id"] == "content"


def test_a_page_without_sections_has_no_contents():
    assert "<nav" not in page(headed("Report", 1), shown("text/html", "<p>Revenue</p>"))


def test_a_table_is_named_after_the_heading_above_it_and_can_be_scrolled_with_the_keyboard():
    html = page(headed("Teams"), shown("text/html", "<table><tr><td>1</td></tr></table>"))
    [box] = BeautifulSoup(html, "html.parser").find_all(class_="table")
    assert (box["tabindex"], box["role"], box["aria-label"]) == ("0", "group", "Teams")


@pytest.mark.parametrize(
    ("texts", "kinds"),
    [(["1"] * 30, "table long"), (["x" * 30], "table tight"), (["1"], "table")],
)
def test_long_tables_may_be_parted_and_long_words_broken_on_paper(texts, kinds):
    assert Table({"name": texts}, {"name": "Name"})._repr_mimebundle_()[1] == {"text/html": {"kind": kinds}}


def test_a_picture_of_ours_stands_in_the_page_as_it_is_and_another_as_an_image():
    ours = page(shown("image/svg+xml", "<svg><text>Retail</text></svg>", **{"image/svg+xml": {OURS: "yes"}}))
    assert "<svg><text>Retail</text></svg>" in ours
    assert "<svg" not in page(shown("image/svg+xml", "<svg onload='x()'/>"))


def test_a_brand_is_in_the_page_and_runs_nothing():
    logo = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>"
    look = Look("Matas <b>", "#7a1f3d", ("logo.svg", logo), ("brand.ttf", b"\0\1\0\0"))
    html = notebook_html(v4.new_notebook(cells=[]), title="Report", language="en", look=look)
    soup = BeautifulSoup(html, "html.parser")
    assert soup.img["src"].startswith("data:image/svg+xml;base64,")
    assert soup.img["alt"] == soup.find("meta", attrs={"name": "author"})["content"] == "Matas <b>"
    assert "--accent: #7a1f3d" in html
    assert not soup.find_all(["script", "b"])

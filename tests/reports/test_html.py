"""A report's page: no code, alternative text, nothing loaded from anywhere, words are only words."""

import nbformat
import pytest
from bs4 import BeautifulSoup

from okr_lib import ReportError
from okr_lib.reports.html import notebook_html, outside_addresses

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
    assert outside_addresses(html)


@pytest.mark.parametrize(
    "html", ['<a href="https://example.com">source</a>', "<p>https://example.com</p>", '<a href="#a">']
)
def test_a_link_to_click_loads_nothing(html):
    assert not outside_addresses(html)


def test_words_that_look_like_addresses_load_nothing():
    words = 'see src=http://e.example/a url(http://e.example/b) @import "http://e.example/c" <b>data="//e.example"</b>'
    assert not outside_addresses(f"<p>{words}</p>")


@pytest.mark.parametrize(
    "html",
    ['<svg><image href="//e.example/a.png"/></svg>', '<p style="background:url(//e.example/a)">', "<base href=//e>"],
)
def test_what_loads_without_a_src_is_found(html):
    assert outside_addresses(html)


def test_sections_of_one_name_have_anchors_of_their_own_and_a_list_after_the_first():
    html = page(
        shown("text/html", "<h1>Årsrapport</h1><h2>Mål &amp; løfter</h2><h3>a</h3><h2>Mål &amp; løfter</h2>"),
        language="da",
    )
    soup = BeautifulSoup(html, "html.parser")
    assert [heading["id"] for heading in soup.find_all(["h1", "h2", "h3"])] == [f"heading-{n}" for n in (1, 2, 3, 4)]
    assert [(link["href"], link.get_text()) for link in soup.nav.find_all("a")] == [
        ("#heading-2", "Mål & løfter"),
        ("#heading-4", "Mål & løfter"),
    ]
    assert soup.nav["aria-label"] == "Indhold"
    assert [heading["id"] for heading in soup.nav.find_all_previous("h2")] == ["heading-2"]


def test_a_page_without_sections_has_no_contents():
    assert "<nav" not in page(shown("text/html", "<h1>Report</h1><p>Revenue</p>"))


def test_a_table_is_named_after_the_heading_above_it_and_can_be_scrolled_with_the_keyboard():
    html = page(
        shown("text/html", "<h2>Teams</h2>"), shown("text/html", "<div><table><tr><td>1</td></tr></table></div>")
    )
    [box] = BeautifulSoup(html, "html.parser").find_all(class_="table")
    assert (box["tabindex"], box["role"], box["aria-labelledby"]) == ("0", "group", "heading-1")
    assert box["class"] == ["table"]


@pytest.mark.parametrize(
    ("cell", "kinds"),
    [("<tr><td>1</td></tr>" * 30, ["table", "long"]), (f"<tr><td>{'x' * 24}<wbr>x</td></tr>", ["table", "tight"])],
)
def test_long_tables_may_be_parted_and_long_words_broken_on_paper(cell, kinds):
    html = page(shown("text/html", f"<div><table>{cell}</table></div>"))
    assert BeautifulSoup(html, "html.parser").find(class_="table")["class"] == kinds

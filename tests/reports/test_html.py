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

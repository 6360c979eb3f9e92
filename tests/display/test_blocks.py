"""Blocks of text are escaped in HTML and plain elsewhere."""

import pytest

from okr_lib.display.blocks import bullets, heading, paragraphs
from tests.display.conftest import AWKWARD


@pytest.mark.parametrize("block", [heading(AWKWARD), paragraphs([AWKWARD]), bullets([AWKWARD])])
def test_words_are_escaped_in_html_and_whole_in_text(block):
    assert "<script" not in block.html
    assert "&lt;script&gt;" in block.html
    assert AWKWARD in block.text


def test_a_heading_has_its_level():
    assert heading("Report", 1).html == "<h1>Report</h1>"


def test_each_sentence_is_a_paragraph_of_its_kind():
    assert paragraphs(["One.", "Two."], "key").html == '<p class="key">One.</p>\n<p class="key">Two.</p>'


def test_empty_sentences_are_left_out():
    assert paragraphs(["", "One."]).html == "<p>One.</p>"
    assert paragraphs([""]).html == ""


def test_bullets_are_a_list():
    block = bullets(iter(["one", "two"]))
    assert block.html == "<ul><li>one</li><li>two</li></ul>"
    assert block.text == "- one\n- two"


def test_a_notebook_shows_html_and_a_terminal_the_text():
    block = heading("A & B")
    assert block._repr_html_() == '<div class="mathjax_ignore tex2jax_ignore"><h2>A &amp; B</h2></div>'
    assert repr(block) == "A & B"
    assert paragraphs([])._repr_html_() == ""


def test_hidden_signs_are_left_out_and_a_heading_has_an_end():
    assert paragraphs(["a\x07b\u202ec"]).html == "<p>abc</p>"
    assert len(heading("x" * 10_000).html) < 450

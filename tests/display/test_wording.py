"""Words are shown without what hides in them, and end where there is no more room."""

import json
import sys
import unicodedata

import pytest

from okr_lib.display.wording import plain, printable, printable_json


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Head of Retail", "Head of Retail"),
        ("bell\x07 and null\x00", "bell and null"),
        ("\u202eevil\u2066 order", "evil order"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("שיווק 🚀", "שיווק 🚀"),
    ],
)
def test_hidden_signs_are_left_out_and_letters_kept(text, shown):
    assert plain(text) == shown


def test_what_is_too_long_ends_with_an_ellipsis():
    assert plain("x" * 10, 10) == "x" * 10
    assert plain("x" * 11, 10) == "x" * 9 + "…"
    assert plain("one two three", 9) == "one two…"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Head of Retail, 5% and 1 000", "Head of Retail, 5% and 1 000"),
        ("red \x1b[31m, erased \x9b2J, bell \x07", "red \\x1b[31m, erased \\x9b2J, bell \\x07"),
        ("over the line\r", "over the line\\x0d"),
        ("\u202eevil\u2066 order\u200f", "\\u202eevil\\u2066 order\\u200f"),
        ("two\u2028lines\x85", "two\\u2028lines\\x85"),
        ("a file \udcff of bytes, half a sign \ud83d", "a file \\xff of bytes, half a sign \\ud83d"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("שיווק 🚀👩\u200d💻", "שיווק 🚀👩\u200d💻"),
    ],
)
def test_on_a_terminal_what_would_act_on_it_is_shown(text, shown):
    assert printable(text) == shown


def test_no_sign_that_acts_on_a_terminal_gets_through():
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    left = {sign for sign in printable(every) if unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"}}
    assert left == {"\n", "\t"}
    bidirectional = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}
    assert not bidirectional & {unicodedata.bidirectional(sign) for sign in printable(every)}


def test_json_for_a_terminal_says_exactly_what_it_said():
    names = ["red \x1b[31m\x9b", "\u202eevil", "half \ud83d", "Kjøb & så"]
    text = printable_json(json.dumps(names, ensure_ascii=False))
    assert json.loads(text) == names
    assert printable(text) == text

"""Words are shown without what hides in them, and end where there is no more room."""

import pytest

from okr_lib.display.wording import plain


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

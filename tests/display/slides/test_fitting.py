"""How much room words take: nothing is cut that fits, and what is cut says so."""

from pathlib import Path

from matplotlib import get_data_path

from okr_lib.display.slides.fitting import Ruler

RULER = Ruler()
SERIF = (Path(get_data_path()) / "fonts" / "ttf" / "DejaVuSerif.ttf").read_bytes()


def test_words_go_on_lines_that_are_no_wider_than_the_room():
    found = RULER.lines_of("Evening delivery in the large cities of the country", 1.5, 12)
    assert " ".join(found) == "Evening delivery in the large cities of the country"
    assert len(found) > 2
    assert max(RULER.inches(line, 12) for line in found) <= 1.5


def test_a_word_longer_than_a_line_is_broken():
    found = RULER.lines_of("x" * 100, 1.0, 12)
    assert "".join(found) == "x" * 100
    assert len(found) > 5


def test_letters_are_as_large_as_there_is_room_for():
    text = ["A sentence that takes some room on the slide"]
    assert RULER.fitting_size(text, 8, 1, (26, 18)) == 26
    assert RULER.fitting_size(text, 2, 1, (26, 18)) == 18
    assert RULER.height_of(text[0], 2, 26) > 1


def test_what_fits_stays_and_what_is_cut_ends_with_dots():
    assert RULER.cut("Retail", 2, 12, 1) == "Retail"
    assert RULER.cut("Retail in the large cities of the country", 1, 12, 2).endswith("…")
    assert RULER.cut("", 1, 12, 1) == ""


def test_a_font_of_its_own_measures_and_a_letter_that_it_lacks_is_wide():
    assert Ruler(SERIF).inches("Retail", 12) > RULER.inches("Retail", 12)
    assert RULER.inches("販", 72) == 1.0
    assert RULER.inches("Retail", 12, bold=True) > RULER.inches("Retail", 12)

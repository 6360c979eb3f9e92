"""How much room words take: nothing is cut that fits, and what is cut says so."""

from okr_lib.display.slides.fitting import cut, fitting_size, height_of, lines_of


def test_words_go_on_lines_that_are_no_wider_than_the_room():
    found = lines_of("Evening delivery in the large cities of the country", 1.5, 12)
    assert " ".join(found) == "Evening delivery in the large cities of the country"
    assert len(found) > 2


def test_a_word_longer_than_a_line_is_broken():
    found = lines_of("x" * 100, 1.0, 12)
    assert "".join(found) == "x" * 100
    assert len(found) > 5


def test_letters_are_as_large_as_there_is_room_for():
    text = ["A sentence that takes some room on the slide"]
    assert fitting_size(text, 8, 1, (26, 18)) == 26
    assert fitting_size(text, 2, 1, (26, 18)) == 18
    assert height_of(text[0], 2, 26) > 1


def test_what_fits_stays_and_what_is_cut_ends_with_dots():
    assert cut("Retail", 2, 12, 1) == "Retail"
    assert cut("Retail in the large cities of the country", 1, 12, 2).endswith("…")
    assert cut("", 1, 12, 1) == ""

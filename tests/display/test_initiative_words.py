"""Words on initiatives tell what was said of them, and nothing of what was planned."""

import pandas as pd
import pytest

from okr_lib.display.initiative_words import finding_initiatives, state_words
from okr_lib.display.labels import Labels


@pytest.mark.parametrize(
    ("state", "late", "said", "danish"),
    [
        ("", 0, "Nobody has said", "Ingen har meldt noget"),
        ("not_started", 2, "Not started; 2 quarters late", "Ikke gået i gang; 2 kvartaler forsinket"),
        ("under_way", 1, "Under way; 1 quarter late", "I gang; 1 kvartal forsinket"),
        ("done", 0, "Done", "Gennemført"),
    ],
)
def test_a_state_says_how_late(state, late, said, danish):
    row = {"state": state, "late": late}
    assert [state_words(row, Labels(language)) for language in ("en", "da")] == [said, danish]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "The plan has no initiatives yet"),
        ([("", 0), ("", 0)], "Nobody has said yet which of the 2 initiatives have started"),
        ([("done", 0), ("", 0)], "Initiatives: done 1, nobody has said 1; none is late"),
        ([("not_started", 1), ("stopped", 0)], "Initiatives: not started 1, stopped 1; late: 1"),
    ],
)
def test_the_finding_counts_what_was_told(rows, said):
    assert finding_initiatives(pd.DataFrame(rows, columns=["state", "late"]), Labels()) == said

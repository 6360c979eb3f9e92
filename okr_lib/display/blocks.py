"""Text blocks of a report: headings, sentences and notes, escaped, so that a plan's words are only words.

Notebooks would typeset words between dollar signs as formulas; a block says that it holds none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

from okr_lib.display.wording import LONGEST_NAME, plain

OURS = "words are text"  # said of a picture that may stand in a page as it is
NO_FORMULAS = "mathjax_ignore tex2jax_ignore"  # what MathJax 3 and 2 leave alone


@dataclass(frozen=True)
class Block:
    """Text to show: ``html`` where HTML is shown, ``text`` elsewhere.

    A heading says its ``level`` and the ``name`` by which a page can be linked to at that place.
    """

    html: str
    text: str
    level: int = 0
    name: str = ""

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return f'<div class="{NO_FORMULAS}">{self.html}</div>' if self.html else ""

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, str], dict[str, Any]]:
        said = {"level": self.level, "words": self.text, "name": self.name} if self.level else {}
        return {"text/html": self._repr_html_(), "text/plain": self.text}, {"text/html": said}


def heading(text: str, level: int = 2, name: str = "") -> Block:
    """A heading; level 1 is the report's title.

    Parameters
    ----------
    text
        Its words, in the report's language.
    level
        1 to 6.
    name
        What links to it end with: English, the same in every quarter and language, such as ``teams``.

    Examples
    --------
    >>> heading("Growth & <risk>", 2).html
    '<h2>Growth &amp; &lt;risk&gt;</h2>'
    """
    words = plain(text, 2 * LONGEST_NAME)
    return Block(f"<h{level}>{escape(words)}</h{level}>", words, level, name)


def paragraphs(sentences: Iterable[str], kind: str = "") -> Block:
    """Sentences, each a paragraph; ``kind`` is "lead", "key", "note" or nothing."""
    given = [plain(sentence) for sentence in sentences if sentence]
    opening = f'<p class="{escape(kind)}">' if kind else "<p>"
    return Block("\n".join(f"{opening}{escape(sentence)}</p>" for sentence in given), "\n".join(given))


def bullets(sentences: Iterable[str]) -> Block:
    """Sentences as a list."""
    given = [plain(sentence) for sentence in sentences]
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in given)
    return Block(f"<ul>{items}</ul>", "\n".join(f"- {sentence}" for sentence in given))


def tile_row(tiles: Iterable[tuple[str, str, Iterable[str]]]) -> Block:
    """Figures side by side, each with its name above and notes below.

    Examples
    --------
    >>> tile_row([("Revenue", "4,455", ["+1%"])]).text
    'Revenue: 4,455 (+1%)'
    """
    html, text = [], []
    for name, figure, notes in tiles:
        shown = [plain(words, LONGEST_NAME) for words in (name, figure, *notes)]
        small = "".join(f"<li>{escape(note)}</li>" for note in shown[2:])
        html.append(
            f"<div><dt>{escape(shown[0])}</dt><dd><strong>{escape(shown[1])}</strong><ul>{small}</ul></dd></div>"
        )
        text.append(f"{shown[0]}: {shown[1]} ({'; '.join(shown[2:])})")
    return Block(f'<dl class="tiles">{"".join(html)}</dl>', "\n".join(text))

"""Text blocks of a report: headings, sentences and notes, escaped, so that a plan's words are only words."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Block:
    """Text to show: ``html`` where HTML is shown, ``text`` elsewhere."""

    html: str
    text: str

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return self.html


def heading(text: str, level: int = 2) -> Block:
    """A heading; level 1 is the report's title.

    Examples
    --------
    >>> heading("Growth & <risk>", 2).html
    '<h2>Growth &amp; &lt;risk&gt;</h2>'
    """
    return Block(f"<h{level}>{escape(text)}</h{level}>", text)


def paragraphs(sentences: Iterable[str], kind: str = "") -> Block:
    """Sentences, each a paragraph; ``kind`` is "lead", "key", "note" or nothing."""
    given = [sentence for sentence in sentences if sentence]
    opening = f'<p class="{escape(kind)}">' if kind else "<p>"
    return Block("\n".join(f"{opening}{escape(sentence)}</p>" for sentence in given), "\n".join(given))


def bullets(sentences: Iterable[str]) -> Block:
    """Sentences as a list."""
    given = list(sentences)
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in given)
    return Block(f"<ul>{items}</ul>", "\n".join(f"- {sentence}" for sentence in given))

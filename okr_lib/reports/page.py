"""A page: parts one after another, with a title, numbered sections that can be linked to, and one style for all.

It is one file that loads nothing: style and fonts are in it, there is no script, and a policy forbids both from elsewhere.
Links to a section end with its name, which is the same in every quarter and language.
"""

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from html import escape
from pathlib import Path

from babel import Locale

from okr_lib.display.fonts import FAMILY, FOLDER
from okr_lib.display.labels import Labels
from okr_lib.display.wording import LONGEST_NAME, plain

_STYLES = Path(__file__).parent / "styles"
_APPENDIX = "appendix"  # the section that has a letter and no number
_PAGE = "page"  # the section whose heading is the answer, so that a link to it says what it is instead
_POLICY = "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'"
_KINDS = {".svg": "image/svg+xml", ".png": "image/png", ".ttf": "font/ttf", ".otf": "font/otf", ".woff2": "font/woff2"}


@dataclass(frozen=True)
class Part:
    """What stands in a page: a heading of some ``level`` with its ``words`` and ``name``, or anything else of some ``kind``."""

    html: str
    level: int = 0
    words: str = ""
    name: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Look:
    """What a company's own pages have: its name, a colour, and files by name and content."""

    author: str = ""
    accent: str = ""
    logo: tuple[str, bytes] | None = field(default=None, repr=False)
    font: tuple[str, bytes] | None = field(default=None, repr=False)


def page_html(
    parts: Iterable[Part], *, title: str, language: str, look: Look | None = None, numbered: bool = True
) -> str:
    """A page with everything in it.

    Parameters
    ----------
    parts
        What stands in it, in order. A table or picture is named after the heading above it.
    language
        Code of the language it is written in.
    look
        What is the company's own.
    numbered
        Whether its sections have numbers.
    """
    look = look or Look()
    labels = Labels(language)
    body, sections = _body(list(parts), numbered=numbered)
    shown = plain(title, 2 * LONGEST_NAME)
    described = [("author", plain(look.author, LONGEST_NAME)), ("description", shown)]
    metas = "".join(f'<meta name="{name}" content="{escape(said)}">\n' for name, said in described if said)
    logo = f'<img class="logo" alt="{escape(look.author)}" src="{_address(*look.logo)}">\n' if look.logo else ""
    spoken = str(Locale.parse(language).get_display_name(language)).capitalize()
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n{metas}'
        f"<title>{escape(shown)}</title>\n<style>\n{_style(look)}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#content">{escape(labels.text("To the content"))}</a>\n'
        f"{_contents(sections, labels)}"
        f'<main id="content" data-language="{escape(spoken)}">\n{logo}{body}\n</main>\n</body>\n</html>\n'
    )


def _body(parts: Sequence[Part], *, numbered: bool) -> tuple[str, list[tuple[str, str, str]]]:
    """The parts as HTML, and the sections: name, number and words of each."""
    shown: list[str] = []
    sections: list[tuple[str, str, str]] = []
    taken: set[str] = set()
    above = ""
    for part in parts:
        if not part.level:
            shown.append(_boxed(part, above))
            continue
        above = part.words
        count = ""
        if part.level == 2:
            before = sum(number != "A" for _, number, _ in sections)
            number = "" if not numbered else "A" if part.name == _APPENDIX else str(before + 1)
            name = _free(part.name or f"section-{len(sections) + 1}", taken)
            sections.append((name, number, part.words))
            count = f'<span class="count">{number}</span> ' if number else ""
        else:
            name = _free(part.name, taken)
        anchor = f' id="{escape(name)}"' if name else ""
        shown.append(f"<h{part.level}{anchor}>{count}{escape(part.words)}</h{part.level}>")
    return "\n".join(shown), sections


def _free(name: str, taken: set[str]) -> str:
    """A name that no other place of the page has."""
    free, more = name, 2
    while name and free in {*taken, "content"}:
        free, more = f"{name}-{more}", more + 1
    taken.add(free)
    return free


def _boxed(part: Part, above: str) -> str:
    """A part, with a box that can be scrolled with the keyboard around what may be wider than the page."""
    if not part.kind:
        return part.html
    box = "figure" if part.kind.startswith("picture") else "div"
    kind = f' class="{escape(part.kind)}"'
    name = f' role="group" aria-label="{escape(above)}"' if above else ""
    return f'<{box}{kind} tabindex="0"{name}>{part.html}</{box}>'


def _contents(sections: Sequence[tuple[str, str, str]], labels: Labels) -> str:
    if not sections:
        return ""
    said = [(name, number, labels.text("The page") if name == _PAGE else words) for name, number, words in sections]
    links = "".join(
        f'<li><a href="#{escape(name)}">{escape(f"{number} {words}".strip())}</a></li>' for name, number, words in said
    )
    return f'<nav aria-label="{escape(labels.text("Contents"))}"><ol>{links}</ol></nav>\n'


def _style(look: Look) -> str:
    own = [f":root {{ --accent: {look.accent}; }}\n"] if look.accent else []
    if look.font:
        own.append(f"@font-face {{ font-family: Brand; src: url({_address(*look.font)}); }}\n")
    return "".join([_shared_style(), *own])


@cache
def _shared_style() -> str:
    """Fonts and style of every page."""
    faces = [
        f'@font-face {{ font-family: "{FAMILY}"; font-weight: {weight}; src: url({_address(file.name, file.read_bytes())}); }}\n'
        for weight, file in ((400, FOLDER / "report-sans-regular.woff2"), (700, FOLDER / "report-sans-bold.woff2"))
    ]
    return "".join([*faces, *((_STYLES / name).read_text(encoding="utf-8") for name in ("report.css", "print.css"))])


def _address(name: str, content: bytes) -> str:
    """A file as an address that holds it; a picture shown by it runs and loads nothing."""
    return f"data:{_KINDS[Path(name).suffix.casefold()]};base64,{base64.b64encode(content).decode()}"

"""The catalogues: what each text is in another language, one file ``languages/CODE.po`` a language.

English is the language the texts are written in and needs none. A text that counts has a form for one and for several.
"""

from collections.abc import Mapping
from functools import cache
from gettext import c2py
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from okr_lib.errors import Message, OkrError

LANGUAGES = Path(__file__).parent / "languages"
SOURCE_LANGUAGE = "en"


def languages() -> list[str]:
    """Codes of the languages there are."""
    return sorted({SOURCE_LANGUAGE, *(path.stem for path in LANGUAGES.glob("*.po"))})


def known_language(language: str) -> str:
    """A language there is; any other is an ``OkrError`` that lists those there are."""
    if language not in languages():
        known = tuple(languages())
        raise OkrError(
            Message("there is no language {language}; choose from {known}", language=repr(language), known=known)
        )
    return language


def translated(text: str, language: str) -> str:
    """A text in a language, with its places; the text itself where the language does not have it."""
    return _texts(language).get(text, text)


def translated_template(message: Message, language: str) -> str:
    """The template of a message in a language, in the form its count needs there."""
    if message.forms is None or language == SOURCE_LANGUAGE:
        return translated(message.template, language)
    forms = _forms(language).get(message.forms, ())
    form = c2py(_catalogue(language).plural_expr)(int(str(message.values["count"])))
    return forms[form] if form < len(forms) else message.template


@cache
def _catalogue(language: str) -> Catalog:
    with (LANGUAGES / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


@cache
def _texts(language: str) -> Mapping[str, str]:
    if known_language(language) == SOURCE_LANGUAGE:
        return {}
    entries = [entry for entry in _catalogue(language) if entry.id and entry.string and not entry.pluralizable]
    return {str(entry.id): str(entry.string) for entry in entries}


@cache
def _forms(language: str) -> Mapping[tuple[str, ...], tuple[str, ...]]:
    counted = [entry for entry in _catalogue(language) if entry.pluralizable]
    return {tuple(entry.id): tuple(entry.string or ()) for entry in counted}

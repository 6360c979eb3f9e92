"""The pages that phones in the room see: plain forms in HTML, which work without any script.

A page says what the room is asked now and what this phone has said; of others it shows nothing before the facilitator
does. Everything that anybody typed is shown as the text it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from html import escape
from pathlib import Path

from okr_lib.display.catalogue import languages
from okr_lib.display.labels import Labels
from okr_lib.display.wording import plain
from okr_lib.plan.opinions import POINTS
from okr_lib.plan.room import DOTS, Answers, Asked, Question, Vote
from okr_lib.plan.room_notes import LONGEST_NOTE
from okr_lib.plan.values import Estimate
from okr_lib.serving.room_forms import LONGEST_NAME, LONGEST_NUMBER

_FILES = Path(__file__).parent / "room_page"
_HEADS = {"low": "Low", "likely": "Likely", "high": "High"}
_LANGUAGES = {"da": "Dansk", "en": "English"}
_LONGEST_TITLE, _MANY = 120, 50


@cache
def page_file(name: str) -> bytes:
    """The style or the script of the pages."""
    return (_FILES / name).read_bytes()


@dataclass(frozen=True)
class View:
    """What a page is made of: the room as it is, whose phone it is, and what was typed and refused a moment ago."""

    labels: Labels
    title: str
    question: Question = field(default_factory=Question)
    answers: Answers = field(default_factory=Answers)
    phone: str = ""
    at: str = ""
    told: str = ""
    refused: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)

    def in_money(self) -> "View":
        """The same with the plan's own way of writing money."""
        labels = replace(self.labels, currency=self.question.currency, unit=self.question.unit)
        return replace(self, labels=labels)


def join_page(view: View, code: str = "") -> str:
    """The page of a phone that is not in the room: it asks for the code."""
    labels = view.labels
    name, words = labels.text("Code"), labels.text("It stands on the screen in the room, and in the QR code.")
    form = (
        f'<form method="post" action="/join"><label for="code">{escape(name)}<small>{escape(words)}</small></label>'
        f'<input class="code" id="code" name="code" value="{escape(code)}" maxlength="12" required autocomplete="off" '
        f'autocapitalize="characters" spellcheck="false"><button>{escape(labels.text("Join the room"))}</button></form>'
    )
    still = replace(view, at="")  # it follows nothing, so that what is typed stays
    return _document(still, f"<h1>{escape(labels.text('Join the room'))}</h1>{_told(view)}{form}")


def room_page(view: View) -> str:
    """The page of a phone in the room: what is asked, what this phone said, and a place for questions."""
    question, labels = view.question, view.labels
    if question.asked:
        asked = _revealed(view, question.asked) if question.asked.merged else _estimate(view, question.asked)
    elif question.vote:
        asked = _totals(view, question.vote) if question.vote.dots is not None else _vote(view, question.vote)
    else:
        words = labels.text("Nothing is asked yet. This page follows the room; keep it open.")
        asked = f"<h1>{escape(labels.text('You are in the room'))}</h1>{_told(view)}<p>{escape(words)}</p>"
    return _document(view, f"{asked}{_parking(view)}{_name(view)}")


def plain_page(view: View, head: str) -> str:
    """A page that says one thing."""
    return _document(view, f"<h1>{escape(head)}</h1>{_told(view)}")


def _estimate(view: View, asked: Asked) -> str:
    labels = view.labels
    given = view.answers.estimates.get(asked.key, {}).get(view.phone)
    unit = "%" if asked.lift else labels.money_unit
    what = (
        labels.text(
            "By how many per cent does it lift {stream} in a year, when it works in full?", stream=asked.stream_title
        )
        if asked.lift
        else labels.text("What does it bring on {stream} in a year, when it works in full?", stream=asked.stream_title)
    )
    shown = {
        point: view.typed.get(point, "" if given is None else labels.typed(getattr(given, point), share=asked.lift))
        for point in POINTS
    }
    hints = {"low": labels.text("if much goes wrong"), "likely": "", "high": labels.text("if much goes well")}
    fields = "".join(
        f'<div><label for="{point}">{escape(labels.text(_HEADS[point]))}<small>{escape(hints[point]) or "&nbsp;"}</small></label>'
        f'<input class="number" id="{point}" name="{point}" inputmode="decimal" autocomplete="off" '
        f'maxlength="{LONGEST_NUMBER}" value="{escape(shown[point])}"{" required" * (point == "likely")}></div>'
        for point in POINTS
    )
    kept = ""
    if given is not None and not view.refused:
        words = labels.text(
            "Yours: {estimate}. You may change it until all are revealed.", estimate=_said(given, view, asked)
        )
        kept = f'<p class="told" role="status">{escape(words)}</p>'
    send = labels.text("Send my estimate") if given is None else labels.text("Change my estimate")
    return (
        f"<h1>{_title(asked.title)}</h1>{_told(view)}<p>{escape(what)} <small>{escape(unit)}</small></p>"
        f'<form method="post" action="/estimate"><input type="hidden" name="about" value="{escape(asked.key)}">'
        f'<div class="three">{fields}</div><button>{escape(send)}</button></form>{kept}'
        f"<p><small>{escape(labels.text('Nobody sees it before the room reveals all of them together.'))}</small></p>"
    )


def _revealed(view: View, asked: Asked) -> str:
    labels, given = view.labels, view.answers.estimates.get(asked.key, {}).get(view.phone)
    assert asked.merged is not None
    lines = [(labels.text("The room, median of {count}", count=str(view.answers.count(view.question))), asked.merged)]
    lines += [(labels.text("You"), given)] if given is not None else []
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(_said(estimate, view, asked))}</td></tr>'
        for name, estimate in lines
    )
    about = f"{labels.text('Low · likely · high')}, {'%' if asked.lift else view.labels.money_unit}"
    return f"<h1>{_title(asked.title)}</h1>{_told(view)}<p>{escape(about)}</p><table><tbody>{rows}</tbody></table>"


def _vote(view: View, vote: Vote) -> str:
    labels = view.labels
    mine = view.answers.dots.get(vote.key, {}).get(view.phone)
    longest = _LONGEST_TITLE if len(vote.titles) < _MANY else _LONGEST_TITLE // 2
    fields = "".join(
        f'<div class="vote"><label for="d{place}">{escape(plain(title, longest))}</label><input id="d{place}" '
        f'name="dots.{place}" inputmode="numeric" value="{escape(view.typed.get(f"dots.{place}", str((mine or {}).get(name, 0))))}"></div>'
        for place, (name, title) in enumerate(vote.titles.items())
    )
    left = labels.text("Dots left: {count}", count="#")
    sent = labels.text("Your dots are counted. You may change them until the vote ends.")
    kept = f'<p class="told" role="status">{escape(sent)}</p>' if mine is not None and not view.refused else ""
    send = labels.text("Send my dots") if mine is None else labels.text("Change my dots")
    what = labels.text("Give {count} dots to what matters most; several to one if you like.", count=str(DOTS))
    return (
        f"<h1>{escape(labels.text('What comes first?'))}</h1>{_told(view)}<p>{escape(what)}</p>"
        f'<form method="post" action="/vote"><input type="hidden" name="about" value="{escape(vote.key)}">{fields}'
        f'<p id="left" data-dots="{DOTS}" data-words="{escape(left)}" role="status"></p><button>{escape(send)}</button></form>{kept}'
        f"<p><small>{escape(labels.text('Nobody sees whose dots are whose.'))}</small></p>"
    )


def _totals(view: View, vote: Vote) -> str:
    rows = "".join(
        f'<tr><th scope="row">{_title(vote.titles[name])}</th><td>{escape(view.labels.number(count, 0))}</td></tr>'
        for name, count in (vote.dots or {}).items()
    )
    labels = view.labels
    head = escape(labels.text("What comes first? The room's dots"))
    return f"<h1>{head}</h1>{_told(view)}<table><tbody>{rows}</tbody></table>"


def _parking(view: View) -> str:
    labels = view.labels
    hint = labels.text("It goes into the parking lot, on the screen for all.")
    return (
        f'<form method="post" action="/question"><h2><label for="question">{escape(labels.text("A question for later"))}</label></h2>'
        f'<small>{escape(hint)}</small><textarea id="question" name="question" rows="2" maxlength="{LONGEST_NOTE}">'
        f'{escape(view.typed.get("question", ""))}</textarea><button class="quiet">{escape(labels.text("Park it"))}</button></form>'
    )


def _name(view: View) -> str:
    labels, phone = view.labels, view.answers.phones[view.phone]
    who = labels.text("You are no. {number}", number=str(phone.number))
    head = f"{who} · {plain(phone.name, LONGEST_NAME)}" if phone.name else who
    hint = labels.text("Whoever wants to be asked about an estimate says who they are; a role is enough.")
    return (
        f'<details><summary>{escape(head)}</summary><form method="post" action="/name">'
        f'<label for="name">{escape(labels.text("Your name, if you like"))}<small>{escape(hint)}</small></label>'
        f'<input id="name" name="name" maxlength="{LONGEST_NAME}" autocomplete="off" value="{escape(phone.name)}">'
        f'<button class="quiet">{escape(labels.text("Keep"))}</button></form></details>'
    )


def _told(view: View) -> str:
    if view.refused:
        return f'<p class="told bad" role="alert">{escape(view.refused)}</p>'
    return f'<p class="told" role="status">{escape(view.told)}</p>' if view.told else ""


def _said(estimate: Estimate, view: View, asked: Asked) -> str:
    numbers = [view.labels.typed(getattr(estimate, point), share=asked.lift) for point in POINTS]
    return " · ".join(view.labels.percent(number) if asked.lift else number for number in numbers)


def _title(title: str) -> str:
    return escape(plain(title, _LONGEST_TITLE))


def _document(view: View, body: str) -> str:
    labels, language = view.labels, view.labels.language
    others = " · ".join(
        f'<a href="/?language={code}" lang="{code}" hreflang="{code}">{_LANGUAGES.get(code, code)}</a>'
        for code in languages()
        if code != language
    )
    moved = f'<a href="/">{escape(labels.text("The room has moved on: show it"))}</a>'
    lost = escape(labels.text("No connection to the room. What you typed is still here."))
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{_title(view.title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        '<link rel="icon" href="data:,"><link rel="stylesheet" href="/room.css"><script src="/room.js" defer></script></head>'
        f'<body data-at="{escape(view.at)}"><header><span>{_title(view.title)}</span></header><main>'
        f'<p class="told" id="moved" role="status" hidden>{moved}</p><p class="told bad" id="lost" role="alert" hidden>{lost}</p>'
        f'{body}</main><footer><a href="/">{escape(labels.text("Load again"))}</a> · {others}</footer></body></html>'
    )

"""The guide of a workshop in words: its steps, the question each puts to the room, and what is still open in it."""

from collections.abc import Sequence
from html import escape

from okr_lib.display.labels import Labels
from okr_lib.review.readiness import Check, Question, Step

_TITLES = {
    Step.AMBITION: "Ambition",
    Step.SOURCES: "Where growth comes from",
    Step.PEOPLE: "Who commits to what",
    Step.WORK: "What we will do",
    Step.RESULTS: "How we will know",
    Step.CLOSING: "Does it close?",
}
_QUESTIONS = {
    Step.AMBITION: "How much do we want to grow this year?",
    Step.SOURCES: "Where is revenue booked, and how would it develop if we started nothing new?",
    Step.PEOPLE: "Which themes do we share, who does the work, and how much growth does each team commit to?",
    Step.WORK: "What will we do, what is it worth, how sure are we, and who makes it happen?",
    Step.RESULTS: "How will each team know, long before the year is over, that it is getting there?",
    Step.CLOSING: "Do the numbers close, and do we believe in them?",
}
_MINUTES = {
    Step.AMBITION: 20,
    Step.SOURCES: 30,
    Step.PEOPLE: 40,
    Step.WORK: 120,
    Step.RESULTS: 60,
    Step.CLOSING: 30,
}
_NEEDED = {
    Step.AMBITION: "Before the room moves on: one target that everybody can repeat.",
    Step.SOURCES: "Before the room moves on: last year's revenue, and what comes by itself, low to high.",
    Step.PEOPLE: "Before the room moves on: every team knows its amount and who leads it.",
    Step.WORK: "Before the room moves on: each team has said what it will do, what that is worth and what must come first.",
    Step.RESULTS: "Before the room moves on: each team knows by which number it will see early that it is on its way.",
    Step.CLOSING: "Before the room goes home: everybody has said whether they believe in the plan, and the open holes have owners.",
}
_CRIB = {
    Step.AMBITION: "Ask each person to write a number down before anybody says one. Read out how many companies grew as much, and ask what makes this one different.",
    Step.SOURCES: "Take last year's revenue from the accounts, by quarter; four cells from Excel can be pasted into the first field. Ask for the low and the high of momentum first: who starts with likely stays there.",
    Step.PEOPLE: "Name the themes before the amounts: a theme that only one team works on is not shared. A team may promise less or more than its part; what nobody has promised stays in sight. Ask each lead to say the amount aloud.",
    Step.WORK: "Let each team start with the two initiatives it would keep if it could keep only two. Ask for low and high first, unseen, and talk about the widest difference. Ask whose work each one cannot do without, and share the credit.",
    Step.RESULTS: "Ask what the team would see in the first quarter if it were going well. One owner for each key result, and a day.",
    Step.CLOSING: "Read the likelihood aloud before anybody defends the plan. Give each open hole a name and a day, or lower the target. Print the page and hang it up.",
}
_CHECKS = {
    Question.TARGET_ABOVE: "The target is above last year's revenue",
    Question.TO_WIN: "There is growth to be won beyond what comes by itself",
    Question.BASELINE: "{count} of {of} streams have last year's revenue",
    Question.MOMENTUM: "{count} of {of} streams have a momentum with low, likely and high",
    Question.LEAD: "{count} of {of} teams have a lead",
    Question.SPONSOR: "{count} of {of} focus areas have a sponsor",
    Question.COMMITMENT: "{count} of {of} teams commit to growth",
    Question.INITIATIVES: "{count} of {of} teams have initiatives",
    Question.EFFECT: "{count} of {of} initiatives have an effect on revenue",
    Question.RANGE: "{count} of {of} initiatives are estimated with low, likely and high",
    Question.ORDER: "{count} of {of} initiatives start no earlier than what they need",
    Question.OBJECTIVES: "{count} of {of} teams have objectives",
    Question.KEY_RESULTS: "{count} of {of} objectives have key results",
    Question.DUE: "{count} of {of} key results have a due date",
    Question.SERVES: "{count} of {of} initiatives serve a key result",
    Question.CLOSES: "The plan covers the whole target",
    Question.SOUND: "Nothing is left that would make the plan sounder",
}
_OPEN = {  # of those that count nothing: what is so while it is not done
    Question.TARGET_ABOVE: "The target is not above last year's revenue",
    Question.TO_WIN: "There is no growth to be won beyond what comes by itself",
    Question.CLOSES: "A part of the target is not covered",
    Question.SOUND: "Something is left that would make the plan sounder",
}


def step_title(step: Step, labels: Labels) -> str:
    """What a step is called."""
    return labels.text(_TITLES[step])


def step_question(step: Step, labels: Labels) -> str:
    """What a step asks the room."""
    return labels.text(_QUESTIONS[step])


def agenda_html(step: Step, labels: Labels) -> str:
    """What a facilitator has beside the question: a timer with the minutes suggested, what is needed, and a crib."""
    said = labels.text("{spent} of {minutes}\u00a0minutes", spent="{spent}", minutes=str(_MINUTES[step]))
    timer = (
        f'<button type="button" class="okr-timer" data-step="{step}" data-minutes="{_MINUTES[step]}" data-said="{escape(said)}"'
        f' title="{escape(labels.text("Start or stop the timer"))}">{escape(said.replace("{spent}", "0"))}</button>'
    )
    crib = escape(labels.text(_CRIB[step]))
    head = escape(labels.text("For the facilitator"))
    needed = escape(labels.text(_NEEDED[step]))
    return f'<div class="okr-agenda">{timer}<span>{needed}</span><details><summary>{head}</summary><p>{crib}</p></details></div>'


def progress_words(checks: Sequence[Check]) -> str:
    """How far a step is: a tick when all is done, else how much of it.

    Examples
    --------
    >>> progress_words([Check(Step.PEOPLE, Question.LEAD, 2, 3), Check(Step.PEOPLE, Question.SPONSOR, 1, 1)])
    '1/2'
    """
    done = sum(check.done for check in checks)
    return "✓" if done == len(checks) else f"{done}/{len(checks)}"


def check_words(check: Check, labels: Labels) -> str:
    """A check as a sentence with its counts; one that counts nothing says what is so.

    Examples
    --------
    >>> check_words(Check(Step.PEOPLE, Question.LEAD, 2, 3), Labels())
    '2 of 3 teams have a lead'
    >>> check_words(Check(Step.CLOSING, Question.CLOSES, 0, 1), Labels())
    'A part of the target is not covered'
    """
    if not check.done and check.question in _OPEN:
        return labels.text(_OPEN[check.question])
    return labels.text(_CHECKS[check.question], count=str(check.count), of=str(check.of))

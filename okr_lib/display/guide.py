"""The guide of a workshop in words: its steps, the question each puts to the room, and what is still open in it."""

from okr_lib.display.labels import Labels
from okr_lib.review.readiness import Check, Question, Step

TITLES = {
    Step.AMBITION: "Ambition",
    Step.SOURCES: "Where growth comes from",
    Step.PEOPLE: "Who commits to what",
    Step.WORK: "What we will do",
    Step.RESULTS: "How we will know",
    Step.CLOSING: "Does it close?",
}
QUESTIONS = {
    Step.AMBITION: "How much do we want to grow this year?",
    Step.SOURCES: "Where is revenue booked, and how would it develop if we started nothing new?",
    Step.PEOPLE: "Which themes do we share, who does the work, and how much growth does each team commit to?",
    Step.WORK: "What will we do, what is it worth, how sure are we, and who makes it happen?",
    Step.RESULTS: "How will each team know, long before the year is over, that it is getting there?",
    Step.CLOSING: "Do the numbers close, and do we believe in them?",
}
CHECKS = {
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


def step_title(step: Step, labels: Labels) -> str:
    """What a step is called."""
    return labels.text(TITLES[step])


def step_question(step: Step, labels: Labels) -> str:
    """What a step asks the room."""
    return labels.text(QUESTIONS[step])


def check_words(check: Check, labels: Labels) -> str:
    """A check as a sentence with its counts.

    Examples
    --------
    >>> check_words(Check(Step.PEOPLE, Question.LEAD, 2, 3), Labels())
    '2 of 3 teams have a lead'
    """
    return labels.text(CHECKS[check.question], count=str(check.count), of=str(check.of))

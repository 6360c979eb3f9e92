"""Growth above 100% enters the plan only when somebody says that it is meant."""

import pytest

import okr_lib as okr
from okr_lib.review.quality import quality_findings
from okr_lib.review.readiness import Step
from okr_lib.widgets.workshop import Workshop


@pytest.fixture
def ambition(example):
    text = (example / "plan.yaml").read_text()
    (example / "plan.yaml").write_text(text.replace("revenue: 4455", "growth: 0.1"))
    room = Workshop(str(example), "en")
    room.go(Step.AMBITION)
    return room.pages[Step.AMBITION]


def sources(example, language="en"):
    room = Workshop(str(example), language)
    room.go(Step.SOURCES)
    [tie] = [tie for tie in room.pages[Step.SOURCES].streams._ties._ties if "momentum" in tie.fields]
    return tie.fields["momentum"], tie.fields["sure"]


def test_growth_above_100_percent_is_asked_about_and_the_plan_keeps_what_it_had(ambition, example):
    ambition.growth.entry.value = "500"
    assert ambition.growth.refusal == "500% more than doubles it; did you mean 5.0%? Tick “Above 100% is meant” if not"
    assert ambition.sure.layout.display == ""
    assert okr.load_plan(example).target.growth == 0.1


def test_growth_that_is_meant_is_ticked_and_stands_in_the_plan_as_sure(ambition, example):
    ambition.growth.entry.value = "500"
    ambition.sure.entry.value = True
    target = okr.load_plan(example).target
    assert (target.growth, target.sure, ambition.growth.refusal) == (5, True, "")
    assert not [finding for finding in quality_findings(okr.load_plan(example)) if finding.field == "target.growth"]


def test_growth_that_is_as_usual_again_needs_no_tick(ambition, example):
    ambition.growth.entry.value = "500"
    ambition.sure.entry.value = True
    ambition.growth.entry.value = "5"
    assert "growth: 0.05" in (example / "plan.yaml").read_text()
    assert "sure:" not in (example / "plan.yaml").read_text()
    assert ambition.sure.layout.display == "none"


def test_a_momentum_whose_high_is_above_100_percent_is_asked_about(example):
    momentum, sure = sources(example)
    assert sure.layout.display == "none"
    momentum.entries["high"].value = "150"
    assert "150% more than doubles it; did you mean 1.5%?" in momentum.refusal
    sure.entry.value = True
    stream = okr.load_plan(example).streams[0]
    assert (stream.momentum.high, stream.sure) == (1.5, True)
    assert sources(example)[1].value is True


def test_a_lift_above_100_percent_is_asked_about(example):
    room = Workshop(str(example), "en", "ecommerce")
    room.go(Step.WORK)
    room.pages[Step.WORK].show(room.desk.plan.team("ecommerce").initiatives[0].id)
    [tie, *_] = [tie for tie in room.pages[Step.WORK].initiatives._ties._ties if "lift" in tie.fields]
    tie.fields["lift"].entries["high"].value = "200"
    assert "200% more than doubles it" in tie.fields["lift"].refusal
    tie.fields["sure"].entry.value = True
    assert [effect.sure for effect in okr.load_plan(example).teams[1].initiatives[0].effects if effect.sure] == [True]


def test_the_question_is_asked_in_danish(example):
    momentum, _ = sources(example, "da")
    momentum.entries["high"].value = "150"
    assert momentum.refusal.startswith("150\xa0% er mere end en fordobling; var 1,5\xa0% ment?")

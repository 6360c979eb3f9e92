"""Every field of the plan gets the control that fits what it holds, in the plan's own words."""

import pytest

from okr_lib.display.labels import Labels
from okr_lib.plan.changes import plan_data, with_value
from okr_lib.plan.initiatives import Effect, Initiative, Overlap
from okr_lib.plan.model import Allocation, FiscalYear, Plan, Target, Team
from okr_lib.plan.objectives import KeyResult, Objective
from okr_lib.plan.streams import Stream
from okr_lib.widgets.field_groups import BandField, CheckListField, EstimateField, NumbersField, RampField
from okr_lib.widgets.fields import (
    ChoiceField,
    DateField,
    LockField,
    NumberField,
    QuarterField,
    ShareSliderField,
    TextField,
)
from okr_lib.widgets.record_fields import choices_for, field_for
from okr_lib.widgets.workshop import Workshop

EN, DA = Labels(), Labels("da")


@pytest.mark.parametrize(
    ("record", "name", "control"),
    [
        (Plan, "note", TextField),
        (Plan, "unit", ChoiceField),
        (FiscalYear, "starts", DateField),
        (Target, "sure", LockField),
        (Target, "growth", ShareSliderField),
        (Stream, "baseline", NumbersField),
        (Stream, "momentum", EstimateField),
        (Effect, "stream", ChoiceField),
        (Initiative, "starts", QuarterField),
        (Initiative, "ramp", RampField),
        (Initiative, "credit", NumbersField),
        (Initiative, "cost", NumberField),
        (Initiative, "serves", CheckListField),
        (KeyResult, "band", BandField),
        (KeyResult, "weight", NumberField),
        (KeyResult, "due", DateField),
        (Allocation, "method", ChoiceField),
    ],
)
def test_the_control_follows_from_what_a_field_holds(record, name, control):
    assert type(field_for(EN, record, name)) is control


@pytest.mark.parametrize(
    ("record", "name", "text", "refusal"),
    [
        (Initiative, "cost", "-1", "-1 is below 0, the least it can be"),
        (Initiative, "probability", "140", "140% is not between 0% and 100%"),
        (Initiative, "name", " ", "Write something here; it cannot be empty"),
        (Team, "lead", " ", ""),
        (KeyResult, "target", "", ""),
    ],
)
def test_what_the_plan_refuses_is_refused_beside_the_field(record, name, text, refusal):
    field = field_for(EN, record, name)
    field.entry.value = text
    assert field.refusal == refusal


def test_words_are_those_of_the_plan_in_the_language_of_the_page():
    field = field_for(DA, Initiative, "owner")
    assert field.label == "Ansvarlig"
    assert "En rolle, for eksempel detaildirektør, ikke en person." in field.children[-1].value


def test_ids_are_chosen_by_name_and_nothing_names_itself(matas):
    data = plan_data(matas)
    path = ("teams", "retail", "initiatives", "new-brand-shelves")
    after = dict(field_for(EN, Initiative, "after", data, path).options)
    assert "new-brand-shelves" not in after.values()
    assert after["Club Matas Plus for the most loyal"] == "club-plus"
    assert field_for(EN, Objective, "supports", data).options[0][1] == matas.objectives[0].id
    measures = field_for(EN, KeyResult, "measures", data).options
    assert measures[:2] == [("nothing: checked in", None), ("Company", "revenue")]
    assert field_for(EN, Initiative, "focus_area", data).options[0] == ("None", None)
    assert [value for _, value in field_for(EN, Effect, "stream", data).options] == ["stores", "online"]


def test_fields_are_made_anew_when_what_they_choose_from_changes(example):
    desk = Workshop(str(example), "en").desk
    before = choices_for(desk, Overlap)
    assert choices_for(desk, Overlap) == before
    place = ("teams", "marketing", "initiatives", "club-plus", "name")
    assert desk.attempt(lambda data: with_value(data, place, "Club")) == ""
    assert ("club-plus", "Club") in choices_for(desk, Overlap)[0]

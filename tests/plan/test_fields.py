"""Every field of a plan says of itself what people need to know, once."""

from typing import Annotated

import pytest

from okr_lib.plan.fields import SHARE, About, Parts, Record, Ref, every_field, field_at, fields_of, kind_words
from okr_lib.plan.initiatives import Effect, Initiative
from okr_lib.plan.model import Plan
from okr_lib.plan.objectives import KeyResult
from okr_lib.plan.values import ByQuarter, Estimate, Id, Role


def test_every_field_of_every_record_has_a_name_for_people():
    unnamed = [
        (record.__name__, name)
        for record, name in (
            (record, field.name) for record, field in every_field(Plan) if field.about.label == field.name
        )
        if not issubclass(record, Parts)
    ]
    assert unnamed == []


def test_hints_and_notes_are_sentences():
    texts = {text for _, field in every_field(Plan) for text in field.about.texts}
    assert len(texts) > 40
    assert [text for text in texts if not text.endswith(".")] == []


def test_every_id_of_another_record_says_whose_it_is():
    silent = [
        (record.__name__, field.name)
        for record, field in every_field(Plan)
        if Id in (field.kind, *getattr(field.kind, "__args__", ())) and field.name != "id" and field.ref is None
    ]
    assert silent == []
    lists = {field.name for _, field in every_field(Plan) if field.holds and field.is_many}
    assert {field.ref.to for _, field in every_field(Plan) if field.ref} <= lists


def test_a_field_without_words_is_called_by_its_name():
    class Note(Record):
        text: str

    assert fields_of(Note)["text"].about == About("text")


def test_what_is_said_inside_a_choice_counts_unless_more_is_said_around_it():
    class Work(Record):
        owner: Role | None = None
        lead: Annotated[Role | None, About("Lead"), Ref("people")] = None

    assert [field.about.label for field in fields_of(Work).values()] == ["Owner", "Lead"]
    assert (fields_of(Work)["lead"].ref, fields_of(Work)["lead"].may_be_empty) == (Ref("people"), True)


@pytest.mark.parametrize(
    ("path", "label"),
    [
        (("name",), "Name"),
        (("teams", "retail", "initiatives", "club", "probability"), "Likelihood"),
        (("teams", 0, "initiatives", 2, "effects", 0, "lift", "low"), "low"),
        (("teams", "retail"), "Teams"),
        (("allocation", "held", "retail"), "Held at"),
        (("fiscal_year", "baseline"), "Year compared with"),
        (("streams", "shop", "baseline"), "Last year's revenue"),
        (("teams", "retail", "colour"), None),
        (("name", "first"), None),
        ((), None),
    ],
)
def test_a_field_is_found_by_its_place(path, label):
    found = field_at(Plan, path)
    assert (found.about.label if found else None) == label


def test_what_only_makes_sense_together_is_whole():
    whole = {(record.__name__, field.name) for record, field in every_field(Plan) if field.is_whole}
    assert {("Stream", "momentum"), ("Effect", "lift"), ("Initiative", "credit"), ("Plan", "target")} <= whole
    assert not {("Stream", "drivers"), ("KeyResult", "target"), ("Allocation", "held")} & whole


def test_kinds_of_record_are_called_by_their_names():
    assert [kind_words(kind) for kind in (KeyResult, Effect)] == ["key result", "effect"]
    assert [issubclass(kind, Parts) for kind in (Estimate, ByQuarter, Initiative)] == [True, True, False]


def test_editors_of_files_show_the_same_words():
    schema = KeyResult.model_json_schema()["properties"]["unit"]
    about = fields_of(KeyResult)["unit"].about
    assert (schema["title"], schema["description"]) == (about.label, about.note)
    assert fields_of(Initiative)["probability"].about.unit == SHARE

"""The Danish example has the figures of the English one; only its words differ."""

import pandas as pd

import okr_lib as okr
from tests.conftest import EXAMPLE

DANISH = EXAMPLE.with_name("matas-2022-23-da")
WORDS = {"name", "title", "owner", "lead", "sponsor", "note", "contribution", "unit", "source", "folder"}


def figures(part):
    """A plan's records without their words."""
    if isinstance(part, dict):
        return {name: figures(value) for name, value in part.items() if name not in WORDS}
    return [figures(value) for value in part] if isinstance(part, list | tuple) else part


def test_its_plan_has_the_same_figures():
    english, danish = (okr.load_plan(folder).model_dump(mode="json") for folder in (EXAMPLE, DANISH))
    assert figures(danish) == figures(english)
    assert danish["streams"][0]["name"] == "Butikker og engros"


def test_what_stands_beside_it_has_the_same_figures():
    english, danish = (okr.load_records(okr.load_plan(folder)) for folder in (EXAMPLE, DANISH))
    pd.testing.assert_frame_equal(danish.actuals, english.actuals, check_dtype=False)
    same = ["date", "key_result", "value", "confidence", "state"]
    pd.testing.assert_frame_equal(danish.check_ins[same], english.check_ins[same])
    for part in ("value", "planned"):
        pd.testing.assert_series_equal(danish.drivers[part], english.drivers[part])
    pd.testing.assert_frame_equal(danish.spend, english.spend, check_dtype=False)
    for quarter, closing in english.closings.items():
        assert danish.closings[quarter].forecast == closing.forecast
        assert [sought.effect for sought in danish.closings[quarter].decisions_sought] == [
            sought.effect for sought in closing.decisions_sought
        ]
        assert [action.due for action in danish.closings[quarter].actions] == [action.due for action in closing.actions]

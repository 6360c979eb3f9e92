"""Texts come back as they were from the list that office programs keep them in."""

import okr_lib as okr
from okr_lib.plan.model import Plan
from tests.plan.workbook.office_saves import save_again
from tests.plan.workbook.whole_plans import NASTY

NAMES = (*NASTY, "_x000D_", "_x005F_", "x005F_", "a\r\nb", "31.12.2026", "👩‍👩‍👧 é")


def test_texts_in_the_shared_list_of_a_workbook_are_unchanged(small, tmp_path):
    small["teams"] = [{"id": f"team-{number}", "name": name} for number, name in enumerate(NAMES)]
    folder, path = tmp_path / "plan", tmp_path / "plan.xlsx"
    okr.save_plan(Plan.model_validate(small), folder)
    okr.save_workbook(okr.load_plan(folder), path)
    before = (folder / "plan.yaml").read_bytes()
    assert b"<t>_x005F_x0041_</t>" in save_again(path)
    assert okr.import_workbook(folder, path).changes == ()
    assert (folder / "plan.yaml").read_bytes() == before
    whole = okr.import_workbook(tmp_path / "new", path).plan
    assert [team.name for team in whole.teams] == [team.name for team in okr.load_plan(folder).teams]

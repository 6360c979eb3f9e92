"""Sizes, margins and phased costs in the files people have: YAML and Excel say the same, there and back."""

import openpyxl

import okr_lib as okr


def test_sizes_a_margin_and_a_phased_cost_go_to_excel_and_back(example):
    team = example / "teams" / "marketing.yaml"
    more = """    cost: 4
    cost_phasing: {Q1: 40 %, Q2: 20 %, Q3: 20 %, Q4: 20 %}
    size: medium
    sizes:
      - {name: large, cost: 9, effect: 150 %}
"""
    team.write_text(team.read_text(encoding="utf-8").replace("    cost: 4\n", more), encoding="utf-8")
    path = example / "plan.yaml"
    text = path.read_text(encoding="utf-8").replace("    name: Online\n", "    name: Online\n    margin: 38 %\n")
    path.write_text(text, encoding="utf-8")
    plan = okr.load_plan(example)
    assert plan.streams[1].margin == 0.38
    book = example.parent / "plan.xlsx"
    okr.save_workbook(plan, book)
    sheets = openpyxl.load_workbook(book)
    rows = [[cell.value for cell in row[:4]] for row in sheets["Other sizes"].iter_rows(min_row=4, max_row=4)]
    assert rows == [["club-plus", "large", 9, 1.5]]
    sheets["Other sizes"].cell(4, 3).value = 10
    sheets.save(book)
    done = okr.import_workbook(example, book).plan
    club = next(entry for _, entry in done.initiatives() if entry.id == "club-plus")
    assert (club.size, club.sizes[0].cost, club.sizes[0].effect) == ("medium", 10, 1.5)
    assert club.cost_phasing.array().tolist() == [0.4, 0.2, 0.2, 0.2]

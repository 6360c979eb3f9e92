"""Colour, logo and font of reports: said in the plan, checked as files of a stranger are."""

import pytest

import okr_lib as okr
from okr_lib.plan.brand import Brand

PNG = b"\x89PNG\r\n\x1a\n"


def write(folder, brand):
    with (folder / "plan.yaml").open("a") as file:
        file.write(f"\nbrand: {brand}\n")


def test_a_plan_without_a_brand_has_none(matas):
    assert matas.brand == Brand(accent=None, logo=None, font=None)


def test_colour_logo_and_font_are_read_from_the_folder(example):
    write(example, '{accent: "#7A1F3D", logo: logo.png, font: brand.ttf}')
    (example / "logo.png").write_bytes(PNG)
    (example / "brand.ttf").write_bytes(b"\x00\x01\x00\x00")
    plan = okr.load_plan(example)
    assert plan.brand.accent == "#7a1f3d"
    assert plan.brand.content(plan.folder, "logo") == PNG


@pytest.mark.parametrize(
    ("brand", "field", "said"),
    [
        ("{accent: red}", "accent", "'red' is not a colour; write \"#0072b2\""),
        ('{accent: "#0072b2;}"}', "accent", "is not a colour"),
        ("{accent: 123456}", "accent", "123456 is not a colour"),
        ("{logo: logo.gif}", "logo", "'logo.gif' is none of the kinds that can be read; save it as .png, .svg"),
        ("{logo: ../logo.png}", "logo", "is not a file of the plan folder; put it there and write its name"),
        ('{logo: "https://evil.example/a.png"}', "logo", "is not a file of the plan folder"),
        ("{font: brand.ttf}", "font", "cannot be read: No such file or directory; put the file into the plan folder"),
        ("{logo: page.png}", "logo", "'page.png' is not what its ending says; save it as .png again"),
        ("{logo: outside.png}", "logo", "leads out of the folder; put the file itself there"),
    ],
)
def test_what_cannot_be_shown_is_a_problem_with_its_place(example, brand, field, said):
    write(example, brand)
    (example / "page.png").write_text("<html>")
    (example.parent / "outside.png").write_bytes(PNG)
    (example / "outside.png").symlink_to(example.parent / "outside.png")
    with pytest.raises(okr.PlanError) as caught:
        okr.load_plan(example)
    (problem,) = caught.value.problems
    assert (problem.file, problem.field) == ("plan.yaml", f"brand.{field}")
    assert said in str(problem)

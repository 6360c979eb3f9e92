"""Docs are true: links lead somewhere, and every command that they show is one, with options that there are."""

import re
import runpy
import shlex
import sys
from types import ModuleType

import pytest
import typer
from ruamel.yaml import YAML

import okr_lib as okr
from okr_lib.cli import app
from tests.conftest import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\(([^)\s]+)\)")
COMMANDS = typer.main.get_command(app).commands
SHOWN = re.compile(r"^(?:\s*|\s*- run: |.*&& )(?:\.venv/bin/|\.venv\\Scripts\\)?okr (?P<rest>.+)$", re.MULTILINE)


def name_of(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_in_a_page_leads_to_a_file_that_is_there(page):
    inside = [link.partition("#")[0] for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in inside if link and not (page.parent / link).exists()] == []


def shown_commands():
    for page in PAGES:
        for found in SHOWN.finditer(page.read_text(encoding="utf-8")):
            line = re.split(r"\s#|\s\||\s>|&&|;", found["rest"])[0]
            yield pytest.param(shlex.split(line), id=f"{name_of(page)}: {line.strip()}")


@pytest.mark.parametrize("words", list(shown_commands()))
def test_every_command_that_is_shown_has_the_options_that_it_is_shown_with(words):
    name, given = words[0], [word.partition("=")[0] for word in words[1:] if word.startswith("-")]
    if name.startswith("-"):
        assert name in ("--install-completion", "--show-completion", "--version", "-h", "--help")
        return
    assert name in COMMANDS
    options = {option for each in COMMANDS[name].params for option in (*each.opts, *each.secondary_opts)}
    assert set(given) <= {*options, "-h", "--help"}


def test_commands_are_found_in_docs():
    assert len(list(shown_commands())) > 30


@pytest.fixture(scope="module")
def pages():
    """What the site makes of the code, without the program that builds the site."""
    files = ModuleType("mkdocs.structure.files")
    files.File = files.Files = object
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "mkdocs.structure.files", files)
        return runpy.run_path(str(ROOT / "docs" / "site" / "pages.py"))


def named(nav):
    """Titles of the site's navigation, by page."""
    return {
        page: title
        for section in nav
        for entries in section.values()
        for each in entries
        for title, page in each.items()
    }


def test_every_page_of_the_docs_is_in_the_navigation_of_the_site_and_no_other(pages):
    nav = named(YAML(typ="safe").load(ROOT / "mkdocs.yml")["nav"])
    docs = {path.name for path in (ROOT / "docs").glob("*.md")}
    made = {*pages["ELSEWHERE"].values()} - {"forked-kernels.md"}  # reached from where it matters
    made |= {"sample.md", "decisions/index.md", "reference/commands.md", "reference/fields.md"}
    assert set(nav) == docs | made | {f"reference/{name}.md" for name in pages["PYTHON"]}
    assert nav["own-section.md"] == "Add a section to the report"
    assert nav["every-quarter.md"] == "Send the report every quarter"


def test_the_site_names_every_command_option_field_and_public_name(pages):
    commands = "\n".join(pages["_commands"]())
    for name, command in COMMANDS.items():
        assert f"## okr {name}\n" in commands
        options = [each.opts[0] for each in command.params if each.param_type_name == "option" and not each.hidden]
        assert [option for option in options if f"`{option}" not in commands] == []
    python = [line for about in pages["PYTHON"].values() for line in pages["_python"](*about)]
    assert sorted(line.strip().rpartition(".")[2] for line in python if line.startswith(":::")) == okr.__all__
    assert "| `source` | Source |" in "\n".join(pages["_fields"]())


def test_a_link_of_the_repository_leads_to_the_page_of_the_site(pages):
    file = ModuleType("file")
    file.src_uri = "many-reports.md"
    page = ModuleType("page")
    page.file = file
    text = "See [x](../forked_kernels/README.md), [y](report.md#slides):\n- [z](https://example.org)\n"
    led = pages["on_page_markdown"](text, page, None, None)
    assert led == "See [x](forked-kernels.md), [y](report.md#slides):\n\n- [z](https://example.org)\n"

"""Docs are true: links lead somewhere, and every command that they show is one, with options that there are."""

import re
import shlex

import pytest
import typer

from okr_lib.cli import app
from tests.conftest import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\(([^)\s]+)\)")
COMMANDS = typer.main.get_command(app).commands
SHOWN = re.compile(r"^(?:\s{4}|\s*- run: |.*&& )(?:\.venv/bin/|\.venv\\Scripts\\)?okr (?P<rest>.+)$", re.MULTILINE)


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

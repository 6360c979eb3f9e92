"""What the site has besides the pages of docs/: the first page and others of the repository, commands, fields and Python from the code, a sample report.

A hook of MkDocs (mkdocs.yml). Links between pages lead to files of the repository, as on any other viewer of Markdown; here they
become links of the site.
"""

import posixpath
import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import typer
from mkdocs.structure.files import File, Files

import okr_lib
from okr_lib.cli import app
from okr_lib.plan.fields import every_field, kind_words
from okr_lib.plan.model import Plan

ROOT = Path(__file__).parent.parent.parent
SAMPLE = ROOT / "build" / "sample-report" / "Q3"  # made by `make docs`
ELSEWHERE = {  # pages that do not lie in docs/
    "README.md": "index.md",
    "CHANGELOG.md": "changes.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "forked_kernels/README.md": "forked-kernels.md",
}
PYTHON = {
    "plan": ("Python: plans and records", ("plan",)),
    "growth": ("Python: growth", ("growth",)),
    "review": ("Python: looking back", ("review",)),
    "reports": ("Python: reports and errors", ("reports", "display", "errors")),
}
SAMPLE_PAGE = """# A sample report

The third quarter of [the Matas example](index.md#the-example), as `make report` makes it:

- [the page](sample/company.html): one file, without code, that works offline
- [the paper](sample/company.pdf): PDF for A4
- [the slides](sample/company.pptx): at most twelve, whose numbers can be edited

[![Page one of the report](pictures/report.png)](sample/company.html)

[How to read it](report.md), [how to send it every quarter](every-quarter.md), [how to add a section of your own](own-section.md).
"""
_LINK = re.compile(r"(\]\()([^)\s#]+)(#[^)\s]*)?\)")
_LIST_BELOW_TEXT = re.compile(r"^((?![-|>#]|\s|\d+\. ).+\n)(?=- |\d+\. )", re.MULTILINE)
_FENCES = re.compile(r"(^\s*```.*?^\s*```\s*$)", re.MULTILINE | re.DOTALL)


def on_files(files: Files, config: Any) -> Files:
    """Add the pages that are not in docs/."""
    for source, place in ELSEWHERE.items():
        files.append(File.generated(config, place, content=(ROOT / source).read_text(encoding="utf-8")))
    made = {"sample.md": SAMPLE_PAGE, "reference/commands.md": "\n".join(_commands())}
    made |= {"reference/fields.md": "\n".join(_fields()), "decisions/index.md": "\n".join(_decisions())}
    made |= {f"reference/{name}.md": "\n".join(_python(*about)) for name, about in PYTHON.items()}
    for place, content in made.items():
        files.append(File.generated(config, place, content=content))
    for name in ("company.html", "company.pdf", "company.pptx"):
        files.append(File.generated(config, f"sample/{name}", abs_src_path=str(SAMPLE / name)))
    for name in ("site.css", "iframe-worker.js"):
        files.append(File.generated(config, f"assets/{name}", abs_src_path=str(Path(__file__).parent / name)))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Files) -> str:  # noqa: ARG001  (MkDocs names them)
    """Lead links to where pages are in the site; give lists the empty line that this Markdown wants before them."""
    place = page.file.src_uri
    source = next((path for path, to in ELSEWHERE.items() if to == place), f"docs/{place}")
    if place == "index.md":
        markdown = markdown.partition("## More\n")[0]

    def led(link: re.Match[str]) -> str:
        before, target, anchor = link[1], link[2], link[3] or ""
        if "://" in target or target.startswith("mailto:"):
            return link[0]
        path = posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
        there = ELSEWHERE.get(path) or path.removeprefix("docs/")
        there = f"{there}/index.md" if there == "decisions" else there
        return f"{before}{posixpath.relpath(there, posixpath.dirname(place) or '.')}{anchor})"

    def told(text: str) -> str:
        return text if text.lstrip().startswith("```") else _LIST_BELOW_TEXT.sub(r"\1\n", _LINK.sub(led, text))

    return "".join(map(told, _FENCES.split(markdown)))


def _commands() -> Iterator[str]:
    """Every command with its arguments and options, as `okr COMMAND --help` says them."""
    yield "# Commands\n\nExit codes: 0 done, 1 the plan or the data is wrong (the message is on standard error), 2 usage."
    yield "`okr --version`, `okr --install-completion`; `python -m okr_lib` is the same as `okr`.\n"
    for name, command in sorted(typer.main.get_command(app).commands.items()):  # type: ignore[attr-defined]
        shown = [each for each in command.params if not each.hidden and each.name != "help"]
        given = [each.metavar or each.name.upper() for each in shown if each.param_type_name == "argument"]
        yield f"## okr {name}\n\n    okr {name} {' '.join(given)}\n\n{command.help}\n"
        yield "| option | what it does |\n| --- | --- |"
        for each in shown:
            flag, option = getattr(each, "is_flag", False), each.param_type_name == "option"
            names = ", ".join((*each.opts, *each.secondary_opts)) if option else ""
            value = "" if flag else each.metavar or ("" if option else each.name.upper())
            yield _cells(f"`{f'{names} {value}'.strip()}`", (each.help or "") + _choices(each, shown_default=not flag))
        yield ""


def _choices(option: Any, *, shown_default: bool) -> str:
    """The words an option can have, and the one it has."""
    kind = option.type_descriptor.annotation
    words = ", ".join(f"`{each.value}`" for each in kind) if isinstance(kind, type) and issubclass(kind, Enum) else ""
    default = option.default.value if isinstance(option.default, Enum) else option.default
    said = f" {words}." if words else ""
    return said + (
        f" Default: `{default}`." if shown_default and isinstance(default, str | int) and default != "" else ""
    )


def _cells(*texts: str) -> str:
    return "| " + " | ".join(text.replace("|", "\\|") for text in texts) + " |"


def _fields() -> Iterator[str]:
    """Every field that a plan's files may have, by what it belongs to."""
    yield "# Fields of the plan\n\nWhat stands in the YAML files of [a plan folder](../plan-folder.md), as editors, Excel and the workshop say it too.\n"
    records: dict[str, list[Any]] = {}
    for owner, field in every_field(Plan):
        records.setdefault(kind_words(owner), []).append(field)
    for name, fields in records.items():
        yield f"## {name.capitalize()}\n\n| field | called | what to know |\n| --- | --- | --- |"
        for field in fields:
            holds = (
                f"[{kind_words(field.holds)}](#{kind_words(field.holds).replace(' ', '-')}). " if field.holds else ""
            )
            unit = {"money": "In the plan's unit. ", "share": "A share, 0.25 or 25%. "}.get(field.about.unit, "")
            yield _cells(f"`{field.name}`", field.about.label, holds + unit + " ".join(field.about.texts))
        yield ""


def _decisions() -> Iterator[str]:
    yield "# Decisions\n\nOne page for each real choice: what was decided, why, and what was not.\n"
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"), key=lambda path: int(path.name.partition("-")[0]))
    for path in pages:
        yield f"- [{path.read_text(encoding='utf-8').partition(chr(10))[0].removeprefix('# ')}]({path.name})"


def _python(title: str, floors: tuple[str, ...]) -> Iterator[str]:
    """Every public name of some floors, with its docstring."""
    yield f"# {title}\n\n```python\nimport okr_lib as okr\n```\n"
    homes: dict[str, tuple[str, ...]] = okr_lib._HOMES  # noqa: SLF001
    for home, names in sorted(
        homes.items(),
        key=lambda item: floors.index(item[0].partition(".")[0]) if item[0].partition(".")[0] in floors else -1,
    ):
        if home.partition(".")[0] in floors:
            for name in names:
                yield f"::: okr_lib.{home}.{name}\n"

"""The summary of a batch: index.html for people, manifest.json for programs.

Both list every report with its status, key figures and files. Reports of an earlier batch in the same folder stay
listed, so that the quarters of a year gather on one page.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from babel import Locale

from okr_lib.display.blocks import Block, heading, paragraphs
from okr_lib.display.labels import Labels
from okr_lib.plan.model import Plan
from okr_lib.plan.store.atomic import write_atomically
from okr_lib.reports.batch import Outcome
from okr_lib.reports.page import Part, page_html

_INDEX_FILE = "index.html"
_MANIFEST_FILE = "manifest.json"
# Shown in this order: the field of a report's figures, and its head.
_FIGURES = ("target", "commitment", "contribution", "uncovered", "actual")
KINDS = {".pdf": "PDF", ".pptx": "PowerPoint"}
_Entry = dict[str, Any]


def write_index(root: Path, outcomes: Sequence[Outcome], plan: Plan, language: str) -> tuple[Path, Path]:
    """Write the summary of a batch into the folder above its quarters.

    Returns
    -------
    tuple of Path
        ``index.html`` and ``manifest.json``.
    """
    new = [_entry(root, outcome) for outcome in outcomes]
    named = {(entry["quarter"], entry["name"]) for entry in new}
    earlier = [entry for entry in _earlier(root) if (entry["quarter"], entry["name"]) not in named]
    reports = sorted([*earlier, *new], key=lambda entry: entry["quarter"])
    manifest = {"plan": plan.name, "fiscal_year": plan.fiscal_year.label, "reports": reports}
    html = _index_html(manifest, Labels.of(plan, language))
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    for name, content in ((_INDEX_FILE, html), (_MANIFEST_FILE, f"{text}\n")):
        write_atomically(root / name, content.encode())
    return root / _INDEX_FILE, root / _MANIFEST_FILE


def _index_html(manifest: Mapping[str, Any], labels: Labels) -> str:
    """A manifest as a page that looks like the reports it lists."""
    reports = manifest["reports"]
    failed = sum(entry["status"] == "failed" for entry in reports)
    title = f"{manifest['plan']}: {labels.text('Reports')}"
    counted = labels.text("{all} reports, {failed} of them failed.", all=str(len(reports)), failed=str(failed))
    unit = labels.text("Amounts in {unit}.", unit=labels.money_unit)
    parts = [_part(heading(title, 1)), _part(paragraphs([counted, unit], "lead"))]
    for quarter in dict.fromkeys(entry["quarter"] for entry in reports):
        parts.append(_part(heading(labels.quarter(quarter), name=quarter)))
        parts.append(_table([entry for entry in reports if entry["quarter"] == quarter], labels))
    return page_html(parts, title=title, language=labels.language, numbered=False)


def _part(block: Block) -> Part:
    return Part(block.html, block.level, block.text, block.name)


def _entry(root: Path, outcome: Outcome) -> _Entry:
    job, record = outcome.job, outcome.record
    place = job.output.relative_to(root).as_posix()
    entry = {"quarter": job.quarter, "team": job.team, "language": job.language, "name": job.name, "title": job.title}
    status = "failed" if outcome.failed else "kept" if outcome.kept else "made"
    files = {f"{place}/{name}": record["files"][name] for name in job.files} if not outcome.failed else {}
    rest = {"files": files, "figures": job.figures, "seconds": record.get("seconds")}
    return entry | {"status": status} | ({"error": record["error"]} if outcome.failed else {}) | rest


def _earlier(root: Path) -> Iterable[_Entry]:
    """Reports of an earlier manifest that are still there."""
    try:
        entries = json.loads((root / _MANIFEST_FILE).read_text(encoding="utf-8"))["reports"]
        return [entry for entry in entries if all((root / name).exists() for name in entry["files"])]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _table(entries: Sequence[_Entry], labels: Labels) -> Part:
    """One row for the company and each team, with a link to every language of its report."""
    heads = {
        "target": labels.text("Target"),
        "commitment": labels.text("Commitment"),
        "contribution": labels.text("Expected contribution"),
        "uncovered": labels.text("Uncovered"),
        "actual": labels.text("Actual to date"),
    }
    shown = [name for name in _FIGURES if any(entry["figures"].get(name) is not None for entry in entries)]
    top = [f'<th scope="col">{escape(labels.text("Team"))}</th>']
    top += [f'<th scope="col" class="number">{escape(heads[name])}</th>' for name in shown]
    top += [f'<th scope="col">{escape(head)}</th>' for head in (labels.text("Report"), labels.text("Status"))]
    rows = []
    for team in dict.fromkeys(entry["team"] for entry in entries):
        group = [entry for entry in entries if entry["team"] == team]
        name = labels.name("team", team) or labels.text("Company")
        figures = group[0]["figures"]
        cells = [f'<th scope="row">{escape(name)}</th>']
        cells += [f'<td class="number">{escape(_number(figures.get(figure), labels))}</td>' for figure in shown]
        cells += [f"<td>{''.join(_links(entry, name) for entry in group)}</td>", f"<td>{_status(group, labels)}</td>"]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    table = f"<thead><tr>{''.join(top)}</tr></thead><tbody>{''.join(rows)}</tbody>"
    return Part(f"<table>{table}</table>", kind="table")


def _links(entry: _Entry, name: str) -> str:
    language = _language(entry["language"])
    links = []
    for path in entry["files"]:
        kind = Path(path).suffix
        if kind != ".ipynb":
            words = language if kind == ".html" else f"{language} ({KINDS[kind]})"
            said = f"{name}, {entry['quarter']}: {words}"
            links.append(f'<a href="{escape(path)}" aria-label="{escape(said)}">{escape(words)}</a>')
    return "".join(links)


def _status(entries: Sequence[_Entry], labels: Labels) -> str:
    words = {"made": labels.text("Made"), "kept": labels.text("Up to date")}
    if all(entry["status"] == entries[0]["status"] != "failed" for entry in entries):
        return escape(words[entries[0]["status"]])
    told = []
    for entry in entries:
        language = escape(_language(entry["language"]))
        if entry["status"] == "failed":
            told.append(
                f'<span class="strong bad">{language}: {escape(labels.text("Failed"))}</span> {escape(entry["error"])}'
            )
        else:
            told.append(f"{language}: {escape(words[entry['status']])}")
    return "<br>".join(told)


def _language(code: str) -> str:
    """A language's own name for itself."""
    return str(Locale.parse(code).get_display_name(code)).capitalize()


def _number(value: float | None, labels: Labels) -> str:
    return labels.number(float("nan") if value is None else value)

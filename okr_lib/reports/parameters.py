"""Parameters of a report template, checked before any kernel starts.

A template is a notebook with one cell tagged ``parameters`` of plain ``name = value  # help`` lines. The type
of the value is the type the parameter takes. Papermill would only warn about a misspelt name; here it is an
error that lists the right ones.
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import nbformat

from okr_lib.errors import ReportError


@dataclass(frozen=True)
class _Parameter:
    """One parameter of a template: its default value and the comment beside it."""

    name: str
    default: Any
    help: str = ""


def template_parameters(template: str | Path) -> dict[str, _Parameter]:
    """The parameters of a template by name.

    Raises
    ------
    ReportError
        When the template is no notebook or does not have exactly one cell tagged ``parameters``.
    """
    path = Path(template)
    try:
        notebook = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)  # type: ignore[no-untyped-call]
    except OSError as error:
        raise ReportError(f"{path.name}: cannot be read: {error.strerror}; check the path") from error
    except (ValueError, nbformat.reader.NotJSONError) as error:
        raise ReportError(f"{path.name}: is not a notebook; save it as .ipynb") from error
    cells = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    if len(cells) != 1:
        raise ReportError(f"{path.name}: has {len(cells)} cells tagged `parameters`; tag exactly one")
    found = {}
    for line in cells[0].source.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, _, rest = line.partition("=")
        value, _, help_text = rest.partition("  #")
        try:
            default = ast.literal_eval(value.strip())
        except (ValueError, SyntaxError) as error:
            raise ReportError(f"{path.name}: {line!r} is not `name = value  # help` with a plain value") from error
        found[name.strip()] = _Parameter(name.strip(), default, help_text.strip())
    return found


def checked(template: str | Path, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values for a template's parameters, each known and of the right type.

    Returns
    -------
    dict
        The values, a whole number turned into a float where a float is expected.

    Raises
    ------
    ReportError
        With a line for each unknown name or wrong type.
    """
    known = template_parameters(template)
    problems = []
    result = {}
    for name, value in values.items():
        if name not in known:
            close = get_close_matches(name, known, n=1)
            hint = f"did you mean {close[0]!r}?" if close else f"it takes {', '.join(known)}"
            problems.append(f"{Path(template).name}: there is no parameter {name!r}; {hint}")
            continue
        wanted = type(known[name].default)
        fits = type(value) is wanted or (wanted is float and type(value) is int)
        if not fits:
            problems.append(
                f"{Path(template).name}: {name}: {value!r} is {type(value).__name__}, not {wanted.__name__}; "
                f"write it like {known[name].default!r}"
            )
        result[name] = wanted(value) if fits else value
    if problems:
        raise ReportError("\n".join(problems))
    return result

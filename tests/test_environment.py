"""One source of dependencies: pyproject.toml; the lock file and environment.yml follow from it."""

import re
import tomllib

import pytest
from ruamel.yaml import YAML

from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]
OWN = PROJECT["name"]
LOCKS = (ROOT / "requirements.txt", ROOT / "docs" / "requirements.txt")
IN_CONDA = {"playwright": "playwright-python"}  # what conda-forge calls otherwise; its own `playwright` is another tool
FOR_CONDA = ("report", "workshop", "web", "pdf", "slides", "parquet", "sql", "test")


def in_conda(entry):
    """A dependency as conda-forge calls it."""
    name = re.match(r"[\w.-]+", entry)[0]
    return entry.replace(name, IN_CONDA.get(name, name), 1)


def test_environment_yml_lists_what_pyproject_lists():
    environment = YAML(typ="safe").load((ROOT / "environment.yml").read_text())["dependencies"]
    pip = next(entry["pip"] for entry in environment if isinstance(entry, dict))  # what conda-forge does not have
    listed = {entry for entry in [*environment, *pip] if isinstance(entry, str)} - {
        "pip",
        "-e .",
        "-e ./forked_kernels",
    }
    wanted = [*PROJECT["dependencies"], *(entry for extra in FOR_CONDA for entry in EXTRAS[extra])]
    assert listed == {f"python{PROJECT['requires-python']}", *(in_conda(e) for e in wanted if not e.startswith(OWN))}


def test_the_plug_in_needs_nothing_that_the_workbook_does_not():
    plug_in = tomllib.loads((ROOT / "forked_kernels" / "pyproject.toml").read_text())["project"]
    assert set(plug_in["dependencies"]) <= {*PROJECT["dependencies"], *EXTRAS["report"]}
    assert plug_in["requires-python"] == PROJECT["requires-python"]


def test_every_dependency_is_pinned_with_a_hash():
    lock = (ROOT / "requirements.txt").read_text()
    pinned = {re.sub(r"[-_.]+", "-", name).lower() for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}
    wanted = [
        entry for extra in (PROJECT["dependencies"], *EXTRAS.values()) for entry in extra if not entry.startswith(OWN)
    ]
    assert {re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", entry)[0]).lower() for entry in wanted} <= pinned
    entries = re.split(r"\n(?=\S)", lock.strip())
    assert all("--hash=sha256:" in entry for entry in entries)


def test_the_site_is_built_beside_everything_else_with_the_same_versions():
    lock, docs = (dict(re.findall(r"^([\w.-]+)==(\S+)", path.read_text(), re.MULTILINE)) for path in LOCKS)
    assert {"mkdocs", "mkdocs-material", "mkdocstrings"} <= set(docs)
    assert {name: version for name, version in docs.items() if lock.get(name, version) != version} == {}


@pytest.mark.parametrize("path", LOCKS, ids=str)
def test_the_lock_names_no_package_host(path):
    lock = path.read_text()
    assert not re.search(r"https?:|--(extra-)?index-url|--find-links|--trusted-host| @ ", lock)

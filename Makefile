# Every target sets up what it needs: a machine with Python 3.11+ and make is enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DOCS_READY := $(VENV)/.docs-ready
QUARTER ?= Q3
PLAN ?= examples/matas-2022-23
MATHS := --hypothesis-profile=glance tests/plan tests/growth tests/review
NEWER := 3.14 3.13 3.12

.DEFAULT_GOAL := help
.PHONY: help setup check fix test nightly lowest newer notebooks report docs pictures bench reference lock clean

help:  ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

setup: $(READY)  ## build .venv from the hash-pinned requirements

$(READY): requirements.txt pyproject.toml forked_kernels/pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or later is needed; name one with: make PYTHON=/path/to/python3.11 setup" >&2; exit 1; }
	@echo "Setting up $(VENV); the first time takes a few minutes."
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . -e ./forked_kernels
	@touch $(READY)

check: $(READY)  ## style, types and floors, nothing changed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

fix: $(READY)  ## repair what ruff can repair
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

test: $(READY) check  ## the whole suite, notebooks included
	$(BIN)/python -m pytest
	$(BIN)/python -m pytest -n auto --dist loadfile forked_kernels

nightly: $(READY)  ## the suite with other and more examples in its property tests
	$(BIN)/python -m pytest --hypothesis-profile=nightly

lowest: $(READY)  ## the maths, the command line and a report on Python 3.11 with the oldest dependencies allowed
	$(BIN)/uv venv --quiet --clear --python 3.11 build/lowest
	$(BIN)/uv pip install --quiet --python build/lowest --resolution lowest-direct -e ".[all,test]" -e ./forked_kernels
	build/lowest/bin/python -m pytest $(MATHS) tests/test_cli.py
	build/lowest/bin/okr report examples/matas-2022-23 --quarter Q3 --format html,pdf,pptx --output build/lowest/reports

# pyenv keeps a Python off the path until it is told which.
newer: $(READY)  ## what each newer Python would install, resolved; the maths on the newest of this machine
	@for version in $(NEWER); do \
	  $(BIN)/uv pip compile pyproject.toml --extra all --extra test --constraints requirements.txt --only-binary :all: \
	    --python-version $$version --quiet --output-file build/newer.txt && echo "Python $$version: every requirement has a wheel" || exit 1; \
	done
	@for version in $(NEWER); do \
	  python=$$(PYENV_VERSION=$$version $(BIN)/uv python find --system --no-python-downloads $$version 2>/dev/null) && break; \
	done; \
	[ "$$python" ] || { echo "This machine has no newer Python to run the tests on"; exit 0; }; \
	$(BIN)/uv venv --quiet --clear --python "$$python" build/newer && \
	$(BIN)/uv pip install --quiet --python build/newer --constraints requirements.txt -e ".[all,test]" -e ./forked_kernels && \
	build/newer/bin/python -m pytest $(MATHS) --ignore tests/plan/store

notebooks: $(READY)  ## run the notebooks and templates top to bottom
	$(BIN)/python -m pytest tests/test_notebooks.py

report: $(READY)  ## quarterly report of the example: PLAN=... QUARTER=Q3
	$(BIN)/okr report $(PLAN) --quarter $(QUARTER)

docs: $(DOCS_READY)  ## build the site of the docs with a sample report: build/docs-site/index.html
	$(BIN)/okr report examples/matas-2022-23 --quarter Q3 --format html,pdf,pptx --output build/sample-report
	PYTHONPATH=. NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --clean

$(DOCS_READY): $(READY) docs/requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r docs/requirements.txt
	@touch $(DOCS_READY)

pictures: $(READY)  ## draw the pictures of README and docs anew from the example
	$(BIN)/python docs/pictures/draw.py
	$(BIN)/python docs/pictures/draw_promised.py

bench: $(READY)  ## speed, as ratios measured in one run, and how right forecasts are
	$(BIN)/python bench/speed.py
	$(BIN)/python bench/reports.py
	$(BIN)/python bench/forecast.py

reference: $(READY)  ## make the table of other companies' years that forecasts and base rates are drawn from
	$(BIN)/python docs/reference-class/make.py

lock: $(READY)  ## resolve pyproject.toml anew into requirements.txt and docs/requirements.txt
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate --quiet --upgrade --output-file requirements.txt
	$(BIN)/uv pip compile --group pyproject.toml:docs --constraints requirements.txt --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate --quiet --upgrade --output-file docs/requirements.txt

clean:  ## remove the environment and everything generated
	rm -rf $(VENV) reports build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

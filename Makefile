# Lead Journey Tracker. Bare `make` lists what there is.
PORT ?= 8501
PYTHON ?= python3
# Three at a time on two cores, because browser tests wait; a worker with nothing left takes over half of another's.
PYTEST_OPTIONS ?= -n 3 --dist worksteal
ELSEWHERE := browser or postgres or kill or real_data
VENV := .venv
# Always `python -m …`: the scripts pip writes into .venv/bin break when the path has a space in it.
RUN := $(VENV)/bin/python
# import-linter has no `python -m` of its own.
CONTRACTS := $(RUN) -c 'from importlinter.cli import lint_imports_command as lint; lint()' --no-logo --no-cache

# The locks name everything, so there is nothing to resolve; Python compiles what it imports.
PIP := $(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --no-compile

export STREAMLIT_BROWSER_GATHER_USAGE_STATS := false

.DEFAULT_GOAL := help
.PHONY: help setup run test check prove lint fix bench lock

help: ## this list
	@echo "Lead Journey Tracker"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1 \2/p' Makefile | awk '{printf "  %s %-7s", $$1, $$2; $$1=$$2=""; print $$0}'

setup: $(VENV)/.setup ## everything the app needs, in .venv/; instant the second time

run: setup ## set up, fill an empty store with the demo workspace, serve on http://127.0.0.1:8501 (PORT=… for another)
	@$(RUN) cli.py demo --if-empty
	@echo "Serving on http://127.0.0.1:$(PORT) (Ctrl-C ends it)"
	@$(RUN) -m streamlit run app.py --server.address=127.0.0.1 --server.port=$(PORT)

test: lint ## set up, then lint, contracts of imports, types and every test that needs nothing else installed
	$(RUN) -m pytest $(PYTEST_OPTIONS) -m "not ($(ELSEWHERE))"
	@echo "Left to make check: tests in a browser, on PostgreSQL, of killed imports and on real data sets."

check: lint ## what CI runs: all tests, also those on PostgreSQL, in Chromium, of kills and on real data; a skip is a failure
	JOURNEY_NO_SKIP=1 $(RUN) -m pytest $(PYTEST_OPTIONS)

prove: setup $(VENV)/.setup-dev ## the long proofs at full length, of which check runs a tenth
	JOURNEY_PROVE=1 $(RUN) -m pytest $(PYTEST_OPTIONS) --override-ini=timeout=0 -m proof

lint: setup $(VENV)/.setup-dev
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(CONTRACTS)
	$(RUN) -m mypy

fix: $(VENV)/.setup-dev ## let ruff mend what it can
	$(RUN) -m ruff check --fix .
	$(RUN) -m ruff format .

bench: setup $(VENV)/.setup-bench ## the README's speed claims, side by side with peers
	$(RUN) -m benchmarks

# The locks pin what `pyproject.toml` gives as ranges, for every platform at once. `uv` is only needed here.
lock: ## make requirements*.txt anew from pyproject.toml (needs uv)
	uv pip compile --universal --no-header --no-annotate --python-version 3.11 pyproject.toml -o requirements.txt
	uv pip compile --universal --no-header --no-annotate --python-version 3.11 --extra dev pyproject.toml -o requirements-dev.txt
	uv pip compile --universal --no-header --no-annotate --python-version 3.11 --extra dev --extra bench pyproject.toml -o requirements-bench.txt

# Stamps: a changed lock is newer than its stamp, so the step runs again.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null || { \
		echo "Python 3.11, 3.12 or 3.13 is needed; $(PYTHON) is $$($(PYTHON) --version 2>&1). Name another with: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.setup: requirements.txt | $(VENV)/bin/python
	$(PIP) -r requirements.txt
	$(RUN) cli.py setup
	@touch $@

$(VENV)/.setup-bench: requirements-bench.txt | $(VENV)/.setup-dev
	$(PIP) -r requirements-bench.txt
	@touch $@

$(VENV)/.setup-dev: requirements-dev.txt | $(VENV)/.setup
	$(PIP) -r requirements-dev.txt
	@touch $@

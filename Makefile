# Needs Python 3.11 or later with pip, and nothing else: Node and Postgres come from wheels.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:

PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3.14 python3 python; do \
	command -v $$name >/dev/null 2>&1 && \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

PURE := src/parley/domain/*,src/parley/workflows/*,src/parley/routing/*,src/parley/actions/*

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: .make/installed ## Install everything from the lock files and build the web app
	@$(BIN)/python scripts/build_web.py build

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Parley needs Python 3.11 or later: none found on PATH"; exit 1; }
	@echo "setup: making .venv with $(PYTHON)"
	@$(PYTHON) -m venv .venv

.make/installed: .venv/bin/python requirements/dev.txt requirements/build.txt pyproject.toml
	@mkdir -p .make
	@echo "setup: installing Python packages from the lock files"
	@$(PIP) install -qq --require-hashes -r requirements/dev.txt -r requirements/build.txt
	@$(PIP) install -qq --no-build-isolation --no-deps --no-index --editable .
	@touch $@

.PHONY: run
run: setup ## Start Parley on http://127.0.0.1:8000 (Ctrl-C stops it)
	@exec $(BIN)/parley up

.PHONY: test
test: setup ## Run all tests: web, browser, bench and Python, with a time budget each
	@$(BIN)/python scripts/run_suites.py

.PHONY: test-python
test-python: setup ## Run the Python tests
	@$(BIN)/python scripts/run_suites.py python

.PHONY: test-web
test-web: setup ## Run the web app's unit tests
	@$(BIN)/python scripts/run_suites.py web

.PHONY: test-browser
test-browser: setup ## Run the browser journeys in headless Chromium
	@$(BIN)/python scripts/run_suites.py browser

.PHONY: test-kill
test-kill: setup ## Kill web, worker and Postgres under load, 20 times and more
	@PARLEY_KILLS=$${PARLEY_KILLS:-24} $(BIN)/python -m pytest -m kill -p no:randomly -s --timeout 1800

.PHONY: test-deep
test-deep: setup ## Run the generated tests with 10,000 cases each
	@PARLEY_TEST_PROFILE=deep $(BIN)/python -m pytest -n auto -m "hypothesis or deep" --timeout 3600

.PHONY: check
check: setup format-check lint types imports house coverage web-check ## Run every gate: what must be green before a commit

.PHONY: format
format: setup ## Format the Python code
	@$(BIN)/ruff check -q --fix --select I001,F401 src tests scripts || true
	@$(BIN)/ruff format src tests scripts

.PHONY: format-check
format-check: setup
	@$(BIN)/ruff format --check src tests scripts

.PHONY: lint
lint: setup ## Lint and spell-check the Python code
	@$(BIN)/ruff check src tests scripts
	@$(BIN)/codespell src tests scripts docs README.md CONTRIBUTING.md CHANGELOG.md

.PHONY: types
types: setup ## Check the types of the Python code
	@$(BIN)/basedpyright

.PHONY: imports
imports: setup
	@$(BIN)/lint-imports

.PHONY: house
house: setup
	@$(BIN)/python scripts/house_rules.py

.PHONY: coverage
coverage: setup
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest -n auto -q -m "not slow and not deep and not kill"
	@$(BIN)/coverage combine -q
	@$(BIN)/coverage report
	@$(BIN)/coverage report --include '$(PURE)' --fail-under 95

.PHONY: web-check
web-check: setup
	@for script in lint types test; do $(BIN)/python scripts/build_web.py $$script || exit 1; done

.PHONY: bench
bench: setup ## Measure this machine: messages per second, latency, ratio to the floor
	@for what in floor inbound latency http outbox idle waiting engine matcher online; do \
		echo; echo "== $$what"; $(BIN)/parley bench $$what || exit 1; done

.PHONY: lock
lock: .make/installed ## Write the lock files again from pyproject.toml
	@$(PIP) install -qq --require-hashes -r requirements/lock.txt
	@sh scripts/lock.sh

.PHONY: clean
clean: ## Remove what was built and installed; the data directory stays
	@rm -rf .venv .make .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage .coverage.*
	@rm -rf web/node_modules web/dist src/parley/ui

# Solieu's commands; `make` alone lists them.

PYTHON ?=
export PYTHON

VENV  := .venv/bin
BUILD := build
STORE := $(BUILD)/samples.db

.DEFAULT_GOAL := help
.PHONY: help setup run test check fix golden samples peers bench

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install what is missing: Python packages into .venv, Tesseract and fonts by apt
	@tools/setup.sh

run: setup ## Read the samples into a fresh store, compare 2021 with 2024, list what does not add up
	@rm -rf $(STORE) $(STORE).files
	@mkdir -p $(BUILD)
	$(VENV)/solieu ingest samples/*/*.pdf --db $(STORE)
	$(VENV)/solieu compare 2021 2024 --place "Lạng Sơn" --db $(STORE)
	$(VENV)/solieu audit --db $(STORE)

test: setup check ## Check everything and run the tests
	$(VENV)/python -m pytest -n auto

check: setup ## Linter, format and types; changes nothing
	$(VENV)/ruff check
	$(VENV)/ruff format --check
	$(VENV)/mypy

fix: setup ## Let the linter and the formatter rewrite what they can
	$(VENV)/ruff check --fix
	$(VENV)/ruff format

golden: setup ## Rewrite the expected output that tests compare with; read the diff before you commit it
	env -u CI SOLIEU_GOLDEN=rewrite $(VENV)/python -m pytest -n auto

samples: setup ## Build the PDFs and scans of samples/ anew from their sources
	$(VENV)/python -m tools.build_samples

peers: setup ## Install the programs that `make bench` measures beside ours, in an environment of their own
	@$(VENV)/python -m venv $(BUILD)/peers
	@$(BUILD)/peers/bin/pip install --quiet --requirement bench/peers/requirements.txt

bench: setup ## Time what matters; figures depend on the machine
	@for script in $(basename $(notdir $(wildcard bench/*.py))); do $(VENV)/python -m "bench.$$script" || exit 1; done

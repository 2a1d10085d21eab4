# `make` or `make help` lists what can be done. Everything installs itself into .venv.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
READY := .venv/.ready
PROJECT ?= money-toolkit
export PLOTLY_RENDERER = plotly_mimetype
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.PHONY: help setup report test lint docs notebooks pictures durability fuzz withdrawal-check clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: $(READY) ## Install everything into .venv (about 3 minutes the first time)

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11, 5) and "Python 3.11.5 or newer is needed; set PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv .venv
	@echo "Installing what the project needs; this takes a few minutes once."
	$(BIN)/pip install --quiet --constraint constraints.txt --editable ".[models,notebooks,dev]"
	@touch $@

report: setup ## Run the whole job (PROJECT=money-toolkit) and say where the report is
	$(BIN)/insights run $(PROJECT)

test: setup ## Run all the tests, notebooks included
	$(BIN)/pytest --numprocesses logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder
	$(BIN)/pytest --nbval --nbval-sanitize-with notebooks/.nbval-sanitize.cfg notebooks/*.ipynb

lint: setup ## Check style, types and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: setup ## Write the generated files again (reference, data dictionary, environment.yml)
	$(BIN)/python scripts/make_data_dictionary.py
	$(BIN)/python scripts/make_environment.py
	$(BIN)/python scripts/make_dpia_example.py
	$(BIN)/python scripts/make_reference.py

notebooks: setup ## Run the notebooks afresh and keep what they show
	$(BIN)/python scripts/make_notebooks.py

pictures: setup ## Take the pictures of README and tutorial again (needs Chromium)
	$(BIN)/insights run money-toolkit --quiet
	$(BIN)/python scripts/make_pictures.py
	$(BIN)/python scripts/make_tutorial_pictures.py

durability: setup ## Kill the review pages 200 times and look for a lost decision
	INSIGHTS_KILLS=200 $(BIN)/pytest -s tests/test_durability.py

fuzz: setup ## Try thousands of damaged files of every kind
	$(BIN)/python scripts/fuzz.py --files 2000

withdrawal-check: setup ## Take twenty people out of copies of the bundled projects, with proof
	$(BIN)/python scripts/withdrawal_check.py

clean: ## Remove what the code can make again (never what people made)
	find data/processed reports -mindepth 1 -maxdepth 1 ! -name README.md -exec rm -rf {} +

# Everything below sets itself up: Python 3.11 or newer (with venv) and make are all it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test lint format diff quality baseline clean

demo: $(READY)  ## serve a small paper on this machine, collect it, show the tables
	@$(BIN)/ocop demo

test: lint  ## everything that must hold before a change lands
	$(BIN)/pytest -q -n auto

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

diff: $(READY)  ## what is read differently in the fixtures than in the last release
	@$(BIN)/ocop replay tests/fixtures --diff --against tests/fixtures/baseline.jsonl --max-loss 20

quality: $(READY)  ## the scores of facts on held-back articles, none below its floor
	@$(BIN)/python -m knowledge.cross_validate

baseline: $(READY)  ## after a release: what later changes are compared with
	@$(BIN)/ocop extract tests/fixtures >tests/fixtures/baseline.jsonl || test $$? -eq 1

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis *.egg-info build

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed; try: make PYTHON=python3.12")'
	@echo "Setting up $(VENV) (once, about a minute) …" >&2
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

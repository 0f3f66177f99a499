# `make demo` serves a well-filled shop; `make test` runs every test. Both set up what they need.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help demo test check bench format lock messages clean

help: ## Show this list
	@grep -E '^[a-z]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 12

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Buyclass needs Python 3.11 or newer (PYTHON=... names another one)."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing (on Debian: apt-get install python3-venv)."; exit 1; }
	$(PYTHON) -m venv .venv

.venv/demo.stamp: requirements.lock | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/dev.stamp: requirements-dev.lock | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@ .venv/demo.stamp

demo: .venv/demo.stamp ## Serve the demo shop on SQLite (PORT=8000)
	@DEBUG=1 DATABASE_URL= REDIS_URL= $(BIN)/python manage.py demo --port $(PORT)

test: .venv/dev.stamp ## Run the tests (ARGS="-k name")
	$(BIN)/python -m pytest $(ARGS)

check: .venv/dev.stamp ## Formatter, linters, types, contracts, migrations, deployment, dependencies
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint --check --lint templates segmentation shop
	$(BIN)/mypy segmentation shop
	$(BIN)/lint-imports
	DEBUG=1 $(BIN)/python manage.py makemigrations --check --dry-run
	.ci/check-deploy $(BIN)/python
	.ci/audit $(BIN)

bench: .venv/dev.stamp ## Measure speed and memory (ARGS="--full" for ten million lines)
	$(BIN)/python -m tests.benchmarks $(ARGS)

format: .venv/dev.stamp ## Put code and templates into the house's form
	$(BIN)/ruff check --fix --quiet . || true
	$(BIN)/ruff format .
	$(BIN)/djlint --quiet --reformat templates segmentation shop || true

lock: .venv/dev.stamp ## Work out the locked versions anew
	$(BIN)/uv pip compile --quiet --upgrade pyproject.toml --extra api --extra shop --universal --python-version 3.11 --no-header --no-annotate --generate-hashes -o requirements.lock
	$(BIN)/uv pip compile --quiet --upgrade pyproject.toml --extra api --extra shop --extra evaluate --extra openfeature --extra dev --universal --python-version 3.11 --no-header --no-annotate --generate-hashes -c requirements.lock -o requirements-dev.lock

messages: .venv/dev.stamp ## Collect the texts to translate
	cd segmentation && ../$(BIN)/django-admin makemessages --locale da --no-wrap
	cd shop && ../$(BIN)/django-admin makemessages --locale da --no-wrap

clean: ## Remove the virtual environment and the demo's data
	rm -rf .venv var staticfiles

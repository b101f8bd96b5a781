# The two commands are `make run` and `make test`; `make help` lists the others.
# Needs only Python >= 3.11 (with venv), make and git.

PORT ?= 8000
VENV ?= .venv
BIN := $(VENV)/bin
LOCK ?= requirements.lock
DEV_LOCK ?= requirements-dev.lock
FACES_LOCK ?= requirements-faces.lock
# Further options for pytest, for example: make test ARGS="-k feeds"
ARGS ?=
# make test STRICT=1 fails when anything is skipped (continuous integration).
STRICT ?=

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	if command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	then echo $$p; break; fi; done)

# Compiling every module of every package takes longer than those that are used, at their first use.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes

# Some environments forbid Python to keep what it compiled: each of the many processes of a test run,
# and each start of the demo, would compile everything again.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help run faces test check fix bench shots reset clean messages
.DEFAULT_GOAL := help

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(VENV)/.run ## start the demo on http://127.0.0.1:8000 (PORT= to change)
	@SAMBANG_PORT=$(PORT) exec $(BIN)/python -m cms.config.serve

faces: $(VENV)/.run ## let the redaction screen propose faces to hide (optional, 60 MB)
	@$(PIP) --no-deps -r $(FACES_LOCK)

test: $(VENV)/.dev ## run all tests
	@$(BIN)/python -m pytest $(if $(STRICT),--nothing-skips) $(ARGS)

check: $(VENV)/.dev ## style, structure, migrations, types of the pure core
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/mypy
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@$(BIN)/python manage.py check

fix: $(VENV)/.dev ## let ruff mend what it can
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(VENV)/.dev ## measure pages, API, feeds and place search; prints ratios
	@$(BIN)/python -m bench

shots: $(VENV)/.dev ## screenshots at 360 and 1280 px of a running demo, into var/shots
	@$(BIN)/python -m bench.shots http://127.0.0.1:$(PORT)

messages: $(VENV)/.dev ## collect and compile translations (needs gettext)
	@$(BIN)/python manage.py makemessages -l en --no-obsolete --no-location -i '$(VENV)*' -i 'var/*' -i 'tests/*'
	@$(BIN)/python manage.py compilemessages -l en -l id

reset: ## forget the demo's database and files; the next `make run` starts over
	@rm -rf var
	@echo "var/ removed: the next 'make run' starts over."

clean: reset ## also remove the virtual environment
	@rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache

$(VENV)/pyvenv.cfg:
	@test -n "$(PYTHON)" || { echo "Sambang needs Python 3.11 or newer: install it and try again."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "Python cannot make a virtual environment here. On Debian or Ubuntu: apt install python3-venv"; exit 1; }

$(VENV)/.run: $(LOCK) | $(VENV)/pyvenv.cfg
	@echo "Installing what Sambang needs (once)…"
	@$(PIP) -r $(LOCK)
	@touch $@

$(VENV)/.dev: $(DEV_LOCK) $(FACES_LOCK) | $(VENV)/pyvenv.cfg
	@echo "Installing what the tests need (once)…"
	@$(PIP) -r $(DEV_LOCK)
	@$(PIP) --no-deps -r $(FACES_LOCK)
	@touch $@ $(VENV)/.run

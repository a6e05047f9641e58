# RianKlai: `make demo` to browse it, `make test` to check it. Everything else is listed by `make help`.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PORT ?= 8000
# The first Python here that runs and is new enough.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo test check bench format lock messages clean

help: ## list the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1|/' | column -t -s '|'

demo: .venv/installed ## set everything up and serve it on 127.0.0.1:8000
	@$(MANAGE) compile_messages
	@$(MANAGE) setup
	@echo
	@echo "  RianKlai is at  http://127.0.0.1:$(PORT)/      in English  http://127.0.0.1:$(PORT)/en/"
	@echo "  Wagtail's admin http://127.0.0.1:$(PORT)/admin/  with the accounts above.  Stop it with Ctrl+C."
	@echo
	@$(MANAGE) runserver 127.0.0.1:$(PORT) --noreload

test: check ## run every check and every test
	@$(BIN)/python -m pytest -n 2 --dist loadfile $(PYTEST_ARGS)

check: .venv/installed ## run every check but the tests
	@$(MANAGE) compile_messages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djhtml --tabwidth 2 --check templates
	$(BIN)/lint-imports
	$(BIN)/mypy portal courses catalog search
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) check --fail-level WARNING

bench: .venv/installed ## measure search on both engines, stock search, pages, timetable, usage (BENCH_DOCUMENTS=100000, BENCH_STEPS, BENCH_ENGINES)
	@$(MANAGE) compile_messages
	@$(BIN)/python tests/benchmarks/run.py

format: .venv/installed ## put Python and templates into the house's form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djhtml --tabwidth 2 templates

messages: .venv/installed ## collect new messages for translation, then compile
	$(MANAGE) update_messages
	$(MANAGE) compile_messages

lock: .venv/installed ## write requirements.txt anew from pyproject.toml
	$(BIN)/python -m pip install --quiet uv
	env -u PIP_FIND_LINKS $(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --upgrade --quiet \
	  --custom-compile-command "make lock" --output-file requirements.txt

clean: ## remove the virtual environment and all data of this checkout
	rm -rf .venv var

.venv/installed: requirements.txt
	@if [ -z "$(PYTHON)" ] || ! "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	  echo "RianKlai needs Python 3.11 or newer; this machine has: $$(python3 --version 2>/dev/null || echo no Python)."; \
	  echo "Install it (Debian 12, Ubuntu 24.04: apt-get install python3 python3-venv), or name one that you have:"; \
	  echo "  make $(MAKECMDGOALS) PYTHON=/path/to/python3.11"; \
	  exit 1; fi
	@if [ ! -x $(BIN)/python ]; then "$(PYTHON)" -m venv .venv || { rm -rf .venv; \
	  echo "This Python cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }; fi
	@echo "Installing what RianKlai needs into .venv (about half a minute the first time) ..."
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.txt
	@touch $@

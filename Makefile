# Every way to work on the project. CI runs these same targets.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test lint schema bench bench-short profile screenshots messages requirements

VENV := .venv
PYTHON := $(VENV)/bin/python
# Tests have a server of their own, so that they run beside `make run`; their data may be lost.
TEST := POSTGRES_DIR=$${POSTGRES_DIR:-var/test-postgres} POSTGRES_FSYNC=false $(PYTHON)
PIP := $(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes
COMPILE := $(VENV)/bin/uv pip compile --quiet --generate-hashes --no-header --universal --python-version 3.11
ARTICLES := 20000

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/.runtime ## Install, prepare the database and serve on PORT (8000) until Ctrl-C
	@exec $(PYTHON) manage.py serve --end-with-parent

test: $(VENV)/.development ## Install and run all tests (PYTEST_ARGS="-k words" for some)
	@$(TEST) -m pytest -n 2 $(PYTEST_ARGS)

lint: $(VENV)/.development ## Check style, migrations and Django's own checks
	@$(PYTHON) -m ruff check
	@$(PYTHON) -m ruff format --check
	@$(TEST) manage.py makemigrations --check --dry-run
	@$(TEST) manage.py check

schema: $(VENV)/.development ## Write openapi.yaml anew from the code
	@$(TEST) manage.py spectacular --validate --fail-on-warn --file openapi.yaml

bench: $(VENV)/.development ## Measure the server's cost (ARTICLES=20000; EDGE=1: what Varnish serves before it)
	@ARTICLES=$(ARTICLES) $(PYTHON) -m benchmarks.$(if $(EDGE),edge,run)

bench-short: $(VENV)/.development ## Fail if a request costs half as much again as is stated
	@$(PYTHON) -m benchmarks.short

profile: $(VENV)/.development ## Show where a request's time goes (SCENARIO="section list")
	@ARTICLES=$(ARTICLES) $(PYTHON) -m benchmarks.profile $(SCENARIO)

screenshots: $(VENV)/.development ## Take the screenshots in docs/ anew (needs chromium)
	@$(PYTHON) -m tests.browser.screenshots

messages: $(VENV)/.development ## Collect what editors read into the catalogs of ru and uz (needs GNU gettext)
	@$(PYTHON) manage.py makemessages --locale ru --locale uz --ignore tests --ignore .venv --ignore var --no-location
	@$(PYTHON) manage.py compilemessages --ignore .venv

requirements: $(VENV)/.development ## Resolve and pin requirements*.in anew
	@$(COMPILE) --upgrade --output-file requirements.txt requirements.in
	@$(COMPILE) --upgrade --output-file requirements-dev.txt --constraints requirements.txt requirements-dev.in

# The stamps make a second run start in seconds.
$(VENV)/.runtime: requirements.txt | $(PYTHON)
	@echo "Installing what the project needs …"
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.development: requirements-dev.txt | $(PYTHON)
	@echo "Installing what tests need …"
	@$(PIP) -r requirements-dev.txt
	@touch $@

$(PYTHON):
	@for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	  $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	  $$python -m venv $(VENV) && exit 0; \
	  rm -rf $(VENV); \
	  echo "$$python cannot make a virtual environment: install its venv module (on Debian: apt install python3-venv)." >&2; \
	  exit 1; \
	done; \
	echo "Python 3.11 or newer is needed, and none was found (python3, python3.11 … python3.14)." >&2; exit 1

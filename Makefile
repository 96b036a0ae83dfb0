# Every command of the project. `make` alone lists them.
#
#   make run PORT=8001                        another port
#   make test PYTEST_ARGS="tests/events -x"   some of the tests
#   OBJECTWAR_DATABASE_URL=postgres://… make check     on PostgreSQL

PORT = 8000
PYTEST_ARGS =

PYTHON = .venv/bin/python
MANAGE = $(PYTHON) manage.py
BOOTSTRAP = sh tools/python3.11.sh tools/bootstrap.py
TEMPLATES = $(wildcard templates */templates)

# `manage.py check --deploy` wants what production reads with no default.
PRODUCTION = \
	DJANGO_SETTINGS_MODULE=objectwar.settings.production \
	OBJECTWAR_SECRET_KEY=no-secret-only-for-the-check-0123456789-abcdefghijk \
	OBJECTWAR_ALLOWED_HOSTS=objectwar.example \
	OBJECTWAR_SITE_URL=https://objectwar.example

# Absolute addresses, as the demonstration site prints and serves them.
SITE = OBJECTWAR_SITE_URL=$${OBJECTWAR_SITE_URL:-http://127.0.0.1:$(PORT)}

export OBJECTWAR_PYTHON

.PHONY: help
help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- Running -----------------------------------------------------------------------

.PHONY: run
run: demo ## Set up what is missing, load the demonstration site, serve it
	@echo "Serving http://127.0.0.1:$(PORT)/ - stop with Ctrl-C"
	@$(SITE) $(MANAGE) runserver --noreload 127.0.0.1:$(PORT)

.PHONY: demo
demo: setup ## Load the demonstration site without serving it
	@echo "Bringing the database up to date"
	@$(MANAGE) migrate --verbosity 0
	@$(SITE) $(MANAGE) load_demo

.PHONY: setup
setup: ## Make .venv with what runs the site, and compile the translations
	@$(BOOTSTRAP)
	@$(PYTHON) tools/messages.py compile

.PHONY: setup-dev
setup-dev: ## The same with what checks the code
	@$(BOOTSTRAP) --dev
	@$(PYTHON) tools/messages.py compile

# --- Checking ----------------------------------------------------------------------

.PHONY: test
test: setup-dev ## Run every test
	$(PYTHON) -m pytest $(PYTEST_ARGS)

.PHONY: check
check: lint test ## Format, lint, imports, templates, migrations, settings, messages, tests

.PHONY: lint
lint: setup-dev ## Everything of `check` but the tests
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	.venv/bin/lint-imports --no-logo
	.venv/bin/djlint --check --lint --quiet $(TEMPLATES)
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) check
	$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING

.PHONY: format
format: setup-dev ## Format Python and templates, mend what a machine can mend
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .
	-.venv/bin/djlint --reformat --quiet $(TEMPLATES)

.PHONY: bench
bench: setup-dev ## Run the benchmarks of benches/
	@found=; \
	for file in benches/bench_*.py; do \
		[ -f "$$file" ] || continue; \
		found=yes; \
		echo "== $$file"; \
		$(PYTHON) "$$file" || exit 1; \
	done; \
	[ "$$found" ] || echo "There is no benchmark yet."

.PHONY: fuzz
fuzz: setup-dev ## Read 10,000 broken calendars and tables, of a fixed seed
	OBJECTWAR_FUZZ_MUTATIONS=10000 $(PYTHON) -m pytest -q tests/events/importers/test_fuzz.py

.PHONY: screenshots
screenshots: setup-dev ## Pictures of every page of a running demonstration site
	@$(PYTHON) tools/screenshots.py

# --- Translating -------------------------------------------------------------------

.PHONY: messages
messages: setup-dev ## Collect texts for translators (needs gettext)
	@$(PYTHON) tools/messages.py extract

# Two commands matter: `make demo` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3 python3.13 python3.12 python3.11 2>/dev/null | while read p; do "$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo "$$p" && break; done)
VENV ?= .venv
BIN := $(VENV)/bin
# Of `make demo` and `make run`: the port, and the address of this machine, that they listen on.
PORT ?= 8000
ADDRESS ?= 127.0.0.1
# The folder of the demonstration's data and settings.
DATA ?= var/demonstration
LANGUAGES := fr es ar
# With RESULTS=name each run leaves its outcomes in var/results, for `make report` and `make times`.
XML = $(if $(RESULTS),--junitxml var/results/$(RESULTS)-$(1).xml)
# Three processes keep two cores busy while one of them waits for a browser or for pandoc.
PYTEST = $(BIN)/python -m pytest -n 3 --dist worksteal
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: package help install restore demo run test check check-rest check-code check-postgresql check-large check-nightly report record-pages times mutants lint types messages messages-check lock audit bench bench-congress bench-small clean system-demo system-test system-large

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 26

install: $(VENV)/.run messages-compiled ## what a real site needs, checked by hash

restore: install ## the site from FILE=backup.zip on a new machine: packages, settings, data, uploads, static files
	@[ -f "$(FILE)" ] || { echo "Name a backup: make restore FILE=backup.zip"; exit 1; }
	@[ -f .env ] || $(BIN)/python manage.py setup --from-backup "$(FILE)" $(SETUP)
	@$(BIN)/python manage.py restore "$(FILE)"
	@$(BIN)/python manage.py collectstatic --no-input --verbosity 0
	@echo "The site is restored. Start the services, then run manage.py doctor."

demo: $(VENV)/.run system-demo messages-compiled ## the whole consultation at http://localhost:8000 (PORT=… for another)
	@$(BIN)/python manage.py demo --port "$(PORT)" --address "$(ADDRESS)" --data "$(DATA)"

run: is-set-up $(VENV)/.run system-demo messages-compiled ## your own site (.env), with its worker, at http://localhost:8000 (PORT=… for another)
	@$(BIN)/python manage.py run --port "$(PORT)" --address "$(ADDRESS)"

.PHONY: is-set-up
is-set-up:
	@[ -f .env ] || { printf '%s\n' "No site is set up here: there is no .env. These commands make one:" \
	  "  make install" \
	  "  .venv/bin/python manage.py setup            # six questions, writes .env" \
	  "  .venv/bin/python manage.py upgrade          # makes the tables" \
	  "  .venv/bin/python manage.py new_admin YOU@EXAMPLE.ORG" \
	  "  make run" \
	  "To look at an invented consultation instead: make demo"; exit 1; }

test: $(VENV)/.dev system-test messages-compiled ## the suite, browser journeys included: about ten minutes on two cores
	$(PYTEST) -m "not large" $(call XML,test) $(ARGS)

# The commit at which everything passed is what `.ci/run` compares a change with.
check: test check-rest ## everything: the suite, lint, types, messages, PostgreSQL, and what takes long
	@[ -n "$$(git status --porcelain)" ] || git rev-parse HEAD > .ci/checked

check-rest: check-code check-postgresql check-large check-nightly check-install ## what `make check` adds to `make test`

check-code: lint types messages-check ## style, types, messages, settings of a real site, migrations
	SECRET_KEY=a-long-enough-text-that-signs-nothing-but-this-one-check-of-settings ALLOWED_HOSTS=localhost SITE_URL=https://localhost $(BIN)/python manage.py check --deploy --fail-level WARNING
	SECRET_KEY=check ALLOWED_HOSTS=localhost $(BIN)/python manage.py makemigrations --check --dry-run

report: ## a page that anyone can read, of the results in var/results: var/report.html
	$(BIN)/python -m tests.report var/report.html var/results/*.xml

# PostgreSQL and Redis at these addresses. With SAMPLE=seed only what can differ there runs, and a tenth of the rest.
POSTGRESQL ?= postgres://postgres@127.0.0.1:5432/postgres
REDIS ?= redis://127.0.0.1:6379/9
check-postgresql: $(VENV)/.dev system-test messages-compiled ## the suite without browsers, on PostgreSQL and Redis
	DATABASE_URL=$(POSTGRESQL) REDIS_URL=$(REDIS) $(PYTEST) -m "not large and not browser" \
	  --ignore tests/charter/text $(if $(SAMPLE),--sample $(SAMPLE)) $(call XML,postgresql) $(ARGS)

# Files stay whole where many tests use one consultation that their file built. Pytest ends with 5 where it ran nothing.
# With VARIANTS=seed a third of the variants of each test runs.
LONG ?= tests
DRAWN = $(if $(VARIANTS),--variants $(VARIANTS))
LAWS ?= large
check-large: $(VENV)/.dev system-test system-large messages-compiled ## what takes long: laws at full size, kills on two databases, crawls, axe everywhere (LONG=files for some)
	HYPOTHESIS_PROFILE=$(LAWS) $(PYTEST:worksteal=loadfile) -m "large and not nightly and not browser and not commits" $(LONG) $(DRAWN) $(call XML,large) $(ARGS) || [ $$? = 5 ]
	$(PYTEST) -m "large and not nightly and (browser or commits)" $(LONG) $(DRAWN) $(call XML,large-rest) $(ARGS) || [ $$? = 5 ]

record-pages: $(VENV)/.dev ## write again what tests/journeys/recorded keeps of the pages of ten tasks
	RECORD_PAGES=1 $(BIN)/python -m pytest -q tests/journeys/test_recorded_pages.py

times: ## seconds of the results in var/results, by folder and by test
	$(BIN)/python -m tests.times var/results/*.xml

mutants: $(VENV)/.dev system-test messages-compiled ## plants each fault of tests/mutants in a clone, runs the tests and names what no test notices
	$(BIN)/python -m tests.mutants $(ARGS)

# Machines are booted one after the other. The new Debian and the downloads stay in var/install.
check-nightly: $(VENV)/.dev system-test system-large messages-compiled ## what takes a quarter of an hour or more each: every form sent as everybody, deploy/upgrade on a server
	$(PYTEST:worksteal=loadfile) -m nightly $(call XML,nightly) $(ARGS)

check-install: $(VENV)/.dev system-install messages-compiled ## executes the guide of deploy/README.md on a new Debian, with real services (needs root)
	$(BIN)/python -m pytest -n 0 tests/install/drill.py $(call XML,install) $(ARGS)

lint: $(VENV)/.dev ## style of code and templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint templates --lint --quiet

types: $(VENV)/.dev ## types of our own code
	PYTHONPATH=. SECRET_KEY=check ALLOWED_HOSTS=localhost $(BIN)/mypy accounts charter cms consultation
	PYTHONPATH=. SECRET_KEY=check ALLOWED_HOSTS=localhost $(BIN)/mypy --strict charter/text

messages: $(VENV)/.dev ## gathers the strings to translate (needs gettext) and compiles the catalogues
	@command -v msgfmt >/dev/null || { [ "$$(id -u)" = 0 ] && apt-get install -y -qq gettext; }
	SECRET_KEY=messages ALLOWED_HOSTS=localhost $(BIN)/python manage.py makemessages $(LANGUAGES:%=-l %) --no-location --no-wrap --ignore .venv --ignore var --ignore tests
	@$(MAKE) --no-print-directory messages-compiled

.PHONY: messages-compiled
messages-compiled: $(VENV)/.run
	@for po in consultation/locale/*/LC_MESSAGES/django.po; do \
	  [ -f "$$po" ] || continue; mo=$${po%.po}.mo; \
	  [ "$$mo" -nt "$$po" ] || $(BIN)/python -m babel.messages.frontend --quiet compile -i "$$po" -o "$$mo" || exit 1; \
	done

messages-check: $(VENV)/.dev messages-compiled ## fails on a string without its translation, a forbidden term or mark
	$(BIN)/python -m pytest -q tests/test_messages.py tests/test_wording.py

# Extras stay in the lock: pip would take the newest package for one that the lock names without it.
lock: ## pins every requirement with its hash
	@command -v uv >/dev/null || { echo "make lock needs uv: python -m pip install uv"; exit 1; }
	uv pip compile --quiet --no-strip-extras --universal --python-version 3.11 --generate-hashes --no-header -o requirements.txt tests/requirements.in
	uv pip compile --quiet --no-strip-extras --universal --python-version 3.11 --generate-hashes --no-header -c requirements.txt -o tests/requirements-dev.txt tests/requirements-dev.in

package: $(VENV)/.run ## builds the text core as a distribution of its own, clausemerge, in var/clausemerge
	$(BIN)/python -m tests.package var/clausemerge
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir var/clausemerge/dist var/clausemerge

PIP_AUDIT := pip-audit==2.10.1
audit: $(VENV)/.dev ## known holes of the packages, as PyPI and OSV know them today; fails where neither answers
	@[ -x var/audit/bin/pip-audit ] || { $(BIN)/python -m venv var/audit && var/audit/bin/pip install --quiet $(PIP_AUDIT); }
	$(BIN)/python -m tests.audit var/audit/bin/pip-audit

bench: $(VENV)/.dev ## measures the text core and the pages, as ratios in one run; writes docs/benchmarks.md
	@$(BIN)/python -m pip install --quiet -r tests/requirements-bench.in || echo "Some rivals are missing; the table says which."
	$(BIN)/python -m tests.bench.text_core
	$(BIN)/python -m tests.bench.text_shapes
	$(BIN)/python -m tests.bench.pages
	$(BIN)/python -m tests.bench.ledger
	$(BIN)/python -m tests.bench.merging
	$(BIN)/python -m tests.bench.typed_changes
	$(BIN)/python -m tests.bench.weights
	$(BIN)/python -m tests.bench.tasks
	$(BIN)/python -m tests.bench.addresses

bench-congress: $(VENV)/.dev ## a congress for ten minutes under load, and a restore of 10,000 amendments: half an hour, on the database of DATABASE_URL
	$(BIN)/python -m tests.bench.load
	$(BIN)/python -m tests.bench.restoring

bench-small: $(VENV)/.dev system-test ## one processor and 1 GB without swap, by limits of the kernel (as root): members, readers and all commands at once
	$(BIN)/python -m tests.bench.small

# `var` holds data of sites, uploads, backups and demonstrations: they are nobody's to clean.
clean: ## removes the environment and what tests leave; data stay
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis test-results
	rm -rf var/templates var/results var/report.html var/audit var/observatory var/lighthouse var/axe var/validator

$(VENV)/bin/python:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11, 3.12 or 3.13 is needed."; exit 1; }
	@echo "Making an environment with $(PYTHON) …"
	@$(PYTHON) -m venv $(VENV) || { [ "$$(id -u)" = 0 ] && apt-get install -y -qq python3-venv && $(PYTHON) -m venv $(VENV); } || \
	  { echo "Python's venv is missing: install the package python3-venv."; exit 1; }

$(VENV)/.run: requirements.txt | $(VENV)/bin/python
	@echo "Installing what the site needs, checked by hash …"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	@mkdir -p var
	@touch $@

$(VENV)/.dev: tests/requirements-dev.txt | $(VENV)/bin/python
	@echo "Installing what the tests need, checked by hash …"
	@$(BIN)/python -m pip install --quiet --require-hashes -r tests/requirements-dev.txt
	@mkdir -p var
	@touch $@ $(VENV)/.run

PDF_PACKAGES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core

system-demo:
	@$(BIN)/python -c 'import weasyprint' 2>/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then echo "Installing what draws PDF …"; \
	    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(PDF_PACKAGES) >/dev/null; } || echo "That failed: the site runs, without PDF."; \
	  else echo "For PDF install these Debian packages: $(PDF_PACKAGES). Everything else runs without them."; fi; }

system-test:
	@missing=""; \
	$(BIN)/python -c 'import weasyprint' 2>/dev/null || missing="$$missing $(PDF_PACKAGES)"; \
	command -v chromium >/dev/null || missing="$$missing chromium"; \
	command -v git >/dev/null || missing="$$missing git"; \
	command -v minisign >/dev/null || missing="$$missing minisign"; \
	command -v xgettext >/dev/null || missing="$$missing gettext"; \
	fc-list 2>/dev/null | grep -qi "noto naskh" || missing="$$missing fonts-noto-core"; \
	[ -z "$$missing" ] || { \
	  if [ "$$(id -u)" = 0 ]; then echo "Installing$$missing …"; apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing >/dev/null; \
	  else echo "The tests need these Debian packages:$$missing"; exit 1; fi; }

# What only long tests need: two front servers, which RUNLEVEL keeps from starting by themselves, the Observatory's scanner,
# Lighthouse, axe, the validator of HTML, which runs where there is a Java, and LibreOffice, which saves files that members edited.
OBSERVATORY := @mdn/mdn-http-observatory@1.4.8
VALIDATOR := vnu-jar@26.9.27
LIGHTHOUSE := lighthouse@12.8.2
AXE := axe-core@4.14.1
NPM := npm install --silent --ignore-scripts --no-audit --no-fund --prefix
system-large:
	@command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || [ "$$(id -u)" != 0 ] || \
	  { apt-get update -qq && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq nginx-light >/dev/null; } || echo "nginx could not be installed."
	@command -v caddy >/dev/null || [ "$$(id -u)" != 0 ] || \
	  { apt-get update -qq && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq caddy >/dev/null; } || echo "Caddy could not be installed."
	@command -v soffice >/dev/null || [ "$$(id -u)" != 0 ] || \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libreoffice-writer >/dev/null; } || echo "LibreOffice could not be installed: its tests do not run."
	@command -v npm >/dev/null || exit 0; \
	[ -d var/observatory/node_modules ] || $(NPM) var/observatory $(OBSERVATORY) || echo "The scanner could not be installed: its test does not run."; \
	[ -d var/lighthouse/node_modules ] || $(NPM) var/lighthouse $(LIGHTHOUSE) || echo "Lighthouse could not be installed: its test does not run."; \
	[ -d var/axe/node_modules ] || $(NPM) var/axe $(AXE) || echo "axe could not be installed: the older one of the Python package is used."; \
	[ -d var/validator/node_modules ] || $(NPM) var/validator $(VALIDATOR) || echo "The validator could not be installed: its test does not run."

# What boots a machine of its own: a new Debian, the container, and a network for it.
system-install: system-test
	@missing=""; \
	for pair in debootstrap:debootstrap systemd-nspawn:systemd-container pasta:passt ip:iproute2; do \
	  command -v $${pair%%:*} >/dev/null || missing="$$missing $${pair##*:}"; done; \
	[ -z "$$missing" ] || { \
	  if [ "$$(id -u)" = 0 ]; then echo "Installing$$missing …"; apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing >/dev/null; \
	  else echo "The drill needs these Debian packages:$$missing"; exit 1; fi; }

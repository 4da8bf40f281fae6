# Two commands matter: `make demo` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3 python3.13 python3.12 python3.11 2>/dev/null | while read p; do "$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo "$$p" && break; done)
VENV ?= .venv
BIN := $(VENV)/bin
PORT ?= 8000
LANGUAGES := fr es ar
# Tests that commit empty what they leave, so they come last and find the tables that the others made. Browsers are
# driven there beside each other: what fails is tried once more, and what fails twice is a fault.
# With RESULTS=name each run leaves what it found in var/results, for `make report`.
XML = $(if $(RESULTS),--junitxml var/results/$(RESULTS)-$(1).xml)
SUITE = TEST_DATABASE=suite $(BIN)/python -m pytest -n 2 --dist worksteal --reuse-db
export PIP_DISABLE_PIP_VERSION_CHECK := 1

DEMO := DEMONSTRATION=1 DEBUG=0 SECRET_KEY=$${SECRET_KEY:-a-demonstration-keeps-no-secret-worth-a-longer-one} \
	ALLOWED_HOSTS=$${ALLOWED_HOSTS:-localhost,127.0.0.1} SITE_URL=$${SITE_URL:-http://localhost:$(PORT)} \
	CONTACT=$${CONTACT:-secretariat@demo.example} \
	DATABASE_URL=$${DATABASE_URL:-sqlite:///$(CURDIR)/var/demo.sqlite3}

.PHONY: help install demo run test check check-rest check-code check-large report lint types messages messages-check lock audit bench bench-congress clean system-demo system-test system-large

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 26

install: $(VENV)/.run messages-compiled ## what a real site needs, checked by hash

demo: $(VENV)/.run system-demo messages-compiled ## the whole consultation at http://localhost:8000 (PORT=… for another)
	@$(DEMO) $(BIN)/python manage.py demo --port $(PORT)

run: $(VENV)/.run system-demo messages-compiled ## gunicorn with two workers, debug off, on the demonstration's data or yours (.env)
	@mkdir -p var
	@$(DEMO) $(BIN)/python manage.py migrate --verbosity 0
	@$(DEMO) $(BIN)/python manage.py collectstatic --no-input --verbosity 0
	$(DEMO) $(BIN)/gunicorn consultation.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --worker-class sync

test: $(VENV)/.dev system-test messages-compiled ## the suite, browser journeys included: under ten minutes on two cores
	$(SUITE) --create-db -m "not large and not browser and not commits" $(call XML,most) $(ARGS)
	$(SUITE) --reruns 1 -m "(browser or commits) and not large" $(call XML,rest) $(ARGS)

check: test check-rest ## everything: the suite, lint, types, messages, and what takes long

check-rest: check-code check-large ## what `make check` adds to `make test`

check-code: lint types messages-check ## style, types, messages, settings of a real site, migrations
	SECRET_KEY=a-long-enough-text-that-signs-nothing-but-this-one-check-of-settings ALLOWED_HOSTS=localhost SITE_URL=https://localhost $(BIN)/python manage.py check --deploy --fail-level WARNING
	SECRET_KEY=check ALLOWED_HOSTS=localhost $(BIN)/python manage.py makemigrations --check --dry-run

report: ## a page that anyone can read, of the results in var/results: var/report.html
	$(BIN)/python -m tests.report var/report.html var/results/*.xml

# Processes are killed and browsers driven beside each other here too. The results name what was tried twice.
# Files stay whole where many tests ask one consultation that their file built.
LARGE = $(BIN)/python -m pytest -n 2 --dist loadfile --reruns 1
check-large: $(VENV)/.dev system-test system-large messages-compiled ## what takes long: laws at full size, kills on two databases, crawls, axe everywhere
	HYPOTHESIS_PROFILE=large $(LARGE) -m "large and not browser and not commits" $(call XML,large) $(ARGS)
	$(LARGE:loadfile=worksteal) -m "large and (browser or commits)" $(call XML,large-rest) $(ARGS)

lint: $(VENV)/.dev ## style of code and templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint templates --lint --quiet

types: $(VENV)/.dev ## types of our own code
	PYTHONPATH=. SECRET_KEY=check ALLOWED_HOSTS=localhost $(BIN)/mypy accounts charter cms consultation

messages: $(VENV)/.dev ## gathers the strings to translate (needs gettext) and compiles the catalogues
	@command -v msgfmt >/dev/null || { [ "$$(id -u)" = 0 ] && apt-get install -y -qq gettext; }
	SECRET_KEY=messages ALLOWED_HOSTS=localhost $(BIN)/python manage.py makemessages $(LANGUAGES:%=-l %) --no-location --no-wrap --ignore .venv --ignore var --ignore tests
	@$(MAKE) --no-print-directory messages-compiled

.PHONY: messages-compiled
messages-compiled: $(VENV)/.run
	@for po in consultation/locale/*/LC_MESSAGES/django.po; do \
	  [ -f "$$po" ] || continue; mo=$${po%.po}.mo; \
	  [ "$$mo" -nt "$$po" ] || $(BIN)/pybabel --quiet compile -i "$$po" -o "$$mo" || exit 1; \
	done

messages-check: $(VENV)/.dev messages-compiled ## fails on a string without its translation
	$(BIN)/python -m pytest -q tests/test_messages.py

# Extras stay in the lock: pip would take the newest package for one that the lock names without it.
lock: ## pins every requirement with its hash
	@command -v uv >/dev/null || { echo "make lock needs uv: python -m pip install uv"; exit 1; }
	uv pip compile --quiet --no-strip-extras --universal --python-version 3.11 --generate-hashes --no-header -o requirements.txt tests/requirements.in
	uv pip compile --quiet --no-strip-extras --universal --python-version 3.11 --generate-hashes --no-header -c requirements.txt -o tests/requirements-dev.txt tests/requirements-dev.in

PIP_AUDIT := pip-audit==2.10.1
audit: $(VENV)/.dev ## known holes of the packages, as PyPI and OSV know them today; fails where neither answers
	@[ -x var/audit/bin/pip-audit ] || { $(BIN)/python -m venv var/audit && var/audit/bin/pip install --quiet $(PIP_AUDIT); }
	$(BIN)/python -m tests.audit var/audit/bin/pip-audit

bench: $(VENV)/.dev ## measures the text core and the pages, as ratios in one run; writes docs/benchmarks.md
	@$(BIN)/pip install --quiet -r tests/requirements-bench.in || echo "Some rivals are missing; the table says which."
	$(BIN)/python -m tests.bench.text_core
	$(BIN)/python -m tests.bench.pages
	$(BIN)/python -m tests.bench.ledger
	$(BIN)/python -m tests.bench.merging
	$(BIN)/python -m tests.bench.weights
	$(BIN)/python -m tests.bench.tasks

bench-congress: $(VENV)/.dev ## a congress for ten minutes under load, and a restore of 10,000 amendments: half an hour, on the database of DATABASE_URL
	$(BIN)/python -m tests.bench.load
	$(BIN)/python -m tests.bench.restoring

clean: ## removes the environment, data of the demonstration and what tests leave
	rm -rf $(VENV) var .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11, 3.12 or 3.13 is needed."; exit 1; }
	@echo "Making an environment with $(PYTHON) …"
	@$(PYTHON) -m venv $(VENV) || { [ "$$(id -u)" = 0 ] && apt-get install -y -qq python3-venv && $(PYTHON) -m venv $(VENV); } || \
	  { echo "Python's venv is missing: install the package python3-venv."; exit 1; }

$(VENV)/.run: requirements.txt | $(VENV)/bin/python
	@echo "Installing what the site needs, checked by hash …"
	@$(BIN)/pip install --quiet --require-hashes -r requirements.txt
	@mkdir -p var
	@touch $@

$(VENV)/.dev: tests/requirements-dev.txt | $(VENV)/bin/python
	@echo "Installing what the tests need, checked by hash …"
	@$(BIN)/pip install --quiet --require-hashes -r tests/requirements-dev.txt
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

# What only long tests need: a front server, which RUNLEVEL keeps from starting by itself, the Observatory's scanner,
# Lighthouse, and the validator of HTML, which runs where there is a Java.
OBSERVATORY := @mdn/mdn-http-observatory@1.4.8
VALIDATOR := vnu-jar@26.9.27
LIGHTHOUSE := lighthouse@12.8.2
NPM := npm install --silent --ignore-scripts --no-audit --no-fund --prefix
system-large:
	@command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || [ "$$(id -u)" != 0 ] || \
	  { apt-get update -qq && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq nginx-light >/dev/null; } || echo "nginx could not be installed."
	@command -v npm >/dev/null || exit 0; \
	[ -d var/observatory/node_modules ] || $(NPM) var/observatory $(OBSERVATORY) || echo "The scanner could not be installed: its test does not run."; \
	[ -d var/lighthouse/node_modules ] || $(NPM) var/lighthouse $(LIGHTHOUSE) || echo "Lighthouse could not be installed: its test does not run."; \
	[ -d var/validator/node_modules ] || $(NPM) var/validator $(VALIDATOR) || echo "The validator could not be installed: its test does not run."

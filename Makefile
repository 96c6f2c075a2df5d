# What each target does: `make help`. The programs behind them are in tools/.

.PHONY: help run dev test lock check messages screenshots sheets manage python dev-python
.DEFAULT_GOAL := help

PY := .venv/bin/python

help: ## list these targets
	@sed -n 's/^\([a-z]*\):[^#]*## /\1	/p' Makefile | awk -F '\t' '{ printf "  make %-12s %s\n", $$1, $$2 }'

run: python ## set up what is missing, then serve the portal with sample data
	@$(PY) tools/prepare.py
	@exec $(PY) tools/serve.py

dev: dev-python ## the same with the reloading developers' server and debug pages
	@$(PY) tools/prepare.py --dev
	@exec $(PY) tools/serve.py --dev

test: dev-python ## every test, on SQLite and on PostgreSQL (ARGS="-k words" for some)
	@exec $(PY) tools/test.py $(if $(STRICT),--strict) $(ARGS)

check: dev-python ## style, templates, production settings, migrations, languages
	@exec $(PY) tools/check.py

lock: dev-python ## pin what requirements*.in ask for (UPGRADE=1: at newer versions)
	@exec sh tools/lock.sh

screenshots: dev-python ## make the pictures of docs/screenshots/ anew
	@exec $(PY) tools/screenshots.py

sheets: dev-python ## every page type side by side, in var/sheets (ARGS="home hub" for some)
	@exec $(PY) tools/sheets.py $(ARGS)

messages: dev-python ## gather marked strings into the catalogues (needs gettext)
	@exec $(PY) tools/messages.py

manage: dev-python ## one Django command on the sample database: make manage DO="shell"
	@exec $(PY) tools/manage.py $(DO)

python:
	@python=$$(PYTHON="$(PYTHON)" sh tools/find_python.sh) && exec "$$python" tools/setup.py

dev-python:
	@python=$$(PYTHON="$(PYTHON)" sh tools/find_python.sh) && exec "$$python" tools/setup.py --dev

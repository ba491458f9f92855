# Every command a person types. `make` alone lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PIP_NO_INPUT = 1

.DEFAULT_GOAL := help
.PHONY: help run journey test check e2e bench

help: ## this list
	@grep -hE '^[a-z0-9]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9]+):.*## /  make \1	/' | expand -t 18

run: $(VENV)/runtime ## the whole product on this machine: app, jobs, simulated WeChat, sample data (PORT, SIMULATOR_PORT)
	@$(BIN)/python -m journey.serve

journey: $(VENV)/runtime ## a guest's whole way over HTTP, from the code at the door to a verified certificate in out/
	@$(BIN)/python -m journey

test: $(VENV)/tools ## every test, on SQLite and on PostgreSQL
	@$(BIN)/python -m pytest -n 2 --dist loadscope -q $(PYTEST_ARGS)

check: $(VENV)/tools ## style, formatting, types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy app journey simulator

e2e: $(VENV)/tools ## the mini-program in a real browser (needs Node and Chromium)
	@if [ -f preview/package.json ]; then cd preview && npm ci --no-audit --no-fund && npm run e2e; \
	else echo "preview/ has no tests to run in this checkout" >&2; exit 1; fi

bench: $(VENV)/tools ## repeatable measurements, ratios within one run
	@$(BIN)/python -m bench

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Diandian needs Python 3.11 or newer; name one with PYTHON=python3.12")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/runtime: requirements.txt | $(VENV)/bin/python
	@echo "正在安装依赖（仅第一次） · Installing what it needs, once"
	@$(BIN)/python -m pip install --quiet -r requirements.txt
	@touch $@

$(VENV)/tools: requirements-dev.txt requirements.txt | $(VENV)/bin/python
	@echo "正在安装测试工具（仅第一次） · Installing tests and tools, once"
	@$(BIN)/python -m pip install --quiet -r requirements-dev.txt
	@touch $@ $(VENV)/runtime

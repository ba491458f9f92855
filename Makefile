# Every command a person types. `make` alone lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PIP_NO_INPUT = 1

NEEDS_PYTHON := 需要 Python 3.11 以上，可用 PYTHON= 指定 · Diandian needs Python 3.11 or newer; name one: make run PYTHON=python3.12
NEEDS_NODE := 这里需要 Node.js 20 以上和 npm · this needs Node.js 20 or newer, with npm
NODE_IS_HERE := { command -v node >/dev/null || { echo "$(NEEDS_NODE)" >&2; exit 1; }; }
NEEDS_VENV := 虚拟环境没有建成（Debian、Ubuntu 请装 python3-venv） · no virtual environment was made (on Debian and Ubuntu install python3-venv)
NEEDS_PACKAGES := Python 的包没有装上，能联网吗？然后再运行一次 · the packages were not installed: is the network there? Then run it again

.DEFAULT_GOAL := help
.PHONY: help run journey test check e2e screenshots preview bench certificates pictures texts art

help: ## this list
	@grep -hE '^[a-z0-9]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9]+):.*## /  make \1	/' | expand -t 21

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

e2e: $(VENV)/tools preview/node_modules/.tools ## the mini-program in a real browser, real clicks (needs Node and Chromium)
	@$(NODE_IS_HERE) && cd preview && node e2e/run.mjs $(E2E)

screenshots: $(VENV)/tools preview/node_modules/.tools ## every page as a guest sees it, in out/screenshots (LANGUAGES, WIDTH, PAGES)
	@$(NODE_IS_HERE) && cd preview && node screenshots.mjs $(abspath $(or $(OUT),out/screenshots))

preview: $(VENV)/tools preview/node_modules/.tools ## the preview's own tests, WeChat's compilers, strict types, seeded faults
	@$(NODE_IS_HERE) && cd preview && node --test --test-reporter=spec test/*.test.mjs

# `make run` installs what building needs, under the same lock; the tests need a browser driver, WeChat's compilers and axe as well
preview/node_modules/.tools: preview/package-lock.json
	@command -v npm >/dev/null || { echo "$(NEEDS_NODE)" >&2; exit 1; }
	@cd preview && $$(command -v flock >/dev/null && echo flock package-lock.json) npm ci --no-audit --no-fund --loglevel=error || \
		{ echo "npm 的包没有装上，能联网吗？然后再运行一次 · npm's packages were not installed: is the network there? Then run it again" >&2; exit 1; }
	@touch $@

certificates: $(VENV)/tools ## every design, language and awkward name on contact sheets in out/certificates, with what is wrong
	@$(BIN)/python -m app.certs.contact out/certificates

pictures: $(VENV)/tools preview/node_modules/.tools ## the README's two pictures, docs/certificates.png and docs/phone.png (needs Node and Chromium)
	@$(BIN)/python -m app.certs.specimens docs/certificates.png
	@cd preview && LANGUAGES=zh-Hans PAGES=scene,result,neutralise,certificate README=docs/phone.png node screenshots.mjs $(abspath out/screenshots)

texts: $(VENV)/runtime ## compile app/translations
	@$(BIN)/pybabel -q compile -d app/translations -D "certificates checks pages"

art: $(VENV)/tools ## draw the designs' templates again (app/certs/art)
	@$(BIN)/python -m app.certs.art.build

bench: $(VENV)/tools ## repeatable measurements, ratios within one run
	@$(BIN)/python -m bench

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(NEEDS_PYTHON)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -f $@; echo "$(NEEDS_VENV)" >&2; exit 1; }

$(VENV)/runtime: requirements.txt | $(VENV)/bin/python
	@echo "正在安装依赖（仅第一次） · Installing what it needs, once"
	@$(BIN)/python -m pip install --quiet -r requirements.txt || { echo "$(NEEDS_PACKAGES)" >&2; exit 1; }
	@touch $@

$(VENV)/tools: requirements-dev.txt requirements.txt | $(VENV)/bin/python
	@echo "正在安装测试工具（仅第一次） · Installing tests and tools, once"
	@$(BIN)/python -m pip install --quiet -r requirements-dev.txt || { echo "$(NEEDS_PACKAGES)" >&2; exit 1; }
	@touch $@ $(VENV)/runtime

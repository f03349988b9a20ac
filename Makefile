# make serve: the playground at http://localhost:5006/playground        make test: everything that can fail
# Other targets: check, format, bench, load, fuzz, screenshot, train-digits, clean. `make help` tells what each is for.

PYTHON ?= python3
ADDRESS ?= localhost
PORT ?= 5006
# So many tests at a time, each with a server and a browser of its own.
JOBS ?= 2

VENV := .venv
BIN := $(VENV)/bin
SERVE := $(VENV)/.installed-to-serve
TEST := $(VENV)/.installed-to-test
BENCH := $(VENV)/.installed-to-bench
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# By default only this machine can open the playground. ADDRESS=0.0.0.0 is every address that this machine has: others
# open it by any of them, or by the machine's name. ALLOW=play.school.example,10.0.0.7 adds names and addresses by which
# it is reached besides, as through a proxy.
ALLOW ?=
comma := ,

.PHONY: help serve test check format bench load fuzz screenshot train-digits clean

help:
	@echo "make serve       the playground at http://localhost:$(PORT)/playground (PORT=, ADDRESS=0.0.0.0 for a class)"
	@echo "make test        make check, then every test, browser tests too (JOBS= as many as there are cores)"
	@echo "make check       ruff and mypy"
	@echo "make format      lay the code out as make check wants it"
	@echo "make bench       how fast, beside PyTorch, scikit-learn and micrograd"
	@echo "make load        thirty visitors at once, then sixty"
	@echo "make fuzz        a minute of inputs that nobody would type (FUZZ_SECONDS=, FUZZ_SEED=)"
	@echo "make screenshot  the picture in the README"
	@echo "make train-digits  the two models of digits that are shipped, anew (3 minutes)"
	@echo "make clean       remove .venv and what tools have left behind"

serve: $(SERVE)
	@echo "Ctrl-C ends the playground."
	@$(BIN)/panel serve playground --address $(ADDRESS) --port $(PORT) $(addprefix --allow-websocket-origin=,$(subst $(comma), ,$(ALLOW)))

test: check
	@CHROMIUM="$$($(BIN)/python tests/browser/find_chromium.py --install)" || exit 1; \
	export CHROMIUM; echo "Browser: $$CHROMIUM"; \
	$(BIN)/python -m pytest --numprocesses=$(JOBS) --dist=worksteal

check: $(TEST)
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy

format: $(TEST)
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

# One thread each, so that the libraries are compared and not the number of cores.
bench: $(BENCH)
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1 $(BIN)/python -m pytest tests/benchmarks -rP --benchmark-columns=median,iqr,rounds

load: $(TEST)
	@$(BIN)/python tests/benchmarks/load.py

# FUZZ_SECONDS=300 for longer, FUZZ_SEED=7 to draw what that seed draws, FUZZ_KINDS="addresses" for some kinds only.
fuzz: $(TEST)
	@PYTHONPATH=.:tests/fuzz $(BIN)/python tests/fuzz/fuzz.py

screenshot: $(TEST)
	@CHROMIUM="$$($(BIN)/python tests/browser/find_chromium.py --install)" || exit 1; \
	export CHROMIUM; $(BIN)/python tests/browser/screenshot.py

train-digits: $(SERVE)
	@$(BIN)/python -m engine.digits.train

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .hypothesis .mypy_cache .ruff_cache .benchmarks test-results
	find engine playground tests -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp says what was installed from which pyproject.toml, so that it is not installed again.
$(SERVE): pyproject.toml | $(BIN)/python
	@echo "Installing what the playground needs into $(VENV) ..."
	@$(PIP) install --editable .
	@touch $@

$(TEST): $(SERVE)
	@echo "Installing what its tests need ..."
	@$(PIP) install --editable '.[test]'
	@touch $@

$(BENCH): $(TEST)
	@echo "Installing what its benchmarks need ..."
	@$(PIP) install --editable '.[test,bench]'
	@touch $@

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) was not found; install Python 3.11 or newer." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	|| { echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq python3-venv; } \
	|| { echo "Python cannot make environments here; on Debian or Ubuntu: sudo apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

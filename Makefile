# Two commands set everything up: `make demo` and `make test`. Both work offline once the packages are installed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test install dev lint lock web torture clean

demo: install  ## install into .venv, code the example reports, show the incidents, write demo/index.html
	$(BIN)/rashomon demo

test: dev lint  ## everything that must hold before a change lands
	$(BIN)/python -m pytest

lint: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

install: $(VENV)/.installed
dev: $(VENV)/.dev

$(VENV)/.installed: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q src/rashomon
	touch $@

$(VENV)/.dev: $(VENV)/.installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock
	touch $@

lock:  ## pin every package by hash, for every platform (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --extra build pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --extra dev pyproject.toml -c requirements.lock -o requirements-dev.lock

web:  ## build the review desk's front end into the package (needs Node 20.19 or later)
	cd web && npm ci --no-fund --no-audit && npm run build

torture: dev  ## what a register must survive, for long: kills, power cuts (as root), flipped bits, tampering, full disks
	$(BIN)/python -m tests.torture

clean:
	rm -rf $(VENV) demo build dist

# What a user and a contributor type. Everything lives in .venv, made with the standard venv and pip.
PYTHON ?= python3
BIN := .venv/bin
LOCK := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
export PIP_DISABLE_PIP_VERSION_CHECK := 1
.DEFAULT_GOAL := help

.PHONY: help
help: ## this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Lianhu needs Python 3.11 or newer; $(PYTHON) is `$(PYTHON) --version`. Call: make PYTHON=python3.12 …" >&2; exit 1; }
	$(PYTHON) -m venv .venv

# An environment that has the development lock has the other one too, so that `make demo` never thins it out.
.venv/.installed: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Installing from requirements.lock (once; every package checked against its hash) …"
	$(BIN)/pip install -q --require-hashes -r requirements.lock
	$(BIN)/pip install -q --no-deps --no-build-isolation -e .
	@touch $@

.venv/.installed-dev: requirements-dev.lock pyproject.toml | .venv/bin/python
	@echo "Installing from requirements-dev.lock …"
	$(BIN)/pip install -q --require-hashes -r requirements-dev.lock
	$(BIN)/pip install -q --no-deps --no-build-isolation -e .
	@touch $@ .venv/.installed

.PHONY: install install-dev
install: .venv/.installed ## make .venv with what Lianhu needs
install-dev: .venv/.installed-dev ## … and with what its developers need

.PHONY: demo
demo: install ## plan a made-up county, from workbook to map
	@$(BIN)/lianhu demo

.PHONY: check format
check: install-dev ## style, types, layers, the headers of the queries
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports
	$(BIN)/python -m graph.queries --check

format: install-dev ## put the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: cypher-readme
cypher-readme: install-dev ## write cypher/README.md anew from the queries' headers
	$(BIN)/python -m graph.queries --readme

.PHONY: test test-local test-neo4j coverage
test: install-dev ## all tests: on the local graph, then the graph suite on a real Neo4j
	$(BIN)/python -m tests.run

test-local: install-dev ## all tests on the local graph
	$(BIN)/python -m tests.run --local

test-neo4j: install-dev ## the graph suite on a real Neo4j
	$(BIN)/python -m tests.run --neo4j

.PHONY: neo4j neo4j-stop
neo4j: install-dev ## start a real Neo4j on this machine, without Docker
	$(BIN)/python -m tests.neo4j_server start

neo4j-stop: install-dev ## stop it
	$(BIN)/python -m tests.neo4j_server stop

.PHONY: soak
soak: install-dev ## the long tests: many kills, many small instances
	$(BIN)/pytest -m soak

.PHONY: bench
bench: install-dev ## the benchmark tables; wants the machine for itself
	$(BIN)/python -m tests.benchmarks

.PHONY: wheel lock clean
wheel: install-dev ## build the wheel into dist/
	$(BIN)/python -m hatchling build -t wheel

lock: install-dev ## write both lock files anew from pyproject.toml
	$(LOCK) --group build pyproject.toml -o requirements.lock
	$(LOCK) --group build --group dev pyproject.toml -o requirements-dev.lock

clean: ## remove what was made here, but not the graph
	rm -rf .venv build dist .pytest_cache .ruff_cache .hypothesis .coverage*

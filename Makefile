# The few commands of the handbook. `make serve` and `make test` set up all that they need.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check --no-input

.PHONY: serve site check new test bench bench-search lock clean

serve: .venv/site.done
	@$(BIN)/handbook serve

site: .venv/site.done
	@$(BIN)/handbook build

check: .venv/site.done
	@$(BIN)/handbook check

new: .venv/site.done
	@$(BIN)/handbook new play $(PLAY)

test: .venv/test.done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m tests.chromium
	$(BIN)/python -m tests.libreoffice
	$(BIN)/python -m pytest -n 2 --dist loadgroup

# Options of the benchmark, such as BENCH="--pages 250,1000 --rounds 3".
bench: .venv/test.done
	@$(BIN)/python -m benchmarks.building $(BENCH)

bench-search: .venv/test.done
	@$(BIN)/python -m benchmarks.search

# Lock files with hashes, for every platform and Python from 3.11 on.
lock: .venv/test.done
	$(BIN)/uv pip compile --universal --generate-hashes --python-version 3.11 --no-header --no-emit-index-url --no-annotate -q --upgrade requirements/site.in -o requirements/site.txt
	$(BIN)/uv pip compile --universal --generate-hashes --python-version 3.11 --no-header --no-emit-index-url --no-annotate -q --upgrade requirements/test.in -o requirements/test.txt

clean:
	rm -rf .venv .cache site .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12 serve"; exit 1; }
	@echo "Making .venv"
	@$(PYTHON) -m venv .venv || { echo "Python cannot make a virtual environment here. On Debian or Ubuntu: apt install python3-venv"; rm -rf .venv; exit 1; }

.venv/site.done: .venv/bin/python requirements/site.txt pyproject.toml
	@echo "Installing what the site needs (once)"
	@$(PIP) --no-compile --require-hashes -r requirements/site.txt
	@$(PIP) --quiet --no-deps --no-build-isolation -e .
	@touch $@

.venv/test.done: .venv/site.done requirements/test.txt
	@echo "Installing what the tests need (once)"
	@$(PIP) --require-hashes -r requirements/test.txt
	@touch $@

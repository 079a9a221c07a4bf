# One command each, from a bare checkout with Python 3.11 or newer and its venv module.
PYTHON ?= python3
# Compiled files are kept, whatever the surroundings say: everything starts twice as fast with them.
export PYTHONDONTWRITEBYTECODE =
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
HASHED := install --require-hashes -r
OURS := install --no-deps --no-build-isolation -e .

.PHONY: demo test run check browser bench soak messages lock

demo: $(VENV)/runtime  ## a local Slack with the bot in it, in the browser (FRESH=1 starts over)
	@exec $(BIN)/python -m sandbox.demo $(if $(FRESH),--fresh) $(if $(PORT),--port $(PORT))

run: $(VENV)/runtime  ## serve Slack with the settings in .env
	@exec $(BIN)/python -m bot

test: $(VENV)/development  ## the whole suite, on SQLite and on a PostgreSQL of its own
	$(BIN)/python -m pytest -n 3 --dist worksteal -m "not soak" --ignore tests/browser

check: $(VENV)/development  ## style, types, catalogues, architecture
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_architecture.py tests/test_i18n.py tests/test_project.py

browser: $(VENV)/development  ## the tests in a real headless Chromium (SCREENSHOTS=docs/images keeps pictures)
	$(BIN)/python -m pytest -m browser tests/browser

bench: $(VENV)/development  ## ratios against floors measured in the same run
	$(BIN)/python -m benchmarks

soak: $(VENV)/development  ## the long tests (SOAK_SECONDS=28800 makes one of them last a night)
	$(BIN)/python -m pytest -m soak

messages: $(VENV)/development  ## bring the catalogues up to date with the code
	$(BIN)/python -m bot.catalogues

lock:  ## pin every dependency anew; needs uv
	echo 'setuptools>=80' | uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  pyproject.toml - --extra postgresql --extra sandbox -o requirements.lock
	echo 'setuptools>=80' | uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  pyproject.toml - --extra dev -c requirements.lock -o requirements-dev.lock

$(VENV)/runtime: requirements.lock pyproject.toml
	@echo "Installing what the bot needs …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) $(HASHED) requirements.lock
	@$(PIP) $(OURS)
	@touch $@

$(VENV)/development: requirements-dev.lock $(VENV)/runtime
	@echo "Installing what the tests need …"
	@$(PIP) $(HASHED) requirements-dev.lock
	@touch $@

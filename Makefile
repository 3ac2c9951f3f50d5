# JJJ Planner. `make help` lists the targets; each does the set-up it needs, and a second call none of it again.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

SETUP := bash scripts/setup.sh
ENGINE := .venv/engine/bin/python
QGIS := .venv/qgis/bin/python
SYSTEM := /usr/bin/python3

export PYTHONDONTWRITEBYTECODE := 1
export PYTHONUTF8 := 1

.PHONY: help
help: ## This list
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## QGIS from the distribution, the engine's and the tests' environments
	@$(SETUP) system engine engine-test qgis check

.PHONY: run
run: ## The main job: plan, rings, overlaps and map from the bundled data → build/run/
	@$(SETUP) system engine
	@$(SYSTEM) scripts/run_main_job.py

.PHONY: test
test: ## All tests: engine, QGIS side, windows, and the real QGIS binaries
	@$(SETUP) system engine engine-test qgis
	@$(SYSTEM) scripts/package.py
	@bash scripts/test.sh

.PHONY: check
check: ## ruff, mypy, flake8-qgis, bandit, detect-secrets, metadata
	@$(SETUP) engine check
	@bash scripts/check.sh

.PHONY: package
package: ## The plugin's zip → build/jjj_planner_plugin-VERSION.zip
	@$(SETUP) python
	@$(SYSTEM) scripts/package.py

.PHONY: qgis
qgis: ## The desktop in a throw-away profile, the plugin on and the plan open
	@$(SETUP) system engine
	@$(SYSTEM) scripts/desktop.py

.PHONY: screenshots
screenshots: ## The real desktop under Xvfb → build/screenshots/*.png
	@$(SETUP) system engine
	@$(SYSTEM) scripts/screenshots.py

.PHONY: data
data: ## Build the bundled data again from their sources → resources/data/
	@$(SETUP) engine data
	@.venv/data/bin/python scripts/build_data.py
	@$(ENGINE) scripts/make_sample.py

.PHONY: bench
bench: ## Time and compare with QGIS and others → build/bench/ (all: half an hour; JOBS="counties live air water": some)
	@$(SETUP) system grass engine bench
	@.venv/bench/bin/python tests/bench/overlay.py $(JOBS)

.PHONY: wheels
wheels: ## The engine's wheels in one folder, for offices without a network → build/wheels/
	@$(SETUP) engine
	@$(ENGINE) scripts/make_wheels.py

.PHONY: translations
translations: ## Collect the QGIS side's strings and compile the Chinese ones
	@$(SETUP) system
	@$(SYSTEM) scripts/translations.py

.PHONY: clean
clean: ## Remove what was built; environments stay (make distclean removes them too)
	rm -rf build .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +

.PHONY: distclean
distclean: clean ## clean, and the environments
	rm -rf .venv

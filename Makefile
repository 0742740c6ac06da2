# `make help` explains every target. Everything lands in .venv; nothing is installed elsewhere but Debian packages the
# tests need, and those only as root.
.DEFAULT_GOAL := help
.PHONY: help demo test unit rights lint format docs bench verify-live wheel clean distclean

BIN := .venv/bin
ARGS ?=
FLOORS ?= ../shared/bench
RIGHTS := tests/rights tests/inbox tests/notify tests/api tests/machine

help: ## show what can be made
	@grep -hE '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+): .*## /\1\t/' | expand -t 14

demo: ## set up, make a sample company in demo/, carry out two requests, serve the pages (ARGS=--no-serve to stop there)
	@.ci/set-up demo
	@rm -rf demo
	@$(BIN)/belofte demo --dir demo $(ARGS)

test: ## set up, then everything that must hold: style, types, layers, tests
	@.ci/set-up test
	@$(MAKE) --no-print-directory lint unit

unit: ## the tests alone (ARGS="-k name" for some of them)
	@PATH="$$PATH:/usr/sbin" $(BIN)/python -m pytest -n 2 -rs $(ARGS)

rights: ## the tests of requests alone: rights, letters, mail in, register, webhooks, API (ARGS="-k name" for some)
	@$(BIN)/python -m pytest -n 2 $(RIGHTS) $(ARGS)

lint: ## style, types and layers alone
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet . || { echo "make format puts the style right"; exit 1; }
	@$(BIN)/pyright --pythonpath $(BIN)/python
	@out=$$($(BIN)/lint-imports 2>&1) || { echo "$$out"; exit 1; }

format: ## put style right where a program can
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format --quiet .

docs: ## write docs/settings.md and docs/commands.md anew from the code
	@$(BIN)/python .ci/write_docs.py

bench: ## measure beside plain SQL (FLOORS=its folder) on a Postgres of its own, in minutes (ARGS=--full for 1M customers)
	@.ci/set-up test
	@PYTHONPATH="bench:$(FLOORS)" $(BIN)/python bench/run.py "$(FLOORS)" $(ARGS)

verify-live: ## try a connector on a real account: SYSTEM=name POLICY=folder PERSON=who OTHER=who (ARGS=--write to act)
	@.ci/set-up test
	@$(BIN)/python .ci/verify_live.py "$(POLICY)" "$(SYSTEM)" "$(PERSON)" "$(OTHER)" $(ARGS)

wheel: ## the package, in dist/
	@.ci/set-up test
	@$(BIN)/python -m build --wheel --no-isolation --outdir dist . >/dev/null && ls -1 dist/*.whl

clean: ## remove what was built or cached; the demo's folder too
	@rm -rf dist build demo .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	@find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## remove .venv as well
	@rm -rf .venv

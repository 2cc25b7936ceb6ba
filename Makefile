# Every verb makes or mends .venv first; when nothing changed that takes a few milliseconds.
SHELL = /bin/sh
MAKEFLAGS += --no-builtin-rules --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help demo test check fix bench lock release

# Handed on through the environment, so that the shell never reads their content as code.
export PORT MUNICIPALITY RESET PYTHON UPGRADE

help:
	@printf '%s\n' \
	  'make demo      install what is needed, load the demo and serve it on http://127.0.0.1:8000' \
	  '               PORT=8001 another port; MUNICIPALITY=name another demo; RESET=1 start anew (asks first)' \
	  'make test      everything: checks, tests on SQLite with coverage, tests on PostgreSQL where there is one' \
	  'make check     style, types, floors, templates, dependencies, translations, migrations' \
	  'make fix       what a machine can mend: style, imports, translation files' \
	  'make bench     measurements: time per page, rows per second, memory' \
	  'make lock      renew the lock files from pyproject.toml (UPGRADE=1 takes newer versions)' \
	  'make release   test, then build the packages in dist/' \
	  'PYTHON=/path/to/python3 chooses another Python (3.11 or newer) for .venv.'

demo:
	@sh tools/environment.sh runtime
	@set -- demo; \
	if [ -n "$$MUNICIPALITY" ]; then set -- "$$@" --municipality "$$MUNICIPALITY"; fi; \
	if [ -n "$$PORT" ]; then set -- "$$@" --port "$$PORT"; fi; \
	case "$$RESET" in ''|0|no) ;; *) set -- "$$@" --reset ;; esac; \
	exec .venv/bin/koersvast "$$@"

test:
	@sh tools/environment.sh dev
	@sh tools/check.sh
	@sh tools/test.sh

check:
	@sh tools/environment.sh dev
	@sh tools/check.sh

fix:
	@sh tools/environment.sh dev
	.venv/bin/ruff check --fix --quiet .
	.venv/bin/ruff format --quiet .
	.venv/bin/python -m tools.messages update

bench:
	@sh tools/environment.sh dev
	@.venv/bin/python -m benchmarks

lock:
	@sh tools/environment.sh runtime
	@sh tools/lock.sh

release:
	@$(MAKE) test
	@.venv/bin/python -m tools.release

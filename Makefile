# The same commands for people and for CI. `make run` and `make test` set everything up themselves.
SHELL := /bin/bash
PY := .venv/bin/python
# Compiled modules are kept even where the machine says not to: every command starts in half the time.
export PYTHONDONTWRITEBYTECODE :=
.DEFAULT_GOAL := help

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

.venv/.runtime: requirements.lock pyproject.toml package-lock.json bin/setup bin/vendor
	@bin/setup runtime

.venv/.dev: requirements-dev.lock pyproject.toml package-lock.json bin/setup bin/vendor
	@bin/setup dev

run: .venv/.runtime ## start Saksi on this machine (database included)
	@exec .venv/bin/saksi run

test: .venv/.dev ## the whole test suite (what fails beside others is looked at once more, alone, and named)
	@bin/tests 3 $(ARGS)

test-long: .venv/.dev ## what the suite proves on a part, on the whole (minutes; `.ci/run` runs it too)
	@bin/tests 0 -m long $(ARGS)

check: .venv/.dev ## format, lint (bandit's rules too), strict types, import contract, dead code, secrets, licences
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-logo
	@bin/dead-code
	@$(PY) bin/secrets-scan
	@$(PY) bin/notice --check
	@$(PY) bin/advisories

docs: .venv/.runtime ## the guide as a site, every link held to; Saksi serves it at /docs/guide
	@bin/guide

format: .venv/.dev ## write the format and the safe fixes
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

bench: .venv/.dev ## measure the speed (names the machine; minutes, not part of the tests)
	@$(PY) -m tests.bench $(ARGS)

# A night of 3,000 stations takes 40 minutes by its hours, and the processor time of `saksi capacity`.
PLAYED := --witnesses 2 --channels telegram,whatsapp --ballots ppwp,dpr,dpd,dprd_prov,dprd_kab \
	--errors real --photos 0.05 --workers 2

soak: .venv/.runtime ## 100,000 messages, 200 kills, every fault (hours; an installation of its own in var/soak)
	@rm -rf var/soak
	@$(PY) bin/more-stations packs/yogyakarta-2024 2800 var/soak/pack
	@SAKSI_VAR=var/soak .venv/bin/saksi load var/soak/pack >/dev/null
	@SAKSI_VAR=var/soak .venv/bin/saksi rehearse --stations 2800 $(PLAYED) --faults \
		--kills 200 --html var/soak-card.html $(ARGS)

night: .venv/.runtime ## a night of 3,000 stations, 30 times as fast (an installation of its own in var/night)
	@rm -rf var/night
	@$(PY) bin/more-stations packs/yogyakarta-2024 3000 var/night/pack
	@SAKSI_VAR=var/night .venv/bin/saksi load var/night/pack >/dev/null
	@SAKSI_VAR=var/night .venv/bin/saksi rehearse --stations 3000 $(PLAYED) --speed 30 \
		--html var/night-card.html $(ARGS)

lock: ## resolve the versions again
	uv pip compile pyproject.toml --universal --generate-hashes --python-version 3.11 --no-header -q -o requirements.lock
	uv pip compile pyproject.toml --group dev -c requirements.lock --universal --generate-hashes --python-version 3.11 --no-header -q -o requirements-dev.lock
	uv pip compile --group docs --universal --generate-hashes --python-version 3.11 --no-header -q -o requirements-docs.lock

pictures: .venv/.dev ## take the pictures of the guides anew (a made-up night; minutes)
	@$(PY) -m tests.pictures

hooks: ## run `make check` before each commit of this clone
	git config core.hooksPath bin/hooks

.PHONY: help run test test-long check docs format bench soak night lock pictures hooks

# Two commands matter: `make run` and `make test`. Both do all set-up by themselves.
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
VENV   ?= .venv
BIN     = $(VENV)/bin
WORKERS ?= 2
# The seed of the sample of `make test` (tests/sampling.py): the commit; `all` for every test.
SAMPLE  ?= $(or $(shell git rev-parse --short=12 HEAD 2>/dev/null),0)

.PHONY: run walk test whole types test-all coverage mutants mutants-keys soak bench lint translations sheets wheel check-wheel lock clean
# Packages whose own tests reach every branch of theirs: measured, and required, where `make test` runs those tests.
COVERED = xpath xform vault

# A key derivation takes much memory for a moment; kept by the process instead of given back, it need not be made anew
# for each: the tests of the vault take a third less.
test coverage mutants mutants-keys: export MALLOC_MMAP_THRESHOLD_ = 1073741824
test coverage mutants mutants-keys: export MALLOC_TRIM_THRESHOLD_ = 1073741824
# Some environments forbid the interpreter to keep what it compiled. The tests start some hundred processes, and each
# would compile the whole program anew, for a second and more.
test coverage soak: export PYTHONDONTWRITEBYTECODE =

run: $(VENV)/.ready-run
	@$(BIN)/python -m intake_app start

test: $(VENV)/.ready-test
	$(BIN)/ruff check .
	$(BIN)/python packaging/extract.py --check
	$(BIN)/python -m compileall -q intake_app
	$(MAKE) -j 2 types coverage
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m "not soak" --sample $(SAMPLE) --durations=10 $(foreach package,$(COVERED),--ignore=tests/$(package))

# Every test but the long campaigns: half an hour.
whole:
	$(MAKE) test SAMPLE=all

types: $(VENV)/.ready-test
	$(BIN)/mypy

# Every branch of a package by its own tests alone. Those marked `no_cover` are not measured: they are long, reach no
# branch that the others leave out, and take up to five times as long where each line is counted.
coverage: $(VENV)/.ready-test
	for package in $(COVERED); do \
	    $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m "not soak" --cov=intake_app.$$package --cov-branch \
	        --cov-report=term-missing:skip-covered --cov-fail-under=100 tests/$$package || exit 1; \
	done

# A seeded sample of faults, each of which the tests of xpath must notice: ARGS="--seed 7 --count 100 --jobs 2".
mutants: $(VENV)/.ready-test
	$(BIN)/python packaging/mutants.py $(ARGS)

# The same for keys, headers and the audit chain of the vault, of which 90 % must be noticed.
KEY_MODULES = keys slots header unlocking signing recovery_key safeguards rotation people audit strength
KEY_TESTS   = test_keys.py test_format.py test_told.py test_slots.py test_recovery_key.py test_header.py \
              test_hostile_keys.py test_version1.py test_safeguards.py test_people.py test_rotation.py test_trouble.py \
              test_records.py test_watched.py test_handover.py test_entering.py test_strength.py
mutants-keys: $(VENV)/.ready-test
	$(BIN)/python packaging/mutants.py --package intake_app/vault --floor 90 --files $(KEY_MODULES) \
	    --tests $(KEY_TESTS) $(ARGS)

soak: $(VENV)/.ready-test
	$(BIN)/python -m pytest -m soak --durations=10

# Our values beside JavaRosa's on generated forms and scenarios; needs Java and the folder `shared` beside the checkout.
SEEDS ?= 2000
SEED  ?= 0
differential: $(VENV)/.ready-test
	@$(BIN)/python -m tests.differential $(SEEDS) $(SEED)

bench: $(VENV)/.ready-test
	$(BIN)/python packaging/bench.py
	$(BIN)/python packaging/bench_vault.py
	$(BIN)/python packaging/bench_sync.py
	$(BIN)/python packaging/bench_dayend.py
	$(BIN)/python packaging/bench_interview.py
	$(BIN)/python packaging/bench_engines.py $(ARGS)

# The quick screen, a slip and sending by the clock, at the pace of a practised person with a mouse: about three minutes.
walk: $(VENV)/.ready-test
	$(BIN)/python packaging/walk.py

lint: $(VENV)/.ready-test
	$(BIN)/ruff check .
	$(BIN)/python packaging/extract.py --check
	$(BIN)/mypy

test-all:
	$(MAKE) test PYTHON=python3.11 VENV=.venv
	$(MAKE) test PYTHON=python3.12 VENV=.venv-3.12
	$(MAKE) test PYTHON=python3.13 VENV=.venv-3.13

translations: $(VENV)/.ready-test
	$(BIN)/python packaging/extract.py
	$(BIN)/python packaging/feature_table.py

# Every window and control in six languages, two sizes, light and dark, on sheets in build/sheets; an error on any fault.
sheets: $(VENV)/.ready-test
	$(BIN)/python packaging/contact_sheet.py build/sheets

wheel: $(VENV)/.ready-run
	$(BIN)/python -m pip wheel -q --no-deps -w dist .
	@ls dist/*.whl

# The wheel, in an environment that holds nothing else, from an empty folder: the whole main job without a screen.
check-wheel: wheel
	packaging/check_wheel.sh "$(PYTHON)"

lock:
	test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV)
	$(BIN)/python -m pip install -q uv
	$(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --python-version 3.11 \
	    --no-header --no-emit-index-url -q -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --generate-hashes --python-version 3.11 \
	    --no-header --no-emit-index-url -q -o requirements-dev.lock

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .hypothesis

# The lock names every package, so none is looked for anew: `coverage[toml]`, asked for by a package of the lock, would
# take the newest there is, and its hash is not ours. For the tests all is compiled on both processors, not by pip on
# one; some packages bring files that are no Python of today, which stay as they are.
$(VENV)/.ready-run: requirements.lock pyproject.toml packaging/system.sh
	@PYTHON="$(PYTHON)" packaging/system.sh run
	test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	$(BIN)/python -m pip check --disable-pip-version-check
	@touch $@

$(VENV)/.ready-test: requirements-dev.lock pyproject.toml packaging/system.sh
	@PYTHON="$(PYTHON)" packaging/system.sh test
	test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-compile --require-hashes --no-deps \
	    -r requirements-dev.lock
	$(BIN)/python -m compileall -qq -j 2 $(VENV)/lib || true
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	$(BIN)/python -m pip check --disable-pip-version-check
	@touch $(VENV)/.ready-run $@

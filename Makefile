PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DOCS := $(VENV)/.docs
EDITOR := $(VENV)/editor/node_modules
FUZZER := $(VENV)/.fuzzer
BENCHMARKS := $(VENV)/.benchmarks
SPARK := $(VENV)/.spark
DASK := $(VENV)/.dask
RAY := $(VENV)/.ray
FUZZ ?= 600
JOBS ?= 2

.PHONY: bench demo test setup lint types imports coverage mutants unit editor long hunt fuzz spark dask ray docs diagnostics schemas versions wheel clean

demo: $(STAMP)
	@$(BIN)/protection-rules evaluate examples/gate-at-midnight.yaml | head -n 24
	@echo
	@$(BIN)/protection-rules evaluate examples/gate-at-midnight.yaml --lang ar | head -n 24
	@echo
	@echo "These are the first screens. All of it: $(BIN)/protection-rules evaluate examples/gate-at-midnight.yaml --all"

test: lint types imports coverage unit

setup: $(STAMP)

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $(STAMP)

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/protection-rules check
	$(BIN)/protection-rules fmt --check rulesets examples/overlay-maravel examples/overlay-new-law

types: $(STAMP)
	$(BIN)/mypy

imports: $(STAMP)
	$(BIN)/lint-imports

# every entry of the guidance and every rule, branch and standing stays covered
coverage: $(STAMP)
	$(BIN)/protection-rules coverage --features features --fail-under 100

# every change of the rules that alters advice makes a scenario fail; the tests try a sample
mutants: $(STAMP)
	$(BIN)/protection-rules mutate

unit: $(STAMP)
	$(BIN)/python -m pytest -n $(JOBS)

# a million pairs of random rules and random profiles; SEED=... repeats a run
long: $(STAMP)
	$(BIN)/python -m tests.agreement --pairs 1000000 $(if $(SEED),--seed $(SEED))

# what an editor offers and underlines, asked of the language server that editors use; needs Node.js
editor: $(STAMP) $(EDITOR)
	$(BIN)/python -m pytest -n 0 tests/test_editor.py

$(EDITOR):
	npm install --silent --no-audit --no-fund --prefix $(VENV)/editor yaml-language-server@1

# the suite with other random questions each time; a failure prints how to repeat it
hunt: $(STAMP)
	$(BIN)/python -m pytest -n $(JOBS) --hypothesis-profile=hunt

# try to break everything that reads what others write, for FUZZ seconds; what breaks it is saved in build/fuzz
fuzz: $(FUZZER)
	$(BIN)/python -m tests.fuzzing --seconds $(FUZZ)

$(FUZZER): $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[fuzz]'
	touch $(FUZZER)

# screen a caseload on a Spark of this machine, and compare with one process; needs a Java runtime
spark: $(SPARK)
	@command -v java >/dev/null || { echo "needs a Java runtime: apt-get install default-jre-headless"; exit 2; }
	$(BIN)/python -m pytest tests/test_clusters.py -k pyspark

$(SPARK): $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[spark]'
	touch $(SPARK)

# the same with Dask
dask: $(DASK)
	$(BIN)/python -m pytest tests/test_clusters.py -k dask

$(DASK): $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dask]'
	touch $(DASK)

# the same with Ray
ray: $(RAY)
	$(BIN)/python -m pytest tests/test_clusters.py -k ray

$(RAY): $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[ray]'
	touch $(RAY)

# what everything costs, beside other engines, in some minutes on a quiet machine: docs/performance.md
bench: $(BENCHMARKS)
	$(BIN)/python -m benchmarks --pages docs

$(BENCHMARKS): $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[benchmarks]'
	touch $(BENCHMARKS)

# living documentation: build/docs/index.html
docs: $(DOCS)
	$(BIN)/python -m docs.living

$(DOCS): $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[docs]'
	touch $(DOCS)

schemas: $(STAMP)
	$(BIN)/python -c "from pathlib import Path; from protection_rules.schemas import write_schemas; write_schemas(Path('schemas'))"

# the pages on the codes of faults: docs/diagnostics.md and docs/diagnostics.ar.md
diagnostics: $(STAMP)
	$(BIN)/python -m protection_rules.authoring.code_pages docs

# record the versions of the rulesets; UNRELEASED=1 overwrites those that nobody has received yet
versions: $(STAMP)
	$(BIN)/python -m protection_rules.authoring.versions $(if $(UNRELEASED),--unreleased)
	@$(MAKE) --no-print-directory schemas

wheel: $(STAMP)
	$(BIN)/hatchling build -t wheel -d dist

clean:
	rm -rf $(VENV) dist build .pytest_cache .hypothesis .mypy_cache .ruff_cache .import_linter_cache

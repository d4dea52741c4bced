.PHONY: demo run test lint bench bench-long bench-labelme evidence-active-learning tour translations package clean
.DEFAULT_GOAL := help

BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
CPU_TESTS := $(PYTEST) -m "not gpu and not network"
GERMAN := resources/translations/loupe_de.ts

help:  ## Show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/'

.venv/.ready: pyproject.toml packaging/setup.sh
	@bash packaging/setup.sh

demo: .venv/.ready  ## Both loops on a small made-up data set, in the window where there is a display
	$(BIN)/loupe demo

run: .venv/.ready  ## Open the window
	$(BIN)/loupe open

# What fails beside other tests and programs is tried once more alone; pytest names it both times.
test: .venv/.ready  ## Every test a CPU can run
	$(CPU_TESTS) -n 2 --dist loadfile || { [ $$? = 1 ] && $(CPU_TESTS) --exitfirst --last-failed; }

lint: .venv/.ready  ## ruff, mypy --strict, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/.ready  ## Benchmarks, six minutes; figures are ratios within one run
	$(BIN)/python -m tests.benchmarks

bench-long: .venv/.ready  ## Those that take longer: what one example finds, a million images, a gigapixel
	$(BIN)/python -m tests.benchmarks long

bench-labelme: .venv/.ready  ## Start, next image and crowded images, in turns with labelme
	$(BIN)/python -m tests.benchmarks.beside

# The folder with the data sets, and which grid: smoke, cpu, gpu, tuning.
DATA ?= data
GRID ?= cpu

evidence-active-learning: .venv/.ready  ## Does asking the right questions save time? Hours; goes on
	$(BIN)/python -m engine.cli.evidence --grid $(GRID) --data $(DATA) --parallel 2

tour: .venv/.ready  ## Screenshots of every page into tour/, and in German into tour/german/
	xvfb-run -a -s "-screen 0 1920x1200x24" $(BIN)/python -m tests.tour
	xvfb-run -a -s "-screen 0 1920x1200x24" $(BIN)/python -m tests.tour --german

translations: .venv/.ready  ## The window's texts into resources/translations, for Qt Linguist, and what is translated out of it
	$(BIN)/pyside6-lupdate -extensions py desktop -ts $(GERMAN) -source-language en -target-language de -locations none -no-obsolete
	$(BIN)/pyside6-lrelease $(GERMAN)

package: .venv/.ready  ## A folder that runs without Python, in dist/
	$(BIN)/pyinstaller --noconfirm --clean --log-level WARN packaging/loupe.spec

clean:  ## Remove what was built
	rm -rf build dist tour .mypy_cache .ruff_cache .pytest_cache

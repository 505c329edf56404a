# One line each to the command of that name; the environment builds itself.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
TESTED := .venv/tested
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: test publish portal daemon status report doctor catalogue lock

# Images like to forbid it; then each of hundreds of processes in the tests compiles the program anew.
test: export PYTHONDONTWRITEBYTECODE =
test: $(TESTED)           ## lint, types and tests
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pytest

publish: $(READY)         ## gather, validate, publish, record, report
	@$(BIN)/pipeline publish

portal: $(READY)          ## show the section «Відкриті дані» at http://127.0.0.1:5080/
	@$(BIN)/pipeline portal

daemon: $(READY)          ## work unattended, by schedules/
	@$(BIN)/pipeline daemon

status: $(READY)          ## how every dataset stands
	@$(BIN)/pipeline status

doctor: $(READY)          ## is everything here that unattended work needs
	@$(BIN)/pipeline doctor

report: $(READY)          ## the figures as of today
	@$(BIN)/pipeline report

catalogue: $(READY)       ## every dataset, and everything wrong with the catalogue
	@$(BIN)/pipeline catalogue

$(READY): pyproject.toml .constraints/python.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Потрібен Python 3.11 або новіший: make PYTHON=python3.12 …" >&2; exit 1; }
	@echo "Готую середовище .venv: кілька хвилин, лише раз." >&2
	@$(PYTHON) -m venv .venv
	@$(PIP) --constraint .constraints/python.txt --editable "." \
		|| { echo "Бібліотеки не встановилися, причина вище; спершу перевірте мережу." >&2; exit 1; }
	@touch $@

$(TESTED): $(READY)
	@$(PIP) --constraint .constraints/python.txt --editable ".[test]"
	@touch $@

lock: $(TESTED)           ## take the newest versions allowed by pyproject.toml into .constraints/
	$(PIP) --upgrade --upgrade-strategy eager --editable ".[test,browser,mysql,postgres]"
	$(BIN)/python -m pip freeze --exclude-editable > .constraints/python.txt

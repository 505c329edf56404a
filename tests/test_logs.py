"""The log: a line an outcome, for a person or a machine, with the id of its run."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from pipeline.logs import FACTS, LogFormat, logged, set_up_log
from pipeline.model import Outcome, PortalOutcome, PortalResult, Result

OUTCOME = Outcome(
    "economy-stalls",
    Result.PUBLISHED,
    "city: надіслано 1 документ.",
    "71cc84be9684dded",
    1,
    portals=(PortalOutcome("city", PortalResult.PUBLISHED, "Надіслано."),),
)


@pytest.fixture(autouse=True)
def _leave_no_log() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:], root.level = handlers, level
    logging.getLogger("pipeline").setLevel(logging.NOTSET)


def lines(capfd: pytest.CaptureFixture[str]) -> list[str]:
    return capfd.readouterr().err.splitlines()


def test_json_has_every_fact_of_an_outcome_at_top_level(capfd: pytest.CaptureFixture[str]) -> None:
    set_up_log(LogFormat.JSON, "8c1f2a")
    assert list(logged([OUTCOME])) == [OUTCOME]
    (line,) = (json.loads(line) for line in lines(capfd))
    assert {**line, "time": "", "seconds": 0.0} == {
        "time": "",
        "level": "INFO",
        "logger": "pipeline.logs",
        "message": "economy-stalls: опубліковано. city: надіслано 1 документ.",
        "run": "8c1f2a",
        "dataset": "economy-stalls",
        "outcome": "published",
        "release": "71cc84be9684dded",
        "documents": 1,
        "blocking": 0,
        "notes": 0,
        "portals": {"city": "published"},
        "seconds": 0.0,
    }


def test_text_is_one_readable_line(capfd: pytest.CaptureFixture[str]) -> None:
    set_up_log(LogFormat.TEXT, "8c1f2a")
    logging.getLogger("pipeline.x").warning("Портал\nне відповідає.")
    (line,) = lines(capfd)
    assert line[len("26.11.2026 00:45:34") :] == " [8c1f2a] Увага: Портал не відповідає."


def test_a_command_without_a_log_says_only_what_went_wrong(
    capfd: pytest.CaptureFixture[str],
) -> None:
    set_up_log(None)
    list(logged([OUTCOME]))
    logging.getLogger("pipeline.x").error("Диск повний.")
    assert [line[20:] for line in lines(capfd)] == ["Помилка: Диск повний."]


def test_the_run_of_a_line_is_its_own_where_it_names_one(capfd: pytest.CaptureFixture[str]) -> None:
    set_up_log(LogFormat.JSON, None)
    logging.getLogger("pipeline.x").info("Запуск", extra={FACTS: {"run": "ffffff"}})
    assert [json.loads(line)["run"] for line in lines(capfd)] == ["ffffff"]

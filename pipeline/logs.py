"""The log: one line an outcome on stderr, readable or as JSON, a run's id through every line.

What may be logged is what may stand in the ledger: sentences without keys and without any value
of a cell. A line's facts are passed as `extra={"facts": {…}}`.
"""

from __future__ import annotations

import logging
import secrets
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from pipeline.wording import KYIV

if TYPE_CHECKING:
    from pipeline.model import Outcome

log = logging.getLogger(__name__)

FACTS = "facts"


class LogFormat(StrEnum):
    """How lines are written: for a person, or for a machine that collects them."""

    TEXT = "text"
    JSON = "json"


def set_up_log(how: LogFormat | None, run: str | None = None) -> None:
    """Begin to log to stderr; without a format only warnings come, as a command's own words.

    `run` is put into every line of this process.
    """
    writer = logging.StreamHandler(sys.stderr)
    writer.setFormatter(_json_lines() if how is LogFormat.JSON else TextLines())
    writer.addFilter(lambda record: _add_run(record, run))
    root = logging.getLogger()
    root.handlers[:] = [writer]
    root.setLevel(logging.WARNING)
    logging.getLogger("pipeline").setLevel(logging.INFO if how else logging.WARNING)


def new_run() -> str:
    """A short id that every line of a run carries."""
    return secrets.token_hex(3)


def logged(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """The same outcomes, a line each as it comes; seconds are counted from the start of the run."""
    began = time.monotonic()
    for outcome in outcomes:
        facts = outcome_facts(outcome) | {"seconds": round(time.monotonic() - began, 1)}
        told = f"{outcome.dataset}: {outcome.result.word}. {outcome.sentence}"
        log.info("%s", told, extra={FACTS: facts})
        yield outcome


def outcome_facts(outcome: Outcome) -> dict[str, Any]:
    """What a program is told of an outcome: in a line of the log as in `publish --json`."""
    return {
        "dataset": outcome.dataset,
        "outcome": outcome.result.value,
        "release": outcome.release,
        "documents": outcome.documents,
        "blocking": outcome.blocking,
        "notes": outcome.notes,
        "portals": {portal.portal: portal.result.value for portal in outcome.portals},
    }


class TextLines(logging.Formatter):
    """`25.11.2026 12:00:01 [8c1f2a] economy-stalls: опубліковано. city: надіслано 1 документ.`"""

    def format(self, record: logging.LogRecord) -> str:
        """One line, in Kyiv time; a warning or an error says that it is one."""
        moment = datetime.fromtimestamp(record.created, UTC).astimezone(KYIV)
        facts = getattr(record, FACTS, {})
        run = f" [{facts['run']}]" if facts.get("run") else ""
        level = {"WARNING": " Увага:", "ERROR": " Помилка:", "CRITICAL": " Помилка:"}
        told = f"{moment:%d.%m.%Y %H:%M:%S}{run}{level.get(record.levelname, '')} "
        told += " ".join(record.getMessage().split())
        return f"{told}\n{self.formatException(record.exc_info)}" if record.exc_info else told


def _json_lines() -> logging.Formatter:
    from pythonjsonlogger.json import JsonFormatter

    class Lines(JsonFormatter):
        """An object a line: time (UTC), level, message, and the facts at top level."""

        def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
            facts = log_data.pop(FACTS, {})
            return {**log_data, **facts}

    return Lines(
        "{levelname}{name}{message}",
        style="{",
        rename_fields={"levelname": "level", "name": "logger"},
        timestamp="time",
        json_ensure_ascii=False,
    )


def _add_run(record: logging.LogRecord, run: str | None) -> bool:
    facts = getattr(record, FACTS, {})
    record.facts = ({"run": run} if run else {}) | facts
    return True

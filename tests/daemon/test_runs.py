"""A run in a process of its own: heard as it goes, and ended when its time is over."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from errands_of_tests import (
    be_buggy,
    be_deaf_after,
    be_stopped,
    count,
    die,
    hang_after,
    lose_the_ledger,
)

from pipeline.daemon import runs
from pipeline.daemon.runs import RunBroken, values_of_run


def heard(
    errand: Callable[..., Iterator[Any]],
    *given: object,
    seconds: float = 60,
    stop: threading.Event | None = None,
) -> tuple[list[Any], str | None]:
    """What came of the run, and why it broke."""
    values: list[Any] = []
    try:
        for value in values_of_run(errand, *given, seconds=seconds, stop=stop or threading.Event()):
            values.append(value)
    except RunBroken as broken:
        return values, str(broken)
    return values, None


def is_alive(pid: int) -> bool:
    with contextlib.suppress(ProcessLookupError, FileNotFoundError):
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return state != "Z"
    return False


def wait_until_gone(*pids: int) -> None:
    for _ in range(100):
        if not any(is_alive(pid) for pid in pids):
            return
        time.sleep(0.1)
    raise AssertionError(f"{pids} live on")


def test_values_come_as_they_are_made() -> None:
    assert heard(count, 3) == ([0, 1, 2], None)


def test_a_run_that_hangs_is_ended_at_its_time_with_all_it_started(tmp_path: Path) -> None:
    note = tmp_path / "pids"
    values, told = heard(hang_after, "a", note, seconds=3)
    assert (values, told) == (
        ["a"],
        "Запуск не завершився за 1 хв, тож його зупинено; наступний завершить почате.",
    )
    wait_until_gone(*map(int, note.read_text().split()))


def test_a_run_deaf_to_the_wish_to_stop_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "GRACE", 1.0)
    note = tmp_path / "pids"
    values, told = heard(be_deaf_after, "a", note, seconds=3)
    assert (values, told is not None) == (["a"], True)
    wait_until_gone(*map(int, note.read_text().split()))


def test_a_daemon_that_stops_cuts_its_runs_off(tmp_path: Path) -> None:
    stop = threading.Event()
    note = tmp_path / "pids"
    threading.Timer(3, stop.set).start()
    assert heard(hang_after, "a", note, stop=stop) == (
        ["a"],
        "Запуск перервано, бо програму зупиняють; наступний завершить почате.",
    )
    wait_until_gone(*map(int, note.read_text().split()))


def test_a_run_that_dies_is_told_by_its_code() -> None:
    assert heard(die, "a") == (
        ["a"],
        "Запуск обірвався (код -9); наступний завершить почате.",
    )


def test_a_run_that_somebody_else_stops_is_told_by_its_code() -> None:
    assert heard(be_stopped, "a") == (
        ["a"],
        "Запуск обірвався (код 15); наступний завершить почате.",
    )


def test_a_named_failure_is_its_own_sentence() -> None:
    assert heard(lose_the_ledger) == ([], "Журнал недоступний.")


def test_a_bug_in_a_run_is_told_and_stays_there() -> None:
    assert heard(be_buggy) == (["begun"], "Непередбачена помилка (LookupError): no such thing")


def test_a_run_whose_hearer_goes_away_is_ended(tmp_path: Path) -> None:
    note = tmp_path / "pids"
    values = values_of_run(hang_after, "a", note, seconds=60, stop=threading.Event())
    assert next(values) == "a"
    while not note.exists():
        time.sleep(0.05)
    values.close()
    wait_until_gone(*map(int, note.read_text().split()))


def test_a_run_does_not_outlive_its_daemon(tmp_path: Path) -> None:
    note = tmp_path / "pids"
    pid = os.fork()
    if pid == 0:
        os.execv(
            os.sys.executable,
            [
                os.sys.executable,
                "-c",
                "import sys, threading; sys.path.insert(0, sys.argv[1])\n"
                "if __name__ == '__main__':\n"
                "    from pathlib import Path\n"
                "    from errands_of_tests import hang_after\n"
                "    from pipeline.daemon.runs import values_of_run\n"
                "    for _ in values_of_run(hang_after, 'a', Path(sys.argv[2]), seconds=60,\n"
                "                           stop=threading.Event()):\n"
                "        pass\n",
                str(Path(__file__).parent),
                str(note),
            ],
        )
    while not (note.exists() and note.read_text().count(" ")):
        time.sleep(0.05)
    os.kill(pid, 9)
    os.waitpid(pid, 0)
    wait_until_gone(*map(int, note.read_text().split()))

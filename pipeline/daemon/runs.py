"""One run in a process of its own: begun, heard as it goes, and ended at its time.

A thread that hangs cannot be ended; a process can, with all it started. What a run leaks goes with
it, and a run that is killed is what a power cut would be: the next one finishes its work.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

log = logging.getLogger(__name__)

GRACE = 20.0
"""Seconds a run is given to finish the step it is at, once it is asked to stop."""
LISTEN = 0.5
"""Seconds between two looks at the clock and at the wish to stop."""

_PRELOADED = [
    "ckanapi",
    "pebble",
    "requests_toolbelt",
    "sqlalchemy.dialects.sqlite",
    "tenacity",
    "waitress",
    "pipeline.daemon.errands",
    "pipeline.desk",
    "pipeline.record.upgrade",
    "pipeline.reply.workbook",
]
"""What every run needs: importing it anew would take it a second of the processor."""

Given = TypeVar("Given")


class RunBroken(Exception):
    """A run came to no end of its own; the sentence says why."""


def values_of_run(
    errand: Callable[..., Iterator[Given]],
    *given: object,
    seconds: float,
    stop: threading.Event,
) -> Iterator[Given]:
    """What the errand yields in a process of its own, as it comes.

    RunBroken where it does not end within `seconds`, dies, cannot begin, or is cut off by `stop`.
    Errand, what it is given and what it yields cross by pickle.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    ear, mouth = context.Pipe(duplex=False)
    process = context.Process(target=_run_errand, args=(mouth, errand, given))
    process.start()
    mouth.close()
    try:
        yield from _listen(process, ear, seconds, stop)
    finally:
        _end(process)
        ear.close()
        process.close()


def _listen(process: Any, ear: Connection, seconds: float, stop: threading.Event) -> Iterator[Any]:
    """The values, until the run ends or has to."""
    until = time.monotonic() + seconds
    told: str | None = None
    while True:
        if ear.poll(LISTEN):
            try:
                value = ear.recv()
            except EOFError:
                break
            if isinstance(value, RunBroken):
                raise value
            yield value
        elif told is None and (stop.is_set() or time.monotonic() >= until):
            told = _reason(stop.is_set(), seconds)
            until = time.monotonic() + GRACE
            process.terminate()
        elif told is not None and time.monotonic() >= until:
            raise RunBroken(told)
    process.join(GRACE)
    if told is not None:
        raise RunBroken(told)
    if process.exitcode != 0:
        raise RunBroken(f"Запуск обірвався (код {process.exitcode}); наступний завершить почате.")


def _reason(stopped: bool, seconds: float) -> str:
    if stopped:
        return "Запуск перервано, бо програму зупиняють; наступний завершить почате."
    minutes = max(round(seconds / 60), 1)
    return f"Запуск не завершився за {minutes} хв, тож його зупинено; наступний завершить почате."


def _end(process: Any) -> None:
    """Kill whatever is left of it: itself, and the readers of files that it started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()  # it may have been cut off before it had a group of its own
    process.join()


# In the process of the run


def _run_errand(
    mouth: Connection, errand: Callable[..., Iterator[object]], given: tuple[object, ...]
) -> None:
    from pipeline.errors import CannotRun, sentences_only

    os.setsid()
    signal.signal(signal.SIGTERM, _stop)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    try:
        with sentences_only():
            for value in errand(*given):
                mouth.send(value)
    except KeyboardInterrupt:
        sys.exit(signal.SIGTERM)  # the daemon knows if it asked for it; if not, the code tells
    except CannotRun as told:
        mouth.send(RunBroken(str(told)))
    except Exception as error:  # the boundary of a run: a bug in one never stops the daemon
        log.exception("Запуск обірвався")
        mouth.send(RunBroken(f"Непередбачена помилка ({type(error).__name__}): {error}"))
    finally:
        mouth.close()


def _stop(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _die_with_parent() -> None:
    """A run without its daemon would hold the locks of its datasets against the next one."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os.killpg(0, signal.SIGKILL)

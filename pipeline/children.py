"""Child processes for whatever opens an untrusted file: reading it, checking it, giving it back.

Children come from a fork server that has imported the heavy libraries once, so that a child lost
to a bad file costs milliseconds; they are reused and renewed now and then, since readers leak.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import TimeoutError as OutOfTime
from contextlib import contextmanager
from enum import StrEnum
from types import TracebackType
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from pipeline.wording import Noun, count_of, size_of

if TYPE_CHECKING:
    from pebble import ProcessPool

SECONDS = 60.0
MEMORY = 1 << 30
_TASKS_OF_A_CHILD = 500
_SECOND = Noun("секунду", "секунди", "секунд")

# With what these import at their first use: a child that had to would need a tenth of a second.
_PRELOADED = [
    "frictionless",
    "frictionless.formats",
    "frictionless.portals",
    "frictionless.resources",
    "frictionless.schemes",
    "jsonschema",
    "openpyxl",
    "pypdf",
    "python_calamine",
    "phonenumbers",
    "stdnum.ua",
    "pipeline.reply.workbook",
    "pipeline.validate.row_checks",
    "pipeline.validate.verdict",
]

_Told = ParamSpec("_Told")
_Given = TypeVar("_Given")


class Cause(StrEnum):
    """What a child was lost to."""

    TIME = "time"
    MEMORY = "memory"
    CRASH = "crash"


class ChildLost(Exception):
    """A child came to no answer; the sentence says what it was lost to, and the limit it met."""

    def __init__(self, cause: Cause, limit: str) -> None:
        sentences = {
            Cause.TIME: f"Файл не вдалося прочитати за {limit}.",
            Cause.MEMORY: f"Файл не вмістився у {limit} пам’яті.",
            Cause.CRASH: "Програма, що читала файл, зупинилася.",
        }
        super().__init__(sentences[cause])
        self.cause = cause
        self.limit = limit


class Children:
    """A pool of children, each task within `seconds` and `memory` bytes.

    A context manager: children start at the first task and end with the block. Safe to share
    between threads, which then work `workers` at a time.
    """

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY, workers: int = 1) -> None:
        self._seconds = seconds
        self._memory = memory
        self._workers = workers
        self._pool: ProcessPool | None = None

    def __enter__(self) -> Children:
        from pebble import ProcessPool

        self._pool = ProcessPool(
            max_workers=self._workers,
            max_tasks=_TASKS_OF_A_CHILD,
            initializer=_prepare_child,
            initargs=(self._memory,),
            context=_context(),
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()
            self._pool = None

    def run(
        self, function: Callable[_Told, _Given], *args: _Told.args, **named: _Told.kwargs
    ) -> _Given:
        """What the function returns in a child; ChildLost, whatever the child died of.

        Function, arguments and answer cross by pickle, so the function stands in a module.
        """
        if self._pool is None:
            raise RuntimeError("Children працюють лише всередині блоку with.")
        with _deaf_to_interrupts():
            future = self._pool.schedule(function, args=args, kwargs=named, timeout=self._seconds)
        error = future.exception()
        if error is None:
            answer: _Given = future.result()
            return answer
        raise self._lost(error) from error

    def _lost(self, error: BaseException) -> ChildLost:
        if isinstance(error, OutOfTime):
            return ChildLost(Cause.TIME, count_of(round(self._seconds), _SECOND))
        if isinstance(error, MemoryError):
            return ChildLost(Cause.MEMORY, size_of(self._memory))
        return ChildLost(Cause.CRASH, "")


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Children started in the block, and theirs, never hear Ctrl+C: their parent ends them.

    The terminal interrupts every process at once; a fork server that is still importing would
    answer with a traceback. The resource tracker goes first, since starting it lifts the block.
    """
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()
    former = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former)


def _context() -> multiprocessing.context.BaseContext:
    """A fork server where the system has one; never a plain fork of our own threads."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    return context


def _prepare_child(memory: int) -> None:
    """Readers print panics and quote contents on stderr: a log must hold no cell value."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    _limit_memory(memory)


def _limit_memory(memory: int) -> None:
    """In the child: `memory` bytes beyond what it holds already. Linux keeps to it."""
    if sys.platform != "linux":
        return
    import resource
    from pathlib import Path

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    limit = pages * resource.getpagesize() + memory
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))

"""Deliveries are read in child processes: one bad workbook ends as a finding, not as our end.

Children come from a fork server that has imported the heavy libraries once, so that a child lost
to a bad file costs milliseconds; they are reused and renewed now and then, since readers leak.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from concurrent.futures import TimeoutError as OutOfTime
from types import TracebackType
from typing import TYPE_CHECKING

from pipeline.model import Dataset, Delivery, Finding, Resource, Verdict
from pipeline.wording import Noun, count_of, size_of

if TYPE_CHECKING:
    from pebble import ProcessPool

SECONDS = 60.0
MEMORY = 1 << 30
_TASKS_OF_A_CHILD = 500
_SECOND = Noun("секунду", "секунди", "секунд")

_PRELOADED = [
    "frictionless",
    "openpyxl",
    "pypdf",
    "python_calamine",
    "phonenumbers",
    "pipeline.validate.row_checks",
    "pipeline.validate.verdict",
]


class Checker:
    """Judges deliveries in a pool of children, each check within `seconds` and `memory` bytes.

    A context manager: children start at the first check and end with the block. Safe to share
    between threads, which then work `workers` at a time.
    """

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY, workers: int = 1) -> None:
        self._seconds = seconds
        self._memory = memory
        self._workers = workers
        self._pool: ProcessPool | None = None

    def __enter__(self) -> Checker:
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

    def check(self, delivery: Delivery, resource: Resource, dataset: Dataset) -> Verdict:
        """The verdict on one delivery; whatever the child dies of is one blocking finding."""
        if self._pool is None:
            raise RuntimeError("Checker перевіряє лише всередині блоку with.")
        future = self._pool.schedule(
            _check, args=(delivery, resource, dataset), timeout=self._seconds
        )
        error = future.exception()
        if error is None:
            verdict: Verdict = future.result()
            return verdict
        return Verdict(delivery.document, delivery.sha256, (self._finding(error),))

    def _finding(self, error: BaseException) -> Finding:
        if isinstance(error, OutOfTime):
            seconds = count_of(round(self._seconds), _SECOND)
            return _blocking(
                "timeout",
                f"Файл не вдалося прочитати за {seconds}: він завеликий або пошкоджений. "
                "Збережіть його заново або поділіть на частини.",
            )
        if isinstance(error, MemoryError):
            return _blocking(
                "out-of-memory",
                f"Файл не вмістився у {size_of(self._memory)} пам’яті: він завеликий або "
                "пошкоджений. Вилучіть зайві аркуші й форматування або поділіть його на частини.",
            )
        return _blocking(
            "unreadable",
            "Файл не вдалося прочитати: він пошкоджений так, що програма читання зупинилася. "
            "Відкрийте його у своїй програмі й збережіть заново.",
        )


def _check(delivery: Delivery, resource: Resource, dataset: Dataset) -> Verdict:
    from pipeline.validate.verdict import check_delivery

    return check_delivery(delivery, resource, dataset)


def _blocking(code: str, message: str) -> Finding:
    return Finding(code=code, blocks=True, message=message)


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

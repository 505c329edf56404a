"""How far a run is, for a person at a terminal: datasets done, and long uploads byte by byte."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.model import Outcome

if TYPE_CHECKING:
    from rich.progress import Progress

LONG = 8 << 20
"""Bytes from which an upload has a bar of its own: less is gone before it could be read."""


@dataclass(frozen=True, slots=True)
class Board:
    """What a person sees of a run; without bars, in a log or a pipe, nothing at all."""

    datasets: Progress | None = None
    uploads: Progress | None = None

    def watch(self, updates: Iterable[Outcome], total: int) -> Iterator[Outcome]:
        """Pass the outcomes on, one step of the bar for each."""
        if self.datasets is None:
            return iter(updates)
        return iter(self.datasets.track(updates, total, description="Набори даних"))

    @contextmanager
    def upload(self, filename: str, size: int) -> Iterator[Callable[[int], None]]:
        """A bar for one file while it is sent; the block tells how many bytes are gone."""
        if self.uploads is None or size < LONG:
            yield lambda _: None
            return
        bar = self.uploads.add_task(filename, total=size)
        progress = self.uploads
        try:
            yield lambda sent: progress.update(bar, completed=min(sent, size))
        finally:
            progress.remove_task(bar)


@contextmanager
def show_progress(*, quiet: bool) -> Iterator[Board]:
    """Bars on the terminal's error stream while the block runs; gone after it."""
    if quiet or not sys.stderr.isatty():
        yield Board()
        return
    from rich.console import Console, Group
    from rich.live import Live
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    datasets = Progress()
    uploads = Progress(
        TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn()
    )
    with Live(Group(datasets, uploads), console=Console(stderr=True), transient=True):
        yield Board(datasets, uploads)

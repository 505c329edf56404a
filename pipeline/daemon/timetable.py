"""What is in force: the catalogue and the schedules as last read whole.

A broken edit does not take effect: what it breaks stays as it was before, and `kept` says why.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from pipeline.catalogue import CatalogueError, read_catalogue
from pipeline.model import Catalogue, Dataset, Problem, Schedule
from pipeline.schedule import check_schedules, is_gathered, read_schedules
from pipeline.settings import Settings

Prints = frozenset[tuple[str, int, int]]
"""Path, time and size of every file that says what is in force."""


@dataclass(frozen=True, slots=True)
class Timetable:
    """`kept` are sentences about newer files that are not in force; empty where all are."""

    catalogue: Catalogue
    schedules: tuple[Schedule, ...]
    read_at: datetime
    kept: tuple[str, ...] = ()

    def datasets_of(self, schedule: Schedule) -> tuple[Dataset, ...]:
        """The datasets of one rhythm that can have anything new."""
        datasets = self.catalogue.datasets
        return tuple(one for one in datasets if is_gathered(one) and schedule.includes(one))

    def schedule_of(self, dataset: Dataset) -> Schedule | None:
        """The rhythm of a dataset; None where it has none, which the catalogue tells."""
        return next((one for one in self.schedules if one.includes(dataset)), None)


def read_timetable(settings: Settings, now: datetime, before: Timetable | None = None) -> Timetable:
    """Read both folders; what is broken in them stays as it was `before`.

    CatalogueError where the catalogue cannot be read at all and nothing was in force before.
    """
    try:
        catalogue = read_catalogue(settings.catalogue)
    except CatalogueError as error:
        if before is None:
            raise
        return replace(before, kept=(str(error),))
    catalogue, kept = _keep_datasets(catalogue, before)
    schedules, problems = read_schedules(settings.schedules)
    problems += tuple(check_schedules(schedules, catalogue, problems))
    if problems and before is not None:
        schedules = before.schedules
    told = tuple(_sentence(problem) for problem in problems)
    return Timetable(catalogue, schedules, now, kept + told)


def _keep_datasets(
    catalogue: Catalogue, before: Timetable | None
) -> tuple[Catalogue, tuple[str, ...]]:
    """A dataset whose description broke goes on under the one before."""
    problems = [problem for problem in catalogue.problems if problem.blocks]
    broken = {problem.dataset for problem in problems}
    former = [one for one in before.catalogue.datasets if one.name in broken] if before else []
    datasets = sorted((*catalogue.datasets, *former), key=lambda dataset: dataset.name)
    told = tuple(_sentence(problem) for problem in problems)
    return replace(catalogue, datasets=tuple(datasets)), told


def _sentence(problem: Problem) -> str:
    return f"{problem.file}:{problem.line}: {problem.message}"


def read_prints(settings: Settings) -> Prints:
    """Which files stand in both folders now; compared, they tell that somebody changed one."""
    folders = (settings.catalogue, settings.schedules)
    return frozenset(found for folder in folders for found in _prints_in(folder))


def _prints_in(folder: Path) -> Iterator[tuple[str, int, int]]:
    for path in folder.rglob("*.yaml"):
        try:
            status = path.stat()
        except OSError:  # it went between the listing and the look: the next look sees that
            continue
        yield str(path), status.st_mtime_ns, status.st_size

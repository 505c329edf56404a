"""What runs when: a rhythm, and the datasets that follow it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.model.dataset import Dataset


@dataclass(frozen=True, slots=True)
class Cron:
    """Five cron fields in Kyiv time; the day of the week is always a name."""

    line: str


@dataclass(frozen=True, slots=True)
class Every:
    """So many minutes apart, counted through every change of the clocks."""

    minutes: int


Rhythm = Cron | Every


@dataclass(frozen=True, slots=True)
class Schedule:
    """One file of `schedules/`: its datasets are named, of an office, or of a frequency.

    A run begins up to `jitter` seconds after its time and is ended `timeout` minutes after it
    began. `tolerated_failures` is how many updates of a dataset may fail in a row before that is
    an alarm. `lines` are those of the file, by the place in it.
    """

    file: str
    title: str
    rhythm: Rhythm
    datasets: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    frequencies: tuple[str, ...] = ()
    jitter: int = 0
    timeout: int = 60
    tolerated_failures: int = 1
    lines: Mapping[tuple[str | int, ...], int] = field(
        default_factory=dict, compare=False, repr=False
    )

    def includes(self, dataset: Dataset) -> bool:
        """Whether this schedule runs that dataset."""
        return (
            dataset.name in self.datasets
            or dataset.office.key in self.offices
            or dataset.frequency in self.frequencies
        )

    def line_of(self, *place: str | int) -> int:
        """The line of the file on which that key, or item of it, stands; the first for none."""
        return self.lines.get(place, 1)

    @property
    def rhythm_line(self) -> int:
        """The line that says how often."""
        return self.line_of("cron" if isinstance(self.rhythm, Cron) else "every_minutes")

"""The files of `schedules/`, exactly as a person may write them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, ValidationError, field_validator, model_validator

from pipeline.catalogue.marked_yaml import MarkedYaml, YamlError, read_yaml
from pipeline.catalogue.values import Frequency, Name, Shape, Text
from pipeline.catalogue.wording import problems_of
from pipeline.model import Cron, Every, Problem, Schedule
from pipeline.schedule.cron_line import check_cron_line

DAY_MINUTES = 24 * 60


class ScheduleShape(Shape):
    """`schedules/<rhythm>.yaml`: a title, a rhythm, and whom it is for."""

    title: Text
    cron: Text | None = None
    every_minutes: Annotated[int | None, Field(ge=1, le=DAY_MINUTES)] = None
    datasets: list[Name] = []
    offices: list[Name] = []
    frequencies: list[Frequency] = []
    jitter_seconds: int = Field(default=0, ge=0, le=3600)
    timeout_minutes: int = Field(default=60, ge=1, le=DAY_MINUTES)
    tolerated_failures: int = Field(default=1, ge=0)

    @field_validator("cron")
    @classmethod
    def sound_line(cls, cron: str | None) -> str | None:
        """Refuse what would not fire as its writer means it."""
        if cron is not None and (problem := check_cron_line(cron)):
            raise ValueError(problem)
        return cron

    @model_validator(mode="after")
    def one_rhythm_for_somebody(self) -> Self:
        """Refuse a schedule that says nothing of when or of whom."""
        if (self.cron is None) == (self.every_minutes is None):
            raise ValueError("вкажіть ритм: або cron, або every_minutes")
        if not (self.datasets or self.offices or self.frequencies):
            raise ValueError("назвіть, що запускати: datasets, offices або frequencies")
        if self.every_minutes and self.jitter_seconds >= self.every_minutes * 60:
            raise ValueError("jitter_seconds має бути коротшим за every_minutes")
        return self


def read_schedules(folder: Path) -> tuple[tuple[Schedule, ...], tuple[Problem, ...]]:
    """Every readable schedule, and a problem for everything else."""
    if not folder.is_dir():
        return (), (Problem(folder.name, 1, f"немає теки розкладів {folder}"),)
    schedules, problems = [], list(_strange_files(folder))
    for path in sorted(folder.glob("*.yaml")):
        file = f"{folder.name}/{path.name}"
        try:
            marked = read_yaml(path)
            schedules.append(_build(ScheduleShape.model_validate(marked.value), marked, file))
        except YamlError as error:
            problems.append(Problem(file, error.line, error.message))
        except ValidationError as error:
            problems += problems_of(error, ScheduleShape, marked, file)
    return tuple(schedules), tuple(problems)


def _build(shape: ScheduleShape, marked: MarkedYaml, file: str) -> Schedule:
    return Schedule(
        file=file,
        title=shape.title,
        rhythm=Cron(shape.cron) if shape.cron else Every(shape.every_minutes or DAY_MINUTES),
        datasets=tuple(shape.datasets),
        offices=tuple(shape.offices),
        frequencies=tuple(shape.frequencies),
        jitter=shape.jitter_seconds,
        timeout=shape.timeout_minutes,
        tolerated_failures=shape.tolerated_failures,
        lines=marked.lines,
    )


def _strange_files(folder: Path) -> Iterator[Problem]:
    """A schedule misnamed would otherwise never run and never be told."""
    for path in sorted(folder.iterdir()):
        if path.suffix == ".yml":
            yield Problem(f"{folder.name}/{path.name}", 1, "назвіть файл *.yaml: інших не читають")

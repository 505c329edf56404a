"""`datapackages/coverage.yaml`: what the publisher says of sets it does not publish (strict)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from pipeline.catalogue.marked_yaml import Location, MarkedYaml, YamlError, read_yaml
from pipeline.catalogue.values import Day, Name, Shape, Text
from pipeline.catalogue.wording import nearest, problems_of
from pipeline.model import Catalogue, Problem
from pipeline.model.coverage import NotHeld, OlderSet, Planned, Statements
from pipeline.resolution835.sets import annex_of, list_sets

COVERAGE_FILE = "coverage.yaml"


class PlannedShape(Shape):
    """A set to come."""

    annex: int
    by: Day
    remark: Text


class NotHeldShape(Shape):
    """A set the publisher does not hold."""

    annex: int
    ground: Text


class OlderShape(Shape):
    """A set without a table of 2025."""

    title: Text
    datasets: Annotated[list[Name], Field(min_length=1)]


class CoverageShape(Shape):
    """The whole file."""

    planned: list[PlannedShape] = []
    not_held: list[NotHeldShape] = []
    older: list[OlderShape] = []


def read_coverage(catalogue: Catalogue, folder: Path) -> tuple[Statements, tuple[Problem, ...]]:
    """What the file says, nothing where there is none, and everything wrong with it."""
    path = folder / COVERAGE_FILE
    if not path.is_file():
        return Statements(), ()
    try:
        marked = read_yaml(path)
        shape = CoverageShape.model_validate(marked.value)
    except YamlError as error:
        return Statements(), (Problem(COVERAGE_FILE, error.line, error.message),)
    except ValidationError as error:
        return Statements(), tuple(problems_of(error, CoverageShape, marked, COVERAGE_FILE))
    statements = Statements(
        tuple(Planned(item.annex, item.by, item.remark) for item in shape.planned),
        tuple(NotHeld(item.annex, item.ground) for item in shape.not_held),
        tuple(OlderSet(item.title, tuple(item.datasets)) for item in shape.older),
    )
    return statements, tuple(_check(statements, catalogue, marked))


def _check(statements: Statements, catalogue: Catalogue, marked: MarkedYaml) -> Iterator[Problem]:
    """Every statement that is about nothing, contradicts another, or is outdated."""

    def problem(location: Location, message: str) -> Problem:
        return Problem(COVERAGE_FILE, marked.line_of(location), message)

    known = {item.annex for item in list_sets()}
    described = described_annexes(catalogue)
    places: list[tuple[Location, int]] = [
        *((("planned", index), item.annex) for index, item in enumerate(statements.planned)),
        *((("not_held", index), item.annex) for index, item in enumerate(statements.not_held)),
    ]
    told = Counter(annex for _, annex in places)
    for place, annex in places:
        if annex not in known:
            yield problem(place, f"постанова не має додатка {annex} з рекомендованою таблицею")
        elif told[annex] > 1:
            yield problem(place, f"про додаток {annex} сказано двічі")
        elif annex in described:
            yield problem(place, f"набір додатка {annex} уже описано в каталозі; приберіть рядок")
    names = [dataset.name for dataset in catalogue.datasets]
    for index, item in enumerate(statements.older):
        for name in item.datasets:
            if name not in names:
                message = f"немає набору даних «{name}»{nearest(name, names)}"
                yield problem(("older", index), message)


def described_annexes(catalogue: Catalogue) -> set[int]:
    """The annexes whose tables some dataset of the catalogue follows."""
    schemas = (
        resource.schema.id
        for dataset in catalogue.datasets
        for resource in dataset.resources
        if resource.schema
    )
    return {annex for annex in map(annex_of, schemas) if annex is not None}

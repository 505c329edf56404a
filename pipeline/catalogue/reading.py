"""Read the folder: `publisher.yaml` first, then every dataset's descriptor."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from pipeline.catalogue.assembly import build_dataset
from pipeline.catalogue.checks import check_portals, check_references, check_samples
from pipeline.catalogue.descriptor import DescriptorShape
from pipeline.catalogue.marked_yaml import MarkedYaml, YamlError, read_yaml
from pipeline.catalogue.publisher import PublisherShape, SuppressionShape
from pipeline.catalogue.wording import problems_of
from pipeline.model import (
    Catalogue,
    Dataset,
    Office,
    Portal,
    Problem,
    Publisher,
    Retention,
    Suppressed,
)

PUBLISHER_FILE = "publisher.yaml"
DESCRIPTOR_FILE = "datapackage.yaml"

AnyShape = TypeVar("AnyShape", bound=BaseModel)


class CatalogueError(Exception):
    """Nothing can be done with this folder; the sentence says why."""


def read_catalogue(folder: Path, *, samples: bool = True) -> Catalogue:
    """Read everything; CatalogueError where there is no usable `publisher.yaml`.

    Without `samples` a dataset may still lack its sample deliveries: they are made with its form.
    """
    city = _read_publisher(folder)
    suppressed = _read_suppressed(folder, city)
    datasets: list[Dataset] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob(f"*/{DESCRIPTOR_FILE}")):
        dataset, found = _read_dataset(path, city, suppressed, samples=samples)
        problems += found
        if dataset is not None:
            datasets.append(dataset)
    problems += _folders_without_descriptor(folder)
    return Catalogue(
        publisher=Publisher(**city.publisher.model_dump()),
        demonstration=city.demonstration,
        report_portal=city.report_portal,
        offices={k: Office(k, o.name, o.email) for k, o in city.offices.items()},
        portals={k: Portal(name=k, **p.model_dump()) for k, p in city.portals.items()},
        datasets=tuple(datasets),
        problems=tuple(problems),
        retention=Retention(
            raw_days=city.archive.keep_raw_days,
            releases=city.archive.keep_releases,
            report_days=city.archive.keep_report_days,
        ),
    )


def _read_publisher(folder: Path) -> PublisherShape:
    path = folder / PUBLISHER_FILE
    if not path.is_file():
        raise CatalogueError(
            f"Немає файла {path}: у ньому описано розпорядника, його підрозділи й портали. "
            "Запустіть команду в теці проєкту або вкажіть --catalogue."
        )
    return _read_whole(path, PublisherShape, check_portals)


def _read_suppressed(folder: Path, city: PublisherShape) -> tuple[Suppressed, ...]:
    """The suppression list; without the one that is named nothing may be published."""
    if city.suppression is None:
        return ()
    path = folder / city.suppression
    if not path.is_file():
        raise CatalogueError(
            f"Немає файла {path}: {PUBLISHER_FILE} називає його переліком підприємств, відомості "
            "про які не оприлюднюються."
        )
    shape = _read_whole(path, SuppressionShape, lambda *_: ())
    return tuple(Suppressed(one.edrpou, one.ground, one.date) for one in shape.suppressed)


def _read_whole(
    path: Path,
    shape: type[AnyShape],
    check: Callable[[AnyShape, MarkedYaml, str], Iterable[Problem]],
) -> AnyShape:
    """A file without which there is no catalogue: any problem in it stops everything."""
    found, marked, problems = _read_shape(path, shape, path.name)
    if found is not None and marked is not None:
        problems = list(check(found, marked, path.name))
    if found is None or problems:
        told = "; ".join(f"рядок {problem.line}: {problem.message}" for problem in problems)
        raise CatalogueError(f"Файл {path} містить помилки: {told}.")
    return found


def _read_dataset(
    path: Path, city: PublisherShape, suppressed: tuple[Suppressed, ...], *, samples: bool
) -> tuple[Dataset | None, list[Problem]]:
    """The dataset where it is usable, and what is wrong with it in any case."""
    folder, file = path.parent, f"{path.parent.name}/{DESCRIPTOR_FILE}"
    shape, marked, problems = _read_shape(path, DescriptorShape, file)
    if shape is not None and marked is not None:
        problems = [*check_references(shape, marked, file, folder, city)]
        problems += check_samples(shape, marked, file, folder) if samples else ()
    dataset = None
    if shape is not None and marked is not None and not any(p.blocks for p in problems):
        dataset, found = build_dataset(shape, marked, file, folder, city, suppressed)
        problems += found
    return dataset, [replace(problem, dataset=folder.name) for problem in problems]


def _read_shape(
    path: Path, shape: type[AnyShape], file: str
) -> tuple[AnyShape | None, MarkedYaml | None, list[Problem]]:
    try:
        marked = read_yaml(path)
    except YamlError as error:
        return None, None, [Problem(file, error.line, error.message)]
    try:
        return shape.model_validate(marked.value), marked, []
    except ValidationError as error:
        return None, marked, list(problems_of(error, shape, marked, file))


def _folders_without_descriptor(folder: Path) -> list[Problem]:
    """A folder whose descriptor is missing or misnamed would otherwise vanish silently."""
    return [
        Problem(child.name, 1, f"у теці немає файла {DESCRIPTOR_FILE}", child.name)
        for child in sorted(folder.iterdir())
        if child.is_dir()
        and not child.name.startswith((".", "_"))
        and not (child / DESCRIPTOR_FILE).is_file()
    ]

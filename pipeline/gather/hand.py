"""A file that a person holds out to be checked: a delivery that is archived nowhere."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from pipeline.gather.documents import find_period
from pipeline.gather.folder import is_named
from pipeline.model import Dataset, Delivery, FolderSource, Resource


def take_by_hand(path: Path, dataset: Dataset, resource: Resource) -> Delivery:
    """The file as a delivery of that resource; OSError where it cannot be read."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    status = path.stat()
    period = find_period(path.name, resource.series) if resource.series else None
    parts = [dataset.name, resource.name, period or (path.name if resource.is_plain else None)]
    return Delivery(
        document="/".join(part for part in parts if part),
        dataset=dataset.name,
        resource=resource.name,
        origin="hand",
        name=path.name,
        path=path.absolute(),
        sha256=digest.hexdigest(),
        size=status.st_size,
        modified=datetime.fromtimestamp(status.st_mtime, UTC),
        period=period,
    )


def resources_for(path: Path, dataset: Dataset) -> tuple[Resource, ...]:
    """The resources whose patterns a file of that name matches; all of them where none does."""
    matching = tuple(r for r in dataset.resources if _matches(path.name, r))
    return matching or dataset.resources


def _matches(name: str, resource: Resource) -> bool:
    if not isinstance(resource.source, FolderSource):
        return False
    return any(is_named(name, pattern.split("/")[-1]) for pattern in resource.source.patterns)

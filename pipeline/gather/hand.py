"""A file that a person holds out to be checked: a delivery that is archived nowhere."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path

from pipeline.model import Dataset, Delivery, FolderSource, Resource


def take_by_hand(path: Path, dataset: Dataset, resource: Resource) -> Delivery:
    """The file as a delivery of that resource; OSError where it cannot be read."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    status = path.stat()
    period = _period(path.name, resource)
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
    return any(fnmatch(name, pattern.split("/")[-1]) for pattern in resource.source.patterns)


def _period(name: str, resource: Resource) -> str | None:
    found = re.search(resource.series.pattern, name) if resource.series else None
    return found.group(1) if found else None

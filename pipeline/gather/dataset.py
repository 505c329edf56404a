"""One dataset's sources, each resource in turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pipeline.gather.database import fetch_rows
from pipeline.gather.database_faults import DatabaseError
from pipeline.gather.documents import Choice, choose_documents
from pipeline.gather.folder import FolderGone, Found, list_files, read_still
from pipeline.gather.spool import Fetched
from pipeline.gather.web import fetch_file
from pipeline.gather.web_faults import WebError
from pipeline.model import (
    DatabaseSource,
    Dataset,
    Delivery,
    Finding,
    FolderSource,
    Gathered,
    GeneratedSource,
    Resource,
    WebSource,
)
from pipeline.model.delivery import Origin
from pipeline.record.archive import Archive


@dataclass(frozen=True, slots=True)
class Sources:
    """The edges that gathering needs: disk, clock, network settings and secrets.

    `samples` allows a demonstration to read the samples beside the descriptors; `pause` waits
    between two looks at a file that was touched a moment ago. `made` gives the bytes of what
    the pipeline generates, by the descriptor's word for it.
    """

    inbox: Path
    archive: Archive
    environment: Mapping[str, str]
    samples: bool
    now: Callable[[], datetime]
    pause: Callable[[float], None]
    made: Mapping[str, Callable[[], bytes]] = field(default_factory=dict)


def gather_dataset(dataset: Dataset, sources: Sources, inbox_only: bool = False) -> Gathered:
    """Gather every resource; one that fails or waits does not lose what the others gave.

    `inbox_only` is set once an office has delivered for real: samples never come back after that.
    """
    deliveries: list[Delivery] = []
    findings: list[Finding] = []
    held: list[str] = []
    failed: list[str] = []
    for resource in dataset.resources:
        part = _gather_resource(dataset, resource, sources, inbox_only)
        deliveries += part.deliveries
        findings += part.findings
        held += [part.held] if part.held else []
        failed += [part.failed] if part.failed else []
    return Gathered(
        tuple(deliveries), tuple(findings), " ".join(held) or None, " ".join(failed) or None
    )


def _gather_resource(
    dataset: Dataset, resource: Resource, sources: Sources, inbox_only: bool
) -> Gathered:
    match resource.source:
        case FolderSource() as source:
            return _gather_folder(dataset, resource, source, sources, inbox_only)
        case WebSource() as source:
            return _gather_web(dataset, resource, source, sources)
        case DatabaseSource() as source:
            return _gather_database(dataset, resource, source, sources)
        case GeneratedSource(what):
            return _gather_made(dataset, resource, what, sources)
        case None:
            return Gathered()


def _gather_folder(
    dataset: Dataset,
    resource: Resource,
    source: FolderSource,
    sources: Sources,
    inbox_only: bool,
) -> Gathered:
    origin: Origin = "inbox"
    try:
        if inbox_only and not (sources.inbox / source.folder).is_dir():
            raise FolderGone(_vanished(sources.inbox / source.folder))
        files = list_files(sources.inbox, source.folder, source.patterns)
    except FolderGone as error:
        return Gathered(failed=str(error))
    if not files and sources.samples and not inbox_only:
        origin = "sample"
        files = list_files(dataset.folder, _sample_folder(dataset, resource), source.patterns)
    choice = choose_documents(dataset.name, resource, files)
    return _archive_choice(dataset, resource, choice, sources, origin)


def _sample_folder(dataset: Dataset, resource: Resource) -> str:
    path = dataset.folder / resource.path
    folder = path if path.is_dir() else path.parent
    return folder.relative_to(dataset.folder).as_posix()


def _archive_choice(
    dataset: Dataset, resource: Resource, choice: Choice, sources: Sources, origin: Origin
) -> Gathered:
    still = read_still([found for found, _, _ in choice.taken], sources.now, sources.pause)
    deliveries, findings = [], list(choice.findings)
    failed = []
    for found, document, period in choice.taken:
        try:
            kept = sources.archive.keep_file(found.path) if found in still else None
        except PermissionError:
            failed.append(_unreadable(found))
            continue
        if kept is None or not found.is_unchanged():
            findings.append(_still_being_written(found))
            continue
        deliveries.append(
            Delivery(
                document=document,
                dataset=dataset.name,
                resource=resource.name,
                origin=origin,
                name=found.name,
                path=kept.path,
                sha256=kept.sha256,
                size=kept.size,
                modified=found.modified,
                period=period,
            )
        )
    return Gathered(tuple(deliveries), tuple(findings), choice.held, " ".join(failed) or None)


def _vanished(folder: Path) -> str:
    """An office that delivered before still has its folder, unless a share is not mounted."""
    return (
        f"Теки надходжень {folder} немає, хоча раніше з неї брали файли. "
        "Перевірте, чи підключено мережеву теку і чи не перейменовано її."
    )


def _unreadable(found: Found) -> str:
    return f"Файл «{found.name}» не вдалося прочитати: немає прав."


def _still_being_written(found: Found) -> Finding:
    return Finding(
        code="file-still-changing",
        blocks=False,
        message=f"Файл «{found.name}» саме записується; його буде взято наступного разу.",
    )


def _gather_web(
    dataset: Dataset, resource: Resource, source: WebSource, sources: Sources
) -> Gathered:
    try:
        fetched = fetch_file(
            source,
            sources.environment,
            sources.archive,
            sources.now,
            _document(dataset, resource),
            sources.pause,
        )
    except WebError as error:
        return Gathered(failed=f"{resource.title}: {error}.")
    return Gathered((_delivery(dataset, resource, "web", fetched),))


def _gather_database(
    dataset: Dataset, resource: Resource, source: DatabaseSource, sources: Sources
) -> Gathered:
    try:
        fetched = fetch_rows(
            source, resource.name, sources.environment, sources.archive, sources.now
        )
    except DatabaseError as error:
        return Gathered(failed=f"{resource.title}: {error}.")
    return Gathered((_delivery(dataset, resource, "database", fetched),))


def _gather_made(dataset: Dataset, resource: Resource, what: str, sources: Sources) -> Gathered:
    """What the pipeline makes itself; the same knowledge gives the same bytes at any time."""
    kept = sources.archive.keep_bytes(sources.made[what]())
    made = Fetched(f"{what}.csv", kept, sources.now())
    return Gathered((_delivery(dataset, resource, "made", made),))


def _delivery(dataset: Dataset, resource: Resource, origin: Origin, fetched: Fetched) -> Delivery:
    """The whole resource in one file."""
    return Delivery(
        document=_document(dataset, resource),
        dataset=dataset.name,
        resource=resource.name,
        origin=origin,
        name=fetched.name,
        path=fetched.kept.path,
        sha256=fetched.kept.sha256,
        size=fetched.kept.size,
        modified=fetched.modified,
    )


def _document(dataset: Dataset, resource: Resource) -> str:
    return f"{dataset.name}/{resource.name}"

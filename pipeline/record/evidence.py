"""Everything behind one release in one ZIP, which anybody can check without the product.

Clean documents, what was found in them, what the portals answered, every event of the release with
its hash, the hashes of all files, and a text that says how to check. Raw deliveries go in only
where a person asks for them, which is written into the ledger first.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline.model import Release
from pipeline.record import manifest
from pipeline.record.archive import Archive
from pipeline.record.chain import read_row
from pipeline.record.disk import new_file
from pipeline.record.event import Event, Kind, Recorded
from pipeline.record.evidence_text import CHECK, write_readme
from pipeline.record.ledger import PAGE, Ledger
from pipeline.record.pack import Pack
from pipeline.record.transfer import write_line


@dataclass(frozen=True, slots=True)
class Evidence:
    """What lies in a pack: its members in order, and the deliveries no longer in the archive."""

    members: tuple[str, ...]
    missing: tuple[str, ...]


def record_handing_over(
    release: Release, ledger: Ledger, by: str, reason: str, now: datetime, actor: str
) -> Recorded:
    """Write down that raw deliveries leave the archive; to be called before they do."""
    return ledger.record(
        Event(
            kind=Kind.EVIDENCE,
            at=now,
            actor=actor,
            sentence=f"Докази випуску {release.hash} видано разом із надходженнями.",
            dataset=release.dataset,
            release=release.hash,
            data={"by": by, "reason": reason, "deliveries": sorted(_deliveries_of(release))},
        )
    )


def write_evidence(
    release: Release, ledger: Ledger, archive: Archive, place: Path, now: datetime, *, raw: bool
) -> Evidence:
    """Write the pack; it appears whole or not at all, readable by its owner only.

    FileNotFoundError where the archive lost a clean document, OSError where the pack cannot be
    written.
    """
    from pipeline.record.standing import head_known

    with ledger.reading() as connection:
        head = head_known(connection, ledger.now())
    rows = tuple(_rows_of(release, ledger))
    missing: tuple[str, ...] = ()
    with new_file(place) as file, zipfile.ZipFile(file, "w") as opened:
        pack = Pack(opened, now)
        _add_documents(pack, release, archive)
        if raw:
            missing = _add_deliveries(pack, release, archive, rows)
        pack.add("release.json", manifest.write_release(release))
        pack.add("findings.json", _write_json(_findings_of(release, archive)))
        pack.add("portals.json", _write_json(_portals_of(release, rows)))
        pack.add("events.jsonl", "".join(map(write_line, rows)).encode())
        pack.add("check.py", CHECK.encode())
        pack.add("README.txt", write_readme(release, head, missing, now, raw=raw).encode())
        pack.add_sums()
    return Evidence(tuple(pack.hashes), missing)


def _add_documents(pack: Pack, release: Release, archive: Archive) -> None:
    """No two files of a release bear one name."""
    for document in release.documents:
        for file in document.files:
            pack.add_file(f"documents/{file.filename}", archive.path_of(file.sha256))


def _add_deliveries(
    pack: Pack, release: Release, archive: Archive, rows: Sequence[Mapping[str, Any]]
) -> tuple[str, ...]:
    """Put in what is still there, under its hash, and say what is not."""
    gathered = [read_row(row).event for row in rows if row["kind"] == Kind.GATHERED.value]
    names = {event.sha256: str(event.data.get("name", "")) for event in gathered}
    missing = []
    for sha256 in sorted(_deliveries_of(release)):
        suffix = PurePosixPath(names.get(sha256, "")).suffix.lower()
        suffix = suffix if re.fullmatch(r"\.[a-z0-9]{1,8}", suffix) else ""
        try:
            pack.add_file(f"raw/{sha256}{suffix}", archive.path_of(sha256))
        except FileNotFoundError:
            missing.append(sha256)
    return tuple(missing)


def _rows_of(release: Release, ledger: Ledger) -> Iterator[dict[str, Any]]:
    """Events of the release, of its files on any portal, and of the deliveries it was made of."""
    from pipeline.record.schema import events

    bytes_of = _deliveries_of(release) | _files_of(release)
    query = events.select().where(events.c.dataset == release.dataset).order_by(events.c.seq)
    with ledger.reading() as connection:
        for row in connection.execution_options(yield_per=PAGE).execute(query):
            if row.release == release.hash or row.sha256 in bytes_of:
                yield row._asdict()


def _findings_of(release: Release, archive: Archive) -> list[dict[str, Any]]:
    """The verdict each document was accepted by; `findings` is None where none was kept."""
    found = []
    for document in release.documents:
        verdict = archive.read_evidence(document.id, document.delivery)
        found.append(
            {
                "document": document.id,
                "delivery": document.delivery,
                "findings": [asdict(each) for each in verdict.findings] if verdict else None,
                "repairs": [asdict(each) for each in verdict.repairs] if verdict else None,
            }
        )
    return found


def _portals_of(release: Release, rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """By portal: where each file of the release was put last, as the portal answered."""
    files = _files_of(release)
    last: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row["kind"] in (Kind.PUBLISHED.value, Kind.ADOPTED.value) and row["sha256"] in files:
            named = {name: row[name] for name in ("document", "sha256", "at")}
            told = {**named, "event": row["seq"], **json.loads(row["data"])}
            last.setdefault(row["portal"], {})[row["document"]] = told
    return {portal: list(files.values()) for portal, files in sorted(last.items())}


def _deliveries_of(release: Release) -> set[str]:
    return {document.delivery for document in release.documents}


def _files_of(release: Release) -> set[str]:
    return {file.sha256 for document in release.documents for file in document.files}


def _write_json(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
    return text.encode("utf-8", "surrogatepass")

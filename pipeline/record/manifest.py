"""Releases and verdicts as JSON and back, exactly: times in ISO form, tuples restored."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.model import Document, DocumentFile, Finding, Release, Repair, Verdict


class ArchiveError(RuntimeError):
    """Something in the archive is not what was put there: a sentence naming the file."""


def write_release(release: Release) -> bytes:
    """A release as canonical JSON."""
    return _write(asdict(release))


def read_release(content: bytes) -> Release:
    """The release `write_release` wrote; ArchiveError for anything else."""
    try:
        return _build_release(json.loads(content))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArchiveError("вміст не є описом випуску.") from error


def write_verdict(key: str, verdict: Verdict) -> bytes:
    """A verdict without its table, under the key of what it was given for."""
    return _write(
        {
            "key": key,
            "document": verdict.document,
            "sha256": verdict.sha256,
            "findings": [asdict(finding) for finding in verdict.findings],
            "repairs": [asdict(repair) for repair in verdict.repairs],
        }
    )


def read_verdict(content: bytes) -> tuple[str, Verdict]:
    """Key and verdict that `write_verdict` wrote; ArchiveError for anything else."""
    try:
        return _build_verdict(json.loads(content))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArchiveError("вміст не є описом перевірки.") from error


def _write(value: dict[str, Any]) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1, default=_write_moment)
    return text.encode("utf-8", "surrogatepass")


def _write_moment(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in a manifest")


def _build_release(value: dict[str, Any]) -> Release:
    return Release(
        dataset=value["dataset"],
        documents=tuple(_build_document(document) for document in value["documents"]),
        made_at=datetime.fromisoformat(value["made_at"]),
        first_made_at=datetime.fromisoformat(value["first_made_at"]),
    )


def _build_document(value: dict[str, Any]) -> Document:
    files = tuple(DocumentFile(**file) for file in value["files"])
    actual_at = datetime.fromisoformat(value["actual_at"])
    return Document(**{**value, "files": files, "actual_at": actual_at})


def _build_verdict(value: dict[str, Any]) -> tuple[str, Verdict]:
    verdict = Verdict(
        document=value["document"],
        sha256=value["sha256"],
        findings=tuple(Finding(**finding) for finding in value["findings"]),
        repairs=tuple(Repair(**repair) for repair in value["repairs"]),
    )
    return value["key"], verdict


def read_checked(path: Path) -> bytes:
    """The bytes of a file of the archive; ArchiveError where they are not those of its name."""
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != path.name:
        raise ArchiveError(f"вміст файлу «{path}» не відповідає його хешу.")
    return content


def read_kept_verdict(path: Path) -> tuple[str, Verdict] | None:
    """The verdict in that file with its key; a damaged one counts as none."""
    try:
        return read_verdict(path.read_bytes())
    except (FileNotFoundError, ArchiveError):
        return None


def name_verdicts(document: str) -> str:
    """A document's id may hold any path an office gave its file, so a hash of it names ours."""
    return hashlib.sha256(document.encode("utf-8", "surrogatepass")).hexdigest()

"""The archive: every file of the current releases is there, and a sample of them is unspoilt."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from pipeline.doctor.diagnosis import Diagnosis, green, red
from pipeline.model import DocumentFile
from pipeline.record.archive import Archive, ArchiveError
from pipeline.wording import FILE, count_of

SUBJECT = "Архів"
SAMPLED = 50
"""Files read through each time; another sample each time comes upon a rotten disk in the end."""
ADVICE = "поверніть ці файли з резервної копії: теку archive з неї розпаковують поверх нинішньої"

Choose = Callable[[Sequence[DocumentFile], int], Sequence[DocumentFile]]


def check_archive(archive: Archive, choose: Choose) -> Diagnosis:
    """`choose` takes so many of the files whose bytes are to be hashed."""
    try:
        files = {
            file.sha256: file
            for release in archive.current_releases()
            for document in release.documents
            for file in document.files
        }
    except ArchiveError as error:
        return red(SUBJECT, str(error).rstrip("."), ADVICE)
    gone = [file for file in files.values() if not _is_there(archive, file)]
    if gone:
        told = ", ".join(file.filename for file in gone[:3])
        return red(SUBJECT, f"у чинних випусках бракує {count_of(len(gone), FILE)}: {told}", ADVICE)
    sample = choose(list(files.values()), min(SAMPLED, len(files)))
    spoilt = [file for file in sample if _hash(archive, file) != file.sha256]
    if spoilt:
        told = ", ".join(file.filename for file in spoilt[:3])
        return red(SUBJECT, f"вміст не відповідає хешу, диск псується: {told}", ADVICE)
    return green(
        SUBJECT,
        f"у чинних випусках {count_of(len(files), FILE)}, усі на місці; звірено хеші {len(sample)}",
    )


def _is_there(archive: Archive, file: DocumentFile) -> bool:
    try:
        return archive.path_of(file.sha256).stat().st_size == file.size
    except FileNotFoundError:
        return False


def _hash(archive: Archive, file: DocumentFile) -> str:
    with archive.path_of(file.sha256).open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

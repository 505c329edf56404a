from __future__ import annotations

import errno
import hashlib
import os
import stat
import subprocess
import sys
import tracemalloc
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.model import Document, DocumentFile, Finding, Release, Repair, Table, Verdict
from pipeline.record.archive import Archive, ArchiveError, Kept

CONTENT = "назва;адреса\nшкола;вул. Центральна, 1\n".encode()
SHA256 = hashlib.sha256(CONTENT).hexdigest()
JUNE = datetime(2021, 6, 1, 9, 30, 0, 5, tzinfo=UTC)

KEEP_AND_DIE = """
import os, signal, sys
from pathlib import Path
from pipeline.record.archive import Archive

Path.rename = lambda path, place: os.kill(os.getpid(), signal.SIGKILL)
Archive(Path(sys.argv[1])).keep_file(Path(sys.argv[2]))
"""


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "var" / "archive")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "buildings.csv"
    path.write_bytes(CONTENT)
    return path


def files_of(archive: Archive) -> list[str]:
    found = (path for path in archive.folder.rglob("*") if path.is_file())
    return sorted(path.relative_to(archive.folder).as_posix() for path in found)


def a_release(rows: int = 3) -> Release:
    csv = DocumentFile("CSV", "buildings.csv", "text/csv", SHA256, len(CONTENT))
    pdf = DocumentFile("PDF", "order-1.pdf", "application/pdf", "ab" * 32, 10)
    return Release(
        dataset="economy-buildings",
        documents=(
            Document("economy-buildings/buildings", "buildings", "Перелік", (csv,), "cd" * 32,
                     JUNE, rows, "2021-Q2"),
            Document("economy-buildings/orders/№ 1.pdf", "orders", "Наказ", (pdf, csv),
                     "ef" * 32, JUNE),
        ),
        made_at=JUNE + timedelta(days=1),
        first_made_at=JUNE,
    )  # fmt: skip


def a_verdict(document: str = "economy-buildings/buildings") -> Verdict:
    return Verdict(
        document=document,
        sha256=SHA256,
        findings=(Finding("date", True, "Дата неможлива.", "Аркуш1", "C17", 17, "date", "31.02"),),
        repairs=(Repair("B2", "edrpou", "1234567", "01234567", "leading-zero"),),
        table=Table(None, ("a",), ("A",), (2,), (("1",),)),
    )


def test_a_file_lies_under_its_hash_and_is_private(archive: Archive, source: Path) -> None:
    kept = archive.keep_file(source)

    place = archive.folder / SHA256[:2] / SHA256
    assert kept == Kept(SHA256, len(CONTENT), place)
    assert archive.path_of(SHA256).read_bytes() == CONTENT
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    folders = [archive.folder, *(path for path in archive.folder.rglob("*") if path.is_dir())]
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}


def test_the_same_bytes_twice_lie_there_once(archive: Archive, source: Path) -> None:
    first = archive.keep_file(source)
    written = first.path.stat().st_ino

    assert archive.keep_bytes(CONTENT) == first
    assert files_of(archive) == [f"{SHA256[:2]}/{SHA256}"]
    assert first.path.stat().st_ino == written


def test_an_empty_file_is_kept_too(archive: Archive) -> None:
    assert archive.keep_bytes(b"").path.read_bytes() == b""


def test_a_cut_file_under_the_right_name_is_replaced(archive: Archive) -> None:
    kept = archive.keep_bytes(CONTENT)
    kept.path.write_bytes(CONTENT[:5])

    assert archive.keep_bytes(CONTENT).path.read_bytes() == CONTENT


def test_a_large_file_is_not_read_into_memory(archive: Archive, tmp_path: Path) -> None:
    large = tmp_path / "orders.zip"
    with large.open("wb") as file:
        file.truncate(64 * 1024 * 1024)
    tracemalloc.start()
    kept = archive.keep_file(large)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert kept.size == 64 * 1024 * 1024
    assert peak < 8 * 1024 * 1024


def test_missing_bytes_are_a_sentence(archive: Archive) -> None:
    with pytest.raises(FileNotFoundError, match=f"немає файлу з хешем {SHA256}"):
        archive.path_of(SHA256)


def test_a_source_that_is_gone_is_not_blamed_on_the_archive(archive: Archive) -> None:
    with pytest.raises(FileNotFoundError, match=r"gone\.csv"):
        archive.keep_file(archive.folder / "gone.csv")


def test_a_full_disk_is_told_and_leaves_nothing(
    archive: Archive, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    archive.keep_bytes(b"")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ArchiveError, match=r"не записується\. На диску немає місця:"):
        archive.keep_file(source)

    assert files_of(archive) == ["e3/" + hashlib.sha256(b"").hexdigest()]


def test_a_crash_before_the_rename_leaves_no_half_made_file(archive: Archive, source: Path) -> None:
    command = [sys.executable, "-c", KEEP_AND_DIE, str(archive.folder), str(source)]
    died = subprocess.run(command, check=False).returncode

    (leftover,) = files_of(archive)
    assert died == -9
    assert leftover.startswith("unfinished/")
    with pytest.raises(FileNotFoundError):
        archive.path_of(SHA256)

    yesterday = (archive.folder / leftover).stat().st_mtime - 25 * 3600
    archive.keep_bytes(b"while another copy may be under way")
    assert leftover in files_of(archive)
    os.utime(archive.folder / leftover, (yesterday, yesterday))
    archive.keep_file(source)
    assert leftover not in files_of(archive)
    assert archive.path_of(SHA256).read_bytes() == CONTENT


def test_the_current_release_is_read_back_whole(archive: Archive) -> None:
    assert archive.read_release("economy-buildings") is None
    archive.keep_release(a_release(rows=3))
    archive.keep_release(a_release(rows=4))

    assert archive.read_release("economy-buildings") == a_release(rows=4)
    assert archive.read_release("other") is None


def test_manifests_of_earlier_releases_stay(archive: Archive) -> None:
    archive.keep_release(a_release(rows=3))
    first = files_of(archive)
    archive.keep_release(a_release(rows=4))

    assert len(files_of(archive)) == len(first) + 1
    assert set(first) < set(files_of(archive))


def test_a_past_release_is_found_by_its_hash(archive: Archive) -> None:
    first = a_release()
    second = replace(first, documents=first.documents[:1])
    archive.keep_release(first)
    archive.keep_release(second)

    assert archive.read_past_release("economy-buildings", first.hash) == first
    assert archive.find_release(second.hash) == second
    assert list(archive.current_releases()) == [second]
    assert archive.find_release("0" * 16) is None
    assert archive.read_past_release("economy-buildings", "0" * 16) is None


def test_an_archive_without_releases_has_none(archive: Archive) -> None:
    assert (list(archive.current_releases()), archive.find_release("0" * 16)) == ([], None)


def test_the_verdict_of_what_was_published_outlives_later_ones(archive: Archive) -> None:
    note = Finding("spare-column", blocks=False, message="Зайвий стовпець.")
    stop = Finding("missing", blocks=True, message="Порожня комірка.")
    accepted = Verdict("d/buildings", "ab" * 32, (note,))
    archive.keep_verdict("first", accepted)
    archive.keep_verdict("second", Verdict("d/buildings", "cd" * 32, (stop,)))

    assert archive.read_verdict("d/buildings", "first") is None
    assert archive.read_evidence("d/buildings", "ab" * 32) == accepted
    assert archive.read_evidence("d/buildings", "cd" * 32) is None


def test_what_was_found_in_a_delivery_can_be_removed(archive: Archive) -> None:
    for document in ("d/buildings", "d/rooms"):
        archive.keep_verdict("key", Verdict(document, "ab" * 32, ()))
    archive.remove_verdicts("d/buildings", "ab" * 32)
    archive.remove_verdicts("d/rooms", "cd" * 32)

    assert archive.read_evidence("d/buildings", "ab" * 32) is None
    assert archive.read_verdict("d/buildings", "key") is None
    assert archive.read_evidence("d/rooms", "ab" * 32) is not None
    assert archive.read_verdict("d/rooms", "key") is not None


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"dataset": "economy-buildings"}'])
def test_a_damaged_manifest_is_never_taken_for_a_release(archive: Archive, damage: bytes) -> None:
    archive.keep_release(a_release())
    pointer = archive.folder / "current" / "economy-buildings"
    manifest = archive.path_of(pointer.read_text())
    manifest.write_bytes(damage)

    with pytest.raises(ArchiveError, match="Опис випуску набору «economy-buildings» пошкоджено"):
        archive.read_release("economy-buildings")

    pointer.write_text(archive.keep_bytes(damage).sha256)
    with pytest.raises(ArchiveError, match="вміст не є описом випуску"):
        archive.read_release("economy-buildings")


def test_a_lost_manifest_is_told(archive: Archive) -> None:
    archive.keep_release(a_release())
    (archive.folder / "current" / "economy-buildings").write_text("ab" * 32)

    with pytest.raises(ArchiveError, match="немає файлу з хешем abab"):
        archive.read_release("economy-buildings")


def test_a_verdict_is_read_back_without_its_table(archive: Archive) -> None:
    archive.keep_verdict("key", a_verdict())

    told = archive.read_verdict("economy-buildings/buildings", "key")
    assert told == Verdict(
        a_verdict().document, a_verdict().sha256, a_verdict().findings, a_verdict().repairs
    )


def test_a_verdict_for_other_bytes_or_rules_is_none(archive: Archive) -> None:
    archive.keep_verdict("old key", a_verdict())
    archive.keep_verdict("key", a_verdict())

    assert archive.read_verdict("economy-buildings/buildings", "old key") is None
    assert archive.read_verdict("economy-buildings/other", "key") is None


def test_a_verdict_may_speak_of_any_file_name(archive: Archive) -> None:
    document = "legal-orders/orders/../2021/№ 1 «про план».pdf"
    archive.keep_verdict("key", a_verdict(document))

    told = archive.read_verdict(document, "key")
    assert told is not None
    assert told.document == document


def test_a_damaged_verdict_counts_as_none(archive: Archive) -> None:
    archive.keep_verdict("key", a_verdict())
    (path,) = (archive.folder / "verdicts").iterdir()
    path.write_bytes(b"{}")

    assert archive.read_verdict("economy-buildings/buildings", "key") is None


def test_an_archive_above_another_reads_both_and_writes_one(tmp_path: Path) -> None:
    below = Archive(tmp_path / "below")
    old = below.keep_bytes(b"old")
    before = {path: path.stat().st_mtime_ns for path in below.folder.rglob("*")}
    above = Archive(tmp_path / "above", beneath=below.folder)
    assert above.path_of(old.sha256).read_bytes() == b"old"
    assert above.keep_bytes(b"old") == old
    new = above.keep_bytes(b"new")
    assert above.path_of(new.sha256).is_relative_to(above.folder)
    assert {path: path.stat().st_mtime_ns for path in below.folder.rglob("*")} == before

"""A pack of evidence is checked as a stranger checks it: with sha256sum and a bare Python."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from ledgers import NOON, Clock, an_event
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.errors import CannotRun
from pipeline.model import Document, DocumentFile, Finding, Release, Verdict
from pipeline.record.archive import Archive
from pipeline.record.event import Kind
from pipeline.record.evidence import Evidence, record_handing_over, write_evidence
from pipeline.record.ledger import Ledger
from pipeline.record.manifest import read_release

MEMBERS = ("release.json", "findings.json", "portals.json", "events.jsonl", "check.py",
           "README.txt", "SHA256SUMS")  # fmt: skip
NOTE = Finding("spare-column", blocks=False, message="Зайвий стовпець «Примітка».")


class City:
    """One dataset, published in two releases: the second renewed one of its two documents."""

    def __init__(self, ledger: Ledger, clock: Clock, folder: Path) -> None:
        self.ledger, self.clock = ledger, clock
        self.archive = Archive(folder / "archive")
        signs, lights = self.document("signs"), self.document("lights")
        self.first = self.publish(signs, lights)
        self.second = self.publish(self.document("signs", "2"), lights)
        self.tell(Kind.REFUSED, "roads/signs", "ab" * 32)
        self.ledger.record(an_event(dataset="shelters"))

    def document(self, name: str, version: str = "1") -> Document:
        raw = self.archive.keep_bytes(f"raw {name} {version}".encode())
        clean = self.archive.keep_bytes(f"clean {name} {version}".encode())
        self.tell(Kind.GATHERED, f"roads/{name}", raw.sha256, data={"name": f"Знаки {name}.XLSX"})
        self.archive.keep_verdict("key", Verdict(f"roads/{name}", raw.sha256, (NOTE,)))
        file = DocumentFile("CSV", f"{name}.csv", "text/csv", clean.sha256, clean.size)
        return Document(f"roads/{name}", name, name, (file,), raw.sha256, NOON, rows=1)

    def publish(self, *documents: Document) -> Release:
        release = Release("roads", documents, NOON, NOON)
        self.archive.keep_release(release)
        for document in documents:
            sha256 = document.files[0].sha256
            if not any(self.ledger.read(sha256=sha256, kinds=(Kind.PUBLISHED,))):
                facts = {"role": "data", "resource_id": f"r-{document.resource}"}
                self.tell(Kind.PUBLISHED, document.id, sha256, release=release.hash,
                          portal="city", data=facts)  # fmt: skip
        return release

    def tell(self, kind: Kind, document: str, sha256: str, **parts: Any) -> None:
        at = self.clock.forward(minutes=1)
        self.ledger.record(
            an_event(kind, at, dataset="roads", document=document, sha256=sha256, **parts)
        )

    def write(self, place: Path, release: Release, *, raw: bool = False) -> Evidence:
        now = self.clock.forward(days=1)
        return write_evidence(release, self.ledger, self.archive, place, now, raw=raw)


@pytest.fixture
def city(ledger: Ledger, clock: Clock, tmp_path: Path) -> City:
    return City(ledger, clock, tmp_path)


def unpacked(pack: Path) -> Path:
    folder = pack.with_suffix("")
    with zipfile.ZipFile(pack) as opened:
        opened.extractall(folder)
    return folder


def test_a_pack_holds_everything_behind_a_release(city: City, tmp_path: Path) -> None:
    place = tmp_path / "pack.zip"

    documents = ("documents/signs.csv", "documents/lights.csv")
    assert city.write(place, city.second) == Evidence((*documents, *MEMBERS), ())
    folder = unpacked(place)
    assert [(folder / name).read_text() for name in documents] == [
        "clean signs 2",
        "clean lights 1",
    ]
    assert read_release((folder / "release.json").read_bytes()) == city.second
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_its_events_are_those_of_the_release_its_files_and_its_deliveries(
    city: City, tmp_path: Path
) -> None:
    city.write(tmp_path / "pack.zip", city.second)
    lines = (unpacked(tmp_path / "pack.zip") / "events.jsonl").read_text("utf-8").splitlines()
    told = [json.loads(line) for line in lines]

    assert [(row["kind"], row["document"]) for row in told] == [
        ("gathered", "roads/lights"),
        ("published", "roads/lights"),
        ("gathered", "roads/signs"),
        ("published", "roads/signs"),
    ]
    recorded = {each.seq: each.hash for each in city.ledger.read()}
    assert all(row["hash"] == recorded[row["seq"]] for row in told)


def test_it_tells_what_was_found_and_what_the_portals_answered(city: City, tmp_path: Path) -> None:
    city.write(tmp_path / "pack.zip", city.second)
    folder = unpacked(tmp_path / "pack.zip")
    findings = json.loads((folder / "findings.json").read_text("utf-8"))
    portals = json.loads((folder / "portals.json").read_text("utf-8"))

    assert [(each["document"], each["findings"][0]["message"]) for each in findings] == [
        ("roads/signs", NOTE.message),
        ("roads/lights", NOTE.message),
    ]
    assert [(each["document"], each["resource_id"], each["event"]) for each in portals["city"]] == [
        ("roads/lights", "r-lights", 4),
        ("roads/signs", "r-signs", 6),
    ]


def test_a_stranger_checks_it_as_the_text_says(city: City, tmp_path: Path) -> None:
    city.write(tmp_path / "pack.zip", city.second)
    folder = unpacked(tmp_path / "pack.zip")
    last = city.ledger.last()
    assert last is not None
    text = (folder / "README.txt").read_text("utf-8")
    assert f"Докази випуску {city.second.hash}\n" in text
    assert f"pipeline ledger verify --head {last.hash}\n" in text

    def run(*command: str) -> str:
        return subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": ""},
            capture_output=True,
            text=True,
            check=False,
        ).stdout

    sums = run("sha256sum", "--check", "SHA256SUMS")
    assert (sums.count(": OK\n"), len(sums.splitlines())) == (8, 8)
    check = (sys.executable, "-I", "-X", "utf8", "check.py")
    assert run(*check) == "".join(f"Подія {number} ціла\n" for number in (2, 4, 5, 6))
    events = folder / "events.jsonl"
    events.write_text(events.read_text("utf-8").replace("r-lights", "r-other"), "utf-8")
    assert run(*check).splitlines()[1] == "Подія 4 ЗМІНЕНА"


def test_raw_deliveries_go_in_only_on_a_persons_word(city: City, tmp_path: Path) -> None:
    recorded = record_handing_over(
        city.second, city.ledger, "Олена Коваль", "запит суду", NOON, "olena"
    )
    city.write(tmp_path / "pack.zip", city.second, raw=True)
    folder = unpacked(tmp_path / "pack.zip")
    deliveries = sorted(document.delivery for document in city.second.documents)

    assert sorted(path.name for path in (folder / "raw").iterdir()) == [
        f"{delivery}.xlsx" for delivery in deliveries
    ]
    assert recorded.event.data == {
        "by": "Олена Коваль",
        "reason": "запит суду",
        "deliveries": deliveries,
    }
    last = (folder / "events.jsonl").read_text("utf-8").splitlines()[-1]
    assert json.loads(last)["kind"] == "evidence"


def test_deliveries_no_longer_kept_are_named(city: City, tmp_path: Path) -> None:
    gone = city.second.documents[1].delivery
    city.archive.remove(gone)

    assert city.write(tmp_path / "pack.zip", city.second, raw=True).missing == (gone,)
    assert gone in (unpacked(tmp_path / "pack.zip") / "README.txt").read_text("utf-8")


def test_a_past_release_has_its_own_evidence(city: City, tmp_path: Path) -> None:
    city.write(tmp_path / "pack.zip", city.first)

    folder = unpacked(tmp_path / "pack.zip")
    assert (folder / "documents" / "signs.csv").read_text() == "clean signs 1"


def test_a_lost_document_leaves_no_half_of_a_pack(city: City, tmp_path: Path) -> None:
    city.archive.remove(city.second.documents[1].files[0].sha256)
    before = sorted(tmp_path.iterdir())

    with pytest.raises(FileNotFoundError, match="немає файлу з хешем"):
        city.write(tmp_path / "pack.zip", city.second)
    assert sorted(tmp_path.iterdir()) == before


def run(ledger_url: str, var: Path, *words: str) -> str:
    environment = {"PIPELINE_LEDGER_URL": ledger_url, "PIPELINE_VAR": str(var)}
    result = CliRunner().invoke(app, ["evidence", *words], env=environment)
    if isinstance(result.exception, CannotRun):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_command_writes_a_pack(city: City, ledger_url: str, tmp_path: Path) -> None:
    place = str(tmp_path / "pack.zip")

    assert run(ledger_url, tmp_path, city.second.hash, "-o", place) == (
        f"Записано {place}: 9\u00a0файлів, як перевірити — у README.txt.\n"
    )
    words = ("--with-raw", "--by", "Олена Коваль", "--reason", "запит суду")
    assert "11\u00a0файлів" in run(ledger_url, tmp_path, city.second.hash, "-o", place, *words)
    last = city.ledger.last()
    assert last is not None
    assert last.event.kind is Kind.EVIDENCE


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("0" * 16, "-o", "pack.zip"), "В архіві немає випуску"),
        (("../../etc", "-o", "pack.zip"), "В архіві немає випуску"),
        (("0" * 16, "-o", "pack.zip", "--with-raw"), "вкажіть, хто видає надходження"),
    ],
)
def test_what_cannot_be_proved_is_a_sentence(
    city: City, ledger_url: str, tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(CannotRun, match=sentence):
        run(ledger_url, tmp_path, *words)

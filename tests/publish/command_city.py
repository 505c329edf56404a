"""A city in a folder, published by the real command to a portal that stays up."""

from __future__ import annotations

import hashlib
import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import requests
from labs import Lab

from pipeline.record.event import Kind
from pipeline.record.history import bindings
from pipeline.record.ledger import open_ledger
from pipeline.record.verify import verify_chain
from pipeline.report.figures import build_figures_now

DELIVERED = datetime(2021, 6, 30, 9, tzinfo=UTC).timestamp()
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)?")

PUBLISHER = """\
demonstration: true
publisher:
  name: Приклад міська рада
  edrpou: "04052502"
  katottg: UA44120010010012345
  site: http://city.example
  email: data@city.example
offices:
  economy: {name: Управління економіки, email: economy@city.example}
report_portal: city
portals:
  city: {url: "URL", organization: ORGANIZATION, profile: PROFILE, key_env: LAB_KEY}
"""
DATASET = """\
name: NAME
title: Набір
description: Опис набору.
keywords: [торгівля, об’єкти]
licenses: [{name: CC-BY-4.0}]
pipeline:
  office: economy
  responsible: {role: Начальник відділу, email: economy@city.example}
  frequency: once a quarter
  ground: Закон про доступ до публічної інформації
  purpose: Облік
  source: {folder: NAME, pattern: "PATTERN"}
  portals: [city]
resources:
  - name: RESOURCE
    title: Документи
    path: sample
"""
TABLE = """\
    schema:
      title: Торгові місця
      fields:
        - {name: uid, title: Ідентифікатор, type: string, required: true}
        - {name: area, title: Площа, type: number, required: true}
"""
SHAPES = {
    "stalls": ("stalls.csv", TABLE + "    pipeline: {formats: [csv, xlsx]}\n"),
    "reports": (
        "zvit-*.csv",
        TABLE + '    pipeline: {series: {period: quarter, from: "(\\\\d{4}-Q\\\\d)"}}\n',
    ),
    "orders": ("*.txt", ""),
}

Files = Mapping[str, str]
FIRST: Files = {
    "stalls/stalls.csv": "uid,area\nа-1,7.5\n",
    **{f"reports/zvit-2021-Q{n}.csv": f"uid,area\nз-{n},{n}\n" for n in (1, 2)},
    **{f"orders/nakaz-{n}.txt": f"Наказ {n}\n" for n in range(1, 6)},
}
CHANGED: Files = {
    "stalls/stalls.csv": "uid,area\nа-1,8\nа-2,9\n",
    "reports/zvit-2021-Q2.csv": "uid,area\nз-2,22\n",
    "reports/zvit-2021-Q3.csv": "uid,area\nз-3,3\n",
    "orders/nakaz-2.txt": "Наказ 2, зі змінами\n",
    "orders/nakaz-6.txt": "Наказ 6\n",
}


@dataclass
class CommandCity:
    """Its folder, the portal it publishes to, and the word that makes its datasets' names free."""

    folder: Path
    lab: Lab
    word: str
    names: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.names = {shape: f"economy-{shape}-{self.word}" for shape in SHAPES}
        told = PUBLISHER.replace("URL", self.lab.url).replace("PROFILE", self.lab.profile)
        home = self.folder / "datapackages"
        for shape, (pattern, rest) in SHAPES.items():
            name = self.names[shape]
            text = DATASET.replace("NAME", name).replace("PATTERN", pattern)
            write(home / name / "datapackage.yaml", text.replace("RESOURCE", shape) + rest)
            (home / name / "sample").mkdir()
        write(home / "publisher.yaml", told.replace("ORGANIZATION", self.lab.organization))
        (self.folder / "schedules").mkdir()
        self.lab.made += self.names.values()

    @property
    def ledger(self) -> Path:
        return self.folder / "var" / "ledger.sqlite3"

    def drop(self, files: Files) -> None:
        for name, text in files.items():
            shape, _, file = name.partition("/")
            path = self.folder / "var" / "inbox" / self.names[shape] / file
            write(path, text)
            os.utime(path, (DELIVERED, DELIVERED))

    def start(self) -> subprocess.Popen[str]:
        """`python -m pipeline publish`, in a process group of its own."""
        words = ["-m", "pipeline", "--var", str(self.folder / "var"), "publish", "--json"]
        return subprocess.Popen(
            [sys.executable, *words],
            cwd=self.folder,
            env={**os.environ, "LAB_KEY": self.lab.key},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def publish(self) -> list[str]:
        """Publish undisturbed: the outcome of each dataset, in catalogue order."""
        with self.start() as process:
            out, err = process.communicate(timeout=120)
        assert process.returncode == 0, f"{self.failures()}\n{out}{err}"
        return [dataset["outcome"] for dataset in json.loads(out)["datasets"]]

    def failures(self) -> list[str]:
        """Why updates failed so far, in the ledger's words."""
        with open_ledger(f"sqlite:///{self.ledger}", lambda: datetime.now(UTC)) as ledger:
            return [one.event.sentence for one in ledger.read(kinds=(Kind.FAILED,))]

    def events(self) -> int:
        """How many events the ledger has, asked while others write."""
        if not self.ledger.exists():
            return 0
        with closing(sqlite3.connect(self.ledger, timeout=30)) as db:
            known = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'events'").fetchone()
            found = db.execute("SELECT max(seq) FROM events").fetchone() if known else None
        return int(found[0] or 0) if found else 0

    def stands(self) -> list[Any]:
        """The whole end state, with what only this portal and this run named called alike."""
        with open_ledger(f"sqlite:///{self.ledger}", lambda: datetime.now(UTC)) as ledger:
            assert verify_chain(ledger).faults == ()
            figures = build_figures_now(ledger, "city")
            found: list[Any] = [(figures.datasets, figures.documents)]
            for shape, name in self.names.items():
                package = self.lab.show(name)
                bound = bindings(ledger, name, "city")
                ids = [resource["id"] for resource in package["resources"]]
                assert len(set(ids)) == len(ids)
                assert {item.resource_id for item in bound.values()} == set(ids)
                assert all(item.settled for item in bound.values())
                found.append((shape, self._called_alike(package)))
        return found

    def _called_alike(self, package: Mapping[str, Any]) -> list[Any]:
        """The record and every file byte for byte, but for ids, addresses and run times."""
        own = {package["id"]: "ПАКЕТ", self.lab.url: "ПОРТАЛ", self.word: "МІСТО"}
        own |= {item["id"]: item["url"].rpartition("/")[2] for item in package["resources"]}

        def alike(text: str) -> str:
            for name, common in own.items():
                text = text.replace(name, common)
            return MOMENT.sub("ЧАС", text)

        kept = ("name", "title", "notes", "license_id", "author", "maintainer", "url", "extras")
        custom = ("update_frequency", "purpose_of_collecting_information", "language", "actual_at")
        record = {key: package.get(key) for key in kept + custom}
        record["tags"] = sorted(tag["name"] for tag in package["tags"])
        files = []
        for item in package["resources"]:
            content = self._download(item)
            told = {key: item[key] for key in ("name", "format", "mimetype", "resource_type")}
            files.append((alike(item["url"]), told, alike(content.decode("latin-1"))))
        return [alike(json.dumps(record, ensure_ascii=False, sort_keys=True)), files]

    def _download(self, resource: Mapping[str, Any]) -> bytes:
        answer = requests.get(resource["url"], headers={"Authorization": self.lab.key}, timeout=30)
        digest = hashlib.sha256(answer.content).hexdigest()
        assert (resource["hash"], resource["size"]) == (f"sha256:{digest}", len(answer.content))
        return answer.content


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@contextmanager
def embedded_process(folder: Path) -> Iterator[Lab]:
    """The embedded portal of that folder's city as a process of its own, until the block ends."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    var = folder / "var"
    words = ["-m", "pipeline", "--var", str(var), "portal", "--port", str(port)]
    url = f"http://127.0.0.1:{port}"
    with subprocess.Popen([sys.executable, *words], stdout=subprocess.DEVNULL) as process:
        try:
            session = requests.Session()
            retry = requests.adapters.Retry(total=200, backoff_factor=0.05, backoff_max=0.3)
            session.mount(url, requests.adapters.HTTPAdapter(max_retries=retry))
            session.get(url, timeout=5).raise_for_status()
            key = (var / "portal" / "key").read_text().strip()
            yield Lab(url, key, "city", "embedded")
        finally:
            process.terminate()

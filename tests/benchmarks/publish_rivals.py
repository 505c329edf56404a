"""What a user would take instead: frictionless's CKAN publication, ckanapi's command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from publish_bench import Bench, Parcel, at_once

from pipeline.model import ReadBack
from pipeline.publish.plan import describe_file

BIN = Path(sys.executable).parent


def write_packages(bench: Bench, parcels: Sequence[Parcel], folder: Path) -> None:
    """Every dataset as a folder with its documents and a descriptor, as frictionless takes it."""
    for parcel in parcels:
        home = folder / parcel.name
        home.mkdir()
        for file in parcel.documents:
            home.joinpath(file.filename).write_bytes(file.open(bench.archive).read())
        descriptor = {
            "name": parcel.name,
            "title": parcel.town.dataset.title,
            "resources": [
                {"name": Path(file.filename).stem, "path": file.filename, "type": "file"}
                for file in parcel.documents
            ],
        }
        (home / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")


@dataclass(frozen=True)
class Frictionless:
    """`Package.publish` with its CkanControl, as its documentation shows."""

    bench: Bench
    folder: Path

    def prepare(self, parcels: Sequence[Parcel]) -> None:
        """Data packages on the disk."""
        write_packages(self.bench, parcels, self.folder)

    def send(self, parcels: Sequence[Parcel]) -> ReadBack:
        """A new dataset each."""
        return self._publish(parcels, update=False)

    def send_again(self, parcels: Sequence[Parcel]) -> int | None:
        """`allow_update=True`, the dataset named as its documentation asks."""
        self._publish(parcels, update=True)
        return None

    def _publish(self, parcels: Sequence[Parcel], *, update: bool) -> ReadBack:
        import frictionless
        from frictionless.portals import CkanControl

        def one(parcel: Parcel) -> Any:
            package = frictionless.Package(str(self.folder / parcel.name / "datapackage.json"))
            if update:
                package.custom["id"] = parcel.name
            control = CkanControl(
                baseurl=self.bench.portal.url,
                apikey=self.bench.key,
                organization_name=self.bench.portal.organization,
                allow_update=update,
            )
            return package.publish(control=control)

        at_once(one, parcels)
        return ReadBack()


@dataclass(frozen=True)
class Command:
    """`ckanapi load datasets`, then `ckanapi action … upload@file` for each document."""

    bench: Bench
    folder: Path

    def prepare(self, parcels: Sequence[Parcel]) -> None:
        """Files on the disk, and one line of JSON a dataset."""
        write_packages(self.bench, parcels, self.folder)
        lines = [json.dumps(parcel.record) for parcel in parcels]
        self._datasets.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def send(self, parcels: Sequence[Parcel]) -> ReadBack:
        """Records first, as many processes as we have threads; then every document."""
        self._run("load", "datasets", "-I", str(self._datasets), "-p", "4", "-q")
        at_once(self._upload, parcels)
        return ReadBack()

    def send_again(self, parcels: Sequence[Parcel]) -> int | None:
        """The same script once more."""
        self.send(parcels)
        return None

    @property
    def _datasets(self) -> Path:
        return self.folder / "datasets.jsonl"

    def _upload(self, parcel: Parcel) -> None:
        for file in parcel.documents:
            place = self.folder / parcel.name / file.filename
            fields = {**describe_file(file), "package_id": parcel.name}
            words = [f"{name}={value}" for name, value in fields.items()]
            self._run("action", "resource_create", *words, f"upload@{place}")

    def _run(self, *words: str) -> None:
        """With our environment's commands found first: ckanapi starts itself again by name."""
        path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
        subprocess.run(
            ["ckanapi", *words, "-r", self.bench.portal.url, "-a", self.bench.key],
            check=True,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "PATH": path},
        )

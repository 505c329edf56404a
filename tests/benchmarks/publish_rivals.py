"""What a user would take instead: frictionless's CKAN publication, ckanapi's command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from publish_city import Town
from publish_lanes import Bench, at_once

from pipeline.publish.package import Role
from pipeline.publish.plan import describe_file

BIN = Path(sys.executable).parent


def write_packages(bench: Bench, towns: Sequence[Town], folder: Path) -> None:
    """Every dataset as a folder with its documents and a descriptor, as frictionless takes it."""
    for town in towns:
        home = folder / town.dataset.name
        home.mkdir()
        _, files = bench.files_of(town)
        documents = [file for file in files if file.role is Role.DATA]
        for file in documents:
            home.joinpath(file.filename).write_bytes(file.open(bench.archive).read())
        descriptor = {
            "name": town.dataset.name,
            "title": town.dataset.title,
            "resources": [
                {"name": Path(file.filename).stem, "path": file.filename, "type": "file"}
                for file in documents
            ],
        }
        (home / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")


def publish_frictionless(bench: Bench, towns: Sequence[Town], folder: Path, *, again: bool) -> None:
    """`Package.publish` with its CkanControl, as its documentation shows."""
    import frictionless
    from frictionless.portals import CkanControl

    def one(town: Town) -> Any:
        package = frictionless.Package(str(folder / town.dataset.name / "datapackage.json"))
        if again:
            package.custom["id"] = town.dataset.name
        control = CkanControl(
            baseurl=bench.portal.url,
            apikey=bench.key,
            organization_name=bench.portal.organization,
            allow_update=again,
        )
        return package.publish(control=control)

    at_once(one, towns)


def publish_ckanapi(bench: Bench, towns: Sequence[Town], folder: Path) -> None:
    """`ckanapi load datasets`, then `ckanapi action … upload@file` for each document."""
    ours = ("-r", bench.portal.url, "-a", bench.key)
    lines = [json.dumps(bench.files_of(town)[0]) for town in towns]
    (folder / "datasets.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    load = ("ckanapi", "load", "datasets", "-I", str(folder / "datasets.jsonl"), "-p", "4", "-q")
    _run(*load, *ours)

    def one(town: Town) -> None:
        for file in bench.files_of(town)[1]:
            if file.role is Role.DATA:
                place = folder / town.dataset.name / file.filename
                fields = {**describe_file(file), "package_id": town.dataset.name}
                words = [f"{name}={value}" for name, value in fields.items()]
                _run("ckanapi", "action", "resource_create", *words, f"upload@{place}", *ours)

    at_once(one, towns)


def _run(*words: str) -> None:
    """With our environment's commands found first: ckanapi starts itself again by name."""
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path}
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, env=environment)

"""`datapackage.json`: the publication as a plain standard Data Package (Frictionless, version 1).

Written last, because it names the addresses the files got, and outside the release's hash. No run
time stands in it. `frictionless validate <its address>` must accept it from outside; where the
shape owes something to that program (5.21), the reason stands beside it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pipeline.model import Dataset, Document, ForeignKey, Publisher, Release, Resource
from pipeline.publish.package import (
    DATAPACKAGE,
    PackageFile,
    Role,
    build_file,
    find_resource,
    key_of,
)
from pipeline.publish.structures import fits
from pipeline.resolution835.vocabulary import LICENCE_TITLE

_DIALECT = {
    "delimiter": ",",
    "lineTerminator": "\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "header": True,
}
_LICENCE_PAGE = "https://creativecommons.org/licenses/by/4.0/"
_UNPACKED = (".zip", ".gz", ".bz2", ".xz")


def build_datapackage(
    dataset: Dataset,
    publisher: Publisher,
    release: Release,
    url: str,
    addresses: Mapping[str, str],
) -> PackageFile:
    """The descriptor of every document, by the addresses of their files (file key → URL).

    KeyError for a document whose file has no address yet.
    """
    package = {
        "profile": "data-package",
        "name": dataset.name,
        "title": dataset.title,
        "description": dataset.description,
        "homepage": url,
        "keywords": list(dataset.keywords),
        "licenses": [
            {"name": dataset.licence, "path": _LICENCE_PAGE, "title": LICENCE_TITLE},
        ],
        "contributors": [
            {"title": publisher.name, "role": "publisher", "path": publisher.site},
            {"title": dataset.office.name, "role": "author", "email": dataset.office.email},
        ],
        "created": write_moment(release.made_at),
        "resources": [
            _resource(document, dataset, release, addresses[key_of(document, document.table)])
            for document in release.documents
        ],
    }
    content = json.dumps(package, ensure_ascii=False, indent=2).encode() + b"\n"
    return build_file(
        DATAPACKAGE, Role.METADATA, "Опис набору (Data Package)", "datapackage.json", content
    )


def write_moment(moment: datetime) -> str:
    """A moment as portals and Data Packages take it: UTC to the second, `2021-07-02T11:05:00Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _resource(document: Document, dataset: Dataset, release: Release, url: str) -> dict[str, Any]:
    resource = find_resource(dataset, document)
    file = document.table
    stated: dict[str, Any] = {
        "name": file.filename,
        "title": document.title,
        "path": _as_file(url),
        "format": file.format.lower(),
        "mediatype": file.mimetype,
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
    }
    if resource and resource.description:
        stated["description"] = resource.description
    if resource is None or resource.schema is None or not fits(document, resource.schema):
        # Without `type` frictionless reads a plain CSV or XLSX as a table and guesses its header.
        return {**stated, "profile": "data-resource", "type": "file"}
    keys = [_foreign_key(key, resource, dataset, release) for key in resource.schema.foreign_keys]
    schema = resource.schema.descriptor()
    if found := [key for key in keys if key]:
        schema["foreignKeys"] = found
    table = {"profile": "tabular-data-resource", "encoding": "utf-8", "dialect": _DIALECT}
    return {**stated, "name": _table_name(document), **table, "schema": schema}


def _as_file(url: str) -> str:
    """An archive's address with its last dot escaped: the same address by RFC 3986 (2.3).

    By the bare extension frictionless would unpack the archive and compare size and hash with
    those of the first file inside; no property of a resource turns that off.
    """
    stem, dot, extension = url.rpartition(".")
    return f"{stem}%2E{extension}" if f"{dot}{extension}" in _UNPACKED else url


def _table_name(document: Document) -> str:
    return document.table.filename.removesuffix(".csv")


def _foreign_key(
    key: ForeignKey, resource: Resource, dataset: Dataset, release: Release
) -> dict[str, Any] | None:
    """The key where its target stands in the same package as one table; else nothing.

    A series has many tables, and a key can name only one of them.
    """
    targets = [item for item in dataset.resources if _is_table(item, key.table)]
    names = [
        "" if target is resource else _table_name(document)
        for target in targets
        for document in release.documents
        if document.resource == target.name and fits(document, target.schema)
    ]
    if len(names) != 1:
        return None
    reference = {"resource": names[0], "fields": list(key.references)}
    return {"fields": list(key.fields), "reference": reference}


def _is_table(resource: Resource, table: str) -> bool:
    schema = resource.schema
    return schema is not None and not resource.series and schema.id.rpartition("/")[2] == table

"""Records as the API shows them: the publisher's keys, and beside them the portal's own facts."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from pipeline.portal.call import Record
from pipeline.portal.licences import find_licence
from pipeline.portal.withdrawal import is_withdrawn

_PACKAGE_BLANK: dict[str, Any] = {
    "author": None,
    "author_email": None,
    "license_id": None,
    "maintainer": None,
    "maintainer_email": None,
    "notes": "",
    "url": None,
    "version": None,
}
_RESOURCE_BLANK: dict[str, Any] = {
    "description": "",
    "format": "",
    "hash": "",
    "mimetype": None,
    "name": None,
    "resource_type": None,
    "size": None,
}


def resource_path(row: sqlite3.Row) -> str:
    """Where an uploaded file is downloaded, below the portal's address."""
    return f"/dataset/{row['package_id']}/resource/{row['id']}/download/{row['filename']}"


def show_resource(row: sqlite3.Row, url: str) -> Record:
    """A resource; `url` is the portal's address."""
    shown = {**_RESOURCE_BLANK, **json.loads(row["body"])}
    shown |= {
        "id": row["id"],
        "package_id": row["package_id"],
        "position": row["position"],
        "created": row["created"],
        "last_modified": row["modified"],
        "metadata_modified": row["described"],
        "state": shown.get("state", "active"),
        "url_type": None,
    }
    if row["stored"]:
        shown |= {
            "url": url + resource_path(row),
            "url_type": "upload",
            "size": row["size"],
            "hash": f"sha256:{row['sha256']}",
        }
    return shown


def show_organization(row: sqlite3.Row) -> Record:
    """An organization without its datasets."""
    return {
        "title": row["name"],
        "description": "",
        "image_url": "",
        **json.loads(row["body"]),
        "id": row["id"],
        "name": row["name"],
        "created": row["created"],
        "type": "organization",
        "is_organization": True,
        "approval_status": "approved",
        "state": "active",
    }


def show_package(db: sqlite3.Connection, row: sqlite3.Row, url: str) -> Record:
    """A dataset with its organization, tags and resources in their order."""
    body: Record = json.loads(row["body"])
    owner = db.execute("SELECT * FROM organization WHERE id = ?", (row["organization_id"],))
    resources = resources_of(db, row["id"])
    shown = {**_PACKAGE_BLANK, **body, **_licence_facts(body), **_package_facts(row)}
    shown["state"] = body.get("state", "active")
    return shown | {
        "organization": show_organization(owner.fetchone()),
        "resources": [show_resource(resource, url) for resource in resources],
        "num_resources": len(resources),
        "num_tags": len(body["tags"]),
        "tags": [_show_tag(tag["name"]) for tag in body["tags"]],
    }


def resources_of(db: sqlite3.Connection, package_id: str) -> list[sqlite3.Row]:
    """The rows of a dataset's active resources, in their order."""
    return [row for row in _rows_of(db, package_id) if not is_withdrawn(row)]


def tombstones_of(db: sqlite3.Connection, package_id: str) -> list[sqlite3.Row]:
    """The rows of what is left of its withdrawn resources."""
    return [row for row in _rows_of(db, package_id) if is_withdrawn(row)]


def _rows_of(db: sqlite3.Connection, package_id: str) -> list[sqlite3.Row]:
    question = "SELECT * FROM resource WHERE package_id = ? ORDER BY position, created, id"
    return db.execute(question, (package_id,)).fetchall()


def _package_facts(row: sqlite3.Row) -> Record:
    return {
        "id": row["id"],
        "name": row["name"],
        "owner_org": row["organization_id"],
        "metadata_created": row["created"],
        "metadata_modified": row["modified"],
        "groups": [],
        "private": False,
        "type": "dataset",
    }


def _licence_facts(body: Record) -> Record:
    licence = find_licence(body.get("license_id"))
    if licence is None:
        return {"license_title": body.get("license_id"), "isopen": False}
    return {"license_title": licence.title, "license_url": licence.url, "isopen": True}


def _show_tag(name: str) -> Record:
    return {"name": name, "display_name": name, "state": "active", "vocabulary_id": None}

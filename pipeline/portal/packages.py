"""The actions on datasets (CKAN calls them packages)."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from pipeline.portal.call import MISSING, Call, Record, find_package, number, required
from pipeline.portal.errors import Invalid
from pipeline.portal.holdings import add_resource, remove_resource, replace_resource
from pipeline.portal.rules import (
    PACKAGE_OWN,
    check_extras,
    check_name,
    check_tags,
    check_texts,
    only,
    read_tags,
    read_uuid,
    without,
)
from pipeline.portal.shown import resources_of, show_package, show_resource, tombstones_of
from pipeline.portal.text import fold
from pipeline.portal.withdrawal import read_withdrawal


def package_list(call: Call, params: Record) -> list[str]:
    """The names of all active datasets, in order; `limit` and `offset` cut a part out."""
    limit, offset = number(params, "limit", 100_000, 100_000), number(params, "offset", 0, 10**9)
    question = "SELECT name FROM active_package ORDER BY name LIMIT ? OFFSET ?"
    return [row["name"] for row in call.db.execute(question, (limit, offset))]


def package_show(call: Call, params: Record) -> Record:
    """One dataset by its `id` or name, with its resources."""
    return _show(call, required(params, "id" if "id" in params else "name_or_id"))


def package_create(call: Call, params: Record) -> Record:
    """Make a dataset; `name` and `owner_org` are required, a preset `id` must be a new UUID."""
    package_id = read_uuid(params.get("id"), "id")
    if call.db.execute("SELECT 1 FROM package WHERE id = ?", (package_id,)).fetchone():
        raise Invalid({"id": ["Набір даних із таким id уже є."]})
    owner = _check_package(call, params, package_id)
    body = _body(params)
    call.db.execute(
        "INSERT INTO package (id, name, organization_id, created, modified, body, haystack)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (package_id, params["name"], owner, call.now, call.now, _dump(body), _haystack(params)),
    )
    _place_resources(call, package_id, params.get("resources") or [])
    return _show(call, package_id)


def package_update(call: Call, params: Record) -> Record:
    """Replace a dataset whole: as in CKAN, resources that are not listed are removed.

    An update that changes nothing leaves `metadata_modified` alone; with `state` it withdraws the
    dataset or brings it back (see `withdrawal.py`).
    """
    row = find_package(call.db, required(params, "id" if params.get("id") else "name"))
    fields = {"name": row["name"], **params}
    owner = _check_package(call, fields, row["id"])
    said = read_withdrawal(fields, json.loads(row["body"]), call.now)
    body = _dump({**_body(fields), **said})
    placed = _place_resources(call, row["id"], fields.get("resources") or [])
    before = (row["name"], row["organization_id"], row["body"])
    if placed or before != (fields["name"], owner, body):
        call.db.execute(
            "UPDATE package SET name = ?, organization_id = ?, modified = ?, body = ?,"
            " haystack = ? WHERE id = ?",
            (fields["name"], owner, call.now, body, _haystack(fields), row["id"]),
        )
    return _show(call, row["id"])


def package_patch(call: Call, params: Record) -> Record:
    """Change the given keys of a dataset and keep the others, its resources among them."""
    row = find_package(call.db, required(params, "id"))
    present = [
        show_resource(resource, call.site.url) for resource in resources_of(call.db, row["id"])
    ]
    kept = {"owner_org": row["organization_id"], "resources": present, **json.loads(row["body"])}
    return package_update(call, {**kept, **params, "id": row["id"]})


def package_delete(call: Call, params: Record) -> None:
    """Take a dataset, its resources and their files away for good, and free its name.

    CKAN keeps what it deletes; here bytes that were withdrawn must not stay on the disk.
    """
    row = find_package(call.db, required(params, "id"))
    for resource in (*resources_of(call.db, row["id"]), *tombstones_of(call.db, row["id"])):
        remove_resource(call, resource)
    call.db.execute("DELETE FROM package WHERE id = ?", (row["id"],))


def _show(call: Call, name_or_id: str) -> Record:
    return show_package(call.db, find_package(call.db, name_or_id), call.site.url)


def _check_package(call: Call, fields: Record, package_id: str) -> str:
    """Refuse every broken rule at once; returns the id of the organization that owns the set."""
    owner = call.db.execute(
        "SELECT id FROM organization WHERE id = ?1 OR name = ?1", (str(fields.get("owner_org")),)
    ).fetchone()
    resources = fields.get("resources")
    said = only(
        {
            **check_texts(fields),
            "name": check_name(fields.get("name")) or _check_free(call.db, fields, package_id),
            "owner_org": _check_owner(fields.get("owner_org"), owner),
            "tags": check_tags(fields),
            "extras": check_extras(fields.get("extras") or []),
            "resources": [] if _is_records(resources) else ["Потрібен перелік ресурсів."],
            "private": ["Закритих наборів портал не веде."] if fields.get("private") else [],
            "groups": ["Груп на цьому порталі немає."] if fields.get("groups") else [],
        }
    )
    if said:
        raise Invalid(said)
    return str(owner["id"])


def _check_free(db: sqlite3.Connection, fields: Record, package_id: str) -> list[str]:
    question = "SELECT 1 FROM package WHERE name = ? AND id <> ?"
    taken = db.execute(question, (fields["name"], package_id)).fetchone()
    return ["Набір даних із такою адресою вже є."] if taken else []


def _check_owner(owner: object, found: sqlite3.Row | None) -> list[str]:
    if not owner:
        return [MISSING]
    return [] if found else ["Такої організації на порталі немає."]


def _is_records(resources: Any) -> bool:
    return resources is None or (
        isinstance(resources, list) and all(isinstance(resource, dict) for resource in resources)
    )


def _place_resources(call: Call, package_id: str, wanted: list[Record]) -> bool:
    """Make the dataset's resources those of the list, in its order; False if nothing changed."""
    present = {row["id"]: row for row in resources_of(call.db, package_id)}
    changed = False
    for position, fields in enumerate(wanted):
        row = present.pop(str(fields.get("id")), None)
        if row is None:
            add_resource(call, package_id, fields, position)
            changed = True
        else:
            changed = replace_resource(call, row, fields, position) or changed
    for row in present.values():
        remove_resource(call, row)
    return changed or bool(present)


def _body(fields: Record) -> Record:
    body = without(fields, PACKAGE_OWN)
    body["tags"] = read_tags(fields)
    body["title"] = fields.get("title") or fields["name"]
    return body


def _haystack(fields: Record) -> str:
    keys = ("name", "title", "notes", "author", "purpose_of_collecting_information")
    tags = (tag["name"] for tag in read_tags(fields))
    return fold(" ".join((*(str(fields.get(key) or "") for key in keys), *tags)))


def _dump(body: Record) -> str:
    return json.dumps(body, ensure_ascii=False, sort_keys=True)

"""The actions on resources: one file or link of a dataset each.

Each runs in one writing transaction, so concurrent calls on one dataset lose nothing (CKAN before
2.9.6 does lose resources that way: ckan#4217, #5225).
"""

from __future__ import annotations

import json

from pipeline.portal.call import Call, Record, find_package, find_resource, required
from pipeline.portal.errors import Invalid, NotFound
from pipeline.portal.holdings import (
    add_resource,
    remove_resource,
    replace_resource,
    withdraw_resource,
)
from pipeline.portal.shown import show_resource
from pipeline.portal.withdrawal import WITHDRAWN, is_withdrawn


def resource_show(call: Call, params: Record) -> Record:
    """One resource by its `id`."""
    return show_resource(find_resource(call.db, required(params, "id")), call.site.url)


def resource_create(call: Call, params: Record) -> Record:
    """Add a resource to the dataset `package_id`, at its end, with `upload` or a `url`."""
    package = find_package(call.db, required(params, "package_id"))
    last = call.db.execute(
        "SELECT coalesce(max(position) + 1, 0) FROM resource WHERE package_id = ?",
        (package["id"],),
    ).fetchone()[0]
    resource_id = add_resource(call, package["id"], params, last)
    _touch(call, package["id"])
    return show_resource(find_resource(call.db, resource_id), call.site.url)


def resource_update(call: Call, params: Record) -> Record:
    """Replace every field of a resource; its file too where `upload` comes along.

    With `state: withdrawn` nothing but a tombstone stays (see `withdrawal.py`), which no update
    changes.
    """
    row = find_resource(call.db, required(params, "id"))
    if params.get("state") == WITHDRAWN:
        if withdraw_resource(call, row, params):
            _touch(call, row["package_id"])
    elif is_withdrawn(row):
        raise NotFound(f"ресурс «{row['id']}» відкликано; щоб повернути, створіть його знову")
    elif replace_resource(call, row, params, row["position"]):
        _touch(call, row["package_id"])
    return show_resource(find_resource(call.db, row["id"]), call.site.url)


def resource_patch(call: Call, params: Record) -> Record:
    """Change the given fields of a resource and keep the others."""
    row = find_resource(call.db, required(params, "id"))
    body = {} if is_withdrawn(row) else json.loads(row["body"])
    return resource_update(call, {**body, **params})


def resource_delete(call: Call, params: Record) -> None:
    """Take a resource and its file away for good."""
    row = find_resource(call.db, required(params, "id"))
    remove_resource(call, row)
    _touch(call, row["package_id"])


def package_resource_reorder(call: Call, params: Record) -> Record:
    """Put the resources of the dataset `id` named in `order` first, the others after them."""
    package = find_package(call.db, required(params, "id"))
    order = params.get("order")
    if not isinstance(order, list):
        raise Invalid({"order": ["Потрібен перелік ідентифікаторів ресурсів."]})
    rows = call.db.execute(
        "SELECT id FROM resource WHERE package_id = ? ORDER BY position", (package["id"],)
    )
    present = [row["id"] for row in rows]
    if strange := [name for name in order if name not in present]:
        raise Invalid({"order": [f"Немає ресурсу «{strange[0]}»."]})
    placed = [*dict.fromkeys(order), *(name for name in present if name not in order)]
    for position, name in enumerate(placed):
        call.db.execute("UPDATE resource SET position = ? WHERE id = ?", (position, name))
    _touch(call, package["id"])
    return {"id": package["id"], "order": placed}


def _touch(call: Call, package_id: str) -> None:
    call.db.execute("UPDATE package SET modified = ? WHERE id = ?", (call.now, package_id))

"""The actions on organizations, and the few small lists that CKAN clients ask for."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from pipeline.portal.call import Call, Record, find_organization, required
from pipeline.portal.errors import Invalid
from pipeline.portal.licences import LICENCES
from pipeline.portal.rules import check_name, check_texts, only, read_uuid, without
from pipeline.portal.shown import show_organization
from pipeline.portal.site import TITLE

CKAN_VERSION = "2.10.0"
"""The CKAN whose behaviour clients may expect here: concurrent resource calls are safe and sizes
are recalculated. `package_revise` is the one action of that version they must not count on."""

_OWN = {
    *("id", "name", "created", "type", "is_organization", "approval_status", "state"),
    *("package_count", "users", "capacity"),
}


def status_show(call: Call, _params: Record) -> Record:
    """What this portal is; `site_id` tells it from another at the same address."""
    return {
        "ckan_version": CKAN_VERSION,
        "site_title": TITLE,
        "site_id": call.site.id,
        "site_url": call.site.url,
        "site_description": "",
        "locale_default": "uk_UA",
        "error_emails_to": None,
        "extensions": [],
    }


def organization_list(call: Call, params: Record) -> list[Any]:
    """The names of all organizations, or with `all_fields` the records."""
    rows = call.db.execute("SELECT * FROM organization ORDER BY name").fetchall()
    if str(params.get("all_fields", "")).lower() in ("true", "1", "yes"):
        return [_counted(call, show_organization(row)) for row in rows]
    return [row["name"] for row in rows]


def organization_show(call: Call, params: Record) -> Record:
    """One organization by its `id` or name."""
    return _counted(call, show_organization(find_organization(call.db, required(params, "id"))))


def organization_create(call: Call, params: Record) -> Record:
    """Make an organization: the publisher of the datasets it owns."""
    organization_id = read_uuid(params.get("id"), "id")
    said = only({"name": check_name(params.get("name")), **check_texts(params)})
    taken = call.db.execute(
        "SELECT 1 FROM organization WHERE name = ? OR id = ?",
        (str(params.get("name")), organization_id),
    ).fetchone()
    if taken:
        said["name"] = ["Організація з такою адресою вже є."]
    if said:
        raise Invalid(said)
    body = json.dumps(without(params, _OWN), ensure_ascii=False, sort_keys=True)
    call.db.execute(
        "INSERT INTO organization VALUES (?, ?, ?, ?)",
        (organization_id, params["name"], call.now, body),
    )
    return organization_show(call, {"id": organization_id})


def organization_list_for_user(call: Call, _params: Record) -> list[Record]:
    """The organizations the caller may publish for: all of them with a key, none without."""
    if not call.known:
        return []
    rows = call.db.execute("SELECT * FROM organization ORDER BY name").fetchall()
    return [{**_counted(call, show_organization(row)), "capacity": "admin"} for row in rows]


def group_list(_call: Call, _params: Record) -> list[str]:
    """There are no groups here."""
    return []


def license_list(_call: Call, _params: Record) -> list[Record]:
    """The licences the portal knows by name."""
    return [{**asdict(licence), "status": "active"} for licence in LICENCES]


def _counted(call: Call, shown: Record) -> Record:
    question = "SELECT count(*) FROM active_package WHERE organization_id = ?"
    return {**shown, "package_count": call.db.execute(question, (shown["id"],)).fetchone()[0]}

"""Withdrawn datasets and resources: nothing of them is served, and their address says why.

An extension of CKAN's records in CKAN's own way: `package_patch` or `resource_patch` with
`state: withdrawn` and a `withdrawn_ground`. A dataset keeps everything and comes back by
`state: active`. Of a resource only id, name and address stay, since its bytes must not lie on the
disk; `resource_create` with the same id brings it back to its place, as CKAN does with a deleted
one.
"""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from pipeline.portal.call import MISSING, Record
from pipeline.portal.errors import Invalid
from pipeline.portal.labels import day_label

WITHDRAWN = "withdrawn"
"""The value of `state` beside CKAN's `active`."""


def read_withdrawal(fields: Record, before: Record, now: str) -> Record:
    """What a record keeps of its withdrawal, nothing where it is active.

    `before` is the body as it stands: an update that says no state leaves it. Invalid where a
    withdrawal states no ground.
    """
    if fields.get("state", before.get("state")) != WITHDRAWN:
        return {}
    ground = fields.get("withdrawn_ground") or before.get("withdrawn_ground")
    if not isinstance(ground, str) or not ground.strip():
        raise Invalid({"withdrawn_ground": [MISSING]})
    since = before.get("withdrawn_at") or now
    return {"state": WITHDRAWN, "withdrawn_ground": ground, "withdrawn_at": since}


def is_withdrawn(row: sqlite3.Row) -> bool:
    """Whether a dataset's or a resource's row is of something withdrawn."""
    return bool(json.loads(row["body"]).get("state") == WITHDRAWN)


def explain_withdrawal(row: sqlite3.Row) -> str:
    """When and why, for whoever comes to the address."""
    body: dict[str, Any] = json.loads(row["body"])
    ground = body["withdrawn_ground"].rstrip(".")
    return f"Відкликано {day_label(body['withdrawn_at'])}. Підстава: {ground}."

"""How the resources of a dataset come, change and go, for every action that touches them.

A resource is either a file the portal holds or a link to somewhere else; there is no third kind,
so a resource without both is refused.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from pipeline.portal.call import Call, Record
from pipeline.portal.errors import Invalid
from pipeline.portal.files import Upload
from pipeline.portal.media import format_of, media_type
from pipeline.portal.rules import FILE_OWN, RESOURCE_OWN, check_texts, read_uuid, without
from pipeline.portal.shown import resource_path
from pipeline.portal.text import ascii_filename, fold
from pipeline.portal.withdrawal import is_withdrawn, read_withdrawal


@dataclass(frozen=True, slots=True)
class _File:
    """What the columns say of an uploaded file; all None for a link."""

    filename: str | None = None
    stored: str | None = None
    size: int | None = None
    sha256: str | None = None


def add_resource(call: Call, package_id: str, fields: Record, position: int) -> str:
    """Put a new resource at that place; returns its id. Invalid where the id is taken.

    One that was withdrawn from the dataset comes back to the place it had.
    """
    resource_id = read_uuid(fields.get("id"), "id")
    _refuse_wrong(fields)
    former = _take_tombstone(call, package_id, resource_id)
    created = former["created"] if former else call.now
    position = former["position"] if former else position
    file = _take_upload(call, call.upload, fields) if call.upload else _File()
    body = _body(fields, file)
    call.db.execute(
        "INSERT INTO resource (id, package_id, position, created, modified, described, body,"
        " haystack, filename, stored, size, sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(resource_id, package_id, position, created, call.now, call.now),
            *(_dump(body), _haystack(body)),
            *(file.filename, file.stored, file.size, file.sha256),
        ),
    )
    return resource_id


def replace_resource(call: Call, row: sqlite3.Row, fields: Record, position: int) -> bool:
    """Give a resource new fields and, with an upload, new bytes; False where nothing changed.

    Its id stays, and so does its URL while the file keeps its name.
    """
    _refuse_wrong(fields)
    file = _next_file(call, row, fields)
    body = _body(fields, file)
    if file.stored != row["stored"]:
        call.drop_after_commit(row)
    before = (row["body"], row["filename"], row["stored"], row["position"])
    if before == (_dump(body), file.filename, file.stored, position):
        return False
    moved = (row["stored"], json.loads(row["body"]).get("url")) != (file.stored, body.get("url"))
    call.db.execute(
        "UPDATE resource SET position = ?, modified = ?, described = ?, body = ?, haystack = ?,"
        " filename = ?, stored = ?, size = ?, sha256 = ? WHERE id = ?",
        (
            *(position, call.now if moved else row["modified"], call.now),
            *(_dump(body), _haystack(body)),
            *(file.filename, file.stored, file.size, file.sha256, row["id"]),
        ),
    )
    return True


def remove_resource(call: Call, row: sqlite3.Row) -> None:
    """Take a resource and its bytes away."""
    call.db.execute("DELETE FROM resource WHERE id = ?", (row["id"],))
    call.drop_after_commit(row)


def withdraw_resource(call: Call, row: sqlite3.Row, fields: Record) -> bool:
    """Leave of a resource its id, name, address and the ground; False where that is all there is.

    What it was (its role, its format, the words it is found by) goes with the bytes, so that
    nothing counts or finds it.
    """
    before = json.loads(row["body"])
    url = resource_path(row) if row["stored"] else before.get("url")
    said = read_withdrawal(fields, before, call.now)
    body = _dump({"name": before.get("name"), "url": url, **said})
    if body == row["body"]:
        return False
    call.drop_after_commit(row)
    call.db.execute(
        "UPDATE resource SET described = ?, body = ?, haystack = '', filename = NULL,"
        " stored = NULL, size = NULL, sha256 = NULL WHERE id = ?",
        (call.now, body, row["id"]),
    )
    return True


def _take_tombstone(call: Call, package_id: str, resource_id: str) -> sqlite3.Row | None:
    """What is left of a withdrawn resource, out of the way; Invalid where the id is in use."""
    row: sqlite3.Row | None = call.db.execute(
        "SELECT * FROM resource WHERE id = ?", (resource_id,)
    ).fetchone()
    if row is None:
        return None
    if row["package_id"] != package_id or not is_withdrawn(row):
        raise Invalid({"id": ["Ресурс із таким id уже є."]})
    remove_resource(call, row)
    return row


def _next_file(call: Call, row: sqlite3.Row, fields: Record) -> _File:
    current = _File(row["filename"], row["stored"], row["size"], row["sha256"])
    if call.upload:
        return _take_upload(call, call.upload, fields, current)
    if not current.stored or _becomes_link(row, fields):
        return _File()
    _refuse_other_hash(fields, str(current.sha256))
    return current


def _becomes_link(row: sqlite3.Row, fields: Record) -> bool:
    """Whether the call points an uploaded resource elsewhere; its own URL sent back does not."""
    url = fields.get("url")
    own = fields.get("url_type") == "upload" or str(url or "").endswith(resource_path(row))
    return bool(url) and not own


def _take_upload(call: Call, upload: Upload, fields: Record, current: _File = _File()) -> _File:
    """Accept uploaded bytes if they are what the sender says.

    Equal bytes are not stored twice, unless those stored were damaged or lost since.
    """
    _refuse_other_hash(fields, upload.sha256)
    claimed = fields.get("size")
    if claimed not in (None, "") and str(claimed) != str(upload.size):
        raise Invalid({"size": [f"Надійшло {upload.size} байтів замість {claimed}."]})
    filename = ascii_filename(upload.filename)
    known = current.stored if current.sha256 == upload.sha256 else None
    whole = known and call.site.shelf.holds(known, upload.sha256)
    stored = known if whole else call.keep_upload(upload)
    return _File(filename, stored, upload.size, upload.sha256)


def _refuse_other_hash(fields: Record, sha256: str) -> None:
    """A half-sent file must never become a resource, nor a record claim other bytes."""
    claimed = str(fields.get("hash") or "").removeprefix("sha256:").lower()
    if claimed and claimed != sha256:
        raise Invalid({"hash": ["Хеш не збігається з файлом: надійшли не ті байти."]})


def _refuse_wrong(fields: Record) -> None:
    wrong = check_texts(fields)
    if not isinstance(fields.get("name"), str | None):
        wrong["name"] = ["Потрібен текст."]
    if wrong:
        raise Invalid(wrong)


def _body(fields: Record, file: _File) -> Record:
    if file.filename:
        body = without(fields, RESOURCE_OWN | FILE_OWN)
        body.setdefault("format", format_of(file.filename))
        body.setdefault("mimetype", media_type(file.filename).partition(";")[0])
        return body
    if not fields.get("url"):
        raise Invalid({"url": ["Потрібен файл або посилання на нього."]})
    return without(fields, RESOURCE_OWN)


def _haystack(body: Record) -> str:
    return fold(f"{body.get('name') or ''} {body.get('description') or ''}")


def _dump(body: Record) -> str:
    return json.dumps(body, ensure_ascii=False, sort_keys=True)

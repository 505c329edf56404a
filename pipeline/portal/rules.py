"""What a record must be like to be accepted, and which of its keys are the portal's own.

The rules are CKAN's (name, tags, extras, ids); a check returns what is wrong by field, so that
one answer names every broken rule.
"""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Container
from typing import Any

from pipeline.portal.call import MISSING, Record
from pipeline.portal.errors import Invalid

_NAME = re.compile(r"[a-z0-9_-]{2,100}")
_TAG = re.compile(r"[\w \-.’']{2,100}")
_TEXTS = (
    "title",
    "notes",
    "url",
    "version",
    "author",
    "author_email",
    "maintainer",
    "maintainer_email",
    "license_id",
    "description",
    "format",
    "mimetype",
    "resource_type",
)
_BLANK_IS_NONE = frozenset({*_TEXTS, "name", "hash"})

PACKAGE_OWN = frozenset(
    {
        *("id", "name", "owner_org", "organization", "resources", "groups", "tag_string"),
        *("metadata_created", "metadata_modified", "num_resources", "num_tags", "state", "type"),
        *("license_title", "license_url", "isopen", "creator_user_id", "private"),
        *("relationships_as_subject", "relationships_as_object"),
        *("withdrawn_ground", "withdrawn_at"),
    }
)
"""Keys of a dataset that the portal keeps in columns or works out when it shows the record."""

RESOURCE_OWN = frozenset(
    {
        *("id", "package_id", "position", "upload", "url_type", "state"),
        *("created", "last_modified", "metadata_modified", "withdrawn_ground", "withdrawn_at"),
    }
)
"""The same for a resource."""

FILE_OWN = frozenset({"url", "size", "hash"})
"""Facts of an uploaded file: the portal states them itself and believes nobody."""


def check_name(name: object) -> list[str]:
    """2–100 lower-case Latin letters, digits, hyphens, underscores."""
    if not isinstance(name, str) or not name:
        return [MISSING]
    if not _NAME.fullmatch(name):
        return ["Дозволено від 2 до 100 малих латинських літер, цифр, знаків «-» та «_»."]
    return []


def check_texts(fields: Record) -> dict[str, list[str]]:
    """CKAN's text fields hold text or nothing."""
    return {
        name: ["Потрібен текст."] for name in _TEXTS if not isinstance(fields.get(name), str | None)
    }


def check_tags(fields: Record) -> list[str]:
    """`tags` is a list of `{"name": …}`, each 2–100 letters, digits, blanks, `-`, `_`, `.`."""
    tags = fields.get("tags") or []
    if not isinstance(tags, list) or not all(
        isinstance(tag, dict) and isinstance(tag.get("name"), str) for tag in tags
    ):
        return ['Потрібен перелік міток виду {"name": "…"}.']
    wrong = [tag["name"] for tag in read_tags(fields) if not _TAG.fullmatch(tag["name"])]
    return [f"Мітка «{name}»: 2–100 літер, цифр, пробілів, знаків «-», «_», «.»." for name in wrong]


def check_extras(extras: object) -> list[str]:
    """A list of `{"key": …, "value": …}` without a key twice."""
    if not isinstance(extras, list) or not all(
        isinstance(extra, dict) and isinstance(extra.get("key"), str) for extra in extras
    ):
        return ['Потрібен перелік виду {"key": "…", "value": "…"}.']
    counted = Counter(extra["key"] for extra in extras)
    return [f"Ключ «{key}» повторюється." for key, count in counted.items() if count > 1]


def read_uuid(value: object, field: str) -> str:
    """A preset id in canonical form, or a new one where none is given; Invalid where odd."""
    if value in (None, ""):
        return str(uuid.uuid4())
    try:
        return str(uuid.UUID(str(value)))
    except ValueError:
        raise Invalid({field: ["Потрібен UUID."]}) from None


def read_tags(fields: Record) -> list[dict[str, Any]]:
    """The tags of a record, from `tags` and from the comma-separated `tag_string`, each once."""
    names = [tag["name"] for tag in fields.get("tags") or []]
    names += [name.strip() for name in str(fields.get("tag_string") or "").split(",")]
    return [{"name": name} for name in dict.fromkeys(names) if name]


def only(said: dict[str, list[str]]) -> dict[str, list[str]]:
    """The fields something was said about."""
    return {name: messages for name, messages in said.items() if messages}


def without(fields: Record, own: Container[str]) -> Record:
    """The publisher's part of a record: without the portal's own keys, and without blanks.

    The API shows absent standard keys as blanks, so a record that is read and sent back unchanged
    must come out as it was.
    """
    return {
        name: value
        for name, value in fields.items()
        if name not in own and value is not None and not (value == "" and name in _BLANK_IS_NONE)
    }

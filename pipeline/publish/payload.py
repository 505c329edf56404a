"""A record as the portal's actions take it: each profile keeps the same fields elsewhere.

CKAN itself takes unknown fields only in the list `extras`; data.gov.ua and the embedded portal have
them at top level, where the same key in `extras` is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pipeline.model.publisher import Profile
from pipeline.publish.record import Record
from pipeline.record.event import JSON


def build_payload(record: Record, profile: Profile) -> dict[str, JSON]:
    """The whole record as `package_create` takes it."""
    return {
        **record.fields,
        **_custom_payload(record.custom, {}, profile),
        **_tags_payload(record.tags, profile),
    }


def build_patch(
    record: Record, profile: Profile, changed: Collection[str], extras: Mapping[str, str]
) -> dict[str, JSON]:
    """Only the changed fields as `package_patch` takes them.

    A patch replaces a list whole, so extras go with those of the portal beside ours.
    """
    patch: dict[str, JSON] = {
        name: value for name, value in record.fields.items() if name in changed
    }
    custom = {name: value for name, value in record.custom.items() if name in changed}
    if custom:
        patch |= _custom_payload(custom, extras, profile)
    if "tags" in changed:
        patch |= _tags_payload(record.tags, profile)
    return patch


def _custom_payload(
    custom: Mapping[str, str], extras: Mapping[str, str], profile: Profile
) -> dict[str, JSON]:
    if profile != "ckan":
        return dict(custom)
    merged = {**extras, **custom}
    return {"extras": [{"key": key, "value": value} for key, value in merged.items()]}


def _tags_payload(tags: tuple[str, ...], profile: Profile) -> dict[str, JSON]:
    """data.gov.ua demands `tag_string` and joins it to the list it keeps: that one is emptied."""
    if profile == "data.gov.ua":
        return {"tag_string": ",".join(tags), "tags": []}
    return {"tags": [{"name": tag} for tag in tags]}

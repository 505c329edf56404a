"""What a portal has of a dataset, read from the answer of `package_show`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

RESOURCE_FIELDS = ("name", "description", "format", "mimetype", "hash", "resource_type")


@dataclass(frozen=True, slots=True)
class PortalResource:
    """One resource as the portal shows it; `size` is None where the portal gives none.

    `modified` is when its content last changed, as the portal writes it.
    """

    id: str
    url: str
    size: int | None
    fields: Mapping[str, str]
    modified: str = ""


@dataclass(frozen=True, slots=True)
class PortalState:
    """A dataset as the portal shows it to us.

    `fields` are the single values at top level as text, `extras` those CKAN keeps in a list.
    `private` means that a stranger does not see it (awaiting moderation, or hidden by a person).
    """

    package_id: str
    private: bool
    deleted: bool
    fields: Mapping[str, str]
    extras: Mapping[str, str]
    tags: frozenset[str]
    organization: frozenset[str]
    resources: tuple[PortalResource, ...]

    @property
    def modified(self) -> str:
        """When it last changed, as the portal writes it."""
        return self.fields.get("metadata_modified", "")

    def resource(self, resource_id: str) -> PortalResource | None:
        """The resource of that id, None where the portal does not list it."""
        return next((item for item in self.resources if item.id == resource_id), None)


def read_state(package: Mapping[str, Any]) -> PortalState:
    """The state in a CKAN dataset as JSON; KeyError where it has no id."""
    organization = package.get("organization") or {}
    names = (organization.get("name"), organization.get("id"), package.get("owner_org"))
    return PortalState(
        package_id=package["id"],
        private=bool(package.get("private")),
        deleted=package.get("state") in ("deleted", "withdrawn"),
        fields={name: str(value) for name, value in package.items() if _is_single(value)},
        extras={item["key"]: str(item["value"]) for item in package.get("extras") or ()},
        tags=frozenset(tag["name"] for tag in package.get("tags") or ()),
        organization=frozenset(name for name in names if name),
        resources=_read_resources(package.get("resources") or ()),
    )


def _read_resources(resources: Sequence[Mapping[str, Any]]) -> tuple[PortalResource, ...]:
    return tuple(
        PortalResource(
            id=item["id"],
            url=item.get("url") or "",
            size=_read_size(item.get("size")),
            fields={name: str(item.get(name) or "") for name in RESOURCE_FIELDS},
            modified=item.get("last_modified") or "",
        )
        for item in resources
    )


def _read_size(value: object) -> int | None:
    """CKAN gives a number, 2.7 with some plugins its text."""
    return int(value) if isinstance(value, int | str) and str(value).isdigit() else None


def _is_single(value: object) -> bool:
    return isinstance(value, str | int | float)

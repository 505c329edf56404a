"""Who owes the data, of which offices it comes, and to which portals it goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Profile = Literal["embedded", "ckan", "data.gov.ua"]


@dataclass(frozen=True, slots=True)
class Office:
    """A department that hands data in (підрозділ)."""

    key: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Portal:
    """Where releases go. `profile` decides where custom fields stand and what is mandatory.

    An embedded portal behind a reverse proxy is reached at `url` and listens at `listen` (an
    address and a port), believing what the proxy at the address `proxy` says of the visitor.
    `fields` are keys that this portal alone asks of every record, with what stands there.
    """

    name: str
    url: str
    organization: str
    profile: Profile
    key_env: str | None = None
    key_file: str | None = None
    listen: str | None = None
    proxy: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Publisher:
    """The city body that owes the data (розпорядник)."""

    name: str
    edrpou: str
    katottg: str
    site: str
    email: str

"""The shape of `datapackages/publisher.yaml`: the body itself, its offices, its portals."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Annotated

from pydantic import AfterValidator, Field

from pipeline.catalogue.values import Day, Edrpou, Email, Inside, Link, Name, Shape, Text
from pipeline.model.publisher import Profile


def _own_edrpou(code: str) -> str:
    from stdnum.ua import edrpou

    if not edrpou.is_valid(code):
        raise ValueError(f"контрольна цифра коду ЄДРПОУ «{code}» не сходиться; звірте код")
    return code


def _katottg(code: str) -> str:
    if not re.fullmatch(r"UA[0-9]{17}", code):
        raise ValueError("код КАТОТТГ — це UA латинкою і 17 цифр; пишіть його в лапках")
    return code


def _address(text: str) -> str:
    try:
        return str(ip_address(text))
    except ValueError:
        raise ValueError("потрібна адреса IP: 127.0.0.1") from None


def _listen(text: str) -> str:
    host, _, port = text.rpartition(":")
    try:
        ip_address(host.strip("[]"))
        if 0 < int(port) < 65536:
            return text
    except ValueError:
        pass
    raise ValueError("потрібні адреса IP і порт: 127.0.0.1:5080")


OwnEdrpou = Annotated[Edrpou, AfterValidator(_own_edrpou)]
"""The publisher's own code stands in every release and report, so its check digit must agree."""

Katottg = Annotated[str, AfterValidator(_katottg)]


class OfficeShape(Shape):
    """One department."""

    name: Text
    email: Email


OWN_KEYS = frozenset(
    (
        *("actual_at", "first_published", "language", "last_changed", "legal_ground"),
        *("purpose_of_collecting_information", "update_frequency"),
        *("author", "author_email", "extras", "groups", "id", "license_id", "license_title"),
        *("maintainer", "maintainer_email", "metadata_created", "metadata_modified", "name"),
        *("notes", "organization", "owner_org", "private", "resources", "state", "tag_string"),
        *("tags", "title", "type", "url", "version"),
    )
)
"""Keys of a record that the program or CKAN itself fills."""


def _field(name: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_-]{0,99}", name):
        raise ValueError("ключ поля — латинські малі літери, цифри, «-» і «_»")
    if name in OWN_KEYS:
        raise ValueError("це поле заповнює сама програма або портал")
    return name


class PortalShape(Shape):
    """One portal; its key only from the environment or a file named there."""

    url: Link
    organization: Name
    profile: Profile
    key_env: Text | None = None
    key_file: Text | None = None
    listen: Annotated[str, AfterValidator(_listen)] | None = None
    proxy: Annotated[str, AfterValidator(_address)] | None = None
    fields: dict[Annotated[str, AfterValidator(_field)], Text] = {}


class BodyShape(Shape):
    """The publisher itself; `edrpou` and `katottg` are codes, so text in quotes."""

    name: Text
    edrpou: OwnEdrpou
    katottg: Katottg
    site: Link
    email: Email


class ArchiveShape(Shape):
    """What housekeeping leaves; everything, for ever, where nothing is said.

    At least two releases: a rollback without a name goes to the one before the last.
    """

    keep_raw_days: Annotated[int | None, Field(ge=1)] = None
    keep_releases: Annotated[int | None, Field(ge=2)] = None
    keep_report_days: Annotated[int | None, Field(ge=1)] = None


class SuppressedShape(Shape):
    """One enterprise whose rows never leave."""

    edrpou: Edrpou
    ground: Text
    date: Day


class SuppressionShape(Shape):
    """The file that `suppression` names."""

    suppressed: list[SuppressedShape]


class PublisherShape(Shape):
    """`datapackages/publisher.yaml`."""

    demonstration: bool = False
    publisher: BodyShape
    offices: dict[str, OfficeShape]
    report_portal: str
    portals: dict[str, PortalShape]
    archive: ArchiveShape = ArchiveShape()
    suppression: Inside | None = None

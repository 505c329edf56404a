"""The shape of `datapackages/publisher.yaml`: the body itself, its offices, its portals."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from pipeline.catalogue.values import Day, Edrpou, Email, Inside, Link, Name, Shape, Text
from pipeline.model.dataset import Profile


class OfficeShape(Shape):
    """One department."""

    name: Text
    email: Email


class PortalShape(Shape):
    """One portal; its key only from the environment or a file named there."""

    url: Link
    organization: Name
    profile: Profile
    key_env: Text | None = None
    key_file: Text | None = None


class BodyShape(Shape):
    """The publisher itself; `edrpou` and `katottg` are codes, so text in quotes."""

    name: Text
    edrpou: Annotated[str, Field(pattern=r"^\d{8}$")]
    katottg: Annotated[str, Field(pattern=r"^UA\d{17}$")]
    site: Link
    email: Email


class ArchiveShape(Shape):
    """How long raw deliveries are kept, in days; for ever where nothing is said."""

    keep_raw_days: Annotated[int | None, Field(ge=1)] = None


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

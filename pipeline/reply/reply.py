"""The reply: everything that is said to an office about one delivery, as one frozen value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Literal

from pipeline.model import Dataset, Delivery, Finding, Resource, Schema, Verdict

Happened = Literal["published", "unchanged", "refused", "checked"]


@dataclass(frozen=True, slots=True)
class Reply:
    """One delivery's fate. `dataset`, `document` and `office` are titles as people know them.

    `delivery` is the file name the office gave. `url` is the page on the portal. `previous` are
    the findings of the last attempt at the same document (None: there was none). `accept` is the
    command that overrides a guard, ready to copy, where a guard is all that stands in the way.
    `encoding` is the one the descriptor declares for the delivery, if any.
    """

    dataset: str
    document: str
    office: str
    delivery: str
    checked_at: datetime
    verdict: Verdict
    schema: Schema | None
    happened: Happened
    url: str | None = None
    previous: tuple[Finding, ...] | None = None
    accept: str | None = None
    encoding: str | None = None


def build_reply(
    dataset: Dataset,
    delivery: Delivery,
    verdict: Verdict,
    checked_at: datetime,
    happened: Happened,
    *,
    url: str | None = None,
    previous: Sequence[Finding] | None = None,
    accept: str | None = None,
) -> Reply:
    """The reply to one delivery of a dataset; KeyError where its resource is not the dataset's."""
    resource = dataset.resource(delivery.resource)
    return Reply(
        dataset=dataset.title,
        document=_document_title(resource, delivery),
        office=dataset.office.name,
        delivery=delivery.name,
        checked_at=checked_at,
        verdict=verdict,
        schema=resource.schema,
        happened=happened,
        url=url,
        previous=None if previous is None else tuple(previous),
        accept=accept,
        encoding=resource.encoding,
    )


def _document_title(resource: Resource, delivery: Delivery) -> str:
    if resource.is_plain:
        return f"{resource.title}: {PurePosixPath(delivery.name).name}"
    return f"{resource.title}, {delivery.period}" if delivery.period else resource.title

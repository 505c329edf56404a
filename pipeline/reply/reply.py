"""The reply: everything that is said to an office about one delivery, as one frozen value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
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


def write_reply(folder: Path, reply: Reply, delivery_path: Path | None) -> tuple[Path, ...]:
    """Write the reply into `folder`, which holds one document's reply; the files written, in order.

    Each file replaces the former one whole, so that an officer never opens half a page; a workbook
    of an earlier reply goes where nothing is left to mend in one. `delivery_path` None: the bytes
    are not at hand, and no workbook is returned. OSError where the folder cannot be written.
    """
    from pipeline.reply.workbook import workbook_name

    folder.mkdir(parents=True, exist_ok=True)
    contents = _contents(reply, delivery_path)
    for name, content in contents.items():
        unfinished = folder / f".{name}.part"
        unfinished.write_bytes(content)
        unfinished.replace(folder / name)
    former = folder / workbook_name(reply.delivery)
    if former.name not in contents:
        former.unlink(missing_ok=True)
    return tuple(folder / name for name in contents)


def _contents(reply: Reply, delivery_path: Path | None) -> dict[str, bytes]:
    """The reply's files by name, the page first."""
    from pipeline.reply.listing import FINDINGS_JSON, build_findings_csv, build_findings_json
    from pipeline.reply.page import build_page
    from pipeline.reply.receipt import build_receipt
    from pipeline.reply.workbook import build_returned_workbook, workbook_name

    name = workbook_name(reply.delivery)
    workbook = build_returned_workbook(reply, delivery_path) if delivery_path else None
    contents = {
        "report.html": build_page(reply, name if workbook else None).encode(),
        "receipt.txt": build_receipt(reply).encode("utf-8-sig"),
        "findings.csv": build_findings_csv(reply.verdict, reply.schema),
        FINDINGS_JSON: build_findings_json(reply.verdict),
    }
    return contents | ({name: workbook} if workbook else {})

"""A dataset's page as a value: its passport, its documents, its accompanying files."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from pipeline.portal.documents import (
    DocumentRow,
    FileLink,
    build_accompanying,
    build_documents,
    count_documents,
)
from pipeline.portal.labels import day_label, frequency_label
from pipeline.portal.paging import last_page
from pipeline.portal.passport import PassportRow, build_licence, build_passport
from pipeline.portal.shown import show_package, tombstones_of
from pipeline.portal.text import words_of
from pipeline.portal.withdrawal import explain_withdrawal
from pipeline.wording import DOCUMENT, count_of

PAGE = 50
"""Documents a page: a year of orders has hundreds."""

SEARCHED = 15
"""From so many documents on, the page offers to search among them."""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A withdrawn document: its title, and when and why it went."""

    title: str
    said: str


@dataclass(frozen=True, slots=True)
class DatasetPage:
    """The whole page. `documents` is the part shown of the `count` that fit the search."""

    name: str
    title: str
    notes: tuple[str, ...]
    office: str
    frequency: str
    changed: str
    total: str
    passport: tuple[PassportRow, ...]
    licence: PassportRow | None
    tags: tuple[str, ...]
    documents: tuple[DocumentRow, ...]
    withdrawn: tuple[Tombstone, ...]
    accompanying: tuple[FileLink, ...]
    text: str
    searched: bool
    count: int
    page: int


def build_dataset_page(
    db: sqlite3.Connection, row: sqlite3.Row, text: str, page: int
) -> DatasetPage:
    """The page of one dataset; `text` narrows its documents, `page` says which part of them."""
    record = show_package(db, row, "")
    documents = build_documents(record["resources"])
    words = words_of(text)
    fitting = tuple(document for document in documents if document.fits(words))
    page = min(page, last_page(len(fitting), PAGE))
    return DatasetPage(
        name=record["name"],
        title=record["title"],
        notes=tuple(part for part in record["notes"].splitlines() if part.strip()),
        office=record["author"] or "",
        frequency=frequency_label(record.get("update_frequency")),
        changed=day_label(record.get("last_changed") or record["metadata_modified"]),
        total=count_of(count_documents(record["resources"]), DOCUMENT),
        passport=build_passport(record),
        licence=build_licence(record),
        tags=tuple(tag["name"] for tag in record["tags"]),
        documents=fitting[(page - 1) * PAGE : page * PAGE],
        withdrawn=tuple(
            Tombstone(json.loads(each["body"])["name"] or "", explain_withdrawal(each))
            for each in tombstones_of(db, row["id"])
        ),
        accompanying=build_accompanying(record["resources"]),
        text=text,
        searched=len(documents) >= SEARCHED,
        count=len(fitting),
        page=page,
    )

"""The section's front page as a value: what a visitor sees for a search."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from pipeline.portal.labels import day_label, frequency_label
from pipeline.portal.paging import last_page
from pipeline.portal.search import Wanted, find_packages
from pipeline.portal.text import words_of
from pipeline.wording import DATASET, DOCUMENT, agree, count_of

PAGE = 20
"""Datasets a page."""

ORDERS = {"title": (("title", False),), "changed": (("last_changed", True),)}
"""By the alphabet (the usual one), or what changed last first."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the visitor asked for, as the address says it."""

    text: str = ""
    office: str = ""
    tag: str = ""
    sort: str = "title"
    page: int = 1

    @property
    def narrowed(self) -> bool:
        """Whether this is a search and not the whole list."""
        return bool(self.text or self.office or self.tag)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and its noun, apart, so that the number can stand large."""

    number: str
    noun: str


@dataclass(frozen=True, slots=True)
class Choice:
    """An office or a keyword with how many datasets it has."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Card:
    """A dataset in the list."""

    name: str
    title: str
    notes: str
    office: str
    frequency: str
    documents: str
    changed: str
    formats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The whole page."""

    figures: tuple[Figure, ...]
    offices: tuple[Choice, ...]
    tags: tuple[Choice, ...]
    asked: Asked
    count: int
    found: str
    cards: tuple[Card, ...]


def build_section(db: sqlite3.Connection, asked: Asked) -> Section:
    """Answer what a visitor asked for."""
    wanted = Wanted(words_of(asked.text), _filters(asked), ORDERS[asked.sort], PAGE)
    count = find_packages(db, wanted).count
    page = min(asked.page, last_page(count, PAGE))
    part = Wanted(wanted.words, wanted.filters, wanted.order, PAGE, (page - 1) * PAGE)
    rows = find_packages(db, part).rows
    return Section(
        figures=count_figures(db),
        offices=_count_offices(db),
        tags=_count_tags(db),
        asked=Asked(asked.text, asked.office, asked.tag, asked.sort, page),
        count=count,
        found=count_of(count, DATASET),
        cards=tuple(_build_card(db, row) for row in rows),
    )


def count_figures(db: sqlite3.Connection) -> tuple[Figure, ...]:
    """The section's two numbers: datasets, and documents, which are the resources of data."""
    datasets = db.execute("SELECT count(*) FROM active_package").fetchone()[0]
    documents = db.execute(
        "SELECT count(*) FROM resource r JOIN active_package p ON p.id = r.package_id"
        " WHERE r.role = 'data'"
    ).fetchone()[0]
    return tuple(
        Figure(count_of(count, noun).rpartition("\u00a0")[0], agree(count, noun))
        for count, noun in ((datasets, DATASET), (documents, DOCUMENT))
    )


def _filters(asked: Asked) -> tuple[tuple[str, str], ...]:
    chosen = (("author", asked.office), ("tags", asked.tag))
    return tuple((field, value) for field, value in chosen if value)


def _count_offices(db: sqlite3.Connection) -> tuple[Choice, ...]:
    rows = db.execute(
        "SELECT author, count(*) AS datasets FROM active_package WHERE author IS NOT NULL"
        " GROUP BY author ORDER BY author COLLATE ukrainian"
    )
    return tuple(Choice(row["author"], row["datasets"]) for row in rows)


def _count_tags(db: sqlite3.Connection) -> tuple[Choice, ...]:
    rows = db.execute(
        "SELECT json_extract(tag.value, '$.name') AS name, count(*) AS datasets"
        " FROM active_package p, json_each(p.body, '$.tags') AS tag"
        " GROUP BY 1 ORDER BY datasets DESC, name COLLATE ukrainian LIMIT 14"
    )
    return tuple(Choice(row["name"], row["datasets"]) for row in rows)


def _build_card(db: sqlite3.Connection, row: sqlite3.Row) -> Card:
    body = json.loads(row["body"])
    resources = db.execute(
        "SELECT role, format FROM resource WHERE package_id = ? AND role IN ('data', 'alternative')"
        " ORDER BY position",
        (row["id"],),
    ).fetchall()
    return Card(
        name=row["name"],
        title=body["title"],
        notes=body.get("notes", ""),
        office=body.get("author", ""),
        frequency=frequency_label(body.get("update_frequency")),
        documents=count_of(sum(found["role"] == "data" for found in resources), DOCUMENT),
        changed=day_label(body.get("last_changed") or row["modified"]),
        formats=tuple(dict.fromkeys(found["format"] for found in resources if found["format"])),
    )

"""Which datasets fit a search, for `package_search` and for the section's own page alike.

Words are looked for in a dataset's own text and in the names of its documents; all must be found.
Filters are a part of Solr's syntax, `field:value` or `field:"a value"`. What is not understood is
refused: an ignored filter would answer a question nobody asked.
"""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

from pipeline.portal.call import Call, Record, number
from pipeline.portal.errors import BadQuery
from pipeline.portal.shown import show_package
from pipeline.portal.text import words_of

_FIELDS = {
    "id": "p.id = ?",
    "name": "p.name = ?",
    "author": "p.author = ?",
    "owner_org": "p.organization_id = ?",
    "organization": "o.name = ?",
    "tags": "EXISTS (SELECT 1 FROM json_each(p.body, '$.tags') t"
    " WHERE json_extract(t.value, '$.name') = ?)",
    "license_id": "json_extract(p.body, '$.license_id') = ?",
    "update_frequency": "json_extract(p.body, '$.update_frequency') = ?",
    "res_format": "EXISTS (SELECT 1 FROM resource r WHERE r.package_id = p.id AND r.format = ?)",
}
_WORD = (
    "(instr(p.haystack, ?) OR EXISTS"
    " (SELECT 1 FROM resource r WHERE r.package_id = p.id AND instr(r.haystack, ?)))"
)
_CHANGED = "coalesce(json_extract(p.body, '$.last_changed'), p.modified)"
_ORDERS = {
    "score": "1",
    "name": "p.name",
    "title": "p.title COLLATE ukrainian",
    "title_string": "p.title COLLATE ukrainian",
    "metadata_modified": "p.modified",
    "metadata_created": "p.created",
    "last_changed": _CHANGED,
}
_TOKEN = re.compile(r'\s*(?:AND\s+)?(?:\+?(\w+):)?("(?:[^"\\]|\\.)*"|\S+)')


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search: words, filters of field and value, the order, and which part of the answer."""

    words: tuple[str, ...] = ()
    filters: tuple[tuple[str, str], ...] = ()
    order: tuple[tuple[str, bool], ...] = (("metadata_modified", True),)
    rows: int = 10
    start: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """How many datasets fit, and the rows of the part that was asked for."""

    count: int
    rows: tuple[sqlite3.Row, ...]


def package_search(call: Call, params: Record) -> Record:
    """Datasets that fit `q` and `fq`, in the order `sort`, `rows` of them from `start` on."""
    found = find_packages(call.db, read_wanted(params))
    return {
        "count": found.count,
        "sort": params.get("sort", "score desc, metadata_modified desc"),
        "results": [show_package(call.db, row, call.site.url) for row in found.rows],
        "facets": {},
        "search_facets": {},
    }


def find_packages(db: sqlite3.Connection, wanted: Wanted) -> Found:
    """Answer a search."""
    where = [*(_WORD for _ in wanted.words), *(_FIELDS[field] for field, _ in wanted.filters)]
    values = [part for word in wanted.words for part in (word, word)]
    values += [value for _, value in wanted.filters]
    source = "FROM active_package p JOIN organization o ON o.id = p.organization_id"
    source += f" WHERE {' AND '.join(where)}" if where else ""
    order = [f"{_ORDERS[name]}{' DESC' if falling else ''}" for name, falling in wanted.order]
    count = db.execute(f"SELECT count(*) {source}", values).fetchone()[0]
    rows = db.execute(
        f"SELECT p.* {source} ORDER BY {', '.join(order)}, p.name LIMIT ? OFFSET ?",
        (*values, wanted.rows, wanted.start),
    )
    return Found(count, tuple(rows))


def read_wanted(params: Record) -> Wanted:
    """Read the parameters of `package_search`; BadQuery names what is not understood."""
    words, filters = _read_query(str(params.get("q") or ""))
    fq = params.get("fq") or ""
    listed = [*(fq if isinstance(fq, list) else [fq]), *(params.get("fq_list") or [])]
    for text in listed:
        loose, more = _read_query(str(text))
        if loose:
            raise BadQuery(f"фільтр «{text}» має бути виду поле:значення")
        filters += more
    order = _read_order(str(params.get("sort") or "score desc, metadata_modified desc"))
    rows, start = number(params, "rows", 10, 1000), number(params, "start", 0, 10**9)
    return Wanted(words, tuple(filters), order, rows, start)


def _read_query(text: str) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
    words: list[str] = []
    filters = []
    for field, token in _TOKEN.findall(text.replace("*:*", " ")):
        value = re.sub(r"\\(.)", r"\1", token[1:-1]) if token.startswith('"') else token
        if not field:
            words.extend(words_of(value))
        elif field in _FIELDS:
            filters.append((field, value))
        else:
            raise BadQuery(f"за полем «{field}» портал не шукає")
    return tuple(words), filters


def _read_order(text: str) -> tuple[tuple[str, bool], ...]:
    order = []
    for part in text.split(","):
        name, _, direction = part.strip().partition(" ")
        if name not in _ORDERS or direction.strip().lower() not in ("", "asc", "desc"):
            raise BadQuery(f"за «{part.strip()}» портал не впорядковує")
        order.append((name, direction.strip().lower() == "desc"))
    return tuple(order)

"""What stood at a past instant, as far as was known at another: the questions figures ask.

A question is cut twice: `before` (events that happened earlier than that moment) and `known` (rows
the ledger had by then: `known_at` never goes backwards, so that a row number says it). Each is
answered by indexes, whatever the ledger's length: the newest row of every document is looked up,
not found by reading all of them. A correction known by then takes the place of what it corrects.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, FromClause, Select, func, select

from pipeline.record.event import JSON, Kind, write_moment
from pipeline.record.schema import (
    events,
    is_described,
    is_in_force,
    is_published_data,
    is_switch,
    place_of,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A document as it stood on a portal, and the event (`seq`) that put it there."""

    dataset: str
    document: str
    sha256: str | None
    rows: int | None
    seq: int


@dataclass(frozen=True, slots=True)
class Head:
    """How long the chain was and the hash it ended in."""

    length: int
    hash: str | None


def head_known(connection: Connection, known_at: datetime) -> Head:
    """The last event the ledger had learnt of by that moment."""
    query = (
        select(events.c.seq, events.c.hash)
        .where(events.c.known_at <= write_moment(known_at))
        .order_by(events.c.known_at.desc(), events.c.seq.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    return Head(row.seq, row.hash) if row else Head(0, None)


def documents_standing(
    connection: Connection, portal: str, before: datetime, known: int, dataset: str | None = None
) -> tuple[Standing, ...]:
    """Every document that stood on the portal, by its newest publication, in order of ids.

    Those of one dataset where it is named.

    A document stands once it was published (or adopted), unless it or its whole dataset is
    withdrawn: the newest of a person's two words, WITHDRAWN and RESTORED, decides for the document,
    and likewise for the dataset; both must let it stand. A publication lifts no withdrawal, and
    after RESTORED the newest publication stands, one made in between too.
    """
    off = withdrawn(connection, portal, before, known)
    return tuple(
        each
        for each in documents_published(connection, portal, before, known, dataset)
        if not off & {(each.dataset, None), (each.dataset, each.document)}
    )


def documents_published(
    connection: Connection, portal: str, before: datetime, known: int, dataset: str | None = None
) -> tuple[Standing, ...]:
    """Every document ever published there, withdrawn or not, by its newest publication."""

    def matches(row: FromClause) -> ColumnElement[bool]:
        found = is_published_data(row) & (row.c.portal == portal)
        return found if dataset is None else found & (row.c.dataset == dataset)

    newest = _newest_of_each("document", matches, before, known)
    columns = (events.c[name] for name in ("dataset", "document", "sha256", "rows", "seq"))
    query = select(*columns).where(events.c.seq.in_(newest)).order_by(events.c.document)
    return tuple(Standing(*row) for row in connection.execute(query))


def withdrawn(
    connection: Connection, portal: str, before: datetime, known: int
) -> set[tuple[str, str | None]]:
    """What was withdrawn from the portal and not restored: dataset, and document or None for all.

    Each is a person's act, so that reading every one of them costs little.
    """
    query = (
        select(events.c.dataset, events.c.document, kind_in_force().label("kind"))
        .where(is_switch(events), events.c.portal == portal)
        .where(events.c.at < write_moment(before), is_in_force(events, known))
        .order_by(events.c.at, place_of(events))
    )
    last = {(row.dataset, row.document): row.kind for row in connection.execute(query)}
    return {key for key, kind in last.items() if kind == Kind.WITHDRAWN.value}


def kind_in_force() -> ColumnElement[str]:
    """What a row counts as: its kind, or for a correction the kind it makes of the other event."""
    kind: ColumnElement[str] = func.coalesce(events.c.counts_as, events.c.kind)
    return kind


def datasets_described(
    connection: Connection, before: datetime, known: int
) -> dict[str, Mapping[str, JSON]]:
    """What the newest DESCRIBED event says of every dataset, by its name."""
    newest = _newest_of_each("dataset", is_described, before, known)
    query = select(events.c.dataset, events.c.data).where(events.c.seq.in_(newest))
    rows = connection.execute(query.order_by(events.c.dataset))
    return {row.dataset: json.loads(row.data) for row in rows}


def _newest_of_each(
    key: str, matches: Callable[[FromClause], ColumnElement[bool]], before: datetime, known: int
) -> Select[tuple[int]]:
    """Row numbers of the newest matching event of every value of the column `key`.

    The values are found by steps through the index, from one to the next greater: a million events
    of a thousand documents cost a thousand look-ups.
    """
    values = select(func.min(events.c[key]).label("value")).where(matches(events))
    keys = values.cte("keys", recursive=True)
    greater = select(func.min(events.c[key])).where(matches(events), events.c[key] > keys.c.value)
    step = select(greater.scalar_subquery()).where(keys.c.value.is_not(None))
    keys = keys.union_all(step)
    newest = (
        select(events.c.seq)
        .where(matches(events), events.c[key] == keys.c.value)
        .where(events.c.at < write_moment(before), is_in_force(events, known))
        .order_by(events.c.at.desc(), place_of(events).desc())
        .limit(1)
        .scalar_subquery()
    )
    return select(newest).select_from(keys)

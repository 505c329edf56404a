"""Guards: changes that may well be right, but only a person can tell.

A file cut short, an older copy or renumbered rows pass every other rule. What is published stays
until somebody accepts the delivery (`pipeline accept`) or a better one comes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from pipeline.model import Delivery, Finding, Guards, Schema, Table, Verdict
from pipeline.wording import ROW, Noun, count_of, minute

Key = tuple[str, ...]

_OF_ROWS = Noun("рядка", "рядків", "рядків")


@dataclass(frozen=True, slots=True)
class Published:
    """What is published of a document now.

    `keys` are the primary keys of its rows, None where they cannot be compared; `actual_at` is the
    time of its file, None where that says nothing (a sample's is the time of the checkout).
    """

    rows: int | None = None
    keys: frozenset[Key] | None = None
    actual_at: datetime | None = None


def check_empty(table: Table) -> tuple[Finding, ...]:
    """A heading without rows: there may be no data, or they were forgotten."""
    if table.rows:
        return ()
    return (
        _guard(
            "guard-empty-table",
            "Під заголовками немає жодного рядка даних: таблиця порожня. Якщо даних справді "
            "немає, це має підтвердити людина.",
            table.sheet,
        ),
    )


def check_guards(
    delivery: Delivery,
    verdict: Verdict,
    schema: Schema | None,
    guards: Guards,
    published: Published,
) -> tuple[Finding, ...]:
    """What of a delivery needs a person's word, compared with what is published of its document."""
    found = [*_check_time(delivery, published)]
    if verdict.table is not None and verdict.table.rows and schema is not None:
        fell = [*_check_rows(verdict.table, verdict.withheld, guards, published)]
        explained = _missing(verdict.table, verdict.withheld, published) if fell else 0
        keys = _check_keys(
            verdict.table, max(explained, verdict.withheld), schema, guards, published
        )
        found += [*fell, *keys]
    return tuple(found)


def read_keys(table: Table, schema: Schema) -> frozenset[Key] | None:
    """The primary keys of a table's rows; None where it has none or lacks a column of them."""
    if not schema.primary_key:
        return None
    places = [table.fields.index(name) for name in schema.primary_key]
    if any(table.columns[place] is None for place in places):
        return None
    return frozenset(tuple(row[place] for place in places) for row in table.rows)


def _check_time(delivery: Delivery, published: Published) -> Iterator[Finding]:
    if published.actual_at is not None and delivery.modified < published.actual_at:
        yield _guard(
            "guard-older",
            f"Файл збережено {minute(delivery.modified)}, а опубліковано новіший — від "
            f"{minute(published.actual_at)}. Мабуть, здано давнішу копію.",
            None,
        )


def _check_rows(
    table: Table, withheld: int, guards: Guards, published: Published
) -> Iterator[Finding]:
    """Rows that the suppression list keeps back are not missing: the office did hand them in."""
    missing, before = _missing(table, withheld, published), published.rows or 0
    now = before - missing
    if missing * 100 > guards.rows_fall * before:
        yield _guard(
            "guard-rows-fell",
            f"У файлі {count_of(now, ROW)}, а опубліковано {count_of(before, ROW)}: на "
            f"{_share(missing, before)}\u00a0% менше. Зменшення понад "
            f"{guards.rows_fall}\u00a0% треба підтвердити. Перевірте, чи файл повний.",
            table.sheet,
        )


def _missing(table: Table, withheld: int, published: Published) -> int:
    return (published.rows or 0) - len(table.rows) - withheld


def _check_keys(
    table: Table, explained: int, schema: Schema, guards: Guards, published: Published
) -> Iterator[Finding]:
    """`explained` keys are gone for a reason that was told already."""
    keys = read_keys(table, schema)
    if keys is None or published.keys is None:
        return
    gone, before = len(published.keys - keys), len(published.keys)
    if (gone - explained) * 100 > guards.keys_vanish * before:
        titles = ", ".join(f"«{schema.field(name).title}»" for name in schema.primary_key)
        columns = "стовпцем" if len(schema.primary_key) == 1 else "стовпцями"
        yield _guard(
            "guard-keys-vanished",
            f"У файлі немає {gone} із {count_of(before, _OF_ROWS)}, опублікованих раніше (шукали "
            f"за {columns} {titles}). Якщо рядки перенумеровано, поверніть колишні номери: за ними "
            "дані знаходять інші програми.",
            table.sheet,
        )


def _share(part: int, whole: int) -> int:
    return round(part * 100 / whole)


def _guard(code: str, message: str, sheet: str | None) -> Finding:
    return Finding(code=code, blocks=True, message=message, sheet=sheet)

"""The repairs made for the office, rule by rule: never silent, never a thousand sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.model import Repair, Schema, Verdict
from pipeline.reply.addresses import join_places
from pipeline.reply.shown import HIDDEN, masked_fields
from pipeline.validate.lookalikes import replaced_letters


@dataclass(frozen=True, slots=True)
class Change:
    """One value that became another, and every cell where it did.

    `said` tells in words what no eye can see: which letter was of the other alphabet.
    """

    places: tuple[str, ...]
    count: int
    title: str
    before: str
    after: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class RepairGroup:
    """All repairs of one rule."""

    rule: str
    changes: tuple[Change, ...]
    count: int


def build_repair_groups(verdict: Verdict, schema: Schema | None) -> tuple[RepairGroup, ...]:
    """Repairs by rule, each change once; a column with a leak shows no values."""
    titles = {field.name: field.title for field in schema.fields} if schema else {}
    masked = masked_fields(verdict.findings)
    by_rule: dict[str, list[Repair]] = {}
    for repair in verdict.repairs:
        by_rule.setdefault(repair.rule, []).append(repair)
    return tuple(
        RepairGroup(rule, _changes(repairs, titles, masked), len(repairs))
        for rule, repairs in by_rule.items()
    )


def _changes(
    repairs: Iterable[Repair], titles: dict[str, str], masked: frozenset[str]
) -> tuple[Change, ...]:
    places: dict[tuple[str, str, str], list[str]] = {}
    for repair in repairs:
        hidden = repair.field in masked
        before, after = (HIDDEN, HIDDEN) if hidden else (repair.before, repair.after)
        title = titles.get(repair.field, repair.field)
        places.setdefault((title, before, after), []).append(repair.cell)
    return tuple(
        Change(
            join_places(cells), len(cells), title, before, after, replaced_letters(before, after)
        )
        for (title, before, after), cells in places.items()
    )

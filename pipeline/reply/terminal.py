"""A verdict as plain lines for whoever runs `pipeline check` at a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.model import Schema, Verdict
from pipeline.reply.groups import Column, Group, Line, build_columns
from pipeline.reply.repairs import RepairGroup, build_repair_groups
from pipeline.reply.reply import Happened
from pipeline.reply.sentences import CELL, headline_of
from pipeline.reply.shown import shown
from pipeline.wording import FINDING, NOTE, REPAIR, Noun, count_of

_PLACES = 8
_LINES = 6
_CHANGES = 3
_VALUE_LIMIT = 60


def lines_of(
    verdict: Verdict, schema: Schema | None = None, happened: Happened = "checked"
) -> tuple[str, ...]:
    """What happened, then findings by column, then repairs; long lists end in a count."""
    lines = [headline_of(verdict, happened)]
    for title, blocks in (("Зупиняють публікацію:", True), ("Примітки:", False)):
        found = [finding for finding in verdict.findings if finding.blocks is blocks]
        if found:
            noun = FINDING if blocks else NOTE
            lines += ["", title, *_columns(build_columns(found, verdict, schema), noun)]
    if verdict.repairs:
        lines += ["", "Виправлено за вас:", *_repairs(build_repair_groups(verdict, schema))]
    return tuple(lines)


def _columns(columns: Iterable[Column], noun: Noun) -> Iterable[str]:
    for column in columns:
        name = f" ({column.name})" if column.name and column.name != column.title else ""
        letter = f"{column.letter} · " if column.letter else ""
        yield f"  {letter}{column.title}{name}: {count_of(column.count, noun)}"
        for group in column.groups:
            yield from _group(group, noun)


def _group(group: Group, noun: Noun) -> Iterable[str]:
    if group.message:
        yield f"    {group.message}"
    for line in group.lines[:_LINES]:
        said = _line(line)
        if said:
            yield f"      {said}"
    left = sum(line.count for line in group.lines[_LINES:])
    if left:
        yield f"      … і ще {count_of(left, noun)}"


def _line(line: Line) -> str:
    """`C17, C19–C25: "12345" → наприклад, "01234567". Пояснення`, without what is not known."""
    value = "" if line.value is None else _quoted(line.value)
    passes = f"→ наприклад, {_quoted(line.example)}" if line.example else ""
    places = places_in_short(line.places, line.count)
    told = " ".join(part for part in (value, passes) if part)
    start = ": ".join(part for part in (places, told) if part)
    return ". ".join(part for part in (start, line.message) if part)


def _repairs(groups: Iterable[RepairGroup]) -> Iterable[str]:
    for group in groups:
        yield f"  {group.rule}: {count_of(group.count, REPAIR)}"
        for change in group.changes[:_CHANGES]:
            places = places_in_short(change.places, change.count)
            said = f" ({change.said})" if change.said else ""
            yield f"      {places}: {_quoted(change.before)} → {_quoted(change.after)}{said}"
        left = sum(change.count for change in group.changes[_CHANGES:])
        if left:
            yield f"      … і ще {count_of(left, REPAIR)}"


def _quoted(value: str) -> str:
    """Straight quotes: values of this land are full of guillemets themselves."""
    return f'"{shown(value, _VALUE_LIMIT)}"' if value else "порожньо"


def places_in_short(places: Sequence[str], count: int) -> str:
    """The first addresses and, where they are many, how many cells they are in all."""
    listed = ", ".join(places[:_PLACES])
    return f"{listed} … усього {count_of(count, CELL)}" if len(places) > _PLACES else listed

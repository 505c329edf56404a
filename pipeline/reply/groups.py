"""Findings ordered as they are mended: column by column, rule by rule, one line a value.

Five thousand wrong dates are one rule, a few values, and a count, never five thousand sentences.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.model import Finding, Schema, Verdict
from pipeline.reply.addresses import column_of, join_places, place_of
from pipeline.reply.rules import rule_of
from pipeline.reply.shown import value_of


@dataclass(frozen=True, slots=True)
class Line:
    """One value and every place where it stands. `value` None: the cell is empty or there is none.

    `message` stands here only where the lines of one group say different things.
    """

    places: tuple[str, ...]
    count: int
    value: str | None
    example: str | None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """All findings of one rule in one column."""

    code: str
    message: str
    lines: tuple[Line, ...]
    count: int

    @property
    def bare(self) -> bool:
        """Whether words and places say all: no line has a value or an example."""
        return all(line.value is None and line.example is None for line in self.lines)


@dataclass(frozen=True, slots=True)
class Column:
    """All findings of one column; `name` is None for the file as a whole."""

    name: str | None
    title: str
    letter: str | None
    rule: str
    groups: tuple[Group, ...]
    count: int


def build_columns(
    findings: Iterable[Finding], verdict: Verdict, schema: Schema | None
) -> tuple[Column, ...]:
    """Findings by column: first what concerns the whole file, then columns in schema order."""
    by_field: dict[str | None, list[Finding]] = {}
    for finding in findings:
        # A column that is missing has no cells to mend: it is the file's matter, not its own.
        name = None if _is_of_file(finding) else finding.field
        by_field.setdefault(name, []).append(finding)
    order = {name: place for place, name in enumerate(schema.names if schema else ())}
    names = sorted(by_field, key=lambda name: -1 if name is None else order.get(name, len(order)))
    return tuple(_column(name, by_field[name], verdict, schema) for name in names)


def _is_of_file(finding: Finding) -> bool:
    return finding.cell is None and finding.row is None


def _column(
    name: str | None, findings: list[Finding], verdict: Verdict, schema: Schema | None
) -> Column:
    field = schema.field(name) if schema and name in schema.names else None
    sheet = verdict.table.sheet if verdict.table else None
    return Column(
        name=name,
        title=field.title if field else (name or "Файл загалом"),
        letter=_letter(name, findings, verdict),
        rule=rule_of(field) if field else "",
        groups=_groups(findings, sheet),
        count=len(findings),
    )


def _letter(name: str | None, findings: list[Finding], verdict: Verdict) -> str | None:
    """The column's letter in the office's file; a table knows it even where no cell is wrong."""
    if name is None:
        return None
    if verdict.table and name in verdict.table.fields:
        return verdict.table.columns[verdict.table.fields.index(name)]
    return next((column_of(finding.cell) for finding in findings if finding.cell), None)


def _groups(findings: list[Finding], sheet: str | None) -> tuple[Group, ...]:
    by_code: dict[str, list[Finding]] = {}
    for finding in findings:
        by_code.setdefault(finding.code, []).append(finding)
    return tuple(_group(code, found, sheet) for code, found in by_code.items())


def _group(code: str, findings: list[Finding], sheet: str | None) -> Group:
    messages = {finding.message for finding in findings}
    shared = messages.pop() if len(messages) == 1 else ""
    lines: dict[tuple[str, str | None, str | None], list[str]] = {}
    for finding in findings:
        said = "" if shared else finding.message
        key = (said, value_of(finding), _example(finding))
        lines.setdefault(key, []).append(place_of(finding, sheet))
    return Group(
        code=code,
        message=shared,
        lines=tuple(
            Line(join_places(filter(None, places)), len(places), value, passes, said)
            for (said, value, passes), places in _by_words(lines)
        ),
        count=len(findings),
    )


def _by_words(
    lines: dict[tuple[str, str | None, str | None], list[str]],
) -> list[tuple[tuple[str, str | None, str | None], list[str]]]:
    """Lines of the same words one after another, so that the words are read once."""
    order = {words: place for place, words in enumerate(dict.fromkeys(key[0] for key in lines))}
    return sorted(lines.items(), key=lambda line: order[line[0][0]])


def _example(finding: Finding) -> str | None:
    """The value that would pass, unless the message of a finding without a cell names it."""
    if finding.cell is None and (finding.example or "") in finding.message:
        return None
    return finding.example or None

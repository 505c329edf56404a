"""Keys between tables of one dataset: every reference must be met, or none of them is published.

Tables bound by foreign keys stand or fall together: routes of this month beside stops of the last
would send a passenger nowhere. A reference to a row that the suppression list keeps back is no
mistake of the office: the row that makes it is kept back as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.model import Dataset, Finding, ForeignKey, Resource, Table, Verdict
from pipeline.validate.bound import (
    Key,
    bound_to,
    keys_of,
    resource_of,
    tables_of,
    target_of,
    verdicts_of,
)
from pipeline.validate.suppression import withhold_from


def check_foreign_keys(dataset: Dataset, verdicts: Sequence[Verdict]) -> tuple[Verdict, ...]:
    """The same verdicts in the same order, with findings for references that lead nowhere."""
    kept = _withhold_references(dataset, verdicts)
    checked = [_with(verdict, _check_keys(dataset, verdict, kept)) for verdict in kept]
    while True:
        refused = {verdict.document for verdict in checked if not verdict.accepted}
        joined = [_with(verdict, _falls(dataset, verdict, checked, refused)) for verdict in checked]
        if joined == checked:
            return tuple(joined)
        checked = joined


def _withhold_references(dataset: Dataset, verdicts: Sequence[Verdict]) -> Sequence[Verdict]:
    """The verdicts less the rows that speak of rows kept back, and of those, to the last."""
    while True:
        kept = [_withhold(dataset, verdict, verdicts) for verdict in verdicts]
        if kept == list(verdicts):
            return kept
        verdicts = kept


def _withhold(dataset: Dataset, verdict: Verdict, verdicts: Sequence[Verdict]) -> Verdict:
    for key, target, tables in _checked_keys(dataset, verdict, verdicts):
        hidden = {row for item in tables for row in keys_of(item, key.references, item.withheld)}
        if verdict.table is None or not hidden:
            continue
        known = _known(key, tables)
        gone = [
            number
            for number, value in enumerate(keys_of(verdict.table, key.fields, verdict.table.rows))
            if value in hidden and value not in known
        ]
        verdict = withhold_from(verdict, gone, key.fields[0], target.title)
    return verdict


def _check_keys(
    dataset: Dataset, verdict: Verdict, verdicts: Sequence[Verdict]
) -> Iterator[Finding]:
    for key, target, tables in _checked_keys(dataset, verdict, verdicts):
        if tables:
            yield from _lost(dataset, verdict, key, target, _known(key, tables))
        else:
            yield _unchecked(target)


def _checked_keys(
    dataset: Dataset, verdict: Verdict, verdicts: Sequence[Verdict]
) -> Iterator[tuple[ForeignKey, Resource, list[Table]]]:
    """Each key of a table that was read, with its target and what was read of that."""
    schema = resource_of(dataset, verdict).schema
    for key in schema.foreign_keys if schema and verdict.table else ():
        target = target_of(dataset, verdict, key)
        if target is not None:
            yield key, target, list(tables_of(dataset, target, verdict, verdicts))


def _known(key: ForeignKey, tables: Sequence[Table]) -> set[Key]:
    return {row for table in tables for row in keys_of(table, key.references, table.rows)}


def _lost(
    dataset: Dataset, verdict: Verdict, key: ForeignKey, target: Resource, known: set[Key]
) -> Iterator[Finding]:
    """References that lead nowhere, but for cells which stop the publication by themselves."""
    schema, table = resource_of(dataset, verdict).schema, verdict.table
    if schema is None or table is None:
        return
    column = table.fields.index(key.fields[0])
    title = schema.field(key.fields[0]).title
    said = {finding.cell for finding in verdict.findings if finding.blocks}
    for number, value in enumerate(keys_of(table, key.fields, table.rows)):
        if any(value) and value not in known and table.address(number, column) not in said:
            yield Finding(
                code="foreign-key",
                blocks=True,
                message=f"Такого значення («{title}») немає в таблиці «{target.title}»: "
                "додайте туди рядок або виправте значення тут.",
                sheet=table.sheet,
                cell=table.address(number, column),
                row=table.lines[number],
                field=key.fields[0],
                value=", ".join(value),
            )


def _falls(
    dataset: Dataset, verdict: Verdict, verdicts: Sequence[Verdict], refused: set[str]
) -> Iterator[Finding]:
    """One finding where a table bound to this one was refused; a refused one needs no more."""
    if verdict.document in refused:
        return
    for name in bound_to(dataset, resource_of(dataset, verdict).name):
        others = verdicts_of(dataset, name, verdict, verdicts)
        stopped = [other for other in others if other.document in refused]
        if stopped:
            held = all(other.held for other in stopped)
            yield _falls_with(dataset.resource(name).title, held=held)
            return


def _falls_with(title: str, *, held: bool) -> Finding:
    """A table waits with one that a guard holds, and is refused with one that is refused."""
    if held:
        return Finding(
            code="guard-bound-table",
            blocks=True,
            message=f"Пов’язана таблиця «{title}» чекає на підтвердження, а публікуються вони "
            "лише разом.",
        )
    return Finding(
        code="bound-table-refused",
        blocks=True,
        message=f"Пов’язану таблицю «{title}» не прийнято, а публікуються вони лише разом. "
        "Виправте зауваження до неї.",
    )


def _unchecked(target: Resource) -> Finding:
    return Finding(
        code="foreign-key-unchecked",
        blocks=False,
        message=f"Зв’язок із таблицею «{target.title}» не перевірено: її не надано або не "
        "прочитано.",
    )


def _with(verdict: Verdict, findings: Iterable[Finding]) -> Verdict:
    added = tuple(findings)
    return replace(verdict, findings=(*verdict.findings, *added)) if added else verdict

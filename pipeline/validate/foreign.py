"""Keys between tables of one dataset: every reference must be met, or none of them is published.

Tables bound by foreign keys stand or fall together: routes of this month beside stops of the last
would send a passenger nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.model import Dataset, Finding, ForeignKey, Resource, Table, Verdict

Key = tuple[str, ...]


def check_foreign_keys(dataset: Dataset, verdicts: Sequence[Verdict]) -> tuple[Verdict, ...]:
    """The same verdicts in the same order, with findings for references that lead nowhere."""
    checked = [_with(verdict, _check_keys(dataset, verdict, verdicts)) for verdict in verdicts]
    while True:
        refused = {verdict.document for verdict in checked if not verdict.accepted}
        joined = [_with(verdict, _falls(dataset, verdict, checked, refused)) for verdict in checked]
        if joined == checked:
            return tuple(joined)
        checked = joined


def _check_keys(
    dataset: Dataset, verdict: Verdict, verdicts: Sequence[Verdict]
) -> Iterator[Finding]:
    schema = _resource(dataset, verdict).schema
    if schema is None or verdict.table is None:
        return
    for key in schema.foreign_keys:
        target = _target(dataset, verdict, key)
        tables = list(_tables(dataset, target, verdict, verdicts)) if target else []
        if target is None:
            continue
        if not tables:
            yield _unchecked(target)
            continue
        yield from _lost(dataset, verdict, verdict.table, key, target, tables)


def _lost(
    dataset: Dataset,
    verdict: Verdict,
    table: Table,
    key: ForeignKey,
    target: Resource,
    tables: Sequence[Table],
) -> Iterator[Finding]:
    known = {row for other in tables for row in _keys(other, key.references)}
    schema = _resource(dataset, verdict).schema
    if schema is None:
        return
    column = table.fields.index(key.fields[0])
    title = schema.field(key.fields[0]).title
    for number, value in enumerate(_keys(table, key.fields)):
        if any(value) and value not in known:
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


def _keys(table: Table, names: Sequence[str]) -> Iterator[Key]:
    places = [table.fields.index(name) for name in names]
    for row in table.rows:
        yield tuple(row[place] for place in places)


def _falls(
    dataset: Dataset, verdict: Verdict, verdicts: Sequence[Verdict], refused: set[str]
) -> Iterator[Finding]:
    """One finding where a table bound to this one was refused; a refused one needs no more."""
    if verdict.document in refused:
        return
    for name in _bound(dataset, _resource(dataset, verdict).name):
        others = _verdicts_of(dataset, name, verdict, verdicts)
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


def _bound(dataset: Dataset, name: str) -> Iterator[str]:
    """Names of the resources which refer to that one or to which it refers."""
    for resource in dataset.resources:
        for key in resource.schema.foreign_keys if resource.schema else ():
            target = _resource_of_table(dataset, key.table)
            if target is None or target.name == resource.name:
                continue
            if resource.name == name:
                yield target.name
            elif target.name == name:
                yield resource.name


def _target(dataset: Dataset, verdict: Verdict, key: ForeignKey) -> Resource | None:
    """The table a key speaks of: in this dataset, or None where the dataset lacks it."""
    schema = _resource(dataset, verdict).schema
    if schema is not None and key.table in ("", _last(schema.id)):
        return _resource(dataset, verdict)
    return _resource_of_table(dataset, key.table)


def _resource_of_table(dataset: Dataset, table: str) -> Resource | None:
    for resource in dataset.resources:
        if resource.schema is not None and _last(resource.schema.id) == table:
            return resource
    return next((item for item in dataset.resources if item.name == table), None)


def _tables(
    dataset: Dataset, target: Resource, verdict: Verdict, verdicts: Sequence[Verdict]
) -> Iterable[Table]:
    for other in _verdicts_of(dataset, target.name, verdict, verdicts):
        if other.table is not None:
            yield other.table


def _verdicts_of(
    dataset: Dataset, name: str, verdict: Verdict, verdicts: Sequence[Verdict]
) -> list[Verdict]:
    """Verdicts on that resource; in a series those of the same period, where there are any."""
    of_resource = [item for item in verdicts if _resource(dataset, item).name == name]
    same = [item for item in of_resource if _period(item) == _period(verdict)]
    return same or of_resource


def _resource(dataset: Dataset, verdict: Verdict) -> Resource:
    return dataset.resource(verdict.document.split("/")[1])


def _period(verdict: Verdict) -> str:
    return "/".join(verdict.document.split("/")[2:])


def _last(schema_id: str) -> str:
    return schema_id.rpartition("/")[2]


def _with(verdict: Verdict, findings: Iterable[Finding]) -> Verdict:
    added = tuple(findings)
    return replace(verdict, findings=(*verdict.findings, *added)) if added else verdict

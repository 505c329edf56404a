"""Which tables of a dataset speak of which: questions that keys between tables give rise to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.model import Dataset, ForeignKey, Resource, Table, Verdict

Key = tuple[str, ...]


def bound_to(dataset: Dataset, name: str) -> Iterator[str]:
    """Names of the resources which refer to that one or to which it refers."""
    for resource in dataset.resources:
        for key in resource.schema.foreign_keys if resource.schema else ():
            target = _target(dataset, resource, key)
            if target is None or target.name == resource.name:
                continue
            if resource.name == name:
                yield target.name
            elif target.name == name:
                yield resource.name


def target_of(dataset: Dataset, verdict: Verdict, key: ForeignKey) -> Resource | None:
    """The table a key speaks of: in this dataset, or None where the dataset lacks it."""
    return _target(dataset, resource_of(dataset, verdict), key)


def tables_of(
    dataset: Dataset, target: Resource, verdict: Verdict, verdicts: Sequence[Verdict]
) -> Iterable[Table]:
    """The tables which were read of the target, those of the verdict's own period first."""
    for other in verdicts_of(dataset, target.name, verdict, verdicts):
        if other.table is not None:
            yield other.table


def verdicts_of(
    dataset: Dataset, name: str, verdict: Verdict, verdicts: Sequence[Verdict]
) -> list[Verdict]:
    """Verdicts on that resource; in a series those of the same period, where there are any."""
    of_resource = [item for item in verdicts if resource_of(dataset, item).name == name]
    same = [item for item in of_resource if _period(item) == _period(verdict)]
    return same or of_resource


def resource_of(dataset: Dataset, verdict: Verdict) -> Resource:
    """The resource on whose delivery the verdict is."""
    return dataset.resource(verdict.document.split("/")[1])


def keys_of(table: Table, names: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[Key]:
    """The values of these columns, row by row; `rows` are the table's own or those kept back."""
    places = [table.fields.index(name) for name in names]
    for row in rows:
        yield tuple(row[place] for place in places)


def _target(dataset: Dataset, resource: Resource, key: ForeignKey) -> Resource | None:
    """A table of the same annex before one that has only its name: `buildings` are in three."""
    if resource.schema is None:
        return None
    annex, _, own = resource.schema.id.rpartition("/")
    if key.table in ("", own):
        return resource
    with_schema = [item for item in dataset.resources if item.schema is not None]
    ids = {item.schema.id: item for item in reversed(with_schema) if item.schema}
    if found := ids.get(f"{annex}/{key.table}"):
        return found
    for item in with_schema:
        if item.schema and item.schema.id.rpartition("/")[2] == key.table:
            return item
    return next((item for item in dataset.resources if item.name == key.table), None)


def _period(verdict: Verdict) -> str:
    return "/".join(verdict.document.split("/")[2:])

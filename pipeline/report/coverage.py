"""Which sets of the Resolution are published, planned or not held, and which are undecided."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pipeline.model import Catalogue, Dataset
from pipeline.model.coverage import Statements
from pipeline.report.blocks import Block, Heading, Paragraph, Table, Title
from pipeline.resolution835.sets import annex_of, list_sets
from pipeline.wording import day


class State(StrEnum):
    """What became of a set."""

    PUBLISHED = "published"
    PREPARED = "prepared"
    PLANNED = "planned"
    NOT_HELD = "not-held"
    UNDECIDED = "undecided"


LABELS = {
    State.PUBLISHED: "Опубліковано",
    State.PREPARED: "Описано, ще не опубліковано",
    State.PLANNED: "Заплановано",
    State.NOT_HELD: "Розпорядник не володіє",
    State.UNDECIDED: "Не визначено",
}


@dataclass(frozen=True, slots=True)
class Covered:
    """One set of the Resolution. `annex` is None for one without a table of 2025.

    `datasets` publish it, or will; `remark` says by when it is planned, or why it is not held.
    """

    annex: int | None
    title: str
    state: State
    datasets: tuple[Dataset, ...] = ()
    remark: str = ""


def build_coverage(
    catalogue: Catalogue, statements: Statements, published: Collection[str]
) -> tuple[Covered, ...]:
    """Every set by annex, then the older ones; `published` are the datasets online now."""
    by_annex: dict[int, list[Dataset]] = {}
    for dataset in catalogue.datasets:
        for annex in _annexes(dataset):
            by_annex.setdefault(annex, []).append(dataset)
    sets = (
        _covered(item.annex, item.title, by_annex.get(item.annex, ()), statements, published)
        for item in list_sets()
    )
    return (*sets, *_older(catalogue, statements, published))


def _annexes(dataset: Dataset) -> set[int]:
    schemas = (resource.schema.id for resource in dataset.resources if resource.schema)
    return {annex for annex in map(annex_of, schemas) if annex is not None}


def _covered(
    annex: int,
    title: str,
    datasets: Sequence[Dataset],
    statements: Statements,
    published: Collection[str],
) -> Covered:
    if datasets:
        return Covered(annex, title, _state(datasets, published), tuple(datasets))
    for planned in statements.planned:
        if planned.annex == annex:
            remark = f"до {day(planned.by)}: {planned.remark}"
            return Covered(annex, title, State.PLANNED, remark=remark)
    for item in statements.not_held:
        if item.annex == annex:
            return Covered(annex, title, State.NOT_HELD, remark=item.ground)
    return Covered(annex, title, State.UNDECIDED)


def _older(
    catalogue: Catalogue, statements: Statements, published: Collection[str]
) -> Iterator[Covered]:
    for item in statements.older:
        datasets = [each for each in catalogue.datasets if each.name in item.datasets]
        yield Covered(None, item.title, _state(datasets, published), tuple(datasets))


def _state(datasets: Sequence[Dataset], published: Collection[str]) -> State:
    online = any(dataset.name in published for dataset in datasets)
    return State.PUBLISHED if online else State.PREPARED


# On paper and for programs


def build_coverage_blocks(covered: Sequence[Covered], catalogue: Catalogue) -> tuple[Block, ...]:
    """The table a person reads: how many sets stand where, then the sets of each state."""
    return tuple(_blocks(covered, catalogue))


def _blocks(covered: Sequence[Covered], catalogue: Catalogue) -> Iterator[Block]:
    yield Title("Набори даних постанови № 835", catalogue.publisher.name)
    counts = Counter(item.state for item in covered)
    rows = tuple((LABELS[state], str(counts[state])) for state in State if counts[state])
    yield Table(("Стан", "Наборів"), rows, 1, ("Разом", str(len(covered))))
    portal = catalogue.portals[catalogue.report_portal]
    for state in State:
        found = [item for item in covered if item.state is state]
        if found:
            yield Heading(f"{LABELS[state]}: {len(found)}")
            yield _table(state, found, portal.url.rstrip("/"))
    if counts[State.UNDECIDED]:
        yield Paragraph(
            "Про невизначені набори напишіть у datapackages/coverage.yaml: planned або not_held."
        )


def _table(state: State, covered: Sequence[Covered], site: str) -> Table:
    """Published sets with their pages, the others with what is said of them."""
    if state is State.PUBLISHED:
        rows = tuple(
            (_annex(item), item.title, dataset.office.name, f"{site}/dataset/{dataset.name}")
            for item in covered
            for dataset in item.datasets
        )
        return Table(("Додаток", "Набір даних постанови", "Підрозділ", "Адреса"), rows, 4)
    told = {State.PLANNED: "Коли й що бракує", State.NOT_HELD: "Підстава"}
    if state in told:
        remarks = tuple((_annex(item), item.title, item.remark) for item in covered)
        return Table(("Додаток", "Набір даних постанови", told[state]), remarks, 3)
    names = tuple(
        (_annex(item), item.title, ", ".join(each.name for each in item.datasets) or "—")
        for item in covered
    )
    return Table(("Додаток", "Набір даних постанови", "Описи в каталозі"), names, 3)


def _annex(item: Covered) -> str:
    return "—" if item.annex is None else str(item.annex)


def render_coverage_json(covered: Sequence[Covered]) -> str:
    """Every set as one JSON list."""
    value = [
        {
            "annex": item.annex,
            "title": item.title,
            "state": item.state.value,
            "datasets": [dataset.name for dataset in item.datasets],
            "remark": item.remark,
        }
        for item in covered
    ]
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"

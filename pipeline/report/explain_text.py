"""The opened figures on paper and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.report.blocks import Block, Heading, Paragraph, Table
from pipeline.report.explain import Item, Opened
from pipeline.wording import minute

OF_DATASETS = {"datasets", "overdue", "new_datasets", "withdrawn_datasets"}
OF_ACTS = {"withdrawals", "refused", "consultations", "corrections"}


def build_explanation_blocks(opened: Sequence[Opened]) -> tuple[Block, ...]:
    """The explanation for a person: a table a figure, nothing listed twice, empty ones left out."""
    counted = (item for figure in opened if figure.name == "rows" for item in figure.items)
    rows = {item.document: item.count for item in counted}
    return tuple(block for figure in opened if figure.items for block in _open(figure, rows))


def _open(figure: Opened, rows: Mapping[str, int]) -> Iterator[Block]:
    yield Heading(f"{figure.label}: {figure.value}")
    if figure.name == "rows":
        yield Paragraph("Сума стовпця «Рядків» у таблиці документів.")
    elif figure.name == "updates_in_time":
        yield Paragraph("Усі оновлення, названі вище, крім тих, що сталися після строку.")
    else:
        yield _table(figure, rows)


def _table(figure: Opened, rows: Mapping[str, int]) -> Table:
    """What each item is, when, where or in which words, and its event."""
    if figure.name == "documents":
        heads = ("Документ", "Коли", "Адреса", "Рядків", "Подія")
        return Table(heads, tuple(_document(item, rows) for item in figure.items), 3)
    if figure.name in OF_ACTS:
        heads_of_act = ("Набір чи документ", "Коли", "Що записано", "Подія")
        return Table(heads_of_act, tuple(_act(item) for item in figure.items), 3)
    of_datasets = figure.name in OF_DATASETS
    lines = tuple(
        (item.dataset if of_datasets else item.document, minute(item.at), item.url, str(item.event))
        for item in figure.items
    )
    return Table(
        ("Набір даних" if of_datasets else "Документ", "Коли", "Адреса", "Подія"), lines, 3
    )


def _document(item: Item, rows: Mapping[str, int]) -> tuple[str, ...]:
    counted = str(rows.get(item.document, "—"))
    return item.document, minute(item.at), item.url, counted, str(item.event)


def _act(item: Item) -> tuple[str, ...]:
    return item.document or item.dataset or "—", minute(item.at), item.told, str(item.event)


def explanation_value(opened: Sequence[Opened]) -> dict[str, Any]:
    """The explanation for a program, by the figures' names."""
    return {
        figure.name: {"value": figure.value, "items": [_value_of(item) for item in figure.items]}
        for figure in opened
    }


def _value_of(item: Item) -> dict[str, Any]:
    return {
        "dataset": item.dataset,
        "document": item.document,
        "at": item.at.isoformat(),
        "url": item.url,
        "event": item.event,
        "count": item.count,
        "told": item.told,
    }

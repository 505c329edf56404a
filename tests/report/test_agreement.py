from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from ledgers import Clock, an_event

from pipeline.record.event import Kind
from pipeline.record.ledger import Ledger
from pipeline.report.agreement import Shown, check_agreement, read_placed
from pipeline.report.figures import build_figures_now

AT = datetime(2021, 6, 1, 9, tzinfo=UTC)


@pytest.fixture
def told(ledger: Ledger, clock: Clock) -> Ledger:
    """`roads` has a table and its passport; `orders` one file, withdrawn again."""
    for dataset, document, resource, role in (
        ("roads", "roads/signs", "r-signs", "data"),
        ("roads", "passport", "r-passport", "documentation"),
        ("orders", "orders/1.pdf", "r-order", "data"),
    ):
        data: dict[str, Any] = {"role": role, "resource_id": resource}
        ledger.record(
            an_event(
                Kind.PUBLISHED,
                AT,
                dataset=dataset,
                document=document,
                sha256=f"of {resource}",
                portal="city",
                data=data,
            )
        )
    ledger.record(
        an_event(Kind.WITHDRAWN, AT, dataset="orders", document="orders/1.pdf", portal="city")
    )
    clock.forward(days=1)
    return ledger


def disagreements(ledger: Ledger, **shown: Shown | None) -> list[str]:
    figures = build_figures_now(ledger, "city")
    bound = {"roads": frozenset({"r-signs", "r-passport"}), "orders": frozenset({"r-order"})}
    return list(check_agreement(figures, read_placed(ledger, figures), shown, bound))


AGREED = Shown({"r-signs": "of r-signs"})


def test_the_same_on_both_sides_is_agreement(told: Ledger) -> None:
    assert disagreements(told, roads=AGREED) == []
    assert disagreements(told, roads=AGREED, orders=Shown({})) == []


def test_a_portal_without_hashes_is_compared_by_what_is_there(told: Ledger) -> None:
    assert disagreements(told, roads=Shown({"r-signs": None})) == []


@pytest.mark.parametrize(
    ("shown", "sentence"),
    [
        ({"roads": None}, "Набору «roads» на порталі немає, а за журналом він опублікований."),
        (
            {"roads": Shown({})},
            "Документа «roads/signs» на порталі немає, а за журналом він опублікований.",
        ),
        (
            {"roads": Shown({"r-signs": "other"})},
            "Документ «roads/signs» на порталі має інший вміст, ніж записано в журналі.",
        ),
        (
            {"roads": Shown({"r-signs": "of r-signs"}, private=True)},
            "Набір «roads» на порталі приховано: сторонні його не бачать.",
        ),
        (
            {"roads": AGREED, "orders": Shown({"r-order": "of r-order"})},
            "Ресурс r-order набору «orders» на порталі є, а за журналом вилучений.",
        ),
        (
            {"roads": AGREED, "unknown": Shown({"x": None})},
            "Ресурс x набору «unknown» на порталі є, а журнал його не знає.",
        ),
    ],
)
def test_every_disagreement_is_a_sentence(told: Ledger, shown: Any, sentence: str) -> None:
    assert disagreements(told, **shown) == [sentence]

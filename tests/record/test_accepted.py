from __future__ import annotations

from dataclasses import replace

from ledgers import NOON, an_event

from pipeline.model import Acceptances, Override
from pipeline.record.accepted import acceptances, accepted_event, deliveries_like
from pipeline.record.event import Kind
from pipeline.record.history import sample_deliveries
from pipeline.record.ledger import Ledger

DATASET = "economy-buildings"
OVERRIDE = Override(
    f"{DATASET}/buildings", "b" * 64, "a" * 64, frozenset({"guard-older"}), "Коваль", "Так треба."
)


def gather(ledger: Ledger, sha256: str, origin: str = "inbox") -> None:
    document, data = OVERRIDE.document, {"origin": origin}
    ledger.record(an_event(Kind.GATHERED, document=document, sha256=sha256, data=data))


def test_what_was_accepted_is_read_back_as_it_was_said(ledger: Ledger) -> None:
    event = accepted_event(DATASET, OVERRIDE, ["12345679"], NOON, "admin")
    assert event.sentence == (
        "Прийнято попри застереження і з кодами ЄДРПОУ 12345679: Коваль (Так треба)."
    )
    gather(ledger, OVERRIDE.delivery)
    ledger.record(event)
    gather(ledger, OVERRIDE.delivery)
    assert acceptances(ledger, DATASET) == Acceptances((OVERRIDE,), frozenset({"12345679"}))


def test_an_override_is_spent_once_another_file_came_and_codes_stay(ledger: Ledger) -> None:
    ledger.record(accepted_event(DATASET, OVERRIDE, ["12345679"], NOON, "admin"))
    gather(ledger, "c" * 64)
    assert acceptances(ledger, DATASET) == Acceptances((), frozenset({"12345679"}))


def test_codes_alone_override_no_guard(ledger: Ledger) -> None:
    only_codes = replace(OVERRIDE, codes=frozenset())
    event = accepted_event(DATASET, only_codes, ["12345679"], NOON, "admin")
    assert event.sentence == "Прийнято з кодами ЄДРПОУ 12345679: Коваль (Так треба)."
    ledger.record(event)
    assert acceptances(ledger, DATASET) == Acceptances((), frozenset({"12345679"}))


def test_deliveries_are_found_by_how_their_hash_begins(ledger: Ledger) -> None:
    for sha256 in ("ab" * 32, "ac" * 32, "ab" * 32):
        gather(ledger, sha256)
    assert deliveries_like(ledger, DATASET, "abab") == {"ab" * 32: frozenset({OVERRIDE.document})}
    assert set(deliveries_like(ledger, DATASET, "a")) == {"ab" * 32, "ac" * 32}


def test_samples_are_told_from_real_deliveries(ledger: Ledger) -> None:
    gather(ledger, "a" * 64, origin="sample")
    gather(ledger, "b" * 64)
    assert sample_deliveries(ledger, DATASET) == {"a" * 64}

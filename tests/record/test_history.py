from __future__ import annotations

from ledgers import an_event

from pipeline.record.event import Kind
from pipeline.record.history import (
    REORDER,
    Binding,
    bindings,
    delivered_from,
    last_described,
    last_outcome,
)
from pipeline.record.ledger import Ledger

DATASET = "economy-buildings"
FILE = f"{DATASET}/buildings"


def act(ledger: Ledger, kind: Kind, key: str | None, sha256: str, **data: str) -> None:
    facts = {"resource_id": "r1", "package_id": "p1", "role": "data"} | data
    ledger.record(an_event(kind, document=key, portal="city", sha256=sha256, data=facts))


def test_a_file_is_bound_by_its_last_publication(ledger: Ledger) -> None:
    for sha256 in ("aa", "bb"):
        act(ledger, Kind.PUBLISHING, FILE, sha256)
        act(ledger, Kind.PUBLISHED, FILE, sha256)
    act(ledger, Kind.PUBLISHED, "passport", "cc", resource_id="r2", role="documentation")

    assert bindings(ledger, DATASET, "city") == {
        FILE: Binding(FILE, "r1", "p1", "bb", settled=True, role="data", placed=True),
        "passport": Binding(
            "passport", "r2", "p1", "cc", settled=True, role="documentation", placed=True
        ),
    }


def test_an_intent_without_an_outcome_is_not_settled(ledger: Ledger) -> None:
    act(ledger, Kind.PUBLISHED, FILE, "aa")
    act(ledger, Kind.PUBLISHING, FILE, "bb")

    assert bindings(ledger, DATASET, "city") == {
        FILE: Binding(FILE, "r1", "p1", "bb", settled=False, role="data", placed=True)
    }


def test_a_file_made_anew_stands_last_until_the_files_are_put_in_order(ledger: Ledger) -> None:
    def is_anew() -> bool:
        return bindings(ledger, DATASET, "city")[FILE].again

    for _ in range(2):  # the first reply was lost
        act(ledger, Kind.PUBLISHING, FILE, "aa", act="create")
    act(ledger, Kind.PUBLISHED, FILE, "aa", act="create")
    assert not is_anew()
    act(ledger, Kind.DRIFT, FILE, "aa", difference="missing")
    act(ledger, Kind.PUBLISHING, FILE, "aa", act="create")
    act(ledger, Kind.PUBLISHED, FILE, "aa", act="create")
    assert is_anew()
    ledger.record(an_event(Kind.PUBLISHING, portal="city", data={"act": REORDER}))
    assert is_anew()
    ledger.record(an_event(Kind.PUBLISHED, portal="city", data={"act": REORDER}))
    assert not is_anew()


def test_a_failure_settles_nothing(ledger: Ledger) -> None:
    act(ledger, Kind.PUBLISHING, FILE, "aa")
    act(ledger, Kind.FAILED, FILE, "aa")

    assert not bindings(ledger, DATASET, "city")[FILE].settled


def test_the_record_itself_and_other_portals_bind_no_file(ledger: Ledger) -> None:
    act(ledger, Kind.PUBLISHED, None, "aa")
    ledger.record(an_event(Kind.PUBLISHED, document=FILE, portal="city"))
    act(ledger, Kind.PUBLISHED, FILE, "aa")

    assert bindings(ledger, DATASET, "data.gov.ua") == {}
    assert list(bindings(ledger, DATASET, "city")) == [FILE]


def test_the_last_description_stands(ledger: Ledger) -> None:
    assert last_described(ledger, DATASET) is None
    for title in ("Будівлі", "Перелік будівель"):
        ledger.record(an_event(Kind.DESCRIBED, data={"title": title, "documents": [FILE]}))

    assert last_described(ledger, DATASET) == {"title": "Перелік будівель", "documents": [FILE]}


def test_the_last_outcome_is_the_last_event_that_ends_an_update(ledger: Ledger) -> None:
    assert last_outcome(ledger, DATASET) is None
    ledger.record(an_event(Kind.REFUSED))
    ended = ledger.record(an_event(Kind.HELD))
    ledger.record(an_event(Kind.GATHERED))
    ledger.record(an_event(Kind.UNCHANGED, dataset="other"))

    assert last_outcome(ledger, DATASET) == ended


def test_origins_are_those_of_deliveries(ledger: Ledger) -> None:
    ledger.record(an_event(Kind.GATHERED, data={"origin": "sample"}))
    ledger.record(an_event(Kind.GATHERED, data={"origin": "inbox"}))
    ledger.record(an_event(Kind.REFUSED, data={"origin": "web"}))
    ledger.record(an_event(Kind.GATHERED, dataset="other", data={"origin": "hand"}))

    assert delivered_from(ledger, DATASET) == {"sample", "inbox"}

"""Questions to the ledger that a run and a publication ask before they act.

Operational answers go by the order of recording; figures, which go by when things happened, are in
`standing.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from pipeline.record.event import JSON, Kind, Recorded
from pipeline.record.ledger import Ledger

OUTCOMES = (Kind.PUBLISHED, Kind.UNCHANGED, Kind.REFUSED, Kind.HELD, Kind.FAILED)
"""Kinds that say how an update ended."""


@dataclass(frozen=True, slots=True)
class Binding:
    """Which resource of a portal a file of a publication lives in, as last recorded.

    `settled` is False for an intent without an outcome after it: the portal must be asked. `size`
    is in bytes; `shown` stands for what an adopted resource showed of its content. `role` is what
    the file is, `data` where it counts as a document. `placed` says that it once had its place
    there, `again` that it was lost since and made anew, so that it stands last until the files are
    put in order.
    """

    key: str
    resource_id: str
    package_id: str | None
    sha256: str | None
    settled: bool
    size: int | None = None
    shown: str | None = None
    role: str | None = None
    placed: bool = False
    again: bool = False


REORDER = "reorder"
"""`data["act"]` of putting the files of a dataset in their order again."""

Sent: TypeAlias = Mapping[str, Mapping[str, frozenset[str]]]
"""By file key ("" for the CKAN record) and field: digests of every value ever sent to a portal."""


def bindings(ledger: Ledger, dataset: str, portal: str) -> dict[str, Binding]:
    """Every file key of the dataset on that portal, by its last PUBLISHING or PUBLISHED event.

    ADOPTED counts as PUBLISHED: the file is there, and its id is the one to keep. After DRIFT the
    portal must be asked what it has. Events without a file key or without `data["resource_id"]`
    speak of the CKAN record itself.
    """
    kinds = (Kind.PUBLISHING, Kind.PUBLISHED, Kind.ADOPTED, Kind.DRIFT)
    found: dict[str, Binding] = {}
    for recorded in ledger.read(dataset=dataset, portal=portal, kinds=kinds):
        binding = _binding(recorded)
        if recorded.event.kind is Kind.DRIFT:
            key = recorded.event.document or ""
            if key in found:
                found[key] = replace(found[key], settled=False)
        elif binding:
            found[binding.key] = _follow(found.get(binding.key), binding, recorded)
        elif _is_reordered(recorded):
            found = {key: replace(each, again=False) for key, each in found.items()}
    return found


def _is_reordered(recorded: Recorded) -> bool:
    event = recorded.event
    return event.kind is Kind.PUBLISHED and event.data.get("act") == REORDER


def _follow(before: Binding | None, binding: Binding, recorded: Recorded) -> Binding:
    """A creation after the file had its place already is one anew."""
    if before is None:
        return replace(binding, placed=binding.settled)
    anew = before.placed and recorded.event.data.get("act") == "create"
    return replace(binding, placed=before.placed or binding.settled, again=before.again or anew)


def _binding(recorded: Recorded) -> Binding | None:
    event = recorded.event
    resource_id = event.data.get("resource_id")
    if event.document is None or not isinstance(resource_id, str):
        return None
    names = ("package_id", "size", "shown", "role")
    package_id, size, shown, role = (event.data.get(name) for name in names)
    return Binding(
        key=event.document,
        resource_id=resource_id,
        package_id=package_id if isinstance(package_id, str) else None,
        sha256=event.sha256,
        settled=event.kind is not Kind.PUBLISHING,
        size=size if isinstance(size, int) else None,
        shown=shown if isinstance(shown, str) else None,
        role=role if isinstance(role, str) else None,
    )


def sent_fields(ledger: Ledger, dataset: str, portal: str) -> Sent:
    """What of the record and of each file was ever sent to that portal."""
    found: dict[str, dict[str, frozenset[str]]] = {}
    for recorded in ledger.read(dataset=dataset, portal=portal, kinds=(Kind.PUBLISHING,)):
        sent = recorded.event.data.get("sent")
        if isinstance(sent, Mapping):
            known = found.setdefault(recorded.event.document or "", {})
            for name, digest in sent.items():
                known[name] = known.get(name, frozenset()) | {str(digest)}
    return found


def last_described(ledger: Ledger, dataset: str) -> Mapping[str, JSON] | None:
    """What the last DESCRIBED event says of the dataset; None before the first."""
    last = _last(ledger, dataset, Kind.DESCRIBED)
    return last.event.data if last else None


def last_outcome(ledger: Ledger, dataset: str) -> Recorded | None:
    """The event that says how the dataset's last update ended; None before the first."""
    return _last(ledger, dataset, *OUTCOMES)


def delivered_from(ledger: Ledger, dataset: str) -> set[str]:
    """Every origin (`data["origin"]`) a delivery of the dataset ever came from."""
    found = (
        recorded.event.data.get("origin")
        for recorded in ledger.read(dataset=dataset, kinds=(Kind.GATHERED,))
    )
    return {origin for origin in found if isinstance(origin, str)}


def sample_deliveries(ledger: Ledger, dataset: str) -> frozenset[str]:
    """Hashes of all deliveries that were samples of a demonstration."""
    found = ledger.read(dataset=dataset, kinds=(Kind.GATHERED,))
    return frozenset(
        recorded.event.sha256
        for recorded in found
        if recorded.event.sha256 and recorded.event.data.get("origin") == "sample"
    )


def _last(ledger: Ledger, dataset: str, *kinds: Kind) -> Recorded | None:
    return next(ledger.read(dataset=dataset, kinds=kinds, newest_first=True), None)

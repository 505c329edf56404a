"""Read the report's portal and hold it against the ledger, before figures are printed.

Between the rooms, as the desk is: `publish` knows how portals are read, `report` what to compare.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import nullcontext

from pipeline.embedded import answering_portal
from pipeline.model import Catalogue, Portal
from pipeline.publish.ckan import PortalClient
from pipeline.publish.errors import PortalError
from pipeline.publish.state import PortalState
from pipeline.record.history import Binding, bindings
from pipeline.record.ledger import Ledger
from pipeline.report.agreement import Shown, check_agreement, read_placed
from pipeline.report.figures import Figures, build_figures_now
from pipeline.settings import Settings

PAGE = 100
"""Datasets asked for at a time; CKAN gives at most 1000."""


def compare_with_portal(settings: Settings, catalogue: Catalogue, ledger: Ledger) -> list[str]:
    """Every disagreement between the ledger and the report portal now, as sentences.

    A portal that cannot be read is one too: what was not compared is not confirmed.
    """
    portal = catalogue.portals[catalogue.report_portal]
    embedded = portal.profile == "embedded"
    figures = build_figures_now(ledger, portal.name)
    awake = answering_portal(portal, settings.portal) if embedded else nullcontext()
    try:
        with awake, PortalClient(portal.url, None) as client:
            return list(compare(client, portal, ledger, figures))
    except PortalError as error:
        return [error.sentence]


def compare(
    client: PortalClient, portal: Portal, ledger: Ledger, figures: Figures
) -> Iterator[str]:
    """Compare what a stranger sees: the client needs no key."""
    names = {*figures.dataset_names, *_list_datasets(client, portal.organization)}
    bound = {name: bindings(ledger, name, portal.name) for name in sorted(names)}
    shown = {name: _read_shown(client.read_package(name), bound[name]) for name in sorted(names)}
    ids = {name: frozenset(item.resource_id for item in bound[name].values()) for name in names}
    yield from check_agreement(figures, read_placed(ledger, figures), shown, ids)


def _list_datasets(client: PortalClient, organization: str) -> Iterator[str]:
    start, total = 0, 1
    while start < total:
        found = client.read(
            "package_search", fq=f"organization:{organization}", rows=str(PAGE), start=str(start)
        )
        yield from (str(package["name"]) for package in found["results"])
        start, total = start + PAGE, int(found["count"])


def _read_shown(state: PortalState | None, bound: Mapping[str, Binding]) -> Shown | None:
    """The data resources. Where a portal keeps no type, what the ledger does not know is data."""
    if state is None or state.deleted:
        return None
    other = {item.resource_id for key, item in bound.items() if not _is_data(key)}
    data = {
        resource.id: _sha256(resource.fields.get("hash", ""))
        for resource in state.resources
        if resource.fields.get("resource_type") == "data"
        or (not resource.fields.get("resource_type") and resource.id not in other)
    }
    return Shown(data, state.private)


def _is_data(key: str) -> bool:
    """By the key alone (see `publish/package.py`): a document's own begins with its dataset."""
    return "/" in key and "#" not in key and not key.startswith("structure/")


def _sha256(stated: str) -> str | None:
    return stated.removeprefix("sha256:") if stated.startswith("sha256:") else None

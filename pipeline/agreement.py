"""Read the report's portal and hold it against the ledger, before figures are printed.

Between the rooms, as the desk is: the figures are the report's, the comparison is reconcile's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext

from pipeline.embedded import answering_portal
from pipeline.model import Catalogue, Portal
from pipeline.publish.ckan import PortalClient
from pipeline.publish.errors import PortalError
from pipeline.publish.organization import list_organization
from pipeline.publish.reconcile import compare_documents
from pipeline.record.history import bindings
from pipeline.record.ledger import Ledger
from pipeline.report.figures import Figures, build_figures_now
from pipeline.settings import Settings


def compare_with_portal(settings: Settings, catalogue: Catalogue, ledger: Ledger) -> list[str]:
    """Every disagreement between the ledger and the report portal now, as sentences.

    Compared is the present moment, whatever day the report is of: a ledger that misses what the
    portal shows, or the reverse, cannot be believed for any day. A portal that cannot be read is a
    disagreement too: what was not compared is not confirmed.
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
    counted: dict[str, dict[str, str | None]] = {}
    for document in figures.standing:
        counted.setdefault(document.dataset, {})[document.document] = document.sha256
    for name in sorted({*counted, *list_organization(client, portal.organization)}):
        state, bound = client.read_package(name), bindings(ledger, name, portal.name)
        for found in compare_documents(name, counted.get(name, {}), state, bound):
            yield f"{name}: {found.sentence}."

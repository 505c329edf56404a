"""What one portal should hold of one release, and what the next plan towards it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.model import Dataset, Portal, Publisher, Release
from pipeline.publish.ckan import PortalClient
from pipeline.publish.datapackage import build_datapackage
from pipeline.publish.drift import mark_drift
from pipeline.publish.errors import PortalError
from pipeline.publish.package import PackageFile, build_package
from pipeline.publish.plan import build_plan
from pipeline.publish.record import Record, build_record, check_record
from pipeline.publish.refusals import NO_REFUSALS, Refusals, set_aside
from pipeline.publish.state import PortalState
from pipeline.publish.steps import Plan
from pipeline.record import history
from pipeline.record.history import Binding, Sent

if TYPE_CHECKING:
    from pipeline.record.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Target:
    """The wanted record and files of a dataset on one portal; `url` is its page there."""

    dataset: Dataset
    release: Release
    publisher: Publisher
    portal: Portal
    url: str
    record: Record
    files: tuple[PackageFile, ...]

    def bindings(self, ledger: Ledger) -> dict[str, Binding]:
        """What the ledger says was last sent there."""
        return history.bindings(ledger, self.dataset.name, self.portal.name)

    def sent(self, ledger: Ledger) -> Sent:
        """What was ever sent there, so that somebody else's edit is told from our own change."""
        return history.sent_fields(ledger, self.dataset.name, self.portal.name)

    def read_state(self, client: PortalClient, bound: Mapping[str, Binding]) -> PortalState | None:
        """The portal's side, found by the id the ledger knows, else by name.

        PortalError where a person deleted the dataset there: that is not for a machine to undo.
        """
        state = read_known(client, self.dataset.name, bound)
        if state and state.deleted:
            raise PortalError(
                f"Набір «{self.dataset.name}» на порталі {client.site} вилучено людиною. "
                "Відновіть його там або приберіть портал з опису набору."
            )
        return state

    def next_plan(
        self,
        state: PortalState | None,
        bound: Mapping[str, Binding],
        sent: Sent,
        refusals: Refusals = NO_REFUSALS,
    ) -> Plan:
        """What to do now: first everything but `datapackage.json`, which names the addresses.

        It stays as it was where a file is refused: strangers would find it wrong.
        """
        plan = self._plan(self.files, state, bound, sent, refusals)
        if state is None or not plan.is_empty or refusals.files:
            return plan
        return self._plan(self._with_datapackage(plan, state), state, bound, sent, refusals)

    def whole_plan(
        self, state: PortalState | None, bound: Mapping[str, Binding], sent: Sent
    ) -> Plan:
        """Everything at once, for a dry run; new files get the addresses they are likely to get."""
        plan = self._plan(self.files, state, bound, sent, NO_REFUSALS)
        return self._plan(self._with_datapackage(plan, state), state, bound, sent, NO_REFUSALS)

    def _plan(
        self,
        files: tuple[PackageFile, ...],
        state: PortalState | None,
        bound: Mapping[str, Binding],
        sent: Sent,
        refusals: Refusals,
    ) -> Plan:
        profile, ids = self.portal.profile, refusals.ids
        plan = build_plan(self.dataset.name, self.record, files, state, bound, profile, ids)
        marked = mark_drift(plan, sent, keep=self.dataset.drift == "keep")
        return set_aside(marked, refusals)

    def _with_datapackage(self, plan: Plan, state: PortalState | None) -> tuple[PackageFile, ...]:
        shown = {item.id: item.url for item in state.resources} if state else {}
        addresses = {
            step.file.key: shown.get(step.resource_id)
            or f"{self.url}/resource/{step.resource_id}/download/{step.file.filename}"
            for step in plan.files
        }
        made = build_datapackage(self.dataset, self.publisher, self.release, self.url, addresses)
        return (*self.files, made)


def build_target(
    dataset: Dataset, release: Release, publisher: Publisher, portal: Portal
) -> Target:
    """Everything the portal should hold; PortalError where it would refuse the record anyway."""
    record = build_record(dataset, publisher, release, portal)
    if found := check_record(record, portal.profile):
        raise PortalError(" ".join(found))
    url = page_of(dataset, portal)
    files = build_package(dataset, publisher, release, url)
    return Target(dataset, release, publisher, portal, url, record, files)


def page_of(dataset: Dataset, portal: Portal) -> str:
    """The dataset's page on the portal."""
    return f"{portal.url.rstrip('/')}/dataset/{dataset.name}"


def read_known(
    client: PortalClient, dataset: str, bound: Mapping[str, Binding]
) -> PortalState | None:
    """A dataset as a portal shows it, found by the id the ledger knows, else by name."""
    known = next((item.package_id for item in bound.values() if item.package_id), None)
    state = client.read_package(known or dataset)
    return client.read_package(dataset) if state is None and known else state

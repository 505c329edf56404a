"""A published dataset on a portal, and a desk to act on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from labs import Lab
from small_city import City

from pipeline.model import Catalogue, Dataset, Document, Outcome, PortalOutcome, Release
from pipeline.publish.ckan import PortalClient
from pipeline.record.event import Kind, Recorded
from pipeline.report.figures import Figures, build_figures
from pipeline.run import Desk, publish, record

ROWS = [("1", "12.5", "1971"), ("2", "", "")]
OTHERS = [("1", "99", "1971"), ("2", "", "")]


@dataclass
class Town:
    """One dataset of the small city, whose portal `city` is the lab."""

    city: City
    lab: Lab
    desk: Desk
    moments: list[datetime] = field(default_factory=list)

    @property
    def dataset(self) -> Dataset:
        return self.city.dataset

    @property
    def name(self) -> str:
        return self.dataset.name

    def publish(self, *documents: Document) -> Release:
        """Publish these documents beside those that stand."""
        before = self.desk.archive.read_release(self.name)
        release = self.city.release(*documents, previous=before)
        release = replace(release, made_at=self.city.now())
        self.desk.archive.keep_release(release)
        outcomes = publish(self.dataset, release, self.desk)
        self.note(release, outcomes)
        self.lab.approve(self.name)
        return release

    def note(self, release: Release, outcomes: tuple[PortalOutcome, ...]) -> None:
        """What a run writes down at its end."""
        result = cast(Any, outcomes[0].result)
        record(self.dataset, release, Outcome(self.name, result, "Готово."), self.desk)

    def run_again(self) -> PortalOutcome:
        """What the next run of the daemon would do."""
        release = self.desk.archive.read_release(self.name)
        assert release
        (outcome,) = publish(self.dataset, release, self.desk)
        return outcome

    def named(self, document: str) -> str:
        return f"{self.name}/{document}"

    def shown(self) -> list[str]:
        """Names of the files a visitor finds."""
        state = self.lab.state(self.name)
        return sorted(item.url.rpartition("/")[2] for item in state.resources)

    def places(self) -> dict[str, str]:
        return {item.id: item.url for item in self.lab.state(self.name).resources}

    def events(self, *kinds: Kind) -> list[Recorded]:
        return list(self.desk.ledger.read(dataset=self.name, kinds=kinds))

    def figures(self, moment: datetime | None = None) -> Figures:
        ledger = self.desk.ledger
        return build_figures(ledger, "city", moment or self.city.now(), self.city.now())


def build_desk(city: City, lab: Lab, folder: Path, client: PortalClient | None = None) -> Desk:
    portal = replace(lab.portal, name="city")
    catalogue = Catalogue(city.publisher, False, "city", {}, {"city": portal}, (city.dataset,))
    clients: Mapping[str, PortalClient] = {"city": client or lab.client()}
    unused: Any = None
    return Desk(
        catalogue=catalogue,
        ledger=city.ledger,
        archive=city.archive,
        sources=unused,
        checker=unused,
        children=unused,
        clients=clients,
        locks=folder / "locks",
        reports=folder / "reports",
        now=city.now,
        actor="tests",
        find_shortage=lambda: None,
    )


def fill(town: Town) -> Town:
    """A table, one period of a series and an order, all on the portal."""
    town.publish(
        town.city.table("buildings", ROWS),
        town.city.table("listofreports", [("1", "1")], "2021-Q1"),
        town.city.plain("2021/Наказ № 5.pdf", b"%PDF-1.4 \xff"),
    )
    return town

"""«Реєстр наборів даних» in the structure of 2025 (annex 7): a dataset made of all the others.

Paragraph 19: the register names every set the publisher has on the portal. A row is made of the
descriptor (the single source), and stands there once the ledger says that the dataset is online.
No run time enters it: as long as nothing changes, its bytes do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pipeline.model import Catalogue, Dataset, Release
from pipeline.report.figures import build_figures_now
from pipeline.resolution835.csv_text import render_csv
from pipeline.resolution835.tables import read_schema
from pipeline.resolution835.vocabulary import FREQUENCIES

if TYPE_CHECKING:
    from pipeline.record.archive import Archive
    from pipeline.record.ledger import Ledger

TABLE = "2025/7/register"
YEARLY = "Щороку"
UNSAID = "Не визначено"
"""Stands for what nobody knows yet of an adopted dataset: the structure wants every cell filled."""
LABELS = {frequency.value: frequency.label for frequency in FREQUENCIES}


def make_register(catalogue: Catalogue, ledger: Ledger, archive: Archive) -> bytes:
    """The register of this moment, as CSV."""
    published = set(build_figures_now(ledger, catalogue.report_portal).dataset_names)
    listed = [item for item in catalogue.datasets if item.name in published or item.is_generated]
    releases = {dataset.name: archive.read_release(dataset.name) for dataset in listed}
    return build_register(catalogue, listed, releases)


def build_register(
    catalogue: Catalogue, datasets: list[Dataset], releases: Mapping[str, Release | None]
) -> bytes:
    """A row a dataset, in order of names; the register's own row is one of them from the start."""
    names = read_schema(TABLE).names
    rows = (_row(catalogue, dataset, releases.get(dataset.name)) for dataset in datasets)
    return render_csv(names, ([row[name] for name in names] for row in rows))


def _row(catalogue: Catalogue, dataset: Dataset, release: Release | None) -> dict[str, str]:
    frequency, remark = _frequency(dataset)
    portal = catalogue.portals[catalogue.report_portal]
    description = " ".join((dataset.description or dataset.title, remark)).strip()
    return {
        "uid": dataset.name,
        "title": dataset.title,
        "description": " ".join(description.split()),
        "accrualPeriodicity": frequency,
        "keywords": ", ".join(dataset.keywords) or UNSAID,
        "purpose": " ".join(". ".join(filter(None, (dataset.ground, dataset.purpose))).split())
        or UNSAID,
        "url": f"{portal.url.rstrip('/')}/dataset/{dataset.name}",
        "distributionFormat": ", ".join(_formats(dataset, release)),
        "publisherName": catalogue.publisher.name,
        "publisherId": catalogue.publisher.edrpou,
        "contactPointName": dataset.responsible.role or dataset.office.name,
        "contactPointEmail": dataset.responsible.email,
    }


def _frequency(dataset: Dataset) -> tuple[str, str]:
    """A value of the structure's closed list, and in words what that list has no value for.

    «Відразу після внесення змін» and «Більше не оновлюється» left the list of 2025; the portal
    counts a year for the first and nothing for the second.
    """
    allowed = read_schema(TABLE).field("accrualPeriodicity").enum
    label = LABELS.get(dataset.frequency, "")
    if label in allowed:
        return label, ""
    return YEARLY, f"{label or 'Періодичність оновлення не визначено'}."


def _formats(dataset: Dataset, release: Release | None) -> Iterator[str]:
    """What is published, in order of first appearance; of a dataset yet to come, what will be."""
    if release is None:
        found = [form.upper() for resource in dataset.resources for form in resource.formats]
    else:
        found = [file.format for document in release.documents for file in document.files]
    yield from dict.fromkeys(found)

"""How fast the publisher is on a real CKAN, against a bare loop of calls and against its rivals.

    CKAN_URL=… CKAN_PUBLISHER_TOKEN=… CKAN_ORG=… .venv/bin/python tests/benchmarks/publish.py [SETS]

Publishes 135 datasets with 1 062 documents (or the first SETS of them) each way, taking turns of
fifteen, so that a noisy machine is noisy to all of them; rivals get one such turn beside one more
of the bare loop. They need `pip install frictionless[ckan]`. Prints the tables of the README;
asserts nothing.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from publish_city import DATASETS, build_towns
from publish_lanes import Bench, Lane, Trusting
from publish_memory import measure_uploads
from publish_rivals import publish_ckanapi, publish_frictionless, write_packages

from pipeline.clock import now
from pipeline.model import Portal
from pipeline.publish.ckan import PortalClient
from pipeline.record.archive import Archive
from pipeline.record.ledger import open_ledger
from pipeline.wording import size_of

TURN = 15


def main() -> None:
    """Measure everything and print it."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else DATASETS
    portal = Portal("lab", os.environ["CKAN_URL"], os.environ["CKAN_ORG"], "ckan")
    with (
        tempfile.TemporaryDirectory() as name,
        open_ledger(f"sqlite:///{name}/ledger.sqlite3", now) as ledger,
    ):
        folder = Path(name)
        key = os.environ["CKAN_PUBLISHER_TOKEN"]
        bench = Bench(portal, key, ledger, Archive(folder / "archive"))
        lanes = measure_lanes(bench, count)
        rivals = measure_rivals(bench, folder)
    lines = [*_describe_lanes(lanes, rivals), "", *_describe_memory()]
    sys.stdout.write("\n".join(lines) + "\n")


def measure_lanes(bench: Bench, count: int) -> tuple[Lane, ...]:
    """The bare loop, the bare loop of documents alone, ours without and with reading back."""
    bare, bare_documents = Lane("ckanapi, ті самі файли"), Lane("ckanapi, самі документи")
    ours, whole = Lane("pipeline"), Lane("pipeline, зі звіркою завантажень")
    for first in range(0, count, TURN):
        for lane in (bare, bare_documents, ours, whole):
            towns = build_towns(bench.archive, bench.portal, count)[first : first + TURN]
            if lane is bare or lane is bare_documents:
                bench.call_bare(towns, lane, documents_only=lane is bare_documents)
            else:
                bench.publish(towns, lane, Trusting if lane is ours else PortalClient)
                bench.publish_again(towns, lane)
            bench.clear(towns)
    return bare, bare_documents, ours, whole


def measure_rivals(bench: Bench, folder: Path) -> tuple[Lane, ...]:
    """One turn of the bare loop and of each, and their second runs over what has not changed."""
    bare = Lane("ckanapi, ті самі файли")
    towns = build_towns(bench.archive, bench.portal, TURN)
    bench.call_bare(towns, bare)
    bench.clear(towns)
    lanes = [bare]
    for name in ("frictionless publish", "ckanapi load + upload@"):
        first, again = Lane(name), Lane(f"{name}, вдруге без змін")
        towns = build_towns(bench.archive, bench.portal, TURN)
        write_packages(bench, towns, folder)
        if name.startswith("frictionless"):
            bench.time(
                towns, lambda t=towns: publish_frictionless(bench, t, folder, again=False), first
            )
            bench.time(
                towns, lambda t=towns: publish_frictionless(bench, t, folder, again=True), again
            )
        else:
            bench.time(towns, lambda t=towns: publish_ckanapi(bench, t, folder), first)
            bench.time(towns, lambda t=towns: publish_ckanapi(bench, t, folder), again)
        bench.clear(towns)
        lanes += [first, again]
    return tuple(lanes)


def _describe_lanes(lanes: tuple[Lane, ...], rivals: tuple[Lane, ...]) -> Iterator[str]:
    yield f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    for table in (lanes, rivals):
        yield ""
        yield "| спосіб | наборів | документів | с | документів/с | до ckanapi |"
        yield "|---|--:|--:|--:|--:|--:|"
        for lane in table:
            yield (
                f"| {lane.name} | {lane.datasets} | {lane.documents} | {lane.seconds:.0f} "
                f"| {lane.rate:.2f} | {lane.rate / table[0].rate:.0%} |"
            )
    ours, whole = lanes[2], lanes[3]
    again = ours.again
    yield ""
    yield f"Звірка: {whole.read_back.files} файлів, {whole.read_back.seconds:.0f} с у потоках."
    yield (
        f"Вдруге без змін: читань на набір {again.reads / ours.datasets:.2f}, "
        f"записів {again.writes}, надіслано {again.sent} Б."
    )


def _describe_memory() -> Iterator[str]:
    yield "| один файл | куди | розмір | найбільше пам’яті | с |"
    yield "|---|---|--:|--:|--:|"
    for it in measure_uploads():
        sizes = f"{size_of(it.size)} | {size_of(it.peak)}"
        yield f"| {it.way} | {it.target} | {sizes} | {it.seconds:.0f} |"


if __name__ == "__main__":
    main()

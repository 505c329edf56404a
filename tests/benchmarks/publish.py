"""How fast the publisher is on a real CKAN, against a bare loop of calls and against its rivals.

    CKAN_URL=… CKAN_TOKEN=… CKAN_PUBLISHER_TOKEN=… .venv/bin/python tests/benchmarks/publish.py \
        [--sets 135] [--rivals 45] [--memory]

Every way brings the same datasets to a fresh organization, four at a time, in turns of fifteen
whose order rotates, so that a noisy machine is noisy to all of them; what a turn made is purged
before the next. What is sent is built beforehand and not timed. Rivals need
`pip install frictionless[ckan]`. CKAN_TOKEN is a sysadmin's, CKAN_PUBLISHER_TOKEN that of a user
(CKAN_PUBLISHER, by default `publisher`) who becomes editor. Prints the tables of the README;
asserts nothing.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from publish_bench import Bench, Lane, fresh_bench
from publish_city import DATASETS
from publish_memory import measure_uploads
from publish_rivals import Command, Frictionless
from publish_ways import Bare, Pipeline

from pipeline.wording import size_of

TURN = 15


def main() -> None:
    """Measure what was asked for, printing each table when it is ready."""
    asked = read_arguments()
    show([f"{platform.machine()}, {os.cpu_count()} ядра, Python {platform.python_version()}"])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if asked.sets:
            with fresh_bench(folder, os.environ) as bench:
                lanes = build_lanes(bench)
                measure(lanes, bench, asked.sets)
                show(describe_lanes(lanes))
        if asked.rivals:
            with fresh_bench(folder, os.environ) as bench:
                lanes = build_rivals(bench, folder)
                measure(lanes, bench, asked.rivals)
                show(describe_lanes(lanes))
        if asked.memory:
            show(describe_memory())


def read_arguments() -> argparse.Namespace:
    """How many datasets, and whether memory is measured too."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sets", type=int, default=DATASETS)
    parser.add_argument("--rivals", type=int, default=DATASETS // 3)
    parser.add_argument("--memory", action="store_true")
    return parser.parse_args()


def build_lanes(bench: Bench) -> tuple[Lane, ...]:
    """The bare loop of documents alone and of all files; ours without and with reading back."""
    return (
        Lane("цикл ckanapi: набори й документи", Bare(bench, documents_only=True)),
        Lane("цикл ckanapi: ті самі файли", Bare(bench)),
        Lane("pipeline, саме надсилання", Pipeline(bench, trusting=True)),
        Lane("pipeline зі звіркою завантажень", Pipeline(bench), repeats=True),
    )


def build_rivals(bench: Bench, folder: Path) -> tuple[Lane, ...]:
    """The bare loop, ours, and what a user would take instead."""
    return (
        Lane("цикл ckanapi: набори й документи", Bare(bench, documents_only=True)),
        Lane("pipeline зі звіркою завантажень", Pipeline(bench), repeats=True),
        Lane("frictionless, Package.publish", Frictionless(bench, folder), repeats=True),
        Lane("ckanapi load + upload@", Command(bench, folder), repeats=True),
    )


def measure(lanes: Sequence[Lane], bench: Bench, count: int) -> None:
    """Every lane in turn, each turn begun by another of them."""
    for turn, first in enumerate(range(0, count, TURN)):
        places = range(first, min(first + TURN, count))
        for lane in rotated(lanes, turn):
            parcels = bench.build_parcels(places)
            lane.measure(parcels, bench)
            bench.purge(parcels)


def rotated(lanes: Sequence[Lane], turn: int) -> Iterator[Lane]:
    """All of them, from another one every turn."""
    return (lanes[(turn + place) % len(lanes)] for place in range(len(lanes)))


def describe_lanes(lanes: Sequence[Lane]) -> Iterator[str]:
    """First runs, then second ones; the first lane is what all are compared with."""
    yield "| спосіб | наборів | документів | файлів | с | документів/с | до циклу |"
    yield "|---|--:|--:|--:|--:|--:|--:|"
    for lane in lanes:
        yield (
            f"| {lane.name} | {lane.datasets} | {lane.documents} | {lane.files} "
            f"| {lane.seconds:.0f} | {lane.rate:.1f} | {lane.rate / lanes[0].rate:.0%} |"
        )
    for lane in lanes:
        if (found := lane.read_back).files:
            spent = f"{size_of(found.size)}, {found.seconds:.0f} с у потоках"
            yield f"Звірка: {found.files} файлів, {spent}."
    yield ""
    yield "| вдруге без змін | с | запитів на набір | надіслано | нових id | файлів на набір |"
    yield "|---|--:|--:|--:|--:|--:|"
    for lane in lanes:
        if lane.repeats:
            again, count = lane.again, lane.datasets
            asked = "—" if again.requests is None else f"{again.requests / count:.2f}"
            yield (
                f"| {lane.name} | {again.seconds:.0f} | {asked} | {size_of(again.sent)} "
                f"| {again.new_ids} | {again.files / count:.1f} |"
            )


def describe_memory() -> Iterator[str]:
    """Peak memory of one upload, each way."""
    yield "| один файл | куди | розмір | найбільше пам’яті | с |"
    yield "|---|---|--:|--:|--:|"
    for it in measure_uploads(os.environ):
        sizes = f"{size_of(it.size)} | {size_of(it.peak)}"
        yield f"| {it.way} | {it.target} | {sizes} | {it.seconds:.0f} |"


def show(lines: Sequence[str] | Iterator[str]) -> None:
    """Print a table as soon as it is measured."""
    sys.stdout.write("\n".join(lines) + "\n\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

"""What reading in child processes costs: the same checks with and without it, in one run.

    .venv/bin/python tests/benchmarks/isolation.py

Prints seconds a thousand small documents take, and the ratio to the rival: a bare call of
`check_delivery` in this process. Nothing is asserted: machines are noisy.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from pipeline.children import Children
from pipeline.gather.hand import take_by_hand
from pipeline.model import Dataset, Delivery, Resource, Verdict
from pipeline.resolution835.tables import read_schema
from pipeline.validate.by_hand import build_table_dataset
from pipeline.validate.isolation import Checker
from pipeline.validate.verdict import check_delivery

DOCUMENTS = 1000
TABLE = "2025/68/playgrounds"

Check = Callable[[Delivery, Resource, Dataset], Verdict]


def write_delivery(folder: Path) -> Path:
    """A table of twenty rows, as an office would write it."""
    schema = read_schema(TABLE)
    header = ",".join(schema.names)
    rows = [",".join(f'"{field.example}"' for field in schema.fields) for _ in range(20)]
    path = folder / "playgrounds.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def measure(check: Check, delivery: Delivery, resource: Resource, dataset: Dataset) -> float:
    """Seconds for all documents after one that warms everything up."""
    check(delivery, resource, dataset)
    began = perf_counter()
    for _ in range(DOCUMENTS):
        check(delivery, resource, dataset)
    return perf_counter() - began


def main() -> None:
    """Measure both in one run and print the ratio."""
    dataset = build_table_dataset(read_schema(TABLE))
    (resource,) = dataset.resources
    with tempfile.TemporaryDirectory() as folder, Children() as children:
        checker = Checker(children)
        delivery = take_by_hand(write_delivery(Path(folder)), dataset, resource)
        bare = measure(check_delivery, delivery, resource, dataset)
        isolated = measure(checker.check, delivery, resource, dataset)
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    sys.stdout.write(
        f"{DOCUMENTS} tables of 20 rows on {machine}\n"
        f"| check_delivery in this process | {bare:.2f} s | 1.00 |\n"
        f"| Checker, in a child process    | {isolated:.2f} s | {isolated / bare:.2f} |\n"
    )


if __name__ == "__main__":
    main()

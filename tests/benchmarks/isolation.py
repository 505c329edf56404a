"""What reading in child processes costs: the same checks with and without it, in one run.

    .venv/bin/python tests/benchmarks/isolation.py

Prints the seconds a thousand small documents take and the ratio to the rival, a bare call of
`check_delivery` in this process. The three take turns, a hundred documents each, so that what else
the machine does falls on all of them. Nothing is asserted: machines are noisy.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter

from pipeline.children import Children
from pipeline.gather.hand import take_by_hand
from pipeline.model import Dataset, Delivery, Resource, Verdict
from pipeline.resolution835.tables import read_schema
from pipeline.run import AT_ONCE
from pipeline.validate.by_hand import build_table_dataset
from pipeline.validate.isolation import Checker
from pipeline.validate.verdict import check_delivery

ROUNDS = 10
DOCUMENTS_OF_A_ROUND = 100
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


def one_by_one(check: Check, told: tuple[Delivery, Resource, Dataset]) -> float:
    """Seconds for one round."""
    began = perf_counter()
    for _ in range(DOCUMENTS_OF_A_ROUND):
        check(*told)
    return perf_counter() - began


def in_lanes(check: Check, told: tuple[Delivery, Resource, Dataset]) -> float:
    """Seconds for one round as `publish` goes: several datasets at once."""
    began = perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as lanes:
        for found in [lanes.submit(check, *told) for _ in range(DOCUMENTS_OF_A_ROUND)]:
            found.result()
    return perf_counter() - began


def main() -> None:
    """Measure all three in one run and print the ratios."""
    dataset = build_table_dataset(read_schema(TABLE))
    (resource,) = dataset.resources
    cores = os.cpu_count() or 1
    with (
        tempfile.TemporaryDirectory() as folder,
        Children() as one,
        Children(workers=min(AT_ONCE, cores)) as several,
    ):
        told = (take_by_hand(write_delivery(Path(folder)), dataset, resource), resource, dataset)
        turns = {
            "check_delivery in this process": lambda: one_by_one(check_delivery, told),
            "Checker, one child": lambda: one_by_one(Checker(one).check, told),
            "Checker, as publish goes": lambda: in_lanes(Checker(several).check, told),
        }
        for turn in turns.values():
            turn()
        seconds = dict.fromkeys(turns, 0.0)
        for _ in range(ROUNDS):
            for name, turn in turns.items():
                seconds[name] += turn()
    bare = next(iter(seconds.values()))
    sys.stdout.write(
        f"{ROUNDS * DOCUMENTS_OF_A_ROUND} tables of 20 rows, {platform.machine()}, {cores} cores, "
        f"Python {platform.python_version()}\n"
    )
    for name, took in seconds.items():
        sys.stdout.write(f"| {name:<30} | {took:6.2f} s | {took / bare:.2f} |\n")


if __name__ == "__main__":
    main()

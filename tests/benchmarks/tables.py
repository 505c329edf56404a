"""How fast tables are judged, beside plain `frictionless validate` and a bare read by pandas.

    .venv/bin/python tests/benchmarks/tables.py [ROWS]

One table of Resolution 835 with 25 columns: clean, with every cell wrong, and as XLSX. Rivals read
the same clean CSV in the same run: Frictionless with the same Table Schema, which finds no header,
mends nothing and knows no code; pandas, which judges nothing. Ratios are to Frictionless. Nothing
is asserted: machines are noisy.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import process_time

import openpyxl
import pandas
from frictionless import Resource as Table
from frictionless import Schema

from pipeline.gather.hand import take_by_hand
from pipeline.model import Dataset, Verdict
from pipeline.resolution835.tables import read_schema
from pipeline.validate.by_hand import build_table_dataset
from pipeline.validate.verdict import check_delivery

TABLE = "2025/68/playgrounds"


def clean_rows(dataset: Dataset, count: int) -> list[list[str]]:
    """The examples of the Resolution, each row with a key of its own."""
    (resource,) = dataset.resources
    assert resource.schema is not None
    examples = [field.example for field in resource.schema.fields]
    return [[str(number), *examples[1:]] for number in range(1, count + 1)]


def write_csv(path: Path, names: tuple[str, ...], rows: list[list[str]]) -> Path:
    """A plain CSV; no value of these rows has a quotation mark."""
    lines = [",".join(names), *(",".join(f'"{text}"' for text in row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def write_workbook(path: Path, names: tuple[str, ...], rows: list[list[str]]) -> Path:
    """The same rows as text cells."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Дані")
    for row in [list(names), *rows]:
        sheet.append(row)
    book.save(path)
    return path


def judge(path: Path, dataset: Dataset) -> Verdict:
    """The verdict on one file, in this process."""
    (resource,) = dataset.resources
    return check_delivery(take_by_hand(path, dataset, resource), resource, dataset)


def seconds_of(turn: Callable[[], object]) -> float:
    """Seconds of the processor, the second time."""
    turn()
    began = process_time()
    turn()
    return process_time() - began


def main() -> None:
    """Measure ours and both rivals in one run and print the ratios."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    dataset = build_table_dataset(read_schema(TABLE))
    (resource,) = dataset.resources
    assert resource.schema is not None
    names, described = resource.schema.names, resource.schema.descriptor()
    rows = clean_rows(dataset, count)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        clean = write_csv(home / "clean.csv", names, rows)
        wrong = write_csv(
            home / "wrong.csv", names, [[f"x{n} y?"] * len(names) for n in range(count)]
        )
        book = write_workbook(home / "clean.xlsx", names, rows)
        os.chdir(home)
        schema = Schema.from_descriptor(described)
        turns = {
            "frictionless validate": lambda: Table(path="clean.csv", schema=schema).validate(),
            "pandas.read_csv": lambda: pandas.read_csv(clean, dtype=str),
            "check, clean CSV": lambda: judge(clean, dataset),
            "check, clean XLSX": lambda: judge(book, dataset),
            "check, every row wrong": lambda: judge(wrong, dataset),
        }
        seconds = {name: seconds_of(turn) for name, turn in turns.items()}
        found = len(judge(wrong, dataset).findings)
    rival = seconds["frictionless validate"]
    sys.stdout.write(
        f"{count} rows of {len(names)} columns on {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}; {found} findings in the wrong table\n"
    )
    for name, took in seconds.items():
        sys.stdout.write(
            f"| {name:<24} | {took:6.2f} s | {count / took:8.0f} rows/s | {took / rival:.2f} |\n"
        )


if __name__ == "__main__":
    main()

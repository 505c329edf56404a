"""Peak memory of gathering a big query: ours, and pandas reading the same rows, in one run.

    .venv/bin/python tests/benchmarks/gather_database.py [ROWS] [postgresql+psycopg://… or mysql+pymysql://…]

Without an address a SQLite file is made. Each way runs in a process of its own; what it holds
before it begins is taken off. Nothing is asserted: machines are noisy.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import perf_counter

from sqlalchemy import create_engine

from pipeline.gather.database import fetch_rows
from pipeline.model import DatabaseSource
from pipeline.record.archive import Archive

ROWS = 500_000
SERIES = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) "
    "SELECT i AS uid, 'вулиця Центральна, ' || i AS address, i * 0.37 AS area FROM n"
)

SERIES_OF_MARIADB = (
    "SELECT seq AS uid, concat('вулиця Центральна, ', seq) AS address, seq * 0.37 AS area "
    "FROM seq_1_to_{rows}"
)
"""MariaDB ends a recursion after a thousand rounds, and adds texts by another sign."""


def gather(url: str, query: str, folder: Path) -> None:
    """The way of the product."""
    source = DatabaseSource(url, query, timeout=3600)
    fetch_rows(source, "big", {}, Archive(folder), lambda: datetime.now(UTC))


def read_with_pandas(url: str, query: str, folder: Path) -> None:
    """The rival: what a data office's script does."""
    import pandas as pd

    pd.read_sql(query, create_engine(url)).to_csv(folder / "big.csv", index=False)


def measure(way: str, url: str, query: str) -> None:
    """Print seconds and the growth of resident memory in MiB."""
    if way == "pandas":
        import pandas as pd  # noqa: F401 - its own size is not the rows'
    else:
        create_engine("sqlite://").connect().close()
    with tempfile.TemporaryDirectory() as folder:
        before, start = getrusage(RUSAGE_SELF).ru_maxrss, perf_counter()
        {"pipeline": gather, "pandas": read_with_pandas}[way](url, query, Path(folder))
        grown = (getrusage(RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"{way:<9} {perf_counter() - start:6.1f} s  {grown:7.1f} MiB")  # noqa: T201


def main() -> None:
    """Both ways, one after the other."""
    if sys.argv[1:2] == ["--way"]:
        return measure(*sys.argv[2:])
    rows = int(sys.argv[1]) if sys.argv[1:] else ROWS
    with tempfile.TemporaryDirectory() as folder:
        url = sys.argv[2] if sys.argv[2:] else f"sqlite:///{folder}/big.db"
        if url.startswith("sqlite"):
            create_engine(url).connect().close()
        series = SERIES_OF_MARIADB if url.startswith(("mysql", "mariadb")) else SERIES
        for way in ("pipeline", "pandas"):
            words = [sys.executable, __file__, "--way", way, url, series.format(rows=rows)]
            subprocess.run(words, check=True)
    return None


if __name__ == "__main__":
    main()

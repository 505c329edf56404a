"""How every CSV of the Resolution is written: UTF-8, commas, line feeds, quotes where needed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence


def render_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Header and rows as bytes, the same for the same values on every machine."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")

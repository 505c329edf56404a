"""What a dataset or the publisher keeps: from leaving, from being pruned, from being mended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

OnHidden = Literal["block", "strip"]
"""What becomes of authors and comments of plain files: they block, or they are taken out."""

RepairClass = Literal[
    "headings",
    "blanks",
    "no-data",
    "apostrophes",
    "lookalikes",
    "signs",
    "letter-case",
    "dates",
    "numbers",
    "booleans",
    "phones",
    "edrpou",
    "postcodes",
]
"""The sorts of lossless mends, each of which a dataset may switch off."""


@dataclass(frozen=True, slots=True)
class Retention:
    """What housekeeping leaves; None keeps everything.

    `raw_days`: how long raw deliveries stay after they were last handed in; `releases`: how many
    of the last releases of a dataset can stand again; `report_days`: how long a report for an
    office stays after it was written.
    """

    raw_days: int | None = None
    releases: int | None = None
    report_days: int | None = None


@dataclass(frozen=True, slots=True)
class Withheld:
    """Why nothing new of a dataset is sent, and since when (Постанова № 263 of 12.03.2022)."""

    ground: str
    since: date


@dataclass(frozen=True, slots=True)
class Suppressed:
    """An enterprise whose rows never leave (Постанова № 1257 of 03.10.2025): its ЄДРПОУ."""

    edrpou: str
    ground: str
    since: date

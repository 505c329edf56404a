"""What an office handed in, and what was made of it: delivery → table → findings → verdict."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

WITHHELD_ROW = "row-withheld"
"""The code of the note on a row that the suppression list keeps back."""

Origin = Literal["inbox", "sample", "web", "database", "hand", "made"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One file, byte for byte (надходження).

    `document` is the id it would be published under, `dataset/resource[/period-or-relative-path]`;
    `name` is the relative path the office gave it; `path` is where its bytes lie now (the archive).
    `modified` is the file's own time in UTC.
    """

    document: str
    dataset: str
    resource: str
    origin: Origin
    name: str
    path: Path
    sha256: str
    size: int
    modified: datetime
    period: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem or note about a delivery (зауваження), in the officer's words.

    `cell` is the address the office's program shows (`C17`); `example` is a value that would pass.
    """

    code: str
    blocks: bool
    message: str
    sheet: str | None = None
    cell: str | None = None
    row: int | None = None
    field: str | None = None
    value: str | None = None
    example: str | None = None

    @property
    def is_guard(self) -> bool:
        """Whether it asks for a person's word rather than for a mended file."""
        return self.code.startswith("guard-")


@dataclass(frozen=True, slots=True)
class Repair:
    """One lossless mend, never silent: what stood in the cell and what stands there now."""

    cell: str
    field: str
    before: str
    after: str
    rule: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """What one dataset's source gave: deliveries, and what a person should know of the rest.

    `held` is a sentence where a person must decide first (two files equally new); `failed` is one
    where the source could not be read at all.
    """

    deliveries: tuple[Delivery, ...] = ()
    findings: tuple[Finding, ...] = ()
    held: str | None = None
    failed: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Clean rows in schema order, every cell text as it is published; `""` where missing.

    `columns[i]` is the letter of the source column of field i (None where the delivery lacks it),
    `lines[j]` the source row number of row j: together they give back the cell's address.
    `withheld` are rows that the suppression list keeps back: they never leave, and are known only
    so that rows of other tables which speak of them are kept back too.
    """

    sheet: str | None
    fields: tuple[str, ...]
    columns: tuple[str | None, ...]
    lines: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    withheld: tuple[tuple[str, ...], ...] = ()

    def address(self, row: int, column: int) -> str | None:
        """The address of a clean cell in the office's own file; None for an absent column."""
        letter = self.columns[column]
        return f"{letter}{self.lines[row]}" if letter else None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether one delivery may be published, and why. `table` is None for plain or unread files.

    `cleaned` is a plain file as it may go out, where that is not the delivery itself.
    """

    document: str
    sha256: str
    findings: tuple[Finding, ...]
    repairs: tuple[Repair, ...] = ()
    table: Table | None = None
    cleaned: bytes | None = None

    @property
    def accepted(self) -> bool:
        """Nothing blocks."""
        return not any(finding.blocks for finding in self.findings)

    @property
    def held(self) -> bool:
        """Guards alone stand in the way: a person may accept what nothing else blocks."""
        blocking = [finding for finding in self.findings if finding.blocks]
        return bool(blocking) and all(finding.is_guard for finding in blocking)

    @property
    def withheld(self) -> int:
        """How many rows the suppression list keeps back."""
        return sum(finding.code == WITHHELD_ROW for finding in self.findings)

    @property
    def blocking(self) -> int:
        """How many findings block."""
        return sum(finding.blocks for finding in self.findings)

    @property
    def notes(self) -> int:
        """How many findings do not block."""
        return len(self.findings) - self.blocking

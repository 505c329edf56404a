"""Cell addresses as people read them: `C5–C9, C12`, with the sheet where it is another one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.model import Finding

_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]*)", re.ASCII)
_STACKED = re.compile(r"([A-Z]{1,3}|рядок )([1-9][0-9]*)")


def column_of(cell: str) -> str | None:
    """The letters of an address: `AB12` → `AB`; None where it is no single cell."""
    found = _CELL.fullmatch(cell)
    return found[1] if found else None


def place_of(finding: Finding, sheet: str | None = None) -> str:
    """Where a finding stands: its cell, else its row, else `""` for the file as a whole.

    `sheet` is the sheet the reader has in mind; an address on any other names its sheet.
    """
    place = finding.cell or (f"рядок {finding.row}" if finding.row is not None else "")
    if finding.sheet is None or finding.sheet == sheet:
        return place
    return f"{finding.sheet}!{place}" if place else f"аркуш «{finding.sheet}»"


def join_places(places: Iterable[str]) -> tuple[str, ...]:
    """Addresses with neighbours below each other drawn together: C5, C6, C7 → `C5–C7`."""
    joined: list[list[str]] = []
    for place in places:
        if joined and _is_below(joined[-1][-1], place):
            joined[-1].append(place)
        else:
            joined.append([place])
    return tuple(map(_joined, joined))


def _joined(run: list[str]) -> str:
    if len(run) == 1:
        return run[0]
    if run[0].startswith("рядок "):
        return f"рядки {run[0].split()[1]}–{run[-1].split()[1]}"
    return f"{run[0]}–{run[-1]}"


def _is_below(upper: str, lower: str) -> bool:
    above, below = _STACKED.fullmatch(upper), _STACKED.fullmatch(lower)
    return bool(above and below and above[1] == below[1] and int(below[2]) - int(above[2]) == 1)

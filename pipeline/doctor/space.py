"""Room on every disk the product writes on, by the same measure that stops an update."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from pipeline.disk_space import Reserve, Space, lack_of, read_space
from pipeline.doctor.diagnosis import Diagnosis, green, red, yellow
from pipeline.wording import size_of

SUBJECT = "Диск"
EARLY = 4
"""Below so many reserves there is time to act, and somebody should."""


def check_space(
    folders: Iterable[Path], reserve: Reserve, read: Callable[[Path], Space] = read_space
) -> Diagnosis:
    """RED where updates stop already; the fullest disk speaks for all."""
    spaces = [read(folder) for folder in folders]
    lacks = [lack for space in spaces if (lack := lack_of(space, reserve))]
    if lacks:
        return red(
            SUBJECT,
            f"{lacks[0].rstrip('.')}; нічого не збирається",
            "pipeline archive prune, або більший диск",
        )
    least = min(spaces, key=lambda space: space.free)
    told = (
        f"вільно {size_of(least.free)} із {size_of(least.total)} ({least.per_cent:.0f} %) там, де "
        f"{least.folder}"
    )
    early = Reserve(reserve.size * EARLY, reserve.per_cent * EARLY, reserve.files * EARLY)
    if lack_of(least, early):
        return yellow(SUBJECT, f"{told}; місце закінчується", "pipeline archive prune")
    return green(SUBJECT, told)

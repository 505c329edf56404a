"""How far the office came since its last attempt: «виправлено 9 із 12, 1 нове»."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from pipeline.model import Finding

Identity = Callable[[Finding], Hashable]


@dataclass(frozen=True, slots=True)
class Progress:
    """Blocking findings of the last attempt, how many of them are gone, and how many are new."""

    before: int
    mended: int
    new: int


def build_progress(previous: Sequence[Finding], current: Sequence[Finding]) -> Progress:
    """Compare two attempts by what is wrong, not by where it stands.

    A cell address says little between attempts: one inserted row moves them all. So a finding is
    the same as before where rule, column and value are the same, as often as it occurred; of what
    is left over, where rule, column and cell are the same, since a wrong date mistyped anew is
    neither mended nor new. Notes stop nothing and do not count.
    """
    before = [finding for finding in previous if finding.blocks]
    now = [finding for finding in current if finding.blocks]
    gone, new = _unmatched(before, now, lambda found: (found.code, found.field, found.value))
    gone, new = _unmatched(gone, new, lambda found: (found.code, found.field, found.cell))
    return Progress(before=len(before), mended=len(gone), new=len(new))


def _unmatched(
    before: Sequence[Finding], now: Sequence[Finding], identity: Identity
) -> tuple[list[Finding], list[Finding]]:
    return _beyond(before, now, identity), _beyond(now, before, identity)


def _beyond(
    some: Sequence[Finding], others: Sequence[Finding], identity: Identity
) -> list[Finding]:
    """Those of `some` that have no partner in `others`; each partner serves once."""
    left = Counter(identity(finding) for finding in others)
    found = []
    for finding in some:
        key = identity(finding)
        if left[key]:
            left[key] -= 1
        else:
            found.append(finding)
    return found

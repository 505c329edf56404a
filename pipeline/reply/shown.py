"""Cell values made fit to be looked at: invisible characters seen, endless ones cut, leaks hidden.

A no-break space or a tab is often the whole problem, and the eye passes over it. What the leak
gate masked in a finding must not stand in the clear beside it, in a preview or a repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.model import Finding

MASK = "••"
"""What a value masked by the leak gate holds: `12••••••34`. One bullet alone is only a bullet."""

HIDDEN = "••••••"
"""What stands for a value of a column where a leak was found."""

_SEEN = str.maketrans(
    {"\u00a0": "⍽", "\u202f": "⍽", "\t": "⇥", "\n": "⏎", "\r": "⏎", "\u2028": "⏎", "\u2029": "⏎"}
)
_UNSEEN = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_EDGE_SPACES = re.compile("^ +| +$")


def shown(value: str, limit: int = 200) -> str:
    """A value whose odd characters can be seen, at most `limit` characters and an ellipsis."""
    seen = _UNSEEN.sub("▯", value[: limit + 1].translate(_SEEN))
    seen = _EDGE_SPACES.sub(lambda spaces: "␣" * len(spaces[0]), seen)
    return seen if len(seen) <= limit else seen[:limit] + "…"


def masked_fields(findings: Iterable[Finding]) -> frozenset[str]:
    """Columns in which a leak was found: no value of theirs may be shown in the clear."""
    return frozenset(
        finding.field for finding in findings if finding.field and MASK in (finding.value or "")
    )


def value_of(finding: Finding) -> str | None:
    """What stands in the cell: `""` where it is empty, None where no one cell is meant."""
    if finding.value is None and finding.cell and finding.field:
        return ""
    return finding.value

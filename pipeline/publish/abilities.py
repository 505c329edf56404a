"""What may be expected of a portal: how long it may be silent, and what its version can do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds without a byte before a request counts as lost. Compulsory: requests has none."""

    connect: float = 10
    read: float = 60
    upload: float = 600


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What may be expected of a portal, by its version alone; `()` where it gives none."""

    version: tuple[int, ...]

    @property
    def loses_resources(self) -> bool:
        """Whether quick writes to one dataset may drop resources: ckan#4217, mended in 2.9.6."""
        return self.version < (2, 9, 6)

    @property
    def takes_many(self) -> bool:
        """Whether `package_revise` takes several files in one write, without losing any."""
        return self.version >= (2, 9, 6)

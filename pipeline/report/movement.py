"""From one number to the next, by name: «130 → 135: 7 нових, 2 вилучено»."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.report.words import NEW, plain


@dataclass(frozen=True, slots=True)
class Movement:
    """What stood before and what stands after, by names."""

    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def new(self) -> tuple[str, ...]:
        """Stands after and did not before, in order of names."""
        return tuple(sorted(set(self.after) - set(self.before)))

    @property
    def withdrawn(self) -> tuple[str, ...]:
        """Stood before and does not after, in order of names."""
        return tuple(sorted(set(self.before) - set(self.after)))

    @property
    def sentence(self) -> str:
        """Both numbers, and what makes the difference: «130 → 135: 7 нових, 2 вилучено»."""
        numbers = f"{len(self.before)} → {len(self.after)}"
        told = []
        if self.new:
            told.append(plain(len(self.new), NEW))
        if self.withdrawn:
            told.append(f"{len(self.withdrawn)} вилучено")
        return f"{numbers}: {', '.join(told) or 'без змін'}"

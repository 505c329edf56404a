"""How a dataset's update ended: one value feeds exit code, ledger, mail and page alike."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.delivery import Finding, Verdict


class Result(StrEnum):
    """The outcome of one dataset."""

    PUBLISHED = "published"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    HELD = "held"
    FAILED = "failed"

    @property
    def word(self) -> str:
        """The same for a person."""
        return {
            Result.PUBLISHED: "опубліковано",
            Result.UNCHANGED: "без змін",
            Result.REFUSED: "не прийнято",
            Result.HELD: "очікує",
            Result.FAILED: "помилка",
        }[self]


class PortalResult(StrEnum):
    """The outcome of one dataset on one portal."""

    PUBLISHED = "published"
    UNCHANGED = "unchanged"
    PENDING = "pending"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What was downloaded again as a stranger would: how many files, bytes, seconds."""

    files: int = 0
    size: int = 0
    seconds: float = 0.0

    def __add__(self, other: ReadBack) -> ReadBack:
        return ReadBack(
            self.files + other.files, self.size + other.size, self.seconds + other.seconds
        )


@dataclass(frozen=True, slots=True)
class PortalOutcome:
    """What happened on one portal. `sentence` says it in Ukrainian, with what to do on failure."""

    portal: str
    result: PortalResult
    sentence: str
    url: str | None = None
    read_back: ReadBack = ReadBack()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one update of one dataset came to.

    `documents` counts the release's documents; `blocking` and `notes` count findings of the
    verdicts that stand, whether or not they are new.
    """

    dataset: str
    result: Result
    sentence: str
    release: str | None = None
    documents: int = 0
    verdicts: tuple[Verdict, ...] = ()
    portals: tuple[PortalOutcome, ...] = ()
    gathering: tuple[Finding, ...] = ()

    @property
    def blocking(self) -> int:
        """Findings that stop publication of some document."""
        return sum(verdict.blocking for verdict in self.verdicts)

    @property
    def notes(self) -> int:
        """Findings that stop nothing."""
        return sum(verdict.notes for verdict in self.verdicts) + len(self.gathering)

"""What persons vouched for: guards overridden once, and codes right although they look wrong."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Override:
    """A person let one delivery of a document past guards, once.

    `instead_of` is the delivery that was published then (None: there was none): the same file
    handed in later, over another one, is asked about anew. `codes` are the guards' codes.
    """

    document: str
    delivery: str
    instead_of: str | None
    codes: frozenset[str]
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Acceptances:
    """Everything that was accepted for a dataset; `edrpou` are codes vouched for, for good."""

    overrides: tuple[Override, ...] = ()
    edrpou: frozenset[str] = frozenset()

    def override(self, document: str, delivery: str, instead_of: str | None) -> Override | None:
        """The last override of that delivery of the document over what is published now."""
        for one in reversed(self.overrides):
            if (one.document, one.delivery, one.instead_of) == (document, delivery, instead_of):
                return one
        return None

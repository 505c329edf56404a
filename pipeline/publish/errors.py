"""What a portal can do to a publisher, each a Ukrainian sentence that says what to do next.

No sentence ever holds a key: they are built from the portal's address and its answer alone.
"""

from __future__ import annotations

from collections.abc import Mapping


class PortalError(Exception):
    """The portal did not do what was asked; nothing but a person's act will change that."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class PortalDown(PortalError):
    """The portal cannot be reached or is overloaded now: a later run may well succeed.

    `retry_after` are the seconds the portal asked for, where it did.
    """

    def __init__(self, sentence: str, retry_after: float | None = None) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after


class NotGiven(PortalDown):
    """The portal answered, but with an error of its own in place of one file (`told` says which).

    Either it is down, or that file alone is lost: another file of its tells.
    """

    def __init__(self, sentence: str, told: str) -> None:
        super().__init__(sentence)
        self.told = told


class Unanswered(PortalDown):
    """A write was sent and its outcome is unknown: read back before repeating it."""


class Overtaken(PortalDown):
    """Somebody else changed the dataset since it was read, and nothing of ours was written."""


class PortalNotFound(PortalError):
    """What was asked for is not there, or is not ours to see."""


class NotAllowed(PortalError):
    """The key is unknown, or has no right to this (CKAN answers 403 to both)."""


class FieldsRefused(PortalError):
    """The portal found fields wrong (409); `fields` are the names it complained of."""

    def __init__(self, sentence: str, fields: Mapping[str, str]) -> None:
        super().__init__(sentence)
        self.fields = fields


class TooLarge(PortalError):
    """What stands before the portal takes no request of that size."""


class FileRefused(PortalError):
    """The portal will not have one file, whose `key` this is; others may well be taken."""

    def __init__(self, sentence: str, key: str) -> None:
        super().__init__(sentence)
        self.key = key


class IdRefused(PortalError):
    """The portal will not make a resource of that id: it had one and deleted it, or has it now."""

    def __init__(self, sentence: str, resource_id: str) -> None:
        super().__init__(sentence)
        self.resource_id = resource_id


class SeveralRefused(PortalError):
    """A write of several files was refused as a whole: each is to go alone."""

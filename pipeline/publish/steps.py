"""The values a plan consists of; :mod:`pipeline.publish.plan` makes them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.publish.package import PackageFile
from pipeline.publish.state import PortalResource


class Act(StrEnum):
    """What is to be done about the record or one file.

    `settle` sends nothing: an earlier run was cut off after the portal had done the act and before
    the ledger heard of it, and only the ledger lacks the outcome.
    """

    CREATE = "create"
    REPLACE = "replace"
    DESCRIBE = "describe"
    SETTLE = "settle"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Change:
    """One field: what the portal says and what it should say.

    `drift` says that what the portal says was never sent: somebody else wrote it.
    """

    field: str
    before: str
    after: str
    drift: bool = False


@dataclass(frozen=True, slots=True)
class RecordStep:
    """What becomes of the dataset's record; `kept` are edits of others that are left alone."""

    act: Act
    changes: tuple[Change, ...]
    kept: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class FileStep:
    """What becomes of one file: `resource_id` is kept from its first creation for ever.

    `kept` are edits of others that are left alone.
    """

    act: Act
    file: PackageFile
    resource_id: str
    changes: tuple[Change, ...] = ()
    kept: tuple[Change, ...] = ()

    @property
    def is_rename(self) -> bool:
        """The same bytes at the same address are called otherwise from now on."""
        names = {change.field for change in self.changes}
        return self.act is Act.DESCRIBE and "name" in names

    @property
    def bytes(self) -> int:
        """How many bytes of content the act sends."""
        return self.file.size if self.act in (Act.CREATE, Act.REPLACE) else 0


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything to be done on one portal for one dataset, in this order.

    `package_id` is None where the portal has no such dataset yet; its resources then get their ids
    once it has one. `order` are all ids there as they should follow one another, where a file that
    was lost and made anew stands last. `extra` are resources of the portal that are none of ours:
    they stay. `note` says why a portal is left alone.
    """

    dataset: str
    package_id: str | None
    record: RecordStep
    files: tuple[FileStep, ...]
    extra: tuple[PortalResource, ...] = ()
    order: tuple[str, ...] = ()
    note: str = ""

    @property
    def steps(self) -> tuple[FileStep, ...]:
        """The files something is to be done about."""
        return tuple(step for step in self.files if step.act is not Act.KEEP)

    @property
    def is_empty(self) -> bool:
        """The portal says what the release says, and the ledger knows it."""
        return self.record.act is Act.KEEP and not self.steps and not self.order

    @property
    def bytes(self) -> int:
        """How many bytes of content the plan sends."""
        return sum(step.bytes for step in self.files)

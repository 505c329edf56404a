"""What a portal will not have: ids of resources, files, and fields it takes without keeping them.

A file too large, or a field that is not kept (CKAN drops unknown ones in silence), stops nothing
else: it is set aside, everything goes out, and the run ends with a sentence that names it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from pipeline.publish.drift import RECORD
from pipeline.publish.steps import Act, Change, FileStep, Plan, RecordStep
from pipeline.publish.tally import Tally

Field: TypeAlias = tuple[str, str]
"""The key of a file, or RECORD, and the name of its field."""


@dataclass(frozen=True, slots=True)
class Refusals:
    """What one run learnt of one portal: `ids` it will not give, `fields` it does not keep.

    `files` are those it does not take, by their keys, each with the sentence that says why.
    """

    ids: frozenset[str] = frozenset()
    fields: frozenset[Field] = frozenset()
    files: Mapping[str, str] = field(default_factory=dict)


SHOWN_FILES = 3
"""How many files a sentence names."""

NO_REFUSALS = Refusals()
"""What is known of a portal at the start of a run."""


def find_unkept(plan: Plan, tally: Tally) -> frozenset[Field]:
    """The fields of a plan that was carried out and came back the same.

    Where a portal gets one write a plan, only what was written can have been dropped. Empty where
    it is no field but a file that the portal does not keep.
    """
    steps = [step for step in plan.steps if tally.files.get(step.file.key) == step]
    told = [(RECORD, change.field) for change in plan.record.changes]
    told += [(step.file.key, change.field) for step in _described(steps) for change in step.changes]
    return frozenset(told)


def set_aside(plan: Plan, refusals: Refusals) -> Plan:
    """The plan without what the portal would not take or keep anyway."""
    changes = _without(RECORD, plan.record.changes, refusals.fields)
    record = plan.record
    if record.act is Act.DESCRIBE:
        record = RecordStep(Act.DESCRIBE if changes else Act.KEEP, changes, record.kept)
    return replace(plan, record=record, files=tuple(_set_aside(it, refusals) for it in plan.files))


def explain_refusals(refusals: Refusals, tally: Tally, site: str) -> str:
    """Which files were not taken, and which fields came back otherwise than they were sent."""
    told = [
        f"{tally.files[key].file.filename} ({name})" if key in tally.files else name
        for key, name in sorted(refusals.fields)
    ]
    sentences = list(refusals.files.values())[:SHOWN_FILES]
    return " ".join([*sentences, *([_told(told, site)] if told else [])])


def explain_lost(plan: Plan, site: str) -> str:
    """Which files came back otherwise than they were sent."""
    return _told([f"{step.file.filename} (файл)" for step in plan.steps], site)


def _told(parts: Iterable[str], site: str) -> str:
    return (
        f"Портал {site} прийняв надіслане, але зберіг не те: {'; '.join(parts)}. "
        "Покажіть це адміністраторові порталу; наступний запуск спробує знову."
    )


def _set_aside(step: FileStep, refusals: Refusals) -> FileStep:
    if step.file.key in refusals.files:
        return replace(step, act=Act.KEEP, changes=())
    if step.act is not Act.DESCRIBE:
        return step
    changes = _without(step.file.key, step.changes, refusals.fields)
    return replace(step, act=step.act if changes else Act.KEEP, changes=changes)


def _without(key: str, changes: Iterable[Change], fields: frozenset[Field]) -> tuple[Change, ...]:
    return tuple(change for change in changes if (key, change.field) not in fields)


def _described(steps: Iterable[FileStep]) -> Iterable[FileStep]:
    return (step for step in steps if step.act is Act.DESCRIBE)

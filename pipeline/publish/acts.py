"""Carrying out a plan on a portal: each act framed by its intent and its outcome in the ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from pipeline.model import Portal, Publisher
from pipeline.publish.ckan import PortalClient
from pipeline.publish.errors import FieldsRefused, IdRefused, NotAllowed
from pipeline.publish.payload import build_patch, build_payload
from pipeline.publish.plan import describe_file
from pipeline.publish.record import Record
from pipeline.publish.state import PortalState
from pipeline.publish.steps import Act, FileStep, Plan
from pipeline.publish.tally import Tally
from pipeline.record.event import JSON, Event, Kind

if TYPE_CHECKING:
    from pipeline.record.archive import Archive
    from pipeline.record.ledger import Ledger

_INTENTS = {
    Act.CREATE: "Додається файл",
    Act.REPLACE: "Замінюється файл",
    Act.DESCRIBE: "Змінюється опис файлу",
}
_OUTCOMES = {
    Act.CREATE: "Додано файл",
    Act.REPLACE: "Замінено файл",
    Act.DESCRIBE: "Змінено опис файлу",
    Act.SETTLE: "Підтверджено надісланий раніше файл",
}


@dataclass(frozen=True, slots=True)
class Sender:
    """Who acts, where, and in which ledger it is written down; `release` is its hash."""

    dataset: str
    release: str
    publisher: Publisher
    portal: Portal
    client: PortalClient
    ledger: Ledger
    archive: Archive
    now: Callable[[], datetime]
    actor: str


def push_plan(
    plan: Plan, record: Record, state: PortalState | None, sender: Sender, tally: Tally
) -> PortalState | None:
    """Carry out a plan in its order; stop at the first PortalError.

    Gives the new state where the portal's answer holds it whole (a record just made), else None:
    the caller reads it. The files of a new record come with the next plan, which knows its id.
    A portal that may lose resources gets one write a plan, so that it is read after each.
    """
    if state is None:
        tally.record = plan.record
        return _create_record(record, sender)
    careful = sender.client.capabilities().loses_resources
    if plan.record.act is Act.DESCRIBE:
        tally.record = tally.record or plan.record
        _patch_record(plan, record, state, sender)
        if careful:
            return None
    for step in plan.steps[: 1 if careful else None]:
        tally.add(step)
        _push_file(step, state.package_id, sender)
    return None


# The record


def _create_record(record: Record, sender: Sender) -> PortalState:
    client, portal = sender.client, sender.portal
    if portal.profile == "embedded":
        client.ensure_organization(portal.organization, sender.publisher.name)
    _record_event(sender, Kind.PUBLISHING, "Створюється запис набору даних.", {"act": "create"})
    try:
        state = client.create_package(build_payload(record, portal.profile))
    except NotAllowed as error:
        raise client.explain_rights(portal.organization) or error from error
    facts = {"act": "create", "package_id": state.package_id}
    _record_event(sender, Kind.PUBLISHED, "Створено запис набору даних.", facts)
    return state


def _patch_record(plan: Plan, record: Record, state: PortalState, sender: Sender) -> None:
    changed = [change.field for change in plan.record.changes]
    facts: dict[str, JSON] = {"act": "describe", "package_id": state.package_id, "fields": changed}
    _record_event(sender, Kind.PUBLISHING, "Змінюється запис набору даних.", facts)
    patch = build_patch(record, sender.portal.profile, changed, state.extras)
    sender.client.patch_package({"id": state.package_id, **patch})
    _record_event(sender, Kind.PUBLISHED, "Змінено запис набору даних.", facts)


def _record_event(sender: Sender, kind: Kind, sentence: str, facts: Mapping[str, JSON]) -> None:
    sender.ledger.record(
        Event(
            kind=kind,
            at=sender.now(),
            actor=sender.actor,
            sentence=sentence,
            dataset=sender.dataset,
            portal=sender.portal.name,
            release=sender.release,
            data={"role": "record", **facts},
        )
    )


# The files


def _push_file(step: FileStep, package_id: str, sender: Sender) -> None:
    if step.act is not Act.SETTLE:
        _file_event(step, package_id, sender, Kind.PUBLISHING, _INTENTS[step.act])
        _send_file(step, package_id, sender)
    _file_event(step, package_id, sender, Kind.PUBLISHED, _OUTCOMES[step.act])


def _send_file(step: FileStep, package_id: str, sender: Sender) -> None:
    fields = {"id": step.resource_id, **describe_file(step.file)}
    if step.act is Act.DESCRIBE:
        sender.client.patch_resource(fields)
        return
    fields["size"] = str(step.file.size)
    action = "resource_patch"
    if step.act is Act.CREATE:
        fields["package_id"] = package_id
        action = "resource_create"
    try:
        with step.file.open(sender.archive) as stream:
            sender.client.upload_resource(action, fields, step.file.filename, stream)
    except FieldsRefused as error:
        if step.act is Act.CREATE and "id" in error.fields:
            raise IdRefused(error.sentence, step.resource_id) from error
        raise


def _file_event(step: FileStep, package_id: str, sender: Sender, kind: Kind, sentence: str) -> None:
    file = step.file
    sender.ledger.record(
        Event(
            kind=kind,
            at=sender.now(),
            actor=sender.actor,
            sentence=f"{sentence} {file.filename}.",
            dataset=sender.dataset,
            document=file.key,
            portal=sender.portal.name,
            release=sender.release,
            sha256=file.sha256,
            rows=file.rows,
            data={
                "role": file.role.value,
                "act": step.act.value,
                "resource_id": step.resource_id,
                "package_id": package_id,
                "size": file.size,
            },
        )
    )

"""Carrying out a plan on a portal: each act framed by its intent and its outcome in the ledger."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.publish.batch_acts import push_files
from pipeline.publish.drift import digest_fields
from pipeline.publish.errors import FieldsRefused, NotAllowed, PortalDown, PortalError
from pipeline.publish.file_acts import push_file
from pipeline.publish.payload import build_patch, build_payload
from pipeline.publish.plan import Plan
from pipeline.publish.record import Record
from pipeline.publish.rights import explain_rights
from pipeline.publish.sender import Sender
from pipeline.publish.state import PortalState
from pipeline.publish.steps import Act
from pipeline.publish.tally import Tally
from pipeline.record.event import JSON, Event, Kind
from pipeline.record.history import REORDER


def push_plan(
    plan: Plan, record: Record, state: PortalState | None, sender: Sender, tally: Tally
) -> PortalState | None:
    """Carry out a plan in its order; stop at the first PortalError.

    Gives the new state where the portal's answer holds it whole (a record just made), else None:
    the caller reads it. Files come with the plan after the record's: it knows the id of a new one,
    and what a changed one looks like now. A portal that may lose resources gets one write a plan,
    so that it is read after each.
    """
    if state is None:
        tally.record = plan.record
        return _create_record(record, sender)
    if plan.record.act is Act.DESCRIBE:
        tally.record = tally.record or plan.record
        _patch_record(plan, record, state, sender)
        return None
    able = sender.client.capabilities()
    if able.takes_many and sender.portal.profile != "embedded":
        push_files(plan.steps, state, sender, tally)
    else:
        for step in plan.steps[: 1 if able.loses_resources else None]:
            push_file(step, state, sender, tally)
    if plan.order and not plan.steps:
        tally.record = tally.record or plan.record
        _put_in_order(plan, state, sender)
    return None


# The record


def _create_record(record: Record, sender: Sender) -> PortalState | None:
    client, portal = sender.client, sender.portal
    if portal.profile == "embedded":
        client.ensure_organization(portal.organization, sender.publisher.name)
    intent: dict[str, JSON] = {"act": "create", "sent": digest_fields(record.values())}
    _record_event(sender, Kind.PUBLISHING, "Створюється запис набору даних.", intent)
    try:
        state = client.create_package(build_payload(record, portal.profile))
    except NotAllowed as error:
        raise explain_rights(client, portal.organization) or error from error
    except FieldsRefused:
        if client.read_package(sender.dataset) is None:
            raise
        return None  # made meanwhile: by a second installation, or by a write given up too early
    facts = {"act": "create", "package_id": state.package_id}
    _record_event(sender, Kind.PUBLISHED, "Створено запис набору даних.", facts)
    return state


def _patch_record(plan: Plan, record: Record, state: PortalState, sender: Sender) -> None:
    changed = [change.field for change in plan.record.changes]
    facts: dict[str, JSON] = {"act": "describe", "package_id": state.package_id, "fields": changed}
    sent = digest_fields({change.field: change.after for change in plan.record.changes})
    _record_event(
        sender, Kind.PUBLISHING, "Змінюється запис набору даних.", {**facts, "sent": sent}
    )
    patch = build_patch(record, sender.portal.profile, changed, state.extras)
    sender.client.patch_package({"id": state.package_id, **patch})
    _record_event(sender, Kind.PUBLISHED, "Змінено запис набору даних.", facts)


def _put_in_order(plan: Plan, state: PortalState, sender: Sender) -> None:
    """A portal that will not do it is not asked again: a file that stands last is no loss."""
    facts: dict[str, JSON] = {"act": REORDER, "package_id": state.package_id}
    _record_event(sender, Kind.PUBLISHING, "Файли ставляться в їхньому порядку.", facts)
    told = "Файли стоять у їхньому порядку."
    try:
        sender.client.put_in_order(state.package_id, plan.order)
    except PortalDown:
        raise
    except PortalError as error:
        told = f"Файли лишилися в іншому порядку: {error.sentence}"
    _record_event(sender, Kind.PUBLISHED, told, facts)


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

"""One file brought to a portal: intent, act, and the outcome once a stranger can download it."""

from __future__ import annotations

from dataclasses import replace

from pipeline.publish.drift import digest_fields
from pipeline.publish.errors import FieldsRefused, FileRefused, IdRefused, PortalError, TooLarge
from pipeline.publish.plan import describe_file
from pipeline.publish.readback import Found, check_download
from pipeline.publish.sender import Sender
from pipeline.publish.state import PortalState
from pipeline.publish.steps import Act, FileStep
from pipeline.publish.tally import Tally
from pipeline.record.event import JSON, Event, Kind

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


def push_file(step: FileStep, state: PortalState, sender: Sender, tally: Tally) -> None:
    """Carry out one step; the outcome is recorded once strangers get what was sent.

    A file they do not get right keeps its intent without an outcome: the next run asks again, and
    sends it anew where they get something else or where that file alone is lost. A private dataset
    shows strangers nothing to check.
    """
    tally.add(step)
    if step.act is Act.SETTLE:
        shown = state.resource(step.resource_id)
        address = shown.url if shown else ""
    else:
        intend(step, state.package_id, sender)
        address = _send_file(step, state.package_id, sender)
    conclude(step, address, state, sender, tally)


def intend(step: FileStep, package_id: str, sender: Sender) -> None:
    """Write down what is about to be done."""
    _file_event(step, package_id, sender, Kind.PUBLISHING, _INTENTS[step.act])


def conclude(
    step: FileStep, address: str, state: PortalState, sender: Sender, tally: Tally
) -> None:
    """Write down that it is done, once a stranger downloads from the address what was sent."""
    if step.act is not Act.DESCRIBE and not state.private:
        found = check_download(step.file, address, state, sender.client, tally)
        if found is Found.OTHER and step.act is Act.SETTLE:
            push_file(replace(step, act=Act.REPLACE), state, sender, tally)
        if found is not Found.RIGHT:
            return
    _file_event(step, state.package_id, sender, Kind.PUBLISHED, _OUTCOMES[step.act])


def _send_file(step: FileStep, package_id: str, sender: Sender) -> str:
    """Send what the act sends; the address of the file, where it was uploaded."""
    if step.act is Act.DESCRIBE:
        changed = {change.field: change.after for change in step.changes}
        sender.client.patch_resource({"id": step.resource_id, **changed})
        return ""
    fields = {"id": step.resource_id, **describe_file(step.file)}
    fields["size"] = str(step.file.size)
    action = "resource_patch"
    if step.act is Act.CREATE:
        fields["package_id"] = package_id
        action = "resource_create"
    try:
        with step.file.open(sender.archive) as stream:
            return sender.client.upload_resource(action, fields, step.file.filename, stream)
    except (FieldsRefused, TooLarge) as error:
        raise explain_file(error, step) from error


def explain_file(error: FieldsRefused | TooLarge, step: FileStep) -> PortalError:
    """The refusal of one file, by its name; IdRefused where it is the id that was refused."""
    if step.act is Act.CREATE and isinstance(error, FieldsRefused) and "id" in error.fields:
        return IdRefused(error.sentence, step.resource_id)
    return FileRefused(f"{step.file.filename} — {error.sentence}", step.file.key)


def _file_event(step: FileStep, package_id: str, sender: Sender, kind: Kind, sentence: str) -> None:
    file = step.file
    sent: dict[str, JSON] = {"sent": digest_fields(describe_file(file))}
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
                **(sent if kind is Kind.PUBLISHING else {}),
            },
        )
    )

"""One file brought to a portal: intent, act, and the outcome once a stranger can download it."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model import ReadBack
from pipeline.publish.drift import digest_fields
from pipeline.publish.errors import FieldsRefused, IdRefused, PortalDown, PortalError
from pipeline.publish.package import PackageFile
from pipeline.publish.plan import describe_file
from pipeline.publish.sender import Sender
from pipeline.publish.state import PortalState
from pipeline.publish.steps import Act, FileStep
from pipeline.publish.tally import Tally
from pipeline.record.event import JSON, Event, Kind
from pipeline.wording import size_of

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

    A file that strangers do not get right has an intent and no outcome: the tally knows it, and
    the next run asks again and sends it anew. A private dataset shows strangers nothing to check.
    """
    tally.add(step)
    if step.act is Act.SETTLE:
        shown = state.resource(step.resource_id)
        address = shown.url if shown else ""
        if not _is_right(step.file, address, state, sender, tally):
            push_file(replace(step, act=Act.REPLACE), state, sender, tally)
            return
    else:
        _file_event(step, state.package_id, sender, Kind.PUBLISHING, _INTENTS[step.act])
        address = _send_file(step, state.package_id, sender)
        if step.act is not Act.DESCRIBE and not _is_right(step.file, address, state, sender, tally):
            return
    tally.misread.pop(step.file.key, None)
    _file_event(step, state.package_id, sender, Kind.PUBLISHED, _OUTCOMES[step.act])


def _is_right(
    file: PackageFile, address: str, state: PortalState, sender: Sender, tally: Tally
) -> bool:
    """Whether a stranger downloads these very bytes; the tally keeps why not."""
    if state.private:
        return True
    try:
        found = sender.client.read_download(address)
    except PortalDown:
        raise
    except PortalError as error:
        tally.misread[file.key] = f"{file.filename} — {error.sentence}"
        return False
    tally.read_back += ReadBack(1, found.size, found.seconds)
    if (found.sha256, found.size) == (file.sha256, file.size):
        return True
    tally.misread[file.key] = (
        f"{file.filename} — {address} віддає інший вміст "
        f"({size_of(found.size)} замість {size_of(file.size)})"
    )
    return False


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
    except FieldsRefused as error:
        if step.act is Act.CREATE and "id" in error.fields:
            raise IdRefused(error.sentence, step.resource_id) from error
        raise


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

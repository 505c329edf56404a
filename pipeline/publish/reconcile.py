"""What the ledger says was sent to a portal against what the portal shows: every difference.

`compare_documents` alone is what figures hang on: `report --check` asks it, and `reconcile` adds
whatever else differs. Pure but for the downloads. What the descriptor or a delivery changed since
the last publication is no difference: the ledger does not claim that it was sent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from pipeline.publish.ckan import PortalClient
from pipeline.publish.errors import PortalDown, PortalError
from pipeline.publish.package import Role, keys_of
from pipeline.publish.state import PortalResource, PortalState
from pipeline.publish.steps import Change, Plan
from pipeline.publish.witness import explain_lost_file, is_lost
from pipeline.record.history import Binding


class Difference(StrEnum):
    """The kinds of difference; EXTRA is ours and in no release, UNKNOWN was never ours.

    UNFINISHED is an act of ours without an outcome: nobody else's doing.
    """

    MISSING = "missing"
    EXTRA = "extra"
    ALTERED = "altered"
    SIZE = "size"
    PRIVATE = "private"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"
    UNFINISHED = "unfinished"


_PRIVATE = "набір закритий: сторонні його не бачать"


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """One difference: `key` is the file's, None for the record; `kept` ones are left on purpose."""

    dataset: str
    difference: Difference
    sentence: str
    key: str | None = None
    resource_id: str | None = None
    fields: tuple[str, ...] = ()
    kept: bool = False


def compare_documents(
    dataset: str,
    counted: Mapping[str, str | None],
    state: PortalState | None,
    bound: Mapping[str, Binding],
) -> Iterator[Discrepancy]:
    """The documents that figures count against those the portal shows.

    `counted` has the SHA-256 of each by its id, as figures know it.
    """
    if state is None or state.deleted:
        if counted:
            yield Discrepancy(dataset, Difference.MISSING, "набору немає на порталі")
        return
    if state.private and counted:
        yield Discrepancy(dataset, Difference.PRIVATE, _PRIVATE)
    for document, sha256 in counted.items():
        yield from _compare_counted(dataset, document, sha256, state, bound.get(document))
    owners = {binding.resource_id: key for key, binding in bound.items()}
    for resource in state.resources:
        key = owners.get(resource.id)
        if key is None and resource.fields["resource_type"] in ("", Role.DATA):
            yield _stranger(dataset, resource)
        elif key and bound[key].role == Role.DATA and key not in counted:
            yield _uncounted(dataset, key, resource, bound[key])


def _compare_counted(
    dataset: str, document: str, sha256: str | None, state: PortalState, binding: Binding | None
) -> Iterator[Discrepancy]:
    resource = state.resource(binding.resource_id) if binding else None
    if binding is None or resource is None:
        resource_id = binding.resource_id if binding else None
        yield Discrepancy(
            dataset, Difference.MISSING, f"немає файлу {document}", document, resource_id
        )
        return
    shown = resource.fields["hash"].removeprefix("sha256:")
    if not shown or shown == sha256:
        return
    if shown == binding.sha256 and not binding.settled:
        yield _unfinished(dataset, document, resource)
    else:
        said = f"{document}: на порталі інший файл"
        yield Discrepancy(dataset, Difference.ALTERED, said, document, resource.id, ("hash",))


def _uncounted(dataset: str, key: str, resource: PortalResource, binding: Binding) -> Discrepancy:
    if not binding.settled:
        return _unfinished(dataset, key, resource)
    said = f"на порталі є, а журнал не лічить: {key}"
    return Discrepancy(dataset, Difference.EXTRA, said, key, resource.id)


def _unfinished(dataset: str, key: str, resource: PortalResource) -> Discrepancy:
    said = f"надсилання не закінчено: {key}; його закінчить pipeline publish {dataset}"
    return Discrepancy(dataset, Difference.UNFINISHED, said, key, resource.id)


def compare_plan(
    plan: Plan, state: PortalState, bound: Mapping[str, Binding], off: frozenset[str | None]
) -> Iterator[Discrepancy]:
    """Differences of a dataset that is to stand; `off` are the documents withdrawn there."""
    name = plan.dataset
    if state.private:
        yield Discrepancy(name, Difference.PRIVATE, _PRIVATE)
    yield from _edited(name, None, None, "запис набору", (plan.record.changes, plan.record.kept))
    hidden = {key for document in off if document for key in keys_of(document)}
    planned = {step.file.key: step for step in plan.files}
    for key, binding in bound.items():
        resource = state.resource(binding.resource_id)
        if resource is None:
            if key in hidden or (key not in planned and not key.startswith(f"{name}/")):
                continue
            yield Discrepancy(
                name, Difference.MISSING, f"немає файлу {key}", key, binding.resource_id
            )
        elif key in hidden:
            said = f"відкликане видно: {key}; повторіть pipeline withdraw"
            yield Discrepancy(name, Difference.WITHDRAWN, said, key, resource.id)
        elif key not in planned and binding.role != Role.LINK:
            yield Discrepancy(
                name, Difference.EXTRA, f"поза випуском: {_title(resource)}", key, resource.id
            )
        elif key in planned:
            step = planned[key]
            yield from _edited(name, key, resource.id, key, (step.changes, step.kept))
            yield from _compare_file(name, key, binding, resource)
    yield from _unknown(name, state, bound)


def compare_adopted(
    dataset: str, state: PortalState, bound: Mapping[str, Binding]
) -> Iterator[Discrepancy]:
    """Differences of a dataset that is left as it is: against what it showed when adopted."""
    for key, binding in bound.items():
        resource = state.resource(binding.resource_id)
        if resource is None:
            yield Discrepancy(
                dataset, Difference.MISSING, f"немає файлу {key}", key, binding.resource_id
            )
        elif binding.shown and binding.shown != digest_resource(resource):
            said = f"після прийняття змінено: {_title(resource)}"
            yield Discrepancy(dataset, Difference.ALTERED, said, key, resource.id)
    yield from _unknown(dataset, state, bound)


def compare_downloads(
    dataset: str, state: PortalState, bound: Mapping[str, Binding], client: PortalClient
) -> Iterator[Discrepancy]:
    """What strangers download instead of what was sent; PortalDown where no file comes at all."""
    for key, binding in bound.items():
        resource = state.resource(binding.resource_id)
        if resource is None or binding.sha256 is None or state.private:
            continue
        try:
            found = client.read_download(resource.url)
        except PortalError as error:
            lost = is_lost(error, resource.url, state, client)
            if isinstance(error, PortalDown) and not lost:
                raise
            said = f"{key} не завантажується: {explain_lost_file(error)}"
            yield Discrepancy(dataset, Difference.ALTERED, said, key, resource.id, ("file",))
            continue
        if found.sha256 != binding.sha256:
            said = f"{key} завантажується не таким, як надіслано"
            yield Discrepancy(dataset, Difference.ALTERED, said, key, resource.id, ("file",))


def digest_resource(resource: PortalResource) -> str:
    """What a resource shows of its content, in short: changes whenever somebody replaces it."""
    facts = (resource.url, resource.size, resource.fields["hash"], resource.modified)
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


def _edited(
    dataset: str,
    key: str | None,
    resource_id: str | None,
    where: str,
    edits: tuple[tuple[Change, ...], tuple[Change, ...]],
) -> Iterator[Discrepancy]:
    """Fields that show what we never sent: those to be taken back, and those to be left."""
    for changes, kept in zip(edits, (False, True), strict=True):
        fields = tuple(change.field for change in changes if change.drift)
        if fields:
            said = f"{where}: змінено не нами {', '.join(fields)}"
            said += " (лишається: drift: keep)" if kept else ""
            yield Discrepancy(dataset, Difference.ALTERED, said, key, resource_id, fields, kept)


def _compare_file(
    dataset: str, key: str, binding: Binding, resource: PortalResource
) -> Iterator[Discrepancy]:
    shown = resource.fields["hash"].removeprefix("sha256:")
    if binding.size is not None and resource.size not in (None, binding.size):
        said = f"{key}: розмір {resource.size} замість {binding.size}"
        yield Discrepancy(dataset, Difference.SIZE, said, key, resource.id, ("size",))
    elif shown and binding.sha256 and shown != binding.sha256:
        said = f"{key}: на порталі інший файл"
        yield Discrepancy(dataset, Difference.ALTERED, said, key, resource.id, ("hash",))


def _unknown(
    dataset: str, state: PortalState, bound: Mapping[str, Binding]
) -> Iterator[Discrepancy]:
    ours = {binding.resource_id for binding in bound.values()}
    for resource in state.resources:
        if resource.id not in ours:
            yield _stranger(dataset, resource)


def _stranger(dataset: str, resource: PortalResource) -> Discrepancy:
    said = f"нам невідоме: {_title(resource)}; лишиться як є"
    return Discrepancy(dataset, Difference.UNKNOWN, said, None, resource.id)


def _title(resource: PortalResource) -> str:
    return f"«{resource.fields['name'] or resource.url or resource.id}»"

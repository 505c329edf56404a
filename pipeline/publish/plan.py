"""The plan: what differs between a portal, what we last sent, and what the release says.

Pure. The same plan serves the dry run, the sending, the recovery after a crash and the reading
back: sending is over when a fresh plan is empty. A plan deletes nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence

from pipeline.model.publisher import Profile
from pipeline.publish.diff import lines_of
from pipeline.publish.package import PackageFile
from pipeline.publish.record import Record
from pipeline.publish.state import PortalResource, PortalState
from pipeline.publish.steps import Act, Change, FileStep, Plan, RecordStep
from pipeline.record.history import Binding

__all__ = ["Plan", "build_plan", "describe_file", "lines_of"]

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:open-data-pipeline:resource")


def build_plan(
    dataset: str,
    record: Record,
    files: Sequence[PackageFile],
    state: PortalState | None,
    bindings: Mapping[str, Binding],
    profile: Profile,
    refused_ids: Collection[str] = (),
) -> Plan:
    """Compare the three sides; `refused_ids` are ids the portal would not take just now."""
    steps = tuple(_plan_file(file, state, bindings.get(file.key), refused_ids) for file in files)
    ours = {step.resource_id for step in steps}
    extra = tuple(item for item in state.resources if item.id not in ours) if state else ()
    return Plan(
        dataset=dataset,
        package_id=state.package_id if state else None,
        record=_plan_record(record, state, profile),
        files=steps,
        extra=extra,
        order=_plan_order(state, bindings) if state else (),
    )


def _plan_order(state: PortalState, bindings: Mapping[str, Binding]) -> tuple[str, ...]:
    """Every id there in its order, where files made anew are not at their old places; else none.

    The ledger knows them by age. Everything else stays as it is: others may have arranged it.
    """
    shown = [item.id for item in state.resources]
    known = [binding.resource_id for binding in bindings.values()]
    anew = {binding.resource_id for binding in bindings.values() if binding.again}
    order = [item for item in shown if item not in anew]
    for place, item in enumerate(known):
        if item in anew and item in shown:
            before = [order.index(other) for other in known[:place] if other in order]
            order.insert(max(before) + 1 if before else 0, item)
    return tuple(order) if order != shown else ()


def _plan_record(record: Record, state: PortalState | None, profile: Profile) -> RecordStep:
    if state is None:
        return RecordStep(Act.CREATE, ())
    custom = state.extras if profile == "ckan" else state.fields
    shown = {name: state.fields.get(name, "") for name in record.fields}
    shown |= {name: custom.get(name, "") for name in record.custom}
    shown["tags"] = ", ".join(sorted(state.tags))
    wanted = [(name, shown[name], value) for name, value in record.values().items()]
    changes = tuple(
        Change(*entry)
        for entry in wanted
        if entry[1] != entry[2] and not _is_same_organization(entry, state)
    )
    return RecordStep(Act.DESCRIBE if changes else Act.KEEP, changes)


def _is_same_organization(entry: tuple[str, str, str], state: PortalState) -> bool:
    """An organization is sent by its name and shown by its id."""
    return entry[0] == "owner_org" and entry[2] in state.organization


def _plan_file(
    file: PackageFile,
    state: PortalState | None,
    binding: Binding | None,
    refused_ids: Collection[str],
) -> FileStep:
    if state is None:
        return FileStep(Act.CREATE, file, "")
    resource_id = binding.resource_id if binding else _new_id(state.package_id, file.key)
    resource = state.resource(resource_id)
    if resource is None:
        while resource_id in refused_ids:
            resource_id = _new_id(state.package_id, resource_id)
        return FileStep(Act.CREATE, file, resource_id)
    return _compare(file, resource, binding)


def _compare(file: PackageFile, resource: PortalResource, binding: Binding | None) -> FileStep:
    changes = tuple(
        Change(name, resource.fields[name], value)
        for name, value in describe_file(file).items()
        if not _is_same(name, resource.fields[name], value)
    )
    if not _has_bytes(file, resource, binding):
        return FileStep(Act.REPLACE, file, resource.id, changes)
    if changes:
        return FileStep(Act.DESCRIBE, file, resource.id, changes)
    settled = binding is not None and binding.settled
    return FileStep(Act.KEEP if settled else Act.SETTLE, file, resource.id)


def describe_file(file: PackageFile) -> dict[str, str]:
    """The fields of a resource that are ours, as CKAN names them."""
    return {
        "name": file.title,
        "description": file.description,
        "format": file.format,
        "mimetype": file.mimetype,
        "hash": f"sha256:{file.sha256}",
        "resource_type": file.role.value,
    }


def _is_same(name: str, shown: str, wanted: str) -> bool:
    """CKAN writes a format its own way (`geojson` → `GeoJSON`)."""
    return shown.casefold() == wanted.casefold() if name == "format" else shown == wanted


def _has_bytes(file: PackageFile, resource: PortalResource, binding: Binding | None) -> bool:
    """Whether the portal holds these bytes, so that nothing need be uploaded.

    A portal keeps the hash we sent until somebody uploads another file by hand: then it is gone,
    or the size differs. Where it was merely lost, the ledger remembers what we sent.
    """
    if resource.size not in (None, file.size):
        return False
    if shown := resource.fields["hash"]:
        return shown == f"sha256:{file.sha256}"
    return binding is not None and binding.settled and binding.sha256 == file.sha256


def _new_id(package_id: str, key: str) -> str:
    """The id of a resource, the same for a file however often its creation is repeated.

    Derived rather than drawn, so that even with an empty ledger nothing is made twice.
    """
    return str(uuid.uuid5(_NAMESPACE, f"{package_id}/{key}"))

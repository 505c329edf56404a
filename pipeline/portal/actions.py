"""The actions by name, as the URL says them, and which of them write."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from inspect import getdoc
from typing import Any

from pipeline.portal import organizations, packages, resources, search
from pipeline.portal.call import Call, Record, required
from pipeline.portal.errors import NotFound


@dataclass(frozen=True, slots=True)
class Action:
    """A function of the API. One that `writes` needs a key, POST, and the writer's turn."""

    function: Callable[[Call, Record], Any]
    writes: bool


def help_show(_call: Call, params: Record) -> str:
    """What the action `name` does."""
    name = required(params, "name")
    if name not in ACTIONS:
        raise NotFound(f"дії «{name}» немає")
    return str(getdoc(ACTIONS[name].function))


_READS = (
    help_show,
    organizations.group_list,
    organizations.license_list,
    organizations.organization_list,
    organizations.organization_list_for_user,
    organizations.organization_show,
    organizations.status_show,
    packages.package_list,
    packages.package_show,
    resources.resource_show,
    search.package_search,
)
_WRITES = (
    organizations.organization_create,
    packages.package_create,
    packages.package_delete,
    packages.package_patch,
    packages.package_update,
    resources.package_resource_reorder,
    resources.resource_create,
    resources.resource_delete,
    resources.resource_patch,
    resources.resource_update,
)

ACTIONS: dict[str, Action] = {
    **{function.__name__: Action(function, writes=False) for function in _READS},
    **{function.__name__: Action(function, writes=True) for function in _WRITES},
}

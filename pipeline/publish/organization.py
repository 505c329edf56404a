"""Every dataset of an organization on a portal, page by page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.publish.ckan import PortalClient

PAGE = 100
"""Datasets asked for at a time; portals give 1 000 at most and data.gov.ua fewer."""


def read_organization(client: PortalClient, organization: str) -> Iterator[Mapping[str, Any]]:
    """Its datasets as `package_show` gives them, in order of names; PortalError as it comes.

    Each is read on its own: a search answers from an index, which may lag behind or leave out
    what a portal's own plugins add.
    """
    for name in sorted(list_organization(client, organization)):
        yield client.read("package_show", id=name)


def list_organization(client: PortalClient, organization: str) -> tuple[str, ...]:
    """The names of its datasets that the client's user may see, page by page."""
    names: dict[str, None] = {}
    while True:
        found = client.read(
            "package_search",
            fq=f"organization:{organization}",
            include_private="true",
            sort="name asc",
            rows=str(PAGE),
            start=str(len(names)),
        )
        page = [item["name"] for item in found["results"]]
        fresh = [name for name in page if name not in names]
        names.update(dict.fromkeys(fresh))
        if not fresh or len(names) >= found["count"]:
            return tuple(names)

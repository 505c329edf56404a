"""The baseline of an adopted dataset as events, each at the portal's own date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.life.inventory import Item
from pipeline.model import Release
from pipeline.publish.package import Role
from pipeline.record.archive import Kept
from pipeline.record.event import Event, Kind
from pipeline.run import Desk


def adopted_events(
    package_id: str,
    items: Sequence[Item],
    fetched: Mapping[str, Kept],
    release: Release,
    portal: str,
    desk: Desk,
) -> Iterator[Event]:
    """Each resource once; a document that changed since it came, at both dates.

    What its bytes were at first nobody knows any more: that event names none.
    """
    for item in items:
        kept = fetched.get(item.id)
        if item.role is Role.DATA and item.modified > item.created:
            yield _event(item, None, package_id, release, portal, desk)
        yield _event(item, kept, package_id, release, portal, desk)


def _event(
    item: Item,
    kept: Kept | None,
    package_id: str,
    release: Release,
    portal: str,
    desk: Desk,
) -> Event:
    return Event(
        kind=Kind.ADOPTED,
        at=item.modified if kept else item.created,
        actor=desk.actor,
        sentence=f"Прийнято з порталу: «{item.title}».",
        dataset=release.dataset,
        document=item.key,
        portal=portal,
        release=release.hash,
        sha256=kept.sha256 if kept else None,
        data={
            "role": item.role.value,
            "resource_id": item.id,
            "package_id": package_id,
            "size": kept.size if kept else None,
            "url": item.url,
            "shown": item.shown,
        },
    )

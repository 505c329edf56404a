"""A rehearsal (`publish --dry-run`): everything is done for real, and nothing of it is left.

What a run would write goes into a folder that is gone afterwards; the archive lies beneath and is
only read. A ledger and an embedded portal that are not there yet are made there too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.desk import open_desk
from pipeline.model import Catalogue, Dataset
from pipeline.record.archive import Archive
from pipeline.run import Desk
from pipeline.settings import Settings


@contextmanager
def rehearsing(
    settings: Settings, catalogue: Catalogue, datasets: Sequence[Dataset]
) -> Iterator[Desk]:
    """A desk like that of a run; its ledger is not to be written to.

    An embedded portal that is asleep is woken to be read, as it is for `report --check`.
    """
    with TemporaryDirectory(prefix="pipeline-") as folder:
        aside = Path(folder)
        if settings.portal.exists():
            (aside / "portal").symlink_to(settings.portal)
        own = settings.inbox == settings.var / "inbox"
        if own:
            _lead(aside / "inbox", settings.inbox)
        ledger = settings.ledger_file
        fresh = ledger is not None and not ledger.exists()
        rehearsed = replace(
            settings,
            var=aside,
            inbox=aside / "inbox" if own else settings.inbox,
            ledger_url=f"sqlite:///{aside / 'ledger.sqlite3'}" if fresh else settings.ledger_url,
        )
        archive = Archive(rehearsed.archive, beneath=settings.archive)
        with open_desk(rehearsed, catalogue, datasets, archive=archive) as desk:
            yield desk


def _lead(aside: Path, inbox: Path) -> None:
    """The folders of an inbox of our own, those that are missing made aside."""
    aside.mkdir()
    for folder in inbox.iterdir() if inbox.is_dir() else ():
        (aside / folder.name).symlink_to(folder)

"""Reports for the offices that nobody needs any more.

The same reports in an office's own folder are the office's: they are left alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from pipeline.record.event import Kind
from pipeline.record.ledger import Ledger

PAGE = "report.html"


def find_old_reports(
    ledger: Ledger, reports: Path, keep_days: int, now: datetime
) -> tuple[Path, ...]:
    """Folders of reports written more than `keep_days` ago, in order.

    The report of a refused or held document stays while its delivery does: it says what to mend,
    letters enclose it, and the command that accepts the delivery stands in it.
    """
    from pipeline.record.newest import standing_refusals

    with ledger.reading() as connection:
        standing = standing_refusals(connection, (Kind.REFUSED, Kind.HELD))
    waiting = {recorded.event.document for recorded in standing}
    before = (now - timedelta(days=keep_days)).timestamp()
    return tuple(_old(reports, before, waiting))


def _old(reports: Path, before: float, waiting: Collection[str | None]) -> Iterator[Path]:
    for page in sorted(reports.rglob(PAGE)):
        folder = page.parent
        if page.stat().st_mtime < before and folder.relative_to(reports).as_posix() not in waiting:
            yield folder


def remove_report(folder: Path, reports: Path) -> None:
    """Remove the files of one report, and the folders that are empty then.

    A document's id may be the beginning of another's, so that a report may lie inside it.
    """
    for path in folder.iterdir():
        if path.is_file():
            path.unlink()
    while folder != reports and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent

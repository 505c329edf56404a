"""Where a reply goes: one folder a document, so that each new reply replaces the former one.

It lies beside the ledger, and in the office's own inbox, where whoever handed the file in looks.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from pipeline.children import Children
from pipeline.gather.folder import REPLY_FOLDER
from pipeline.model import Dataset, Delivery, Finding, FolderSource, Outcome, Result, Verdict
from pipeline.reply.accepting import accept_command
from pipeline.reply.listing import FINDINGS_JSON
from pipeline.reply.reply import Happened, build_reply
from pipeline.reply.sharing import check_no_link, share_with_office
from pipeline.reply.writing import build_files, write_files

log = logging.getLogger(__name__)


def reply_to_office(
    places: tuple[Path, Path],
    dataset: Dataset,
    delivery: Delivery,
    verdict: Verdict,
    outcome: Outcome,
    checked_at: datetime,
    children: Children,
) -> tuple[Path, ...]:
    """Write the reply to one delivery under the document's id; the files of the first place.

    `places` are the folder of all reports and the root of the inboxes. OSError where the first
    cannot be written; what is wrong with an inbox is only said in the log.
    """
    reports, inbox = places
    folder = reports / delivery.document
    url = next((portal.url for portal in outcome.portals if portal.url), None)
    reply = build_reply(
        dataset,
        delivery,
        verdict,
        checked_at,
        _happened(verdict, outcome),
        url=url,
        previous=_read_former_findings(folder),
        accept=accept_command(verdict),
    )
    files = build_files(reply, delivery.path, children)
    written = write_files(folder, files)
    _write_into_inbox(inbox, dataset, delivery, files)
    return written


def _write_into_inbox(
    inbox: Path, dataset: Dataset, delivery: Delivery, files: Mapping[str, bytes]
) -> None:
    """The same files beside the office's own; a share that is read-only or gone fails nothing."""
    source = dataset.resource(delivery.resource).source
    if delivery.origin != "inbox" or not isinstance(source, FolderSource):
        return
    office = inbox / source.folder
    try:
        if not office.is_dir():
            raise FileNotFoundError(2, "теки немає", str(office))
        place = office / REPLY_FOLDER / delivery.document
        check_no_link(office, place)
        write_files(place, files)
        share_with_office(office, place)
    except OSError as error:
        log.warning(
            "Звіт про %s не записано в теку надходжень %s: %s",
            delivery.document,
            office,
            error.strerror or error,
        )


def _happened(verdict: Verdict, outcome: Outcome) -> Happened:
    """What became of this document, by the outcome of its dataset."""
    if not verdict.accepted:
        return "refused"
    if outcome.result is Result.PUBLISHED:
        return "published"
    return "unchanged" if outcome.result is Result.UNCHANGED else "checked"


def _read_former_findings(folder: Path) -> tuple[Finding, ...] | None:
    """The findings of the last reply to the same document, None where there was none.

    A file that somebody changed counts as none: progress is a courtesy, never a reason to fail.
    """
    try:
        listing = json.loads((folder / FINDINGS_JSON).read_text(encoding="utf-8"))
        return tuple(Finding(**finding) for finding in listing["findings"])
    except (OSError, ValueError, KeyError, TypeError):
        return None

"""What an office should know of the files themselves: not taken, older than another, empty.

One short text a folder, beside the replies to its deliveries; gone when there is nothing to say.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from pipeline.gather.folder import REPLY_FOLDER
from pipeline.record.disk import replace_file
from pipeline.reply.sharing import check_no_link, share_with_office
from pipeline.wording import minute

log = logging.getLogger(__name__)

FILES_TEXT = "Файли.txt"


def tell_of_files(inbox: Path, folder: str, sentences: Sequence[str], checked_at: datetime) -> None:
    """Write the text into the office's folder; a share that is read-only fails nothing."""
    office = inbox / folder
    place = office / REPLY_FOLDER / FILES_TEXT
    try:
        if not sentences:
            place.unlink(missing_ok=True)
        elif office.is_dir():
            check_no_link(office, place.parent)
            place.parent.mkdir(exist_ok=True)
            lines = [f"Перевірено {minute(checked_at)}", "", *sentences, ""]
            replace_file(place, "\r\n".join(lines).encode("utf-8-sig"))
            share_with_office(office, place)
    except OSError as error:
        log.warning("Не записано %s: %s", place, error.strerror or error)

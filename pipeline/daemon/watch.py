"""The drop folders, looked at every few seconds: a file that stands still is taken within a minute.

Looking costs a listing and opens no file. A share that is not there is no empty folder: its files
are as they were until it can be seen again. Two looks alike mean that nobody is writing, whatever
the clock of the file server says.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pipeline.gather.folder import FolderGone, list_deliveries

log = logging.getLogger(__name__)

Files = frozenset[tuple[str, int, datetime]]
"""Name, size and time of every file of a folder."""


@dataclass(slots=True)
class Watch:
    """What was seen last and what was taken; one thread looks.

    At first nothing counts as taken, so that whatever came while nobody looked is taken now.
    """

    inbox: Path
    _seen: dict[str, Files] = field(default_factory=dict)
    _taken: dict[str, Files] = field(default_factory=dict)
    _gone: set[str] = field(default_factory=set)

    def ripe_folders(self, folders: tuple[str, ...]) -> tuple[str, ...]:
        """Folders where something changed since it was taken and nothing since the last look."""
        return tuple(folder for folder in folders if self._is_ripe(folder))

    def take(self, folder: str) -> None:
        """What was seen last is being gathered now."""
        self._taken[folder] = self._seen[folder]

    def _is_ripe(self, folder: str) -> bool:
        files = self._look(folder)
        if files is None:
            return False
        stands_still = files == self._seen.get(folder)
        self._seen[folder] = files
        return stands_still and files != self._taken.get(folder, frozenset())

    def _look(self, folder: str) -> Files | None:
        try:
            found = list_deliveries(self.inbox, folder)
        except FolderGone as error:
            if folder not in self._gone:
                log.warning("%s", error)
            self._gone.add(folder)
            return None
        if folder in self._gone:
            log.info("Теку надходжень «%s» знову видно.", folder)
            self._gone.discard(folder)
        return frozenset((file.name, file.size, file.modified) for file in found)

"""A ZIP that knows the hash of everything put into it."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pipeline.record.archive import BLOCK


@dataclass(frozen=True, slots=True)
class Pack:
    """A ZIP being written; `hashes` are those of its members, in the order they were put in."""

    file: zipfile.ZipFile
    written_at: datetime
    hashes: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, content: bytes) -> None:
        """Put bytes in."""
        self.hashes[name] = hashlib.sha256(content).hexdigest()
        self.file.writestr(self._member(name), content)

    def add_file(self, name: str, path: Path) -> None:
        """Put a file in, never reading it whole."""
        digest = hashlib.sha256()
        member = self._member(name)
        with path.open("rb") as source, self.file.open(member, "w", force_zip64=True) as target:
            while block := source.read(BLOCK):
                digest.update(block)
                target.write(block)
        self.hashes[name] = digest.hexdigest()

    def add_sums(self) -> None:
        """Put in the hashes of all members so far, as `sha256sum --check` reads them."""
        lines = (f"{sha256}  {name}\n" for name, sha256 in self.hashes.items())
        self.add("SHA256SUMS", "".join(lines).encode())

    def _member(self, name: str) -> zipfile.ZipInfo:
        moment = self.written_at
        clock = (moment.hour, moment.minute, moment.second)
        member = zipfile.ZipInfo(name, (moment.year, moment.month, moment.day, *clock))
        member.compress_type = zipfile.ZIP_DEFLATED
        member.external_attr = 0o644 << 16
        return member

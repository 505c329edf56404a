"""Files in the inbox that are not taken, by their names alone.

Some belong to no dataset, since the name is not as agreed (the commonest slip); others are left
aside by theirs, where another one stands for the same document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.gather.documents import choose_documents
from pipeline.gather.folder import FolderGone, is_named, list_deliveries, list_files
from pipeline.model import Catalogue, Dataset, FolderSource


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """A file of an office's folder, and the names that are expected there.

    `belongs` is the folder below the inbox in which its name would be taken as it is; "" for none.
    """

    folder: str
    name: str
    expected: tuple[str, ...]
    belongs: str = ""

    @property
    def sentence(self) -> str:
        """What to do with it, for the office."""
        if self.belongs:
            below = self.name.rpartition("/")[0]
            return (
                f"Файл «{self.name}» не взято, бо він лежить у підтеці «{below}». Якщо його треба "
                f"здати, перенесіть його звідти в теку «{self.belongs}»."
            )
        names = ", ".join(self.expected)
        return (
            f"Файл «{self.name}» не належить до жодного набору даних. Перейменуйте його; у цій "
            f"теці очікуються: {names}."
        )


def folders_of(datasets: Iterable[Dataset]) -> tuple[str, ...]:
    """The offices' folders that these datasets are gathered from, each once."""
    sources = (resource.source for dataset in datasets for resource in dataset.resources)
    return tuple(dict.fromkeys(s.folder for s in sources if isinstance(s, FolderSource)))


def list_unclaimed(catalogue: Catalogue, inbox: Path) -> tuple[Unclaimed, ...]:
    """Every such file, by folder and name; a folder that cannot be read is its datasets' matter."""
    expected: dict[str, list[str]] = defaultdict(list)
    for dataset in catalogue.datasets:
        for resource in dataset.resources:
            if isinstance(resource.source, FolderSource):
                expected[resource.source.folder] += resource.source.patterns
    return tuple(
        Unclaimed(folder, name, tuple(sorted(patterns)), _place_of(folder, name, patterns))
        for folder, patterns in sorted(expected.items())
        for name in _names(inbox, folder)
        if not any(is_named(name, pattern) for pattern in patterns)
    )


def _place_of(folder: str, name: str, patterns: Iterable[str]) -> str:
    """Where a file that lies too deep would be taken under its name; "" for nowhere."""
    parts = name.split("/")
    for depth in range(1, len(parts)):
        if any(is_named("/".join(parts[depth:]), pattern) for pattern in patterns):
            return "/".join([folder, *parts[depth:-1]])
    return ""


def _names(inbox: Path, folder: str) -> Iterator[str]:
    try:
        for found in list_deliveries(inbox, folder):
            yield found.name
    except FolderGone:
        return


def list_passed_over(dataset: Dataset, inbox: Path) -> Iterator[tuple[str, str]]:
    """Folder and sentence of every file that the dataset leaves aside, by their names alone."""
    for resource in dataset.resources:
        source = resource.source
        if not isinstance(source, FolderSource):
            continue
        try:
            files = list_files(inbox, source.folder, source.patterns)
        except FolderGone:
            continue
        for finding in choose_documents(dataset.name, resource, files).findings:
            yield source.folder, finding.message

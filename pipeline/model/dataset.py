"""What the catalogue says of every dataset the publisher owes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from pipeline.model.publisher import Office, Portal, Publisher
from pipeline.model.safeguards import OnHidden, RepairClass, Retention, Suppressed, Withheld
from pipeline.model.schema import Schema

Drift = Literal["overwrite", "keep"]
SOURCE_SECONDS = 600
"""How long one source may take where its descriptor does not say."""

Period = Literal["month", "quarter", "half-year", "year"]


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who answers for a dataset: a role, never a private person's name."""

    role: str
    email: str


@dataclass(frozen=True, slots=True)
class FolderSource:
    """Files an office drops into `inbox/<folder>/`; `patterns` are globs relative to it."""

    folder: str
    patterns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WebSource:
    """One file read over http(s); `${NAME}` in url and headers stands for a secret.

    `redirects_to` are hosts of a private network that the server may send us to; `timeout` is in
    seconds, for the whole file.
    """

    url: str
    headers: tuple[tuple[str, str], ...] = ()
    redirects_to: tuple[str, ...] = ()
    timeout: int = SOURCE_SECONDS


@dataclass(frozen=True, slots=True)
class DatabaseSource:
    """One query to any database SQLAlchemy knows; `${NAME}` in `url` stands for a secret.

    `timeout` is in seconds, for all rows.
    """

    url: str
    query: str
    timeout: int = SOURCE_SECONDS


@dataclass(frozen=True, slots=True)
class GeneratedSource:
    """A table the pipeline makes of what it knows: the register of datasets (п. 19)."""

    what: Literal["register"]


Source = FolderSource | WebSource | DatabaseSource | GeneratedSource


@dataclass(frozen=True, slots=True)
class Series:
    """One table a period: `pattern` (a regular expression) finds the period in the file's name."""

    period: Period
    pattern: str


@dataclass(frozen=True, slots=True)
class Resource:
    """One table, one series of tables, or one folder of plain files, as the descriptor says it.

    `schema` is None for plain files. `path` is the sample delivery relative to the dataset's
    folder. `formats` are the extra formats a table is offered in beside CSV.
    """

    name: str
    title: str
    description: str
    schema: Schema | None
    path: str
    source: Source | None
    sheet: str | None = None
    encoding: str | None = None
    formats: tuple[str, ...] = ("csv",)
    series: Series | None = None

    @property
    def is_plain(self) -> bool:
        """Whether each file is published as it is, one document a file."""
        return self.schema is None


@dataclass(frozen=True, slots=True)
class Guards:
    """Limits, in per cent, beyond which a change needs a person's word; 100 asks for none.

    `rows_fall`: how many of the published rows may be missing; `keys_vanish`: how many of the
    published primary keys may be gone, however many rows there are.
    """

    rows_fall: int = 30
    keys_vanish: int = 50


@dataclass(frozen=True, slots=True)
class PersonalData:
    """A column that may hold personal data, with the legal ground: it does not block."""

    field: str
    ground: str


@dataclass(frozen=True, slots=True)
class NotPersonal:
    """A column somebody vouches for: it looks personal and is not."""

    field: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Until when no update of a dataset is expected, and why."""

    until: date
    reason: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """One folder of `datapackages/`: everything that is known of a dataset before it is gathered.

    `descriptor_hash` changes with anything said in the descriptor, its schemas or the publisher's
    suppression list (`suppressed`): a verdict given under another hash is given anew. `adopted`
    means that it was on the portal before the pipeline and is left as it is until it gets a source.
    `drift` says what becomes of fields that somebody changed on a portal by hand.
    """

    name: str
    title: str
    description: str
    keywords: tuple[str, ...]
    licence: str
    office: Office
    responsible: Responsible
    frequency: str
    ground: str
    purpose: str
    portals: tuple[str, ...]
    resources: tuple[Resource, ...]
    folder: Path
    descriptor_hash: str
    guards: Guards = field(default_factory=Guards)
    personal_data: tuple[PersonalData, ...] = ()
    not_personal: tuple[NotPersonal, ...] = ()
    adopted: bool = False
    drift: Drift = "overwrite"
    repairs_off: tuple[RepairClass, ...] = ()
    on_hidden: OnHidden = "strip"
    withheld: Withheld | None = None
    suppressed: tuple[Suppressed, ...] = ()
    pause: Pause | None = None

    @property
    def is_generated(self) -> bool:
        """Whether the pipeline makes it of the other datasets, and so after them."""
        return any(isinstance(item.source, GeneratedSource) for item in self.resources)

    def resource(self, name: str) -> Resource:
        """The resource of that name; KeyError where there is none."""
        for resource in self.resources:
            if resource.name == name:
                return resource
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in the catalogue: which file, which line, what, in a sentence.

    One that does not block is to be mended in time: the dataset is used all the same.
    """

    file: str
    line: int
    message: str
    dataset: str | None = None
    blocks: bool = True


@dataclass(frozen=True, slots=True)
class Catalogue:
    """`datapackages/` as read: the good datasets in name order, and every problem."""

    publisher: Publisher
    demonstration: bool
    report_portal: str
    offices: Mapping[str, Office]
    portals: Mapping[str, Portal]
    datasets: tuple[Dataset, ...]
    problems: tuple[Problem, ...] = ()
    retention: Retention = field(default_factory=Retention)

    def dataset(self, name: str) -> Dataset:
        """The dataset of that name; KeyError where there is none."""
        for dataset in self.datasets:
            if dataset.name == name:
                return dataset
        raise KeyError(name)

"""The shapes of the files in `datapackages/`, exactly as a person may write them.

Strict: an unknown key, a missing one or a value of another type is a problem with its line.
What is allowed is stated here and nowhere else; what it means is in :mod:`pipeline.model`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, field_validator, model_validator

from pipeline.catalogue.databases import DatabaseUrl, Query
from pipeline.catalogue.values import (
    Day,
    Email,
    Frequency,
    Host,
    Inside,
    Link,
    Name,
    Patterns,
    PeriodPattern,
    RepairName,
    SchemaReference,
    Shape,
    Text,
    none_is_no_source,
)
from pipeline.model.dataset import Drift, Period
from pipeline.model.safeguards import OnHidden

SECRET_HEADERS = ("authorization", "x-api-key", "x-ckan-api-key", "cookie")

KINDS = ("folder", "url", "sql", "generated")
"""The key by which each kind of source is known."""

OWNERS: Mapping[str, tuple[str, ...]] = {
    "pattern": ("folder",),
    "headers": ("url",),
    "redirects_to": ("url",),
    "query": ("sql",),
    "timeout": ("url", "sql"),
}
"""Which kinds of source every other key belongs to."""


class SourceShape(Shape):
    """`{folder, pattern}`, `{url, headers, redirects_to}`, `{sql, query}` or `{generated}`.

    `timeout`, in seconds, is how long an address or a database may take in all.
    """

    folder: Inside | None = None
    pattern: Patterns | None = None
    url: Link | None = None
    headers: dict[str, str] = {}
    redirects_to: list[Host] = []
    sql: DatabaseUrl | None = None
    query: Query | None = None
    timeout: int | None = Field(default=None, ge=1, le=3600)
    generated: Literal["register"] | None = None

    @model_validator(mode="after")
    def one_kind(self) -> Self:
        """Refuse a mixture, and a kind that lacks what it needs."""
        kinds = [kind for kind in KINDS if getattr(self, kind) is not None]
        if len(kinds) != 1:
            raise ValueError(
                "вкажіть або folder і pattern, або url, або sql і query, або generated"
            )
        for key, of in OWNERS.items():
            if getattr(self, key) and kinds[0] not in of:
                raise ValueError(f"{key} буває лише разом із {' або '.join(of)}")
        if self.folder is not None and not self.pattern:
            raise ValueError("для теки folder потрібен ще pattern")
        if self.sql is not None and not self.query:
            raise ValueError("для бази sql потрібен ще query")
        return self

    @field_validator("headers")
    @classmethod
    def no_secret_written_out(cls, headers: dict[str, str]) -> dict[str, str]:
        """Refuse a key in the descriptor itself."""
        for header, value in headers.items():
            if header.lower() in SECRET_HEADERS and "${" not in value:
                raise ValueError(f"секрет у заголовку {header} пишеться як ${{НАЗВА}}")
        return headers


class SeriesShape(Shape):
    """One table a period."""

    period: Period
    pattern: PeriodPattern = Field(alias="from")


class ResourcePipelineShape(Shape):
    """What the pipeline needs to know of one resource.

    `formerly` is the name under which it was first published, where somebody renamed it since.
    """

    formerly: Name | None = None
    series: SeriesShape | None = None
    sheet: Text | None = None
    encoding: Literal["utf-8", "windows-1251", "koi8-u", "cp866"] | None = None
    formats: list[Literal["csv", "xlsx"]] = ["csv"]
    source: SourceShape | None = None


class ResourceShape(Shape):
    """One resource of the package; without `schema` its files are published as they are."""

    name: Name
    title: Text
    description: str = ""
    schema_: SchemaReference = Field(default=None, alias="schema")
    path: Inside
    pipeline: ResourcePipelineShape = ResourcePipelineShape()

    @property
    def lasting_name(self) -> str:
        """What documents, file names and portals know it by, for ever."""
        return self.pipeline.formerly or self.name

    @model_validator(mode="after")
    def plain_files_have_no_table(self) -> Self:
        """Refuse the settings of tables on plain files."""
        settings = self.pipeline
        if self.schema_ is None and (settings.series or settings.sheet or settings.encoding):
            raise ValueError("series, sheet та encoding бувають лише в таблиць (бракує schema)")
        if "csv" not in settings.formats:
            raise ValueError("formats: CSV публікується завжди, додайте csv")
        return self


class ResponsibleShape(Shape):
    """Who answers for the dataset."""

    role: Text
    email: Email


class GuardsShape(Shape):
    """Limits beyond which a person is asked."""

    rows_fall: int = Field(default=30, ge=0, le=100)
    keys_vanish: int = Field(default=50, ge=0, le=100)


class RepairsShape(Shape):
    """Which lossless mends an office wants to make itself."""

    skip: list[RepairName] = []


class PlainFilesShape(Shape):
    """What becomes of authors and comments in files that go out as they are."""

    on_hidden: OnHidden = "strip"


class WithheldShape(Shape):
    """The wartime switch: nothing new of this dataset is sent."""

    ground: Text
    date: Day


class PauseShape(Shape):
    """No update is expected until that day."""

    date: Day
    reason: Text


class PersonalDataShape(Shape):
    """A declared column."""

    field: Text
    ground: Text


class NotPersonalShape(Shape):
    """A released column."""

    field: Text
    by: Text
    reason: Text


class PipelineShape(Shape):
    """Everything of ours in a descriptor."""

    office: Name
    responsible: ResponsibleShape
    frequency: Frequency
    ground: Text
    purpose: Annotated[Text, Field(max_length=512)]
    source: Annotated[SourceShape | None, BeforeValidator(none_is_no_source)] = None
    portals: list[str] = Field(min_length=1)
    guards: GuardsShape = GuardsShape()
    personal_data: list[PersonalDataShape] = []
    not_personal: list[NotPersonalShape] = []
    adopted: bool = False
    drift: Drift = "overwrite"
    repairs: RepairsShape = RepairsShape()
    plain_files: PlainFilesShape = PlainFilesShape()
    withheld: WithheldShape | None = None
    paused_until: PauseShape | None = None


class LicenceShape(Shape):
    """A licence by its Open Definition id; the portal's own id for it is `cc-by`."""

    name: Literal["CC-BY-4.0"]


class DescriptorShape(Shape):
    """`datapackages/<office>-<dataset>/datapackage.yaml`."""

    name: Name
    title: Annotated[Text, Field(max_length=254)]
    description: Annotated[Text, Field(max_length=4000)]
    keywords: list[Text] = Field(min_length=1)
    licenses: list[LicenceShape] = Field(min_length=1, max_length=1)
    pipeline: PipelineShape
    resources: list[ResourceShape] = Field(min_length=1)

"""The shapes of the files in `datapackages/`, exactly as a person may write them.

Strict: an unknown key, a missing one or a value of another type is a problem with its line.
What is allowed is stated here and nowhere else; what it means is in :mod:`pipeline.model`.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

from pipeline.model.dataset import Period, Profile
from pipeline.resolution835.vocabulary import FREQUENCIES

SECRET_HEADERS = ("authorization", "x-api-key", "x-ckan-api-key", "cookie")


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("не може бути порожнім")
    return " ".join(text.split())


def _name(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{1,99}", text):
        raise ValueError("лише латинські малі літери, цифри, «-» і «_», від 2 до 100 знаків")
    return text


def _email(text: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        raise ValueError("це не адреса електронної пошти")
    return text


def _link(text: str) -> str:
    if not re.match(r"https?://[^/\s]+", text):
        raise ValueError("адреса має починатися з http:// або https://")
    if re.match(r"https?://[^/\s]*:(?!\$\{)[^/@\s]+@", text):
        raise ValueError(
            "пароль не можна писати в описі; поставте ${НАЗВА} і задайте її в оточенні"
        )
    return text


def _frequency(text: str) -> str:
    allowed = [frequency.value for frequency in FREQUENCIES]
    if text not in allowed:
        raise ValueError("оберіть одне з: " + ", ".join(f"«{value}»" for value in allowed))
    return text


def _inside(text: str) -> str:
    if text.startswith(("/", "~")) or ".." in text.split("/") or "\\" in text:
        raise ValueError("шлях має лишатися всередині теки й писатися через «/»")
    return text


def _listed(value: object) -> object:
    """One pattern may stand without brackets."""
    return [value] if isinstance(value, str) else value


def _none_is_no_source(value: object) -> object:
    """`source: none` says on purpose that nothing is gathered."""
    return None if value == "none" else value


def _reference(value: object) -> object:
    if value is None or isinstance(value, str | dict):
        return value
    raise ValueError("потрібна назва таблиці (2025/18/buildings), файл *.yaml або сама схема")


def _period_pattern(text: str) -> str:
    try:
        groups = re.compile(text).groups
    except re.error as error:
        raise ValueError(f"це не регулярний вираз: {error}") from error
    if groups != 1:
        raise ValueError("вираз має містити рівно одні дужки: вони виділяють період")
    return text


Text = Annotated[str, AfterValidator(_filled)]
Name = Annotated[str, AfterValidator(_name)]
Email = Annotated[str, AfterValidator(_email)]
Link = Annotated[str, AfterValidator(_link)]
Frequency = Annotated[str, AfterValidator(_frequency)]
Inside = Annotated[str, AfterValidator(_inside)]
PeriodPattern = Annotated[str, AfterValidator(_period_pattern)]


class Shape(BaseModel):
    """Nothing unknown, nothing coerced."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=False)


class SourceShape(Shape):
    """`{folder, pattern}` or `{url, headers}`."""

    folder: Inside | None = None
    pattern: Annotated[list[Inside] | None, BeforeValidator(_listed)] = None
    url: Link | None = None
    headers: dict[str, str] = {}

    @model_validator(mode="after")
    def one_kind(self) -> Self:
        """Refuse a mixture, and a secret written out."""
        if (self.folder is None) == (self.url is None):
            raise ValueError("вкажіть або folder і pattern, або url")
        if self.folder is not None and (not self.pattern or self.headers):
            raise ValueError("для теки потрібні folder і pattern, і більше нічого")
        if self.url is not None and self.pattern:
            raise ValueError("для url шаблон pattern не потрібен")
        for header, value in self.headers.items():
            if header.lower() in SECRET_HEADERS and "${" not in value:
                raise ValueError(f"секрет у заголовку {header} пишеться як ${{НАЗВА}}")
        return self


class SeriesShape(Shape):
    """One table a period."""

    period: Period
    pattern: PeriodPattern = Field(alias="from")


class ResourcePipelineShape(Shape):
    """What the pipeline needs to know of one resource."""

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
    schema_: Annotated[Any, AfterValidator(_reference)] = Field(default=None, alias="schema")
    path: Inside
    pipeline: ResourcePipelineShape = ResourcePipelineShape()

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
    source: Annotated[SourceShape | None, BeforeValidator(_none_is_no_source)] = None
    portals: list[str] = Field(min_length=1)
    guards: GuardsShape = GuardsShape()
    personal_data: list[PersonalDataShape] = []
    not_personal: list[NotPersonalShape] = []


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


class OfficeShape(Shape):
    """One department."""

    name: Text
    email: Email


class PortalShape(Shape):
    """One portal; its key only from the environment or a file named there."""

    url: Link
    organization: Name
    profile: Profile
    key_env: Text | None = None
    key_file: Text | None = None


class BodyShape(Shape):
    """The publisher itself; `edrpou` and `katottg` are codes, so text in quotes."""

    name: Text
    edrpou: Annotated[str, Field(pattern=r"^\d{8}$")]
    katottg: Annotated[str, Field(pattern=r"^UA\d{17}$")]
    site: Link
    email: Email


class PublisherShape(Shape):
    """`datapackages/publisher.yaml`."""

    demonstration: bool = False
    publisher: BodyShape
    offices: dict[str, OfficeShape]
    report_portal: str
    portals: dict[str, PortalShape]

"""The passport of a dataset («Паспорт набору даних»): the points of п. 7, in order.

It tells nothing of the run that made it: the same release gives the same bytes, so that an
unchanged dataset stays unchanged on every portal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from pipeline.model import Dataset, Publisher, Release
from pipeline.resolution835.csv_text import render_csv
from pipeline.resolution835.kinds import IMPERSONAL_KINDS
from pipeline.resolution835.vocabulary import LANGUAGE, frequency
from pipeline.wording import KYIV

HEADER = ("number", "name", "value")
ARCHIVES = ("ZIP", "7Z")


@dataclass(frozen=True, slots=True)
class PassportRow:
    """One point of the passport: its number in п. 7, its name and what it says of the dataset."""

    number: int
    name: str
    value: str


def build_passport(
    dataset: Dataset, publisher: Publisher, release: Release, url: str
) -> tuple[PassportRow, ...]:
    """The passport of this release; `url` is the dataset's page, where its files are found."""
    formats = _formats(release)
    said = (
        ("Ідентифікаційний номер набору даних", dataset.name),
        ("Найменування набору даних", dataset.title),
        ("Стислий опис змісту набору даних", _description(dataset, release)),
        (
            "Підстава та призначення збору інформації",
            _sentences((dataset.ground, dataset.purpose)),
        ),
        ("Мова інформації", LANGUAGE),
        ("Формати, у яких доступний набір даних", ", ".join(formats)),
        (
            "Формати стиснення",
            ", ".join(name for name in formats if name in ARCHIVES) or "не застосовано",
        ),
        ("Дата і час першого оприлюднення", _moment(release.first_made_at)),
        ("Дата і час останнього внесення змін", _moment(release.made_at)),
        ("Дата, на яку дані є актуальними", _actual(release)),
        ("Періодичність оновлення", frequency(dataset.frequency).label),
        ("Ключові слова", ", ".join(dataset.keywords)),
        ("Гіперпосилання на набір даних", url),
        ("Відповідальна особа", f"{dataset.responsible.role}, {dataset.responsible.email}"),
        ("Гіперпосилання на структуру набору даних", url if _has_tables(dataset) else "немає"),
        ("Розпорядник інформації", f"{publisher.name}, код ЄДРПОУ {publisher.edrpou}"),
    )
    return tuple(PassportRow(number, name, value) for number, (name, value) in enumerate(said, 1))


def render_passport(rows: Iterable[PassportRow]) -> bytes:
    """The passport as the CSV file which is published beside the data."""
    return render_csv(HEADER, [(str(row.number), row.name, row.value) for row in rows])


def _description(dataset: Dataset, release: Release) -> str:
    """П. 7 wants each withheld element named, with the kind of restriction on it."""
    withheld = (*_withheld_columns(dataset), *_withheld_rows(dataset, release))
    return _sentences((dataset.description, *withheld)) if withheld else dataset.description


def _withheld_columns(dataset: Dataset) -> Iterator[str]:
    if columns := ", ".join(_withheld(dataset)):
        yield (
            f"Номери фізичних осіб (РНОКПП) у стовпцях {columns} не оприлюднено: "
            "це персональні дані, інформація з обмеженим доступом"
        )


def _withheld_rows(dataset: Dataset, release: Release) -> Iterator[str]:
    """How many rows there are, and of whom, would tell what is withheld."""
    if any(document.withheld for document in release.documents):
        grounds = "; ".join(dict.fromkeys(one.ground.rstrip(".") for one in dataset.suppressed))
        yield (
            "Рядки про підприємства, відомості про які закрито на час воєнного стану, не "
            f"оприлюднено: інформація з обмеженим доступом ({grounds})"
        )


def _withheld(dataset: Dataset) -> tuple[str, ...]:
    """Columns in which the Resolution's tables make the numbers of people impersonal."""
    names = [
        field.name
        for resource in dataset.resources
        if resource.schema is not None
        for field in resource.schema.fields
        if field.kind in IMPERSONAL_KINDS
    ]
    return tuple(dict.fromkeys(names))


def _has_tables(dataset: Dataset) -> bool:
    return any(not resource.is_plain for resource in dataset.resources)


def _formats(release: Release) -> tuple[str, ...]:
    named = [file.format for document in release.documents for file in document.files]
    return tuple(dict.fromkeys(named))


def _actual(release: Release) -> str:
    latest = max((document.actual_at for document in release.documents), default=release.made_at)
    return latest.astimezone(KYIV).date().isoformat()


def _moment(moment: datetime) -> str:
    return moment.astimezone(KYIV).isoformat(timespec="seconds")


def _sentences(parts: Iterable[str]) -> str:
    return " ".join(part.strip().rstrip(".") + "." for part in parts if part.strip())

"""A small believable reply that the tests of this folder vary."""

from __future__ import annotations

from datetime import UTC, datetime

from pipeline.model import Field, Finding, Repair, Schema, Table, Verdict
from pipeline.reply.reply import Reply

SCHEMA = Schema(
    id="2025/18/buildings",
    title="Перелік будівель",
    fields=(
        Field("identifier", "Ідентифікатор", required=True, unique=True, example="1-1"),
        Field("title", "Назва об’єкта", required=True, example="Школа № 5"),
        Field("edrpou", "Код ЄДРПОУ", kind="edrpou", required=True, example="04011732"),
        Field("area", "Площа", type="number", minimum="0", unit="м²", example="40.5"),
        Field("date", "Дата", type="date", required=True, null_allowed=True, example="2021-07-02"),
    ),
)

TABLE = Table(
    sheet="Аркуш1",
    fields=SCHEMA.names,
    columns=("A", "B", "C", "D", None),
    lines=(3, 4, 5),
    rows=(
        ("1-1", "Школа", "04011732", "40.5", ""),
        ("1-2", "Гараж", "0401173", "близько 40", ""),
        ("1-3", "Склад", "04011732", "7", ""),
    ),
)

CODE = Finding(
    code="edrpou-check",
    blocks=True,
    message="Контрольна цифра не збігається.",
    sheet="Аркуш1",
    cell="C4",
    row=4,
    field="edrpou",
    value="0401173",
    example="04011732",
)
AREA = Finding(
    code="type-number",
    blocks=True,
    message="Це не число.",
    sheet="Аркуш1",
    cell="D4",
    row=4,
    field="area",
    value="близько 40",
    example="40",
)
CAPS = Finding(
    code="caps",
    blocks=False,
    message="Назву написано великими літерами.",
    sheet="Аркуш1",
    cell="B5",
    row=5,
    field="title",
    value="СКЛАД",
)
HIDDEN_SHEET = Finding(
    code="hidden-sheet", blocks=False, message="У файлі є прихований аркуш.", sheet="Чернетка"
)
NUMBER = Repair("D3", "area", "40,5", "40.5", "Число записано з крапкою")


def verdict(
    *findings: Finding, repairs: tuple[Repair, ...] = (), table: Table | None = TABLE
) -> Verdict:
    return Verdict("economy/buildings", "a" * 64, findings, repairs, table)


def reply(*findings: Finding, **changes: object) -> Reply:
    stated: dict[str, object] = {
        "dataset": "Комунальне майно",
        "document": "Будівлі",
        "office": "Управління економіки",
        "delivery": "buildings.xlsx",
        "checked_at": datetime(2021, 7, 2, 11, 5, tzinfo=UTC),
        "verdict": verdict(*findings),
        "schema": SCHEMA,
        "happened": "refused",
    }
    return Reply(**(stated | changes))  # type: ignore[arg-type]

"""Kinds of amounts and of years."""

from __future__ import annotations

from pipeline.resolution835.kind import Kind

NUMBERS = (
    Kind(
        "money",
        "сума",
        "Число не менше нуля з крапкою перед копійками, без пробілів і назви валюти.",
        "2225.50",
        types=("number", "integer"),
        minimum="0",
    ),
    # An overpaid bill leaves a debt below zero.
    Kind(
        "balance",
        "сума заборгованості",
        "Число з крапкою перед копійками, без пробілів; переплата — зі знаком мінус.",
        "2225.50",
        types=("number",),
    ),
    Kind(
        "quantity",
        "кількість",
        "Число не менше нуля, дробова частина після крапки.",
        "4.5",
        types=("number", "integer"),
        minimum="0",
    ),
    Kind(
        "count",
        "ціла кількість",
        "Ціле число не менше нуля.",
        "20",
        types=("integer",),
        minimum="0",
    ),
    Kind(
        "area",
        "площа",
        "Число не менше нуля, дробова частина після крапки; одиниця одна для всієї таблиці.",
        "11450.60",
        types=("number",),
        minimum="0",
    ),
    Kind(
        "percent",
        "відсотки",
        "Число від 0 до 100 без знака %.",
        "60",
        types=("number", "integer"),
        minimum="0",
        maximum="100",
    ),
    Kind(
        "number-list",
        "числа через кому",
        "Числа з крапкою перед дробовою частиною, через кому.",
        "400.0, 400.0, 600.0",
        pattern=r"\d+(\.\d+)?",
        several=True,
    ),
    Kind(
        "year",
        "рік",
        "Чотири цифри року.",
        "2009",
        types=("integer",),
        minimum="1000",
        maximum="2100",
    ),
    Kind(
        "year-or-date",
        "рік або дата",
        "Рік чотирма цифрами або дата як рік-місяць-день.",
        "2017",
        pattern=r"(1\d|20)\d\d(-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))?",
    ),
    Kind(
        "month",
        "місяць",
        "Номер місяця від 1 до 12.",
        "7",
        types=("integer",),
        minimum="1",
        maximum="12",
    ),
    Kind(
        "unix-time",
        "позначка часу",
        "Ціле число секунд від 1 січня 1970 року за UTC.",
        "1559202300",
        types=("integer",),
        minimum="0",
    ),
    Kind(
        "bearing",
        "курс",
        "Градуси від 0 до 360 за годинниковою стрілкою від півночі.",
        "45.5",
        types=("number",),
        minimum="0",
        maximum="360",
    ),
)

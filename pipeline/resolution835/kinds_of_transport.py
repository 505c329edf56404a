"""Kinds of public transport: value sets of GTFS Schedule, which annexes 26, 27, 55 and 56 follow.

Source of the sets: the reference of GTFS Schedule (gtfs.org), as of 2025.
"""

from __future__ import annotations

from pipeline.resolution835.kind import Kind

CODE = ("integer", "string")

TRANSPORT = (
    Kind("plate", "номерний знак", "Літери й цифри, як на знаку.", "AB1234EI"),
    # Trams, trolleybuses and old chassis have numbers shorter than the 17 characters of ISO 3779.
    Kind(
        "vin",
        "VIN-номер",
        "17 великих латинських літер і цифр без I, O та Q.",
        "WAUZZZ8AZMA123456",
        pattern=r"[A-HJ-NPR-Z0-9]{17}|[A-Z0-9-]{3,16}",
    ),
    Kind(
        "timezone",
        "часовий пояс",
        "Назва з бази часових поясів.",
        "Europe/Kyiv",
        pattern=r"UTC|[A-Za-z]+(/[A-Za-z_+-]+)+",
    ),
    Kind(
        "colour",
        "колір",
        "Назва кольору або шість шістнадцяткових цифр.",
        "червоний",
        pattern=r"#?[0-9A-Fa-f]{6}|[А-ЩЬЮЯҐЄІЇа-щьюяґєії’ -]+",
        blocks=False,
    ),
    Kind(
        "gtfs-time",
        "час",
        "Години:хвилини:секунди; рейс після опівночі — 24:10:00 і далі.",
        "09:34:00",
        pattern=r"\d{1,2}:[0-5]\d:[0-5]\d",
    ),
    Kind(
        "gtfs-stop-type",
        "тип зупинки",
        "0 — зупинка, 1 — станція, 2 — вхід, 3 — перехід, 4 — місце посадки.",
        "0",
        types=CODE,
        values=("0", "1", "2", "3", "4"),
    ),
    Kind(
        "gtfs-accessibility",
        "доступність",
        "0 — немає відомостей, 1 — так, 2 — ні.",
        "1",
        types=CODE,
        values=("0", "1", "2"),
    ),
    # Beside the basic codes the extended ones (three digits up to 1702) are in use in Ukraine.
    Kind(
        "gtfs-route-type",
        "тип транспорту",
        "0 — трамвай, 1 — метро, 2 — залізниця, 3 — автобус, 4 — пором, 5 — канатний трамвай, "
        "6 — канатна дорога, 7 — фунікулер, 11 — тролейбус, 12 — монорейка, "
        "або розширений код від 100 до 1702.",
        "3",
        types=CODE,
        pattern=r"[0-7]|11|12|[1-9]\d\d|1[0-6]\d\d|170[0-2]",
    ),
    Kind(
        "gtfs-day",
        "день тижня",
        "1 — рейси виконуються, 0 — ні.",
        "1",
        types=CODE,
        values=("0", "1"),
    ),
    Kind(
        "gtfs-exception",
        "тип винятку",
        "1 — рейси додано, 2 — рейси скасовано.",
        "1",
        types=CODE,
        values=("1", "2"),
    ),
    Kind(
        "gtfs-pickup",
        "тип посадки чи висадки",
        "0 — за розкладом, 1 — немає, 2 — за дзвінком перевізнику, 3 — за домовленістю з водієм.",
        "0",
        types=CODE,
        values=("0", "1", "2", "3"),
    ),
    Kind(
        "gtfs-direction",
        "напрямок руху",
        "0 — в один бік, 1 — у зворотний.",
        "0",
        types=CODE,
        values=("0", "1"),
    ),
    Kind(
        "gtfs-timepoint",
        "точність часу",
        "0 — приблизний час, 1 — точний.",
        "1",
        types=CODE,
        values=("0", "1"),
    ),
)

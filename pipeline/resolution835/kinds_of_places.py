"""Kinds that say where something is: the address, part by part, and coordinates in WGS84."""

from __future__ import annotations

from pipeline.resolution835.kind import Kind

# A box around Ukraine with half a degree to spare: a swapped or mistyped pair falls outside it.
SOUTH, NORTH, WEST, EAST = "44", "53", "22", "41"

PLACES = (
    Kind(
        "katottg",
        "код КАТОТТГ",
        "Латинські літери UA та 17 цифр.",
        "UA32140050010021659",
        pattern=r"UA\d{17}",
    ),
    # Older sets and portal fields only: the register was replaced by КАТОТТГ at the end of 2020.
    Kind("koatuu", "код КОАТУУ", "10 цифр.", "5310100000", pattern=r"\d{10}"),
    Kind(
        "postcode",
        "поштовий індекс",
        "5 цифр разом із нулем на початку.",
        "01234",
        pattern=r"\d{5}",
    ),
    Kind("country", "країна", "Назва країни українською.", "Україна"),
    Kind(
        "country-code",
        "код країни",
        "Три великі латинські літери за ISO 3166-1.",
        "UKR",
        pattern=r"[A-Z]{3}",
        blocks=False,
    ),
    Kind("region", "область", "Назва зі словом «область».", "Полтавська область"),
    Kind("district", "район", "Назва зі словом «район».", "Бориспільський район"),
    Kind("community", "територіальна громада", "Назва громади.", "Згурівська"),
    Kind(
        "settlement",
        "населений пункт",
        "Лише назва, без «м.», «с.» чи «смт».",
        "Дрогобич",
        pattern=r"(?!(?:м|с|смт|сел)\.|(?:м|с|смт) ).+",
        blocks=False,
    ),
    Kind("street", "вулиця", "Тип і назва.", "вул. Харківська"),
    Kind(
        "house-number",
        "номер будівлі",
        "Лише номер, без вулиці та знака №, записаний як текст.",
        "15-А",
        pattern=r"(?!№|(?:вул|просп|пров|бульв)\.|вулиця |проспект |провулок |бульвар ).+",
        blocks=False,
    ),
    Kind("road-index", "індекс дороги", "Літера, дефіс, цифри.", "М-05"),
    Kind(
        "latitude",
        "географічна широта",
        "Десяткові градуси з крапкою в системі WGS84, у межах України: від 44 до 53.",
        "50.457718",
        types=("number",),
        minimum=SOUTH,
        maximum=NORTH,
    ),
    Kind(
        "longitude",
        "географічна довгота",
        "Десяткові градуси з крапкою в системі WGS84, у межах України: від 22 до 41.",
        "30.487021",
        types=("number",),
        minimum=WEST,
        maximum=EAST,
    ),
    Kind(
        "shelter-latitude",
        "географічна широта укриття",
        "Десяткові градуси в системі WGS84, від 44 до 53, щонайменше 4 цифри після крапки.",
        "50.457718",
        types=("number",),
        minimum=SOUTH,
        maximum=NORTH,
        decimals=4,
    ),
    Kind(
        "shelter-longitude",
        "географічна довгота укриття",
        "Десяткові градуси в системі WGS84, від 22 до 41, щонайменше 4 цифри після крапки.",
        "30.487021",
        types=("number",),
        minimum=WEST,
        maximum=EAST,
        decimals=4,
    ),
)

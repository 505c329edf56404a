"""Regions of Ukraine by the first two digits of a КАТОТТГ.

Source: the codifier of administrative units and territories of territorial communities (order of
the Ministry of Development of Communities No. 290 of 26.11.2020), first level.
"""

from __future__ import annotations

REGIONS = {
    "01": "Автономна Республіка Крим",
    "05": "Вінницька область",
    "07": "Волинська область",
    "12": "Дніпропетровська область",
    "14": "Донецька область",
    "18": "Житомирська область",
    "21": "Закарпатська область",
    "23": "Запорізька область",
    "26": "Івано-Франківська область",
    "32": "Київська область",
    "35": "Кіровоградська область",
    "44": "Луганська область",
    "46": "Львівська область",
    "48": "Миколаївська область",
    "51": "Одеська область",
    "53": "Полтавська область",
    "56": "Рівненська область",
    "59": "Сумська область",
    "61": "Тернопільська область",
    "63": "Харківська область",
    "65": "Херсонська область",
    "68": "Хмельницька область",
    "71": "Черкаська область",
    "73": "Чернівецька область",
    "74": "Чернігівська область",
    "80": "місто Київ",
    "85": "місто Севастополь",
}
"""First two digits → official name."""

_NAMED = {name.split()[0].casefold(): code for code, name in REGIONS.items() if "область" in name}


def region_of(katottg: str) -> str | None:
    """The region's code in a КАТОТТГ; None where there is no such region."""
    code = katottg[2:4]
    return code if code in REGIONS else None


def named_region(text: str) -> str | None:
    """The code of the region («Полтавська область», «Полтавська») that an address names.

    None for whatever else stands there: a city of its own, a region in other words.
    """
    words = text.casefold().replace("обл.", "").replace("область", "").split()
    return _NAMED.get(words[0]) if len(words) == 1 else None

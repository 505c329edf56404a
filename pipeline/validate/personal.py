"""How personal data look: shapes, check digits, and the words that betray them.

What these finds mean for a column is decided in :mod:`pipeline.validate.leaks`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Secret:
    """One sort of personal data: how it looks, whether a find is sound, what betrays it.

    `among`: what such a find is easily mistaken for; where most of a column looks like that and
    few of it are sound, chance made them so. `telling`: the shape alone says what it is. Two
    letters and six digits are a passport's, and those of half of all certificates too: without the
    word they are at most a note, and under a heading that is `innocent` nothing.
    """

    code: str
    name: str
    shape: re.Pattern[str]
    is_sound: Callable[[str], bool]
    beside: re.Pattern[str]
    among: re.Pattern[str] | None = None
    telling: bool = True
    innocent: re.Pattern[str] = re.compile(r"(?!)")

    def is_named(self, text: str) -> bool:
        """Whether a word of the text says what the find is, and speaks of a person's."""
        return any(
            not OF_THINGS.match(word.groupdict().get("adjective") or "")
            for word in self.beside.finditer(text)
        )


def _is_rnokpp(number: str) -> bool:
    """By its check digit and its birthday: the first five digits count days from 31.12.1899.

    Most КОАТУУ and many contract numbers would be of people not born yet.
    """
    from stdnum.ua import rntrc

    return 0 < int(number[:5]) < _UNBORN and bool(rntrc.is_valid(number))


def _is_personal_iban(number: str) -> bool:
    """Accounts 2620 and 2625 of the banks' chart are those of natural persons."""
    from stdnum import iban

    return number[10:].lstrip("0").startswith(("2620", "2625")) and bool(iban.is_valid(number))


def _always(_: str) -> bool:
    return True


OF_THINGS = re.compile(
    r"(технічн|техн|енергетичн|екологічн|санітарн|інвестиційн|будівельн|земельн|інвентарн|"
    r"кадастров|радіаційн|генетичн|ветеринарн|соціальн|цифров|туристичн|міськ|районн|обласн)",
    re.IGNORECASE,
)
"""Things, not persons, have passports too."""

_UNBORN = 47_000
_NEVER = re.compile(r"(?!)")
_TEN_DIGITS = re.compile(r"(?<!\d)\d{10}(?!\d)", re.ASCII)

SECRETS = (
    Secret(
        "rnokpp",
        "РНОКПП фізичної особи",
        re.compile(r"(?<![\d.,:/-])\d{10}(?![\d:/-]|[.,]\d)", re.ASCII),
        _is_rnokpp,
        re.compile(
            r"рнокпп|\bіпн\b|ідентифікаційн\w+ (номер|код)|податков\w+ номер", re.IGNORECASE
        ),
        among=_TEN_DIGITS,
    ),
    Secret(
        "passport",
        "номер паспорта",
        re.compile(r"(?<![А-ЯҐЄІЇа-яґєії])[А-ЯҐЄІЇ]{2} ?№? ?\d{6}(?!\d)"),
        _always,
        re.compile(
            r"(?:(?P<adjective>\w+)\W+)?паспорт(?!\w*\s+(?:прив|об.єкт|будин|буді|споруд|набор))",
            re.IGNORECASE,
        ),
        telling=False,
        innocent=re.compile(
            r"паспорт|сертифікат|свідоцтв|ліценз|бланк|диплом|атестат|декларац|дозв[іо]л|наклад|страхов",
            re.IGNORECASE,
        ),
    ),
    Secret(
        "personal-iban",
        "рахунок фізичної особи",
        re.compile(r"UA\d{27}", re.ASCII),
        _is_personal_iban,
        _NEVER,
    ),
    Secret(
        "private-email",
        "приватна електронна пошта",
        re.compile(
            # Tried at the start of a word alone: inside a long one it would cost its square.
            r"(?<![\w.+-])[\w.+-]+@(?:gmail\.com|ukr\.net|i\.ua|meta\.ua|bigmir\.net|yahoo\.com|"
            r"outlook\.com|hotmail\.com|icloud\.com)",
            re.IGNORECASE,
        ),
        _always,
        _NEVER,
    ),
    Secret(
        "private-phone",
        "мобільний телефон",
        re.compile(
            r"(?<!\d)(?:\+?38)?[ (]{0,3}0(?:39|50|63|66|67|68|73|9[1-9])[ )-]{0,3}"
            r"\d{3}[ -]?\d\d[ -]?\d\d(?!\d)"
        ),
        _always,
        _NEVER,
        among=_TEN_DIGITS,
    ),
)

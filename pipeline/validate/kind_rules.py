"""Rules for values that mean something: codes with check digits, links, phones, places.

The written form of every kind stands in `resolution835.kinds`; here is what a form cannot say
(check digits, registers of codes) and the messages that tell how to mend the usual slips.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.model import Field
from pipeline.resolution835.kinds import EDRPOU_KINDS, URL_KINDS, Kind, example_of, kind_of
from pipeline.validate.flaws import Flaw, enum_flaw, other_alphabet
from pipeline.validate.likely import likely_value
from pipeline.validate.lookalikes import replaced_letters, to_latin

PLACEHOLDERS = frozenset({"01234567", "12345678", "87654321", "00000000", "11111111", "99999999"})
"""Codes the official guides and forms print as a sample; two of them have a fitting check digit."""

_PARCEL_SAMPLES = frozenset({"12345678901:01:012:0123", "01234567890:01:012:0123"})
"""Cadastral numbers the guides print in annexes 25, 37, 39 and 60: with a digit too many."""

_LETTERS_LIKE_DIGITS = str.maketrans("OoОоIlІіЗз", "0000111133")

_EIGHT_DIGITS = re.compile(r"\d{8}", re.ASCII)
_TEN_DIGITS = re.compile(r"(?<!\d)\d{10}(?!\d)", re.ASCII)
_PASSPORT = re.compile(r"(?:.*паспорт.*|[А-ЯҐЄІЇ]{2} ?№? ?)\d{6}", re.IGNORECASE)
_SHORT_DIGITS = re.compile(r"\d{1,7}", re.ASCII)
_LOCAL_PHONE = re.compile(r"\d(?:[\s-]?\d){4,6}", re.ASCII)
_ADDRESS = re.compile(r"[\w-]+(\.[\w-]+)+([/?#:]\S*)?")
_FILE_NAME = re.compile(
    r"[^/]+\.(docx?|xlsx?|pdf|odt|ods|rtf|txt|html?|jpe?g|png|zip)", re.IGNORECASE
)


def check_kind(field: Field, text: str) -> Flaw | None:
    """What is wrong with a filled value of the field's kind; None where nothing is."""
    kind = kind_of(field)
    if kind is None:
        return None
    for rule in _RULES.get(kind.name, ()):
        if flaw := rule(kind, field, text):
            return flaw
    if kind.values and text not in kind.values and not field.enum:
        return enum_flaw(field, text)
    if kind.accepts(text):
        return None
    return _form_flaw(kind, field, text)


def _form_flaw(kind: Kind, field: Field, text: str) -> Flaw:
    latin = to_latin(text)
    if latin.isascii() and kind.accepts(latin) and (letters := replaced_letters(text, latin)):
        return Flaw(kind.name, other_alphabet(letters), latin, blocks=kind.blocks)
    digits = text.translate(_LETTERS_LIKE_DIGITS)
    if digits != text and digits.isdigit() and check_kind(field, digits) is None:
        return Flaw(kind.name, "Серед цифр стоїть схожа на цифру літера: замініть її.", digits)
    verdict = "Значення не підходить" if kind.blocks else "Краще записати інакше"
    named = f"{kind.label[0].upper()}{kind.label[1:]}"
    return Flaw(
        kind.name,
        f"{verdict}. {named}: {kind.rule[0].lower()}{kind.rule[1:]}",
        likely_value(field, text) or example_of(field) or None,
        blocks=kind.blocks,
    )


def _no_private_number(kind: Kind, field: Field, text: str) -> Flaw | None:
    """Ten digits where a company's code belongs: with a fitting check digit surely a РНОКПП.

    Without it they may be one with a slip in it, which is as private. They are found among words
    too: «ФОП Коваль, 3184710691».
    """
    from stdnum.ua import rntrc

    for number in _TEN_DIGITS.findall(text):
        if rntrc.is_valid(number):
            return Flaw(
                "rnokpp",
                "Це РНОКПП фізичної особи: його не оприлюднюють. Зітріть номер або напишіть "
                "«знеособлено».",
                secret=True,
            )
        if kind.name in EDRPOU_KINDS:
            return Flaw(
                "edrpou-ten-digits",
                "Тут 10 цифр, а в коді ЄДРПОУ їх 8. Можливо, це РНОКПП фізичної особи: його не "
                "оприлюднюють. Впишіть код ЄДРПОУ, а якщо це номер людини — зітріть його.",
                example_of(field) or None,
                secret=True,
            )
    return None


def _no_passport(kind: Kind, _: Field, text: str) -> Flaw | None:
    """People without a РНОКПП are known by their passport: two letters and six digits.

    A code of a foreign company may look so too, but it has Latin letters.
    """
    if not any(_PASSPORT.fullmatch(item) for item in kind.items(text)):
        return None
    return Flaw(
        "passport-number",
        "Схоже на номер паспорта: його не оприлюднюють. Зітріть номер або напишіть «знеособлено».",
        secret=True,
    )


def _check_digit(kind: Kind, field: Field, text: str) -> Flaw | None:
    from stdnum.ua import edrpou

    for item in kind.items(text):
        if item in PLACEHOLDERS:
            return _placeholder(f"Код {item}", "код вашої установи")
        if _EIGHT_DIGITS.fullmatch(item) and not edrpou.is_valid(item):
            return Flaw(
                "edrpou-check-digit",
                "У коді ЄДРПОУ помилка: остання, контрольна цифра не відповідає решті. "
                "Звірте код з Єдиним державним реєстром.",
                example_of(field) or None,
            )
        if _SHORT_DIGITS.fullmatch(item):
            return Flaw(
                "edrpou-length",
                "У коді ЄДРПОУ має бути 8 цифр, а тут менше. Нулі на початку не повернуто, бо з "
                "ними не сходиться контрольна цифра: звірте код.",
                example_of(field) or None,
            )
    return None


def _former_code(_: Kind, field: Field, text: str) -> Flaw | None:
    """A code of the register that КАТОТТГ replaced in 2020; offices keep it for years."""
    if not _TEN_DIGITS.fullmatch(text):
        return None
    return Flaw(
        "katottg-koatuu",
        "Це код КОАТУУ, який уже не діє: впишіть замість нього код КАТОТТГ — літери UA та 17 цифр.",
        example_of(field) or None,
    )


def _placeholder(said: str, meant: str) -> Flaw:
    return Flaw(
        "placeholder-code",
        f"{said} — зразок із методичних рекомендацій. Якщо це не {meant}, впишіть справжній.",
        blocks=False,
    )


def _parcel_sample(_: Kind, __: Field, text: str) -> Flaw | None:
    if text not in _PARCEL_SAMPLES:
        return None
    return _placeholder(f"Кадастровий номер {text}", "номер вашої ділянки")


def _phone_exists(kind: Kind, _: Field, text: str) -> Flaw | None:
    """Whether such numbers are given out at all: `+380123456789` of the guides are not."""
    import phonenumbers

    if not kind.accepts(text):
        return None
    if all(phonenumbers.is_valid_number(phonenumbers.parse(item)) for item in kind.items(text)):
        return None
    return Flaw(
        "phone-unknown",
        "Телефонного коду, з якого починається цей номер, в Україні немає. Звірте номер; якщо це "
        "зразок, впишіть справжній.",
        blocks=False,
    )


def _scheme(kind: Kind, field: Field, text: str) -> Flaw | None:
    if kind.accepts(text):
        return None
    items = kind.items(text)
    if not all(_ADDRESS.fullmatch(item) or kind.accepts(item) for item in items):
        return None
    if any(_FILE_NAME.fullmatch(item) for item in items):
        return Flaw(
            "url-file-name",
            "Тут назва файла, а має бути посилання на нього: від https:// до кінця.",
            example_of(field) or None,
        )
    written = [item if kind.accepts(item) else f"https://{item}" for item in items]
    return Flaw(
        "url-scheme",
        "Посилання має починатися з https:// або http://: допишіть початок.",
        ", ".join(written),
    )


def _local_phone(_: Kind, field: Field, text: str) -> Flaw | None:
    """A number as one dials it inside its town."""
    if not _LOCAL_PHONE.fullmatch(text):
        return None
    return Flaw(
        "phone-local",
        "Номер телефону без коду: допишіть +380 і код міста або оператора.",
        example_of(field) or None,
    )


def _currency(kind: Kind, _: Field, text: str) -> Flaw | None:
    from babel.numbers import is_currency

    if not kind.accepts(text) or is_currency(text):
        return None
    return Flaw("currency", "Такого коду валюти немає в ISO 4217. Гривня — UAH.", "UAH")


_Rule = Callable[[Kind, Field, str], Flaw | None]
_RULES: dict[str, tuple[_Rule, ...]] = {
    **dict.fromkeys(EDRPOU_KINDS, (_no_private_number, _no_passport, _check_digit)),
    **dict.fromkeys(URL_KINDS, (_scheme,)),
    "rnokpp": (_no_private_number,),
    "foreign-party-id": (_no_private_number,),
    "currency": (_currency,),
    "cadastral-number": (_parcel_sample,),
    "phone": (_local_phone, _phone_exists),
    "katottg": (_former_code,),
}

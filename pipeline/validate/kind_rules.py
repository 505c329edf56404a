"""Rules for values that mean something: codes with check digits, links, phones, places.

The written form of every kind stands in `resolution835.kinds`; here is what a form cannot say
(check digits, registers of codes) and the messages that tell how to mend the usual slips.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.model import Field
from pipeline.resolution835.kinds import EDRPOU_KINDS, URL_KINDS, Kind, example_of, kind_of
from pipeline.validate.flaws import Flaw, enum_flaw

PLACEHOLDERS = frozenset({"01234567", "12345678", "87654321", "00000000", "11111111", "99999999"})
"""Codes the official guides and forms print as a sample; two of them have a fitting check digit."""

_EIGHT_DIGITS = re.compile(r"\d{8}", re.ASCII)
_TEN_DIGITS = re.compile(r"\d{10}", re.ASCII)
_SHORT_DIGITS = re.compile(r"\d{1,7}", re.ASCII)
_ADDRESS = re.compile(r"[\w-]+(\.[\w-]+)+([/?#:]\S*)?")


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
    return _form_flaw(kind, field)


def _form_flaw(kind: Kind, field: Field) -> Flaw:
    return Flaw(
        kind.name,
        f"Не відповідає правилу «{kind.label}». {kind.rule}",
        example_of(field) or None,
        blocks=kind.blocks,
    )


def _no_private_number(kind: Kind, field: Field, text: str) -> Flaw | None:
    """Ten digits where a company's code belongs: with a fitting check digit surely a РНОКПП.

    Without it they may be one with a slip in it, which is as private.
    """
    from stdnum.ua import rntrc

    for item in kind.items(text):
        if not _TEN_DIGITS.fullmatch(item):
            continue
        if not rntrc.is_valid(item) and kind.name in EDRPOU_KINDS:
            return Flaw(
                "edrpou-ten-digits",
                "Тут 10 цифр, а в коді ЄДРПОУ їх 8. Можливо, це РНОКПП фізичної особи: його не "
                "оприлюднюють. Впишіть код ЄДРПОУ, а якщо це номер людини — зітріть його.",
                example_of(field) or None,
                secret=True,
            )
        if rntrc.is_valid(item):
            return Flaw(
                "rnokpp",
                "Це РНОКПП фізичної особи: його не оприлюднюють. Зітріть номер або напишіть "
                "«знеособлено».",
                secret=True,
            )
    return None


def _check_digit(kind: Kind, field: Field, text: str) -> Flaw | None:
    from stdnum.ua import edrpou

    for item in kind.items(text):
        if item in PLACEHOLDERS:
            return Flaw(
                "placeholder-code",
                f"Код {item} — зразок із методичних рекомендацій. Якщо це не код вашої "
                "установи, впишіть справжній.",
                blocks=False,
            )
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


def _scheme(kind: Kind, _: Field, text: str) -> Flaw | None:
    if kind.accepts(text):
        return None
    items = kind.items(text)
    if not all(_ADDRESS.fullmatch(item) or kind.accepts(item) for item in items):
        return None
    written = [item if kind.accepts(item) else f"https://{item}" for item in items]
    return Flaw(
        "url-scheme",
        "Посилання має починатися з https:// або http://: допишіть початок.",
        ", ".join(written),
    )


def _currency(kind: Kind, _: Field, text: str) -> Flaw | None:
    from babel.numbers import is_currency

    if not kind.accepts(text) or is_currency(text):
        return None
    return Flaw("currency", "Такого коду валюти немає в ISO 4217. Гривня — UAH.", "UAH")


_Rule = Callable[[Kind, Field, str], Flaw | None]
_RULES: dict[str, tuple[_Rule, ...]] = {
    **dict.fromkeys(EDRPOU_KINDS, (_no_private_number, _check_digit)),
    **dict.fromkeys(URL_KINDS, (_scheme,)),
    "rnokpp": (_no_private_number,),
    "foreign-party-id": (_no_private_number,),
    "currency": (_currency,),
}

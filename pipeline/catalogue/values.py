"""What a single value in a descriptor may be, each rule with its sentence."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

from pipeline.catalogue.wording import nearest
from pipeline.model import RepairClass
from pipeline.resolution835.vocabulary import FREQUENCIES

UNKNOWN = "?"
"""Stands in the descriptor of an adopted dataset where the portal said nothing."""


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("не може бути порожнім")
    return " ".join(text.split())


def is_name(text: str) -> bool:
    """Whether it can be the name of a dataset, a resource, an office: of a folder too."""
    return re.fullmatch(r"[a-z0-9][a-z0-9_-]{1,99}", text) is not None


def _name(text: str) -> str:
    if not is_name(text):
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


def _host(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9._:-]+", text):
        raise ValueError("потрібне лише ім’я сервера або його IP-адреса, без http:// і шляху")
    return text.lower()


def _frequency(text: str) -> str:
    allowed = [frequency.value for frequency in FREQUENCIES]
    if text not in (*allowed, UNKNOWN):
        raise ValueError("оберіть одне з: " + ", ".join(f"«{value}»" for value in allowed))
    return text


def _edrpou(text: str) -> str:
    if not re.fullmatch(r"[0-9]{8}", text):
        raise ValueError("код ЄДРПОУ має 8 цифр; пишіть його в лапках")
    return text


def _inside(text: str) -> str:
    if text.startswith(("/", "~")) or ".." in text.split("/") or "\\" in text:
        raise ValueError("шлях має лишатися всередині теки й писатися через «/»")
    return text


def _listed(value: object) -> object:
    """One pattern may stand without brackets."""
    return [value] if isinstance(value, str) else value


def none_is_no_source(value: object) -> object:
    """`source: none` says on purpose that nothing is gathered."""
    return None if value == "none" else value


def _day(value: object) -> object:
    """YAML itself reads 2022-03-12 as a date; in quotes it is one too."""
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise ValueError("потрібна дата: 2022-03-12") from None


def _repair_class(value: object) -> object:
    known = list(get_args(RepairClass))
    if value not in known:
        raise ValueError(f"немає класу виправлень «{value}»{nearest(str(value), known)}")
    return value


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
Host = Annotated[str, AfterValidator(_host)]
Frequency = Annotated[str, AfterValidator(_frequency)]
Inside = Annotated[str, AfterValidator(_inside)]
Day = Annotated[date, BeforeValidator(_day)]
RepairName = Annotated[RepairClass, BeforeValidator(_repair_class)]
Edrpou = Annotated[str, AfterValidator(_edrpou)]
Patterns = Annotated[list[Inside], BeforeValidator(_listed)]
SchemaReference = Annotated[Any, AfterValidator(_reference)]
PeriodPattern = Annotated[str, AfterValidator(_period_pattern)]


class Shape(BaseModel):
    """Nothing unknown, nothing coerced."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=False)

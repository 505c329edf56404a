"""What a check finds: a light, a sentence, and where it is red what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Light(StrEnum):
    """GREEN: well; YELLOW: works, and should be looked after; RED: something will not work."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One line of the doctor's. `advice` says what to do next; nothing where it is GREEN."""

    subject: str
    light: Light
    sentence: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A question of the doctor's and who answers it; `subject` names it where nobody could."""

    subject: str
    answer: Callable[[], Diagnosis]


def green(subject: str, sentence: str) -> Diagnosis:
    """All is well."""
    return Diagnosis(subject, Light.GREEN, sentence)


def yellow(subject: str, sentence: str, advice: str) -> Diagnosis:
    """It works, but not for ever."""
    return Diagnosis(subject, Light.YELLOW, sentence, advice)


def red(subject: str, sentence: str, advice: str) -> Diagnosis:
    """Until somebody does something, something does not work."""
    return Diagnosis(subject, Light.RED, sentence, advice)


def examine(checks: Iterable[Check]) -> Iterator[Diagnosis]:
    """Every check's answer, in order, as it comes; one that breaks down stops no other."""
    for check in checks:
        try:
            yield check.answer()
        except Exception as error:  # noqa: BLE001 - whatever breaks a check is itself the finding
            yield red(
                check.subject,
                f"перевірка не вдалася ({type(error).__name__}): {error}",
                "усуньте причину, названу в реченні, і повторіть pipeline doctor",
            )

"""What coded values of a record mean to a visitor, and how its times are shown."""

from __future__ import annotations

from datetime import UTC, date, datetime

from pipeline.wording import day, minute

_FREQUENCIES = {
    "more than once a day": "Більш як один раз на день",
    "once a day": "Щодня",
    "once a week": "Щотижня",
    "once a month": "Щомісяця",
    "once a quarter": "Щокварталу",
    "once a half year": "Кожного півріччя",
    "once a year": "Щороку",
    "immediately after making changes": "Відразу після внесення змін",
    "no longer updated": "Більше не оновлюється",
}
"""The update periods of data.gov.ua, under the labels it shows (Resolution 835, para. 15)."""

_LANGUAGES = {"ua": "Українська", "uk": "Українська", "en": "Англійська"}


def frequency_label(value: object) -> str:
    """«Щокварталу» for `once a quarter`; a value of its own publisher stays as it is."""
    return _FREQUENCIES.get(str(value or ""), str(value or ""))


def language_label(value: object) -> str:
    """«Українська» for `ua`, the code data.gov.ua writes for it."""
    return _LANGUAGES.get(str(value or ""), str(value or ""))


def day_label(text: object) -> str:
    """An ISO moment as its day in Kyiv, `02.07.2021`; other text stays as it is."""
    moment = _moment(text)
    return day(moment) if moment else str(text or "")


def minute_label(text: object) -> str:
    """An ISO moment in Kyiv time, `02.07.2021 14:05`; a mere date stays a date."""
    moment = _moment(text)
    if isinstance(moment, datetime):
        return minute(moment)
    return day(moment) if moment else str(text or "")


def _moment(text: object) -> datetime | date | None:
    """The API's times have no zone and are UTC; publishers may send theirs with one."""
    written = str(text or "")
    try:
        if len(written) == len("2021-07-02"):
            return date.fromisoformat(written)
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

"""The words of the Resolution that have codes: update periods, formats, licence, language.

Sources: paragraphs 7, 10, 15 and 17 of the Resolution and the form of the national portal
(data.gov.ua). The portal's tolerance in days was observed, not published.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

LANGUAGE = "українська"
"""The passport's language, in words; portals take the code below."""

PORTAL_LANGUAGE = "ua"
"""What data.gov.ua calls Ukrainian (not `uk`)."""

LICENCE = "cc-by"
"""The portal's id of Creative Commons Attribution: reuse with a link to the source, п. 17."""

LICENCE_TITLE = "Creative Commons Attribution 4.0 International"


@dataclass(frozen=True, slots=True)
class Frequency:
    """One update period (п. 15): the portal's `value`, its Ukrainian `label`.

    `days` is how long after the last change a set is still on time; None where it never is late.
    """

    value: str
    label: str
    days: int | None


FREQUENCIES = (
    Frequency("more than once a day", "Більш як один раз на день", 1),
    Frequency("once a day", "Щодня", 1),
    Frequency("once a week", "Щотижня", 7),
    Frequency("once a month", "Щомісяця", 31),
    Frequency("once a quarter", "Щокварталу", 92),
    Frequency("once a half year", "Кожного півріччя", 183),
    Frequency("once a year", "Щороку", 365),
    # Gone from the list of 2025; sets described before still carry it.
    Frequency("immediately after making changes", "Відразу після внесення змін", 365),
    Frequency("no longer updated", "Більше не оновлюється", None),
)
"""Every period a set may have, the shortest first."""

FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "CSV": "text/csv",
        "XLSX": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "ODS": "application/vnd.oasis.opendocument.spreadsheet",
        "JSON": "application/json",
        "XML": "application/xml",
        "RDF": "application/rdf+xml",
        "GeoJSON": "application/geo+json",
        "TXT": "text/plain",
        "RTF": "application/rtf",
        "ODT": "application/vnd.oasis.opendocument.text",
        "DOCX": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "PDF": "application/pdf",
        "ZIP": "application/zip",
        "7Z": "application/x-7z-compressed",
    }
)
"""Formats in which data may be published (п. 10), as portals write them → media type."""


class UnknownFrequency(KeyError):
    """No such update period; the message lists those there are."""

    def __str__(self) -> str:
        return str(self.args[0])


def frequency(value: str) -> Frequency:
    """The update period of that portal value; UnknownFrequency where there is none."""
    for known in FREQUENCIES:
        if known.value == value:
            return known
    listed = ", ".join(known.value for known in FREQUENCIES)
    raise UnknownFrequency(f"невідомий період оновлення «{value}»; можливі: {listed}")

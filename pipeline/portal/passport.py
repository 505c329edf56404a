"""The passport of a dataset as its page shows it (Resolution 835, para. 7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.portal.call import Record
from pipeline.portal.documents import formats_of
from pipeline.portal.labels import frequency_label, language_label, minute_label


@dataclass(frozen=True, slots=True)
class PassportRow:
    """One line: its title, its value, and where the value leads to, if anywhere."""

    title: str
    value: str
    link: str = ""


def build_passport(record: Record) -> tuple[PassportRow, ...]:
    """The lines that have a value. Custom keys may stand in `extras`, as a plain CKAN has them."""
    extras = {extra["key"]: extra["value"] for extra in record.get("extras") or []}
    known = {name: str(value) for name, value in (extras | record).items() if value is not None}
    rows = (*_what_rows(record, known), *_when_rows(known), *_who_rows(record, known))
    return tuple(row for row in rows if row.value)


def build_licence(record: Record) -> PassportRow | None:
    """The licence and its text's address; None for a record without one."""
    if not record.get("license_title"):
        return None
    return PassportRow("Ліцензія", record["license_title"], record.get("license_url", ""))


def safe_link(url: str) -> str:
    """The address if it leads to the web, else nothing: a record must not carry a script."""
    return url if url.startswith(("https://", "http://")) else ""


def _what_rows(record: Record, known: dict[str, str]) -> Iterator[PassportRow]:
    yield PassportRow("Ідентифікатор", record["id"])
    yield PassportRow("Назва", record["title"])
    yield PassportRow("Правова підстава", known.get("legal_ground", ""))
    yield PassportRow(
        "Мета збирання інформації", known.get("purpose_of_collecting_information", "")
    )
    yield PassportRow("Мова", language_label(known.get("language")))
    yield PassportRow("Формати", ", ".join(formats_of(record["resources"])))
    yield PassportRow("Ключові слова", ", ".join(tag["name"] for tag in record["tags"]))


def _when_rows(known: dict[str, str]) -> Iterator[PassportRow]:
    yield PassportRow("Періодичність оновлення", frequency_label(known.get("update_frequency")))
    yield PassportRow("Перше оприлюднення", minute_label(known.get("first_published")))
    yield PassportRow("Остання зміна", minute_label(known.get("last_changed")))
    yield PassportRow("Дані актуальні на", minute_label(known.get("actual_at")))


def _who_rows(record: Record, known: dict[str, str]) -> Iterator[PassportRow]:
    address = known.get("maintainer_email") or known.get("author_email", "")
    yield PassportRow("Підрозділ", known.get("author", ""))
    yield PassportRow("Відповідальна особа", known.get("maintainer", ""))
    yield PassportRow("Електронна пошта", address, f"mailto:{address}")
    site = safe_link(known.get("url", ""))
    yield PassportRow("Розпорядник", record["organization"]["title"], site)

"""The CKAN record of a dataset: which fields are ours, and what data.gov.ua asks of them.

Fields we do not own are never sent: a portal's own extras, groups and `private` stay as they are.
Limits of data.gov.ua are those its form shows; they are checked before anything is sent, because
the portal refuses the whole record without saying which words were too many.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from pipeline.model import Dataset, Portal, Publisher, Release
from pipeline.model.publisher import Profile
from pipeline.publish.datapackage import write_moment
from pipeline.resolution835.vocabulary import FREQUENCIES, LICENCE, PORTAL_LANGUAGE

_MANDATORY = ("purpose_of_collecting_information", "update_frequency", "language")
_LIMITS = {
    "title": ("Назва задовга", 254),
    "notes": ("Опис задовгий", 4000),
    "purpose_of_collecting_information": ("Мета збирання задовга", 512),
}
_NAME = re.compile(r"[a-z0-9_-]{2,100}")
_TAG = range(2, 101)


@dataclass(frozen=True, slots=True)
class Record:
    """The fields of a record that are ours, as text: CKAN's own, and those of the Resolution."""

    fields: Mapping[str, str]
    custom: Mapping[str, str]
    tags: tuple[str, ...]

    def values(self) -> dict[str, str]:
        """Every field with its value, tags as one text."""
        return {**self.fields, **self.custom, "tags": ", ".join(self.tags)}


def build_record(
    dataset: Dataset, publisher: Publisher, release: Release, portal: Portal
) -> Record:
    """What the portal should say of the dataset.

    data.gov.ua drops every key it does not know, so only its three mandatory ones go there, and
    those that the catalogue names (its form asks for codes whose keys nobody has written down).
    """
    custom = {
        "purpose_of_collecting_information": dataset.purpose,
        "update_frequency": dataset.frequency,
        "language": PORTAL_LANGUAGE,
    }
    if portal.profile != "data.gov.ua":
        custom |= {
            "legal_ground": dataset.ground,
            "first_published": write_moment(release.first_made_at),
            "last_changed": write_moment(release.made_at),
            "actual_at": write_moment(max(item.actual_at for item in release.documents)),
        }
    custom |= portal.fields
    fields = {
        "name": dataset.name,
        "title": dataset.title,
        "notes": dataset.description,
        "owner_org": portal.organization,
        "license_id": LICENCE,
        "author": dataset.office.name,
        "author_email": dataset.office.email,
        "maintainer": dataset.responsible.role,
        "maintainer_email": dataset.responsible.email,
        "url": publisher.site,
    }
    return Record(fields, custom, clean_tags(dataset.keywords))


def clean_tags(keywords: Collection[str]) -> tuple[str, ...]:
    """Keywords as CKAN takes tags: letters, digits, blanks and `-_.`, 2 to 100 characters, once.

    An apostrophe is dropped («об’єкти» → «обєкти»), anything else becomes a blank.
    """
    cleaned = (_clean_tag(keyword) for keyword in keywords)
    return tuple(sorted({tag for tag in cleaned if len(tag) in _TAG}))


def check_record(record: Record, profile: Profile) -> tuple[str, ...]:
    """Why the portal would refuse the record, a sentence each; only data.gov.ua is so strict."""
    if profile != "data.gov.ua":
        return ()
    values = {**record.fields, **record.custom}
    found = [
        f"{words}: data.gov.ua приймає до {limit} знаків, а тут {len(values[field])}."
        for field, (words, limit) in _LIMITS.items()
        if len(values[field]) > limit
    ]
    found += [
        f"Для data.gov.ua обов’язкове поле «{field}», а воно порожнє."
        for field in ("title", "notes", *_MANDATORY)
        if not values[field].strip()
    ]
    if not _NAME.fullmatch(values["name"]):
        found.append(
            "Для data.gov.ua ім’я набору: 2–100 знаків із латинських a–z, цифр, «-» і «_»."
        )
    if values["update_frequency"] not in {known.value for known in FREQUENCIES}:
        found.append(f"Портал не знає періоду оновлення «{values['update_frequency']}».")
    if not record.tags:
        found.append("Для data.gov.ua потрібне хоча б одне ключове слово з 2–100 літер чи цифр.")
    return tuple(found)


def _clean_tag(keyword: str) -> str:
    kept = re.sub(r"[^\w .-]", " ", re.sub("['’ʼ`]", "", keyword))
    return " ".join(kept.split())

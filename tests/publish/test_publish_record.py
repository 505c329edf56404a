from __future__ import annotations

from dataclasses import replace

import pytest
from small_city import City

from pipeline.catalogue.publisher import OWN_KEYS
from pipeline.model import Portal
from pipeline.model.publisher import Profile
from pipeline.publish.payload import build_patch, build_payload
from pipeline.publish.record import Record, build_record, check_record, clean_tags


def portal_of(profile: Profile) -> Portal:
    return Portal("city", "http://127.0.0.1:5080", "lysychansk", profile)


def record_of(city: City, profile: Profile) -> Record:
    release = city.release(city.table("buildings", [("1", "2", "")]))
    return build_record(city.dataset, city.publisher, release, portal_of(profile))


def test_the_record_is_derived_from_descriptor_and_release(city: City) -> None:
    assert record_of(city, "embedded") == Record(
        fields={
            "name": "economy-buildings",
            "title": "Перелік об’єктів комунальної власності",
            "notes": "Будівлі громади.",
            "owner_org": "lysychansk",
            "license_id": "cc-by",
            "author": "Управління економіки",
            "author_email": "economy@lis.gov.ua",
            "maintainer": "Начальник управління",
            "maintainer_email": "head@lis.gov.ua",
            "url": "https://lis.gov.ua",
        },
        custom={
            "purpose_of_collecting_information": "Облік майна громади",
            "update_frequency": "once a quarter",
            "language": "ua",
            "legal_ground": "Закон «Про доступ до публічної інформації»",
            "first_published": "2021-07-02T11:05:00Z",
            "last_changed": "2021-07-02T11:05:00Z",
            "actual_at": "2021-07-02T11:05:00Z",
        },
        tags=("майно", "обєкти"),
    )


@pytest.mark.parametrize(
    ("keyword", "tags"),
    [
        ("об’єкти", ("обєкти",)),
        ("майно, оренда", ("майно оренда",)),
        ("ЦНАП (послуги)", ("ЦНАП послуги",)),
        ("я", ()),
        ("т" * 101, ()),
        ("v1.0_a-b", ("v1.0_a-b",)),
    ],
)
def test_keywords_are_cleaned_to_what_ckan_takes_as_tags(
    keyword: str, tags: tuple[str, ...]
) -> None:
    assert clean_tags([keyword, keyword]) == tags


def test_the_embedded_portal_has_every_field_at_top_level(city: City) -> None:
    record = record_of(city, "embedded")
    payload = build_payload(record, "embedded")
    assert payload == {
        **record.fields,
        **record.custom,
        "tags": [{"name": "майно"}, {"name": "обєкти"}],
    }


def test_ckan_takes_the_fields_of_the_resolution_as_extras(city: City) -> None:
    record = record_of(city, "ckan")
    assert build_payload(record, "ckan") == {
        **record.fields,
        "extras": [{"key": key, "value": value} for key, value in record.custom.items()],
        "tags": [{"name": "майно"}, {"name": "обєкти"}],
    }


def test_data_gov_ua_gets_its_mandatory_keys_and_nothing_it_would_drop(city: City) -> None:
    record = record_of(city, "data.gov.ua")
    assert build_payload(record, "data.gov.ua") == {
        **record.fields,
        "purpose_of_collecting_information": "Облік майна громади",
        "update_frequency": "once a quarter",
        "language": "ua",
        "tag_string": "майно,обєкти",
        "tags": [],
    }


@pytest.mark.parametrize("profile", ["embedded", "ckan", "data.gov.ua"])
def test_keys_that_one_portal_asks_for_stand_where_its_own_ones_do(
    city: City, profile: Profile
) -> None:
    portal = replace(portal_of(profile), fields={"kod_yedrpou": "04052502"})
    release = city.release(city.table("buildings", [("1", "2", "")]))
    record = build_record(city.dataset, city.publisher, release, portal)
    plain = record_of(city, profile)
    assert record == replace(plain, custom={**plain.custom, "kod_yedrpou": "04052502"})


@pytest.mark.parametrize("profile", ["embedded", "ckan", "data.gov.ua"])
def test_no_key_that_the_program_fills_may_be_set_by_hand(city: City, profile: Profile) -> None:
    assert set(record_of(city, profile).values()) <= OWN_KEYS


@pytest.mark.parametrize("profile", ["embedded", "ckan", "data.gov.ua"])
def test_private_is_never_sent(city: City, profile: Profile) -> None:
    assert "private" not in build_payload(record_of(city, profile), profile)


def test_a_patch_sends_what_changed_and_the_portal_s_own_extras_beside_ours(city: City) -> None:
    record = record_of(city, "ckan")
    extras = {"their_own": "x", "language": "uk", "legal_ground": "старий"}
    assert build_patch(record, "ckan", ["title", "language"], extras) == {
        "title": record.fields["title"],
        "extras": [
            {"key": "their_own", "value": "x"},
            {"key": "language", "value": "ua"},
            {"key": "legal_ground", "value": "старий"},
        ],
    }
    assert build_patch(record, "embedded", ["language"], {}) == {"language": "ua"}
    assert build_patch(record, "data.gov.ua", ["tags"], {}) == {
        "tag_string": "майно,обєкти",
        "tags": [],
    }


def test_a_good_record_passes_the_check_of_every_profile(city: City) -> None:
    assert check_record(record_of(city, "data.gov.ua"), "data.gov.ua") == ()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": "н" * 255}, "Назва задовга: data.gov.ua приймає до 254 знаків, а тут 255."),
        (
            {"description": "о" * 4001},
            "Опис задовгий: data.gov.ua приймає до 4000 знаків, а тут 4001.",
        ),
        (
            {"purpose": "м" * 513},
            "Мета збирання задовга: data.gov.ua приймає до 512 знаків, а тут 513.",
        ),
        ({"description": " "}, "Для data.gov.ua обов’язкове поле «notes», а воно порожнє."),
        ({"frequency": "sometimes"}, "Портал не знає періоду оновлення «sometimes»."),
        (
            {"keywords": ("я",)},
            "Для data.gov.ua потрібне хоча б одне ключове слово з 2–100 літер чи цифр.",
        ),
        (
            {"name": "Будівлі"},
            "Для data.gov.ua ім’я набору: 2–100 знаків із латинських a–z, цифр, «-» і «_».",
        ),
    ],
)
def test_data_gov_ua_s_limits_are_told_before_anything_is_sent(
    city: City, changes: dict[str, object], sentence: str
) -> None:
    release = city.release(city.table("buildings", [("1", "2", "")]))
    dataset = replace(city.dataset, **changes)  # type: ignore[arg-type]
    record = build_record(dataset, city.publisher, release, portal_of("data.gov.ua"))
    assert check_record(record, "data.gov.ua") == (sentence,)
    assert check_record(record, "ckan") == ()

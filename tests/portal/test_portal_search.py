"""Which datasets a search finds, and in which order."""

from __future__ import annotations

import io
from typing import Any

import pytest
from ckanapi.errors import SearchQueryError

from pipeline.portal.text import ascii_filename, compare, fold

SETS = (
    ("tariffs", "Тарифи на воду", "Житлове управління", ["тарифи"], "2021-03-01T00:00:00"),
    ("foundations", "Їдальні", 'Відділ "Освіта"', ["освіта", "харчування"], "2021-05-01T00:00:00"),
    ("shelters", "Захисні споруди", "Житлове управління", ["безпека"], "2021-04-01T00:00:00"),
    ("health", "Об'єкти охорони здоров'я", "Відділ здоров’я", [], "2021-02-01T00:00:00"),
)


@pytest.fixture
def found(portal: Any) -> Any:
    """A function from search parameters to the names of what is found, in order."""
    for name, title, author, tags, changed in SETS:
        portal.client.action.package_create(
            name=name,
            title=title,
            author=author,
            tags=[{"name": tag} for tag in tags],
            owner_org="lysychansk",
            last_changed=changed,
            update_frequency="once a year",
            license_id="cc-by",
        )
    portal.client.action.resource_create(
        package_id="tariffs", name="Рішення № 14", upload=("a.csv", io.BytesIO(b"1"))
    )

    def search(**params: Any) -> list[str]:
        results = portal.stranger.action.package_search(**{"sort": "name asc", **params})["results"]
        return [result["name"] for result in results]

    return search


@pytest.mark.parametrize(
    ("params", "names"),
    [
        ({}, ["foundations", "health", "shelters", "tariffs"]),
        ({"q": "*:*"}, ["foundations", "health", "shelters", "tariffs"]),
        ({"q": "їдальні"}, ["foundations"]),
        ({"q": "ОБ’ЄКТИ здоров'я"}, ["health"]),
        ({"q": "рішення 14"}, ["tariffs"]),
        ({"q": "води"}, []),
        ({"q": "воду житлове"}, ["tariffs"]),
        ({"q": "tags:безпека"}, ["shelters"]),
        ({"fq": "organization:lysychansk"}, ["foundations", "health", "shelters", "tariffs"]),
        ({"fq": "organization:another"}, []),
        ({"fq": 'author:"Житлове управління"'}, ["shelters", "tariffs"]),
        ({"fq": r'author:"Відділ \"Освіта\""'}, ["foundations"]),
        ({"fq": '+author:"Житлове управління" +tags:тарифи'}, ["tariffs"]),
        ({"fq": "tags:тарифи AND res_format:CSV"}, ["tariffs"]),
        ({"fq_list": ["tags:тарифи", "name:shelters"]}, []),
        ({"fq": 'update_frequency:"once a year"', "q": "воду"}, ["tariffs"]),
        ({"sort": "title asc"}, ["shelters", "foundations", "health", "tariffs"]),
        ({"sort": "last_changed desc"}, ["foundations", "shelters", "tariffs", "health"]),
        ({"rows": 2, "start": 1}, ["health", "shelters"]),
        ({"rows": 0}, []),
    ],
)
def test_a_search_finds(found: Any, params: dict[str, Any], names: list[str]) -> None:
    assert found(**params) == names


def test_the_count_is_of_all_that_fit(portal: Any, found: Any) -> None:
    answer = portal.stranger.action.package_search(q="житлове", rows=1)
    assert (answer["count"], len(answer["results"])) == (2, 1)


@pytest.mark.parametrize(
    "params",
    [{"fq": "colour:green"}, {"fq": "слово"}, {"sort": "colour asc"}, {"sort": "name up"}],
)
def test_what_is_not_understood_is_refused(portal: Any, params: dict[str, str]) -> None:
    with pytest.raises(SearchQueryError):
        portal.stranger.action.package_search(**params)


def test_words_are_compared_without_case_and_with_one_apostrophe() -> None:
    assert fold("  Об'ЄКТИ\nздоров`я ") == "об’єкти здоров’я"


def test_sorting_follows_the_ukrainian_alphabet() -> None:
    from functools import cmp_to_key

    words = ["Яр", "Їжа", "Ґанок", "Газ", "Іва", "Зоря", "єдність", "Дім", "Йод", "2021"]
    assert sorted(words, key=cmp_to_key(compare)) == [
        "2021",
        "Газ",
        "Ґанок",
        "Дім",
        "єдність",
        "Зоря",
        "Іва",
        "Їжа",
        "Йод",
        "Яр",
    ]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("listOfReports-2021_Q2.CSV", "listofreports-2021-q2.csv"),
        ("C:\\Users\\x\\a b.xlsx", "a-b.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("Реєстр.csv", "document.csv"),
        ("", "document"),
        ("a" * 300 + ".csv", "a" * 100 + ".csv"),
    ],
)
def test_file_names_become_ascii(given: str, kept: str) -> None:
    assert ascii_filename(given) == kept

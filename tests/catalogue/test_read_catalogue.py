from pathlib import Path

import pytest

from pipeline.catalogue import CatalogueError, read_catalogue
from pipeline.model import FolderSource, Office, Problem, Responsible

DESCRIPTOR = Path("economy-stalls") / "datapackage.yaml"


def change(city: Path, old: str, new: str, file: Path = DESCRIPTOR) -> list[tuple[int, str]]:
    """Replace in a descriptor and return the line and message of every problem read then."""
    path = city / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return [(problem.line, problem.message) for problem in read_catalogue(city).problems]


def test_a_descriptor_becomes_a_dataset(city: Path) -> None:
    dataset = read_catalogue(city).dataset("economy-stalls")
    assert dataset.office == Office("economy", "Управління економіки", "economy@city.example")
    assert dataset.responsible == Responsible("Начальник відділу", "economy@city.example")
    assert dataset.guards.rows_fall == 30
    (resource,) = dataset.resources
    assert resource.source == FolderSource("economy", ("stalls*.csv",))
    assert resource.schema is not None
    assert resource.schema.names == ("uid", "area")


def test_a_sound_catalogue_has_no_problems(city: Path) -> None:
    assert read_catalogue(city).problems == ()


def test_an_unknown_key_names_its_line_and_the_nearest_known_key(city: Path) -> None:
    assert change(city, "  frequency:", "  freqency: x\n  frequency:") == [
        (9, "невідомий ключ «pipeline.freqency»; можливо, «frequency»")
    ]


def test_a_missing_key_is_named_on_the_line_of_what_lacks_it(city: Path) -> None:
    assert change(city, "  ground: Закон про доступ до публічної інформації\n", "") == [
        (6, "бракує ключа «pipeline.ground»")
    ]


def test_a_repeated_key_names_both_lines(city: Path) -> None:
    assert change(city, "title: Торгові", "name: other\ntitle: Торгові") == [
        (2, "ключ «name» повторено (вперше в рядку 1)")
    ]


def test_a_wrong_frequency_lists_the_allowed_ones(city: Path) -> None:
    ((line, message),) = change(city, "once a quarter", "quarterly")
    assert line == 9
    assert message.startswith("pipeline.frequency: оберіть одне з: ")
    assert "«once a quarter»" in message


def test_an_unknown_office_is_a_problem(city: Path) -> None:
    assert change(city, "office: economy", "office: econom") == [
        (7, "немає підрозділу «econom»; можливо, «economy»")
    ]


def test_an_unknown_portal_is_a_problem(city: Path) -> None:
    assert change(city, "portals: [city]", "portals: [citi]") == [
        (13, "немає порталу «citi»; можливо, «city»")
    ]


def test_an_unknown_table_of_the_resolution_is_a_problem(city: Path) -> None:
    path = city / DESCRIPTOR
    head = path.read_text(encoding="utf-8").split("    schema:")[0]
    path.write_text(head + "    schema: 2025/18/bildings\n", encoding="utf-8")
    ((line, message),) = [(p.line, p.message) for p in read_catalogue(city).problems]
    assert line == 18
    assert "2025/18/buildings" in message


def test_a_folder_named_otherwise_than_its_dataset_is_a_problem(city: Path) -> None:
    assert change(city, "name: economy-stalls", "name: economy-stall") == [
        (1, "name: «economy-stall» має збігатися з назвою теки «economy-stalls»")
    ]


def test_a_declaration_about_no_column_is_a_problem(city: Path) -> None:
    assert change(
        city, "  portals:", "  personal_data: [{field: owner, ground: Закон}]\n  portals:"
    ) == [(13, "personal_data: немає стовпця «owner»; відомі: area, uid")]


def test_a_password_in_a_link_is_refused(city: Path) -> None:
    ((_, message),) = change(
        city,
        'source: {folder: economy, pattern: "stalls*.csv"}',
        'source: {url: "https://me:secret@city.example/x.csv"}',
    )
    assert message == (
        "pipeline.source.url: пароль не можна писати в описі; "
        "поставте ${НАЗВА} і задайте її в оточенні"
    )


def test_a_pattern_that_leaves_the_folder_is_refused(city: Path) -> None:
    ((_, message),) = change(city, "stalls*.csv", "../*.csv")
    assert message.endswith("шлях має лишатися всередині теки й писатися через «/»")


def test_a_demonstration_may_not_name_a_portal_of_the_world(city: Path) -> None:
    (problem,) = change(
        city, "http://127.0.0.1:5080", "https://data.gov.ua", Path("publisher.yaml")
    )
    assert problem[1].startswith("портал «city» (https://data.gov.ua) не на цьому комп’ютері")


def test_a_broken_descriptor_leaves_the_other_datasets_alone(city: Path) -> None:
    broken = city / "economy-broken" / "datapackage.yaml"
    broken.parent.mkdir()
    broken.write_text("name: a\ntitle: ]", encoding="utf-8")
    catalogue = read_catalogue(city)
    assert [dataset.name for dataset in catalogue.datasets] == ["economy-stalls"]
    assert [(problem.dataset, problem.line) for problem in catalogue.problems] == [
        ("economy-broken", 2)
    ]


def test_a_folder_without_a_descriptor_is_a_problem(city: Path) -> None:
    (city / "economy-empty").mkdir()
    assert read_catalogue(city).problems == (
        Problem("economy-empty", 1, "у теці немає файла datapackage.yaml", dataset="economy-empty"),
    )


def test_without_a_publisher_nothing_can_be_done(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"Немає файла .*publisher\.yaml"):
        read_catalogue(tmp_path)


def test_the_descriptor_hash_changes_with_the_schema_but_not_with_a_comment(city: Path) -> None:
    before = read_catalogue(city).dataset("economy-stalls").descriptor_hash
    assert change(city, "name: economy-stalls", "# примітка\nname: economy-stalls") == []
    commented = read_catalogue(city).dataset("economy-stalls").descriptor_hash
    assert change(city, "title: Площа", "title: Площа місця") == []
    renamed = read_catalogue(city).dataset("economy-stalls").descriptor_hash
    assert (before == commented, before == renamed) == (True, False)

from datetime import date
from pathlib import Path

import pytest

from pipeline.catalogue import CatalogueError, read_catalogue
from pipeline.model import (
    FolderSource,
    Guards,
    Office,
    Problem,
    Responsible,
    Suppressed,
    Withheld,
)

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
    told = r"рядок 12: портал «city» \(https://data.gov.ua\) не на цьому комп’ютері"
    with pytest.raises(CatalogueError, match=told):
        change(city, "http://127.0.0.1:5080", "https://data.gov.ua", Path("publisher.yaml"))


def test_a_report_about_no_portal_stops_everything(city: Path) -> None:
    told = "рядок 10: report_portal: немає порталу «sity»; можливо, «city»"
    with pytest.raises(CatalogueError, match=told):
        change(city, "report_portal: city", "report_portal: sity", Path("publisher.yaml"))


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


def test_limits_switched_off_repairs_and_the_wartime_switch_are_read(city: Path) -> None:
    told = (
        "  guards: {rows_fall: 10, keys_vanish: 20}\n"
        "  repairs: {skip: [dates, lookalikes]}\n"
        "  plain_files: {on_hidden: block}\n"
        "  withheld: {ground: Постанова № 263, date: 2022-03-12}\n"
        "  portals: [city]"
    )
    assert change(city, "  portals: [city]", told) == []
    dataset = read_catalogue(city).dataset("economy-stalls")
    assert (dataset.guards, dataset.repairs_off, dataset.on_hidden, dataset.withheld) == (
        Guards(10, 20),
        ("dates", "lookalikes"),
        "block",
        Withheld("Постанова № 263", date(2022, 3, 12)),
    )


def test_an_unknown_class_of_repairs_names_the_nearest_known_one(city: Path) -> None:
    assert change(city, "  portals: [city]", "  repairs: {skip: [date]}\n  portals: [city]") == [
        (13, "pipeline.repairs.skip.0: немає класу виправлень «date»; можливо, «dates»")
    ]


def test_a_date_that_is_none_is_a_problem(city: Path) -> None:
    told = "  withheld: {ground: Постанова, date: 12 березня}\n  portals: [city]"
    assert change(city, "  portals: [city]", told) == [
        (13, "pipeline.withheld.date: потрібна дата: 2022-03-12")
    ]


def suppress(city: Path, text: str | None) -> None:
    publisher = city / "publisher.yaml"
    named = publisher.read_text(encoding="utf-8") + "suppression: suppressed.yaml\n"
    publisher.write_text(named, encoding="utf-8")
    if text is not None:
        (city / "suppressed.yaml").write_text(text, encoding="utf-8")


def test_the_suppression_list_is_given_to_every_dataset_and_renews_its_hash(city: Path) -> None:
    before = read_catalogue(city).dataset("economy-stalls").descriptor_hash
    one = '{edrpou: "01411082", ground: Постанова № 1257, date: 2025-10-03}'
    suppress(city, f"suppressed:\n  - {one}\n")
    dataset = read_catalogue(city).dataset("economy-stalls")
    assert dataset.suppressed == (Suppressed("01411082", "Постанова № 1257", date(2025, 10, 3)),)
    assert dataset.descriptor_hash != before


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, "називає його переліком підприємств, відомості про які не оприлюднюються."),
        ("suppressed: [{edrpou: 1411082, ground: а, date: 2025-10-03}]\n", "коди беріть у лапки"),
        ("suppressed: [{edrpou: '1411082', ground: а, date: 2025-10-03}]\n", "має 8 цифр"),
        ("supressed: []\n", "невідомий ключ «supressed»; можливо, «suppressed»"),
    ],
)
def test_without_a_sound_suppression_list_there_is_no_catalogue(
    city: Path, text: str | None, told: str
) -> None:
    suppress(city, text)
    with pytest.raises(CatalogueError, match=told.replace("(", r"\(")):
        read_catalogue(city)


def test_a_resource_of_plain_files_is_declared_by_its_name(city: Path) -> None:
    path = city / DESCRIPTOR
    text = path.read_text(encoding="utf-8")
    told = "  personal_data: [{field: stalls, ground: Закон}]\nresources:"
    path.write_text(
        text.split("    schema:")[0].replace("resources:", told, 1).rstrip() + "\n",
        encoding="utf-8",
    )
    assert [problem.message for problem in read_catalogue(city).problems] == []

"""The list of tables, and how an unknown one is answered."""

import pytest

from pipeline.resolution835.tables import TableEntry, UnknownTable, list_tables, read_schema


def test_there_are_109_tables_of_2025_and_13_of_2019() -> None:
    years = [entry.id.split("/")[0] for entry in list_tables()]
    assert (years.count("2025"), years.count("2019")) == (109, 13)


def test_tables_stand_in_the_order_of_annexes_the_newest_first() -> None:
    ids = [entry.id for entry in list_tables()]
    assert ids[:5] == [
        "2025/2/organizations",
        "2025/2/organizationUnits",
        "2025/2/posts",
        "2025/3/orgStructure",
        "2025/4/normatives",
    ]
    assert ids[-1] == "2019/Register"
    annexes = [entry.annex for entry in list_tables() if entry.annex]
    assert annexes == sorted(annexes)


def test_an_entry_names_the_table_and_its_set() -> None:
    entry = next(entry for entry in list_tables() if entry.id == "2025/72/shelters")
    assert entry == TableEntry(
        "2025/72/shelters", "Захисні споруди", "Дані про розташування захисних споруд"
    )


def test_titles_tell_all_tables_apart() -> None:
    titles = [entry.title for entry in list_tables()]
    assert sorted(titles) == sorted(set(titles))


def test_an_entry_has_the_title_of_its_schema() -> None:
    assert all(read_schema(entry.id).title == entry.title for entry in list_tables())


def test_an_unknown_table_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownTable) as raised:
        read_schema("2025/18/building")
    assert str(raised.value) == "немає таблиці «2025/18/building», найближча — «2025/18/buildings»"


@pytest.mark.parametrize("id_", ["../../../pyproject", "2025/18/buildings\n", ""])
def test_an_id_never_leaves_the_folder_of_schemas(id_: str) -> None:
    with pytest.raises(UnknownTable):
        read_schema(id_)

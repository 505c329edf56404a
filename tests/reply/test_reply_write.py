"""A reply built from a dataset and written into its folder."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from replies import AREA, CAPS, CODE, NUMBER, SCHEMA, TABLE, reply, verdict

from pipeline.children import Children
from pipeline.model import Dataset, Delivery, Office, Resource, Responsible
from pipeline.reply.receipt import build_receipt
from pipeline.reply.reply import Reply, build_reply
from pipeline.reply.writing import write_reply

NOW = datetime(2021, 7, 2, 11, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def children():
    with Children() as found:
        yield found


def dataset_with(resource):
    return Dataset(
        name="economy",
        title="Комунальне майно",
        description="",
        keywords=(),
        licence="CC-BY-4.0",
        office=Office("economy", "Управління економіки", "e@city.gov.ua"),
        responsible=Responsible("Спеціаліст", "e@city.gov.ua"),
        frequency="once a quarter",
        ground="",
        purpose="",
        portals=("city",),
        resources=(resource,),
        folder=Path(),
        descriptor_hash="d",
    )


def delivery_of(resource, **changes):
    given = Delivery(
        document="economy/buildings",
        dataset="economy",
        resource=resource.name,
        origin="inbox",
        name="buildings.csv",
        path=Path("x"),
        sha256="a" * 64,
        size=1,
        modified=NOW,
    )
    return replace(given, **changes)


def test_a_reply_names_things_as_people_know_them():
    resource = Resource("buildings", "Будівлі", "", SCHEMA, "", None, encoding="koi8-u")
    delivery = delivery_of(resource, period="2021-Q2")
    given = verdict(AREA)
    answer = build_reply(
        dataset_with(resource), delivery, given, NOW, "refused", previous=[CODE], accept="pipeline"
    )
    assert answer == Reply(
        dataset="Комунальне майно",
        document="Будівлі, 2021-Q2",
        office="Управління економіки",
        delivery="buildings.csv",
        checked_at=NOW,
        verdict=given,
        schema=SCHEMA,
        happened="refused",
        url=None,
        previous=(CODE,),
        accept="pipeline",
        encoding="koi8-u",
    )


def test_a_plain_file_is_named_by_its_own_name():
    resource = Resource("orders", "Розпорядження", "", None, "", None)
    delivery = delivery_of(resource, name="2021/Розпорядження 12.pdf")
    answer = build_reply(dataset_with(resource), delivery, verdict(table=None), NOW, "published")
    assert answer.document == "Розпорядження: Розпорядження 12.pdf"


def test_a_reply_is_written_whole_and_nothing_else_is_left(tmp_path, children):
    source = tmp_path / "archived"
    source.write_text("identifier,title,edrpou,area\n1-1,Дім,04011732,7\n1-2,Дім,0401173,сто\n")
    folder = tmp_path / "reports" / "economy" / "buildings"
    given = verdict(replace(AREA, sheet=None, cell="D3"), table=replace(TABLE, sheet=None))
    answer = reply(verdict=given, delivery="buildings.csv")
    names = [
        "report.html",
        "receipt.txt",
        "findings.csv",
        "findings.json",
        "buildings-zauvazhennia.xlsx",
    ]
    written = write_reply(folder, answer, source, children)
    assert written == tuple(folder / name for name in names)
    assert write_reply(folder, answer, source, children) == written
    assert sorted(path.name for path in folder.iterdir()) == sorted(names)
    assert "«buildings-zauvazhennia.xlsx»" in (folder / "report.html").read_text()


def test_once_nothing_is_left_to_mend_the_former_workbook_goes(tmp_path, children):
    former = tmp_path / "buildings-zauvazhennia.xlsx"
    former.write_bytes(b"x")
    write_reply(tmp_path, reply(happened="published"), tmp_path / "missing.xlsx", children)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "findings.csv",
        "findings.json",
        "receipt.txt",
        "report.html",
    ]


def test_a_workbook_of_a_file_named_otherwise_goes_and_no_other_file(tmp_path, children):
    (tmp_path / "budivli-2020-zauvazhennia.xlsx").write_bytes(b"x")
    (tmp_path / "notes.xlsx").write_bytes(b"x")
    write_reply(tmp_path, reply(happened="published"), tmp_path / "missing.xlsx", children)
    assert [path.name for path in tmp_path.glob("*.xlsx")] == ["notes.xlsx"]


def test_the_receipt_says_taken_when_and_where():
    answer = reply(happened="published", url="https://data.gov.ua/d/1")
    assert build_receipt(answer).split("\r\n") == [
        "Опубліковано",
        "",
        "Файл: buildings.xlsx",
        "Отримано й перевірено: 02.07.2021 14:05",
        "Набір даних: Комунальне майно",
        "Документ: Будівлі",
        "На порталі: https://data.gov.ua/d/1",
        "",
    ]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (reply(AREA), "Що виправити"),
        (reply(CAPS, happened="published"), "Що варто переглянути"),
        (reply(verdict=verdict(repairs=(NUMBER,)), happened="published"), "Що виправлено за вас"),
    ],
)
def test_the_receipt_says_what_the_page_is_to_be_opened_for(answer, told):
    last = build_receipt(answer).split("\r\n")[-2]
    assert last == f"{told} — у файлі report.html поруч із цією квитанцією."

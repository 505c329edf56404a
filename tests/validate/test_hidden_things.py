"""What a workbook hides or holds beside its table, and the workbook that we gave back ourselves."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from pipeline.model import Field, Schema
from pipeline.reply.reply import Reply
from pipeline.reply.workbook import build_returned_workbook
from pipeline.validate.persons import is_person

SCHEMA = Schema(
    "t",
    "Таблиця",
    (Field("uid", "Номер"), Field("name", "Назва", required=True), Field("area", "Площа")),
)


def workbook(rows: int = 4) -> Workbook:
    book = Workbook()
    book.active.append(["uid", "name", "area"])
    for number in range(rows):
        book.active.append([f"а-{number}", "Дім", None])
    return book


def content_of(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(name, part)
    return stream.getvalue()


def codes(verdict) -> list[tuple[str, bool]]:
    return [(finding.code, finding.blocks) for finding in verdict.findings]


def test_hidden_rows_of_the_table_block_as_one_finding(check):
    book = workbook(8)
    for line in (3, 4, 5, 8):
        book.active.row_dimensions[line].hidden = True
    verdict = check("t.xlsx", content_of(book), schema=SCHEMA)
    assert [(f.code, f.blocks, f.cell, f.message) for f in verdict.findings] == [
        (
            "hidden-rows",
            True,
            "A3",
            "Приховано рядки таблиці: 3–5, 8. Якщо вони належать до даних, покажіть їх (зніміть "
            "фільтр або приховання); якщо ні — вилучіть.",
        )
    ]


def test_a_hidden_column_of_the_table_blocks(check):
    book = workbook()
    book.active.column_dimensions["B"].hidden = True
    verdict = check("t.xlsx", content_of(book), schema=SCHEMA)
    assert [(f.code, f.blocks, f.cell, f.message) for f in verdict.findings] == [
        (
            "hidden-columns",
            True,
            "B2",
            "Приховано стовпці таблиці: B. Якщо вони належать до даних, покажіть їх; якщо ні — "
            "вилучіть.",
        )
    ]


def test_hidden_lines_in_which_nothing_stands_or_beside_the_table_stop_nothing(check):
    book = workbook()
    book.active.column_dimensions["C"].hidden = True
    book.active.column_dimensions.group("E", "XFD", hidden=True)
    for line in (7, 8, 9):
        book.active.row_dimensions[line].hidden = True
    assert check("t.xlsx", content_of(book), schema=SCHEMA).findings == ()


def test_what_stands_beside_the_table_is_told_once_each(check):
    book = workbook()
    book.create_sheet("Чернетка").sheet_state = "hidden"
    book.active["A2"].comment = Comment("Уточнити", "Бухгалтерія")
    book.properties.creator = "Олена Коваль"
    content = content_of(book)
    for name in (
        "xl/vbaProject.bin",
        "xl/externalLinks/externalLink1.xml",
        "xl/pivotCache/pivotCacheDefinition1.xml",
    ):
        content = with_part(content, name, b"<a/>")
    verdict = check("t.xlsx", content, schema=SCHEMA)
    assert codes(verdict) == [
        ("macros", False),
        ("external-links", False),
        ("pivot-caches", False),
        ("hidden-sheet", False),
        ("comments", False),
        ("authors", False),
    ]
    assert [f.message.replace("\u00a0", " ") for f in verdict.findings][3:5] == [
        "Приховані аркуші («Чернетка») не прочитано: до опублікованої таблиці це не потрапляє.",
        "У книзі 1 примітка до клітинок: до опублікованої таблиці це не потрапляє.",
    ]


def test_a_plain_workbook_says_nothing(check):
    assert check("t.xlsx", content_of(workbook()), schema=SCHEMA).findings == ()


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Олена Коваль", True),
        ("Коваль О. П.", True),
        ("Коваль О.П.", True),
        ("Olena Koval", True),
        ("openpyxl", False),
        ("Microsoft Office User", False),
        ("Користувач Windows", False),
        ("user", False),
        ("Відділ Економіки", False),
        ("", False),
    ],
)
def test_a_person_is_told_from_a_program(name, person):
    assert is_person(name) is person


def returned(check, name: str, content: bytes):
    """The verdict on a file, and the workbook we give back for it."""
    from datetime import UTC, datetime
    from pathlib import Path
    from tempfile import NamedTemporaryFile

    verdict = check(name, content, schema=SCHEMA)
    now = datetime(2021, 7, 2, tzinfo=UTC)
    reply = Reply("Набір", "Документ", "Підрозділ", name, now, verdict, SCHEMA, "refused")
    with NamedTemporaryFile() as file:
        Path(file.name).write_bytes(content)
        answer = build_returned_workbook(reply, Path(file.name))
    assert answer is not None
    return verdict, load_workbook(io.BytesIO(answer))


def wrong() -> Workbook:
    book = workbook()
    book.active["B3"] = None
    book.active["A3"].fill = PatternFill("solid", fgColor="FF00FF00")
    return book


def test_a_returned_workbook_mended_and_handed_in_again_has_no_finding_of_ours(check):
    verdict, book = returned(check, "t.xlsx", content_of(wrong()))
    assert codes(verdict) == [("required", True)]
    assert book.sheetnames == ["Зауваження", "Sheet"]
    book["Sheet"]["B3"] = "Дім"
    assert check("t-zauvazhennia.xlsx", content_of(book), schema=SCHEMA).findings == ()


def test_our_sheet_is_known_where_a_program_dropped_the_property(check):
    _, book = returned(check, "t.xlsx", content_of(wrong()))
    del book.custom_doc_props["open-data-check"]
    book["Sheet"]["B3"] = "Дім"
    assert check("t.xlsx", content_of(book), schema=SCHEMA).findings == ()


def test_a_workbook_made_of_a_text_table_comes_back_clean(check):
    verdict, book = returned(check, "t.csv", "uid,name,area\nа-1,,7\nа-2,Дім,8\n".encode())
    assert codes(verdict) == [("required", True)]
    book["Таблиця"]["B2"] = "Дім"
    mended = check("t-zauvazhennia.xlsx", content_of(book), schema=SCHEMA)
    assert (mended.findings, mended.repairs) == ((), ())


def test_the_offices_own_words_inside_our_comment_are_its_comment(check):
    book = wrong()
    book.active["B3"].comment = Comment("Уточнити", "Бухгалтерія")
    _, book = returned(check, "t.xlsx", content_of(book))
    book["Sheet"]["B3"] = "Дім"
    assert codes(check("t.xlsx", content_of(book), schema=SCHEMA)) == [("comments", False)]

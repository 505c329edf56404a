"""What plain files hide or tell of persons: taken out, blocked, or left to go out unread."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Text
from pypdf.generic import NameObject
from stdnum import iban

from pipeline.model import PersonalData
from pipeline.validate.inside_docx import read_docx
from pipeline.validate.inside_odt import read_odt

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
REMARK = (
    '<w:commentRangeStart w:id="0"/><w:r><w:t>зі змінами</w:t></w:r><w:commentRangeEnd w:id="0"/>'
    '<w:r><w:commentReference w:id="0"/></w:r>'
)
PERSON = "3184710691"
"""A synthetic number with the check digit and the birthday of a РНОКПП."""


def archive_of(parts: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, part in parts.items():
            packed = zipfile.ZIP_DEFLATED if isinstance(part, bytes) else zipfile.ZIP_STORED
            archive.writestr(name, part, packed)
    return stream.getvalue()


def docx(body: str = "", author: str = "", *, remark: bool = False, **parts: str) -> bytes:
    """A DOCX of one paragraph."""
    said = f"<w:r><w:t>Розпорядження </w:t></w:r>{body}{REMARK if remark else ''}"
    stated = {
        "[Content_Types].xml": "<Types>"
        '<Override PartName="/word/document.xml" ContentType="a"/>'
        '<Override PartName="/word/comments.xml" ContentType="b"/></Types>',
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body><w:p>{said}</w:p></w:body>'
        "</w:document>",
        "word/_rels/document.xml.rels": "<Relationships>"
        '<Relationship Id="r1" Target="styles.xml"/><Relationship Id="r2" Target="comments.xml"/>'
        "</Relationships>",
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{CORE}" xmlns:dc="http://d">'
        f"<dc:title>Про ремонт</dc:title><dc:creator>{author}</dc:creator></cp:coreProperties>",
    }
    if remark:
        comment = '<w:comment w:author="О. Коваль"><w:p><w:r><w:t>Узгодити</w:t></w:r></w:p>'
        stated["word/comments.xml"] = (
            f'<w:comments xmlns:w="{W}">{comment}</w:comment></w:comments>'
        )
    return archive_of(stated | parts)


def odt(body: str, author: str = "", styles: str = "") -> bytes:
    names = "".join(f' xmlns:{name}="urn:{name}"' for name in ("office", "text", "style", "dc"))
    return archive_of(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content{names}>{styles}<text:p>Розпорядження {body}"
            "</text:p></office:document-content>",
            "meta.xml": f"<office:document-meta{names}><dc:creator>{author}</dc:creator>"
            "</office:document-meta>",
        }
    )


def pdf(deliveries, author: str | None = None, *, remark: bool = False) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(deliveries / "order.pdf"))
    writer.metadata = {"/Title": "Розпорядження"} | ({"/Author": author} if author else {})
    if remark:
        note = Text(rect=(10, 10, 30, 30), text="Узгодити")
        note[NameObject("/Subtype")] = NameObject("/Text")
        writer.add_annotation(0, note)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


@pytest.fixture
def found(check) -> Callable[..., list[tuple[str, bool]]]:
    """Codes of what is found in a plain file."""

    def build(name: str, content: bytes, **dataset) -> list[tuple[str, bool]]:
        verdict = check(name, content, plain=True, dataset=dataset)
        return [(finding.code, finding.blocks) for finding in verdict.findings]

    return build


TRACKED = '<w:ins w:id="1" w:author="О. Коваль"><w:r><w:t>нове</w:t></w:r></w:ins>'
FORMATTED = "<w:r><w:rPr><w:rPrChange w:id='1'/></w:rPr><w:t>а</w:t></w:r>"
HIDDEN = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>таємне</w:t></w:r>"
SHOWN = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>явне</w:t></w:r>'
REGION = "<text:tracked-changes><text:changed-region/></text:tracked-changes>"
INVISIBLE = (
    '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'
)


@pytest.mark.parametrize("on_hidden", ["block", "strip"])
@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.docx", docx(TRACKED), "tracked-changes"),
        ("a.docx", docx(FORMATTED), "tracked-changes"),
        ("a.docx", docx(HIDDEN), "hidden-text"),
        ("a.odt", odt("", styles=REGION), "tracked-changes"),
        ("a.odt", odt("<text:hidden-text/>"), "hidden-text"),
        (
            "a.odt",
            odt('<text:span text:style-name="T1">таємне</text:span>', styles=INVISIBLE),
            "hidden-text",
        ),
        ("a.rtf", rb"{\rtf1 a\revised b}", "tracked-changes"),
        ("a.rtf", rb"{\rtf1 a\v secret\v0 b}", "hidden-text"),
        ("a.rtf", rb"{\rtf1 a{\*\annotation b}}", "comments"),
    ],
)
def test_what_a_machine_must_not_decide_always_blocks(found, name, content, code, on_hidden):
    assert found(name, content, on_hidden=on_hidden) == [(code, True)]


def test_comments_and_authors_are_taken_out_and_nothing_else(check):
    content = docx(author="Олена Коваль", remark=True)
    verdict = check("a.docx", content, plain=True)
    assert [(f.code, f.blocks, f.message.replace("\u00a0", " ")) for f in verdict.findings] == [
        (
            "comments",
            False,
            "На полях документа 1 примітка: вилучено з файла перед оприлюдненням.",
        ),
        ("authors", False, "Ім’я людини вилучено з властивостей документа перед оприлюдненням."),
    ]
    inside = read_docx(io.BytesIO(verdict.cleaned))
    assert (inside.texts, inside.comments, inside.authors) == (
        ("Розпорядження зі змінами",),
        0,
        (),
    )
    with zipfile.ZipFile(io.BytesIO(verdict.cleaned)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert "word/comments.xml" not in parts
    assert not any("comment" in part for part in parts.values())
    assert "<dc:title>Про ремонт</dc:title><dc:creator></dc:creator>" in parts["docProps/core.xml"]
    assert check("a.docx", content, plain=True).cleaned == verdict.cleaned


def test_where_the_dataset_says_block_they_block(check):
    verdict = check(
        "a.docx",
        docx(author="Олена Коваль", remark=True),
        plain=True,
        dataset={"on_hidden": "block"},
    )
    assert [(f.code, f.blocks) for f in verdict.findings] == [("comments", True), ("authors", True)]
    assert verdict.cleaned is None
    assert [f.message.replace("\u00a0", " ") for f in verdict.findings] == [
        "У документі 1 примітка на полях: побачить кожен. Вилучіть і збережіть документ.",
        "У властивостях документа є ім’я людини. Вилучіть його (Файл → Відомості → Перевірити "
        "документ) і збережіть.",
    ]


def test_a_signed_document_stays_byte_for_byte(check, found):
    content = docx(author="Олена Коваль", **{"_xmlsignatures/sig1.xml": "<a/>"})
    assert found("a.docx", content) == [("authors", False)]
    verdict = check("a.docx", content, plain=True)
    assert verdict.cleaned is None
    assert verdict.findings[0].message == (
        "У властивостях документа є ім’я людини: його побачить кожен."
    )


def test_comments_and_authors_of_an_odt_are_taken_out(check, found):
    note = "<office:annotation><dc:creator>О. Коваль</dc:creator><text:p>Узгодити</text:p>"
    content = odt(f"зі {note}</office:annotation>змінами", author="Олена Коваль")
    verdict = check("a.odt", content, plain=True)
    assert [(f.code, f.blocks) for f in verdict.findings] == [
        ("comments", False),
        ("authors", False),
    ]
    inside = read_odt(io.BytesIO(verdict.cleaned))
    assert (inside.texts, inside.comments, inside.authors) == (
        ("Розпорядження зі змінами",),
        0,
        (),
    )


def test_the_author_of_a_pdf_is_taken_out_and_its_title_stays(check, deliveries):
    content = pdf(deliveries, "Олена Коваль")
    verdict = check("a.pdf", content, plain=True)
    assert [(f.code, f.blocks) for f in verdict.findings] == [("authors", False)]
    properties = PdfReader(io.BytesIO(verdict.cleaned)).metadata
    assert (properties.author, properties.title) == (None, "Розпорядження")
    assert check("a.pdf", content, plain=True).cleaned == verdict.cleaned


def test_remarks_on_a_pdf_block(found, deliveries):
    assert found("a.pdf", pdf(deliveries, remark=True)) == [("comments", True)]


def test_the_author_of_an_rtf_is_taken_out(check):
    content = rb"{\rtf1{\info{\title A}{\author Olena Koval}}Text}"
    verdict = check("a.rtf", content, plain=True)
    assert verdict.cleaned == rb"{\rtf1{\info{\title A}{\author }}Text}"


def test_documents_in_an_archive_are_looked_into_and_not_rewritten(found, check):
    content = archive_of({"1.docx": docx(author="Олена Коваль"), "2.odt": odt("", styles=REGION)})
    assert found("a.zip", content) == [("tracked-changes", True), ("authors", False)]
    assert found("a.zip", archive_of({"1.docx": docx(remark=True)})) == [("comments", True)]
    assert found("a.zip", archive_of({"1.docx": docx(), "2.docx": b"torn", "3.xml": "<a/>"})) == []


def text(said: str) -> bytes:
    return f"Про надання допомоги. {said} Начальник".encode()


def account() -> str:
    bban = "305299" + "26201234567890".rjust(19, "0")
    return f"UA{iban.calc_check_digits('UA00' + bban)}{bban}"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (f"РНОКПП {PERSON},", "leak-rnokpp"),
        (f"ідентифікаційний номер платника податків\n{PERSON}", "leak-rnokpp"),
        ("паспорт серії СТ 123456, виданий", "leak-passport"),
        ("паспорт громадянина № 001234567", "leak-passport"),
        ("паспорт громадянина України у формі картки: 001234567", "leak-passport"),
        (f"на рахунок {account()}", "leak-personal-iban"),
    ],
)
def test_personal_data_beside_the_word_that_names_them_block_masked(check, said, code):
    (finding,) = check("a.txt", text(said), plain=True).findings
    assert (finding.code, finding.blocks) == (code, True)
    assert "••••" in finding.value
    assert not any(len(part) > 2 for part in finding.value.split("•"))


@pytest.mark.parametrize("name", ["a.txt", "a.docx", "a.odt", "a.rtf"])
def test_they_are_found_in_every_form(found, name):
    said = f"РНОКПП {PERSON}"
    made = {
        "a.txt": said.encode(),
        "a.docx": docx(f"<w:r><w:t>РНОКПП </w:t></w:r><w:r><w:t>{PERSON}</w:t></w:r>"),
        "a.odt": odt(said),
        "a.rtf": rb"{\rtf1\ansicpg1251 \'d0\'cd\'ce\'ca\'cf\'cf " + PERSON.encode() + b"}",
    }
    assert found(name, made[name]) == [("leak-rnokpp", True)]


def test_letters_written_as_numbers_in_an_rtf_are_read(found):
    word = "".join(f"\\u{ord(letter)}\\'3f" for letter in "РНОКПП").encode()
    assert found("a.rtf", rb"{\rtf1\pard " + word + b" " + PERSON.encode() + rb"\par}") == [
        ("leak-rnokpp", True)
    ]


def test_a_resource_declared_with_its_ground_is_not_searched(found):
    declared = (PersonalData("buildings", "Закон"),)
    assert found("a.txt", text(f"РНОКПП {PERSON}"), personal_data=declared) == []


@pytest.mark.parametrize(
    "said",
    [
        f"договір {PERSON} від 02.07.2021.",
        "РНОКПП зазначено у додатку. Код 2134567890.",
        "код ЄДРПОУ 01411082, МФО 305299",
        "паспорт об’єкта № 123456789",
        "технічний паспорт АБ 123456 виготовлено",
        "енергетичний паспорт 001234567",
        "Паспорт укриття № 123456789 оновити",
        "копію паспорта, вх. № 123456789",
        "паспорт бюджетної програми 0117130, 123456789",
        "тел. 050 123-45-67, vykonkom@ukr.net",
        "UA213052990000026001234567890",
    ],
)
def test_what_orders_say_every_day_is_no_leak(found, said):
    assert found("a.txt", text(said)) == []


def test_a_document_of_which_a_part_does_not_open_is_not_searched_and_says_so(found):
    content = docx(**{"word/header1.xml": "<w:torn"})
    assert found("a.docx", content) == [("not-searched", False)]


def test_shown_text_and_programs_are_nobodys_secret(found):
    assert found("a.docx", docx(SHOWN, author="Microsoft Office User")) == []

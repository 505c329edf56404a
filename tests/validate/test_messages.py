"""Every sentence an office may read, quoted whole, with a file that calls for it.

Most of these files are told apart in other tests as well; here stands what is said of them.
"""

from __future__ import annotations

import ast
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import pipeline.validate
from pipeline.model import Field
from pipeline.validate import geojson, plain, plain_text, workbook_parts
from pipeline.validate import verdict as verdicts

SOURCES = Path(pipeline.validate.__file__).parent
TESTS = Path(__file__).parent
DELIVERIES = TESTS.parent / "deliveries"

NESTED = b"[" * 200_000
MOJIBAKE = "Школа;Садок\nЛіцей;Гімназія\n".encode().decode("cp1251")
LOST = b"?????????????;?????\n1;?????\n2;??????\n"


def packed(parts: dict[str, bytes], flags: int = 0) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    content = bytearray(stream.getvalue())
    for place in [found.start() for found in re.finditer(b"PK\x01\x02", content)]:
        content[place + 8] |= flags
    return bytes(content)


def spoiled_archive() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("наказ.txt", b"Nakaz 201")
    return stream.getvalue().replace(b"Nakaz 201", b"Nakaz 202", 1)


def workbook(**properties: str) -> bytes:
    from openpyxl import Workbook

    book, stream = Workbook(), io.BytesIO()
    book.active.append(["uid", "name", "ownerId"])
    book.active.append(["1", "Школа", "20064120"])
    book.properties.creator = properties.get("creator", "")
    book.save(stream)
    return stream.getvalue()


def with_part(name: str, content: bytes = b"<x/>") -> bytes:
    stream = io.BytesIO(workbook())
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(name, content)
    return stream.getvalue()


def pdf_without_pages() -> bytes:
    from pypdf import PdfWriter

    stream = io.BytesIO()
    PdfWriter().write(stream)
    return stream.getvalue()


def docx(body: str, **parts: bytes) -> bytes:
    """A DOCX of one paragraph; further parts of it under their names without `word/` and `.xml`."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = f'<w:document xmlns:w="{space}"><w:body><w:p>{body}</w:p></w:body></w:document>'
    further = {f"word/{name}.xml": content for name, content in parts.items()}
    return packed(
        {"[Content_Types].xml": b"<Types/>", "word/document.xml": document.encode()} | further
    )


TABLES = [
    (
        "порожній.csv",
        b"",
        "empty-file",
        "Файл порожній: у ньому 0 байтів. Передайте його ще раз.",
    ),
    (
        "порожній.csv",
        b"\n\n;;\n",
        "empty-table",
        "Файл порожній: у ньому немає жодної заповненої клітинки.",
    ),
    (
        "a.csv",
        b'uid,name,ownerId\n1,"\xd0\xa8,20064120\n2,b,20064120\n',
        "unclosed-quote",
        "Лапки, відкриті в рядку 2 файлу, не закрито: усе, що нижче, злилося в одну клітинку. "
        "Закрийте лапки або збережіть таблицю як XLSX.",
    ),
    (
        "a.csv",
        b'"uid,name,ownerId"\n"1,Dim,20064120"\n',
        "quoted-lines",
        "Кожен рядок файлу взято в лапки цілком, тому всі значення злилися в одну клітинку. "
        "Збережіть початкову таблицю як XLSX або приберіть лапки на краях рядків.",
    ),
    (
        "a.csv",
        b"uid,name,ownerId\n1," + b"x" * 1_100_000,
        "cell-too-long",
        "У файлі є клітинка, довша за мільйон знаків: це не таблиця або в ній загубилися "
        "роздільники чи лапки. Збережіть таблицю як XLSX.",
    ),
    (
        "a.csv",
        b"uid,name,ownerId\n1,Dim,20064120\n2,Rik, 2020,20064120\n",
        "extra-cell",
        "У рядку більше клітинок, ніж заголовків: мабуть, у значенні стоїть знак, яким розділено "
        "стовпці. Візьміть таке значення в лапки або збережіть таблицю як XLSX.",
    ),
    (
        "a.csv",
        ("uid,name,ownerId\n" + "1,Школа,20064120\n" * 20).encode() + b"2,\xff\xfe,20064120\n",
        "encoding-damaged",
        "Файл у кодуванні UTF-8 пошкоджено в рядку 22: збережіть його заново як CSV UTF-8 або як "
        "XLSX.",
    ),
    (
        "a.csv",
        "uid;name;ownerId\n1;Дитячий садок;20064120\n2;Школа;20064120\n".encode("koi8-u"),
        "encoding-unknown",
        "Не вдалося впевнено прочитати українські літери: кодування файлу невідоме. Збережіть "
        "його як «CSV UTF-8» або як XLSX.",
    ),
    (
        "a.csv",
        LOST,
        "letters-lost",
        "Замість українських літер у файлі стоять знаки питання: літери втрачено, коли файл "
        "зберігали. Відкрийте початкову таблицю і збережіть її як XLSX або «CSV UTF-8».",
    ),
    (
        "a.csv",
        MOJIBAKE.encode(),
        "letters-lost",
        "Українські літери у файлі перетворилися на інші знаки: його відкрили не в тому кодуванні "
        "й так зберегли. Збережіть початкову таблицю як XLSX або «CSV UTF-8».",
    ),
    (
        "a.json",
        b'[{"uid": "1",]',
        "broken-file",
        "Файл JSON обірваний або пошкоджений: помилка в рядку 1, знак 14.",
    ),
    ("a.json", NESTED, "broken-file", "Файл JSON має надто глибоку вкладеність."),
    (
        "a.json",
        b"[1, 2]",
        "no-records",
        "Файл JSON має бути переліком записів: [{…}, {…}]. Передайте таблицю як CSV або XLSX.",
    ),
    (
        "a.xlsx",
        packed({"xl/workbook.bin": b"1"}),
        "xlsb",
        "Книги XLSB не приймаються: відкрийте її в Excel і збережіть як XLSX.",
    ),
    (
        "a.xls",
        b"<html><table></table></html>",
        "not-a-workbook",
        "Це вебсторінка (HTML), хоч і має назву таблиці. Відкрийте її в Excel або LibreOffice і "
        "збережіть як XLSX.",
    ),
    (
        "a.xls",
        b'<?xml version="1.0"?><Workbook/>',
        "not-a-workbook",
        "Це файл XML, а не таблиця. Відкрийте його в Excel або LibreOffice і збережіть як XLSX.",
    ),
    (
        "a.pdf",
        b"%PDF-1.4\n%%EOF",
        "not-a-table",
        "Це документ PDF, а тут має бути таблиця. Передайте ті самі дані як XLSX або CSV.",
    ),
    (
        "a.xlsx",
        packed({"xl/workbook.xml": b"<"}),
        "broken-file",
        "Файл XLSX пошкоджений або обірваний. Відкрийте його у своїй програмі, перевірте й "
        "збережіть заново.",
    ),
    (
        "a.csv",
        b"uid,name,ownerId\n",
        "guard-empty-table",
        "Під заголовками немає жодного рядка даних: таблиця порожня. Якщо даних справді немає, це "
        "має підтвердити людина.",
    ),
]

NOTES = [
    (
        "a.xlsx",
        workbook(creator="Петренко Оксана"),
        "authors",
        "У властивостях книги є ім’я людини: до опублікованої таблиці це не потрапляє.",
    ),
    (
        "a.xlsx",
        with_part("xl/externalLinks/externalLink1.xml"),
        "external-links",
        "Книга посилається на інші файли: до опублікованої таблиці це не потрапляє.",
    ),
    (
        "a.xlsx",
        with_part("xl/pivotCache/pivotCacheDefinition1.xml"),
        "pivot-caches",
        "У книзі є зведені таблиці зі збереженими даними: до опублікованої таблиці це не "
        "потрапляє.",
    ),
]

DOCUMENTS = [
    (
        "a.geojson",
        b'{"type": "FeatureCollection",',
        "broken-file",
        "Файл GeoJSON обірваний або пошкоджений: помилка в рядку 1, знак 30. Вивантажте його "
        "заново.",
    ),
    ("a.geojson", NESTED, "broken-file", "Файл GeoJSON має надто глибоку вкладеність."),
    (
        "a.geojson",
        b'{"rows": []}',
        "not-geojson",
        "Це JSON, але не GeoJSON: на початку має стояти тип FeatureCollection із переліком "
        "features.",
    ),
    (
        "a.geojson",
        b'{"type": "FeatureCollection", "features": []}',
        "empty-table",
        "У файлі GeoJSON немає жодного об’єкта.",
    ),
    (
        "a.docx",
        docx('<w:ins w:id="1"><w:r><w:t>нове</w:t></w:r></w:ins>'),
        "tracked-changes",
        "У документі лишилися записані виправлення (1\u00a0виправлення): їх побачить кожен. "
        "Прийміть або відхиліть усі (Рецензування → Прийняти всі зміни) і збережіть.",
    ),
    (
        "a.docx",
        docx("<w:r><w:rPr><w:vanish/></w:rPr><w:t>таємне</w:t></w:r>"),
        "hidden-text",
        "У документі є прихований текст: покажіть його (Шрифт → Прихований) або вилучіть.",
    ),
    (
        "a.docx",
        docx("", header1=b"<w:torn"),
        "not-searched",
        "Примітки й персональні дані у файлі не шукали: він завеликий або прочитався не весь.",
    ),
    (
        "a.rar",
        b"Rar!\x1a\x07\x00" + b"\x00" * 40,
        "unknown-format",
        "Архіви RAR не приймаються: запакуйте файли як ZIP.",
    ),
    (
        "a.csv",
        "uid;name\n1;Школа\n".encode(),
        "table-as-document",
        "Це таблиця, а тут публікуються документи. Таблицю передайте до набору, для якого описано "
        "її стовпці; документи приймаються такі: PDF, DOCX, ODT, RTF, TXT, ZIP, 7Z і GeoJSON.",
    ),
    (
        "наказ",
        "Наказ".encode(),
        "wrong-extension",
        "Назва файлу не має закінчення, а насправді це текст: перейменуйте його на .txt.",
    ),
    (
        "a.zip",
        packed({"наказ.txt": "Наказ".encode()}, flags=1),
        "password",
        "Архів захищено паролем: запакуйте файли без пароля.",
    ),
    (
        "a.zip",
        spoiled_archive(),
        "broken-file",
        "Файл «наказ.txt» в архіві пошкоджений: запакуйте файли заново.",
    ),
    (
        "a.pdf",
        pdf_without_pages(),
        "broken-file",
        "У файлі PDF немає жодної сторінки.",
    ),
]

OF_FILES = [
    (
        "torn.pdf",
        "pdf-truncated",
        "Файл PDF обірваний: у ньому немає кінця. Передайте його ще раз повністю.",
    ),
    (
        "locked.pdf",
        "pdf-encrypted",
        "Файл PDF захищено паролем або забороною копіювання: збережіть його без захисту.",
    ),
    (
        "scan.pdf",
        "pdf-scan",
        "Це скан: у файлі PDF лише зображення сторінок, без тексту. Збережіть документ як PDF із "
        "програми, в якій його набрано.",
    ),
]


def said(verdict, code):
    return [finding.message for finding in verdict.findings if finding.code == code]


@pytest.mark.parametrize(("name", "content", "code", "message"), [*TABLES, *NOTES])
def test_what_is_said_of_a_table(check, name, content, code, message):
    assert said(check(name, content), code) == [message]


@pytest.mark.parametrize(("name", "content", "code", "message"), DOCUMENTS)
def test_what_is_said_of_a_document(check, name, content, code, message):
    assert said(check(name, content, plain=True), code) == [message]


@pytest.mark.parametrize(("name", "code", "message"), OF_FILES)
def test_what_is_said_of_a_pdf(check, name, code, message):
    assert said(check(name, plain=True), code) == [message]


def test_what_is_said_of_a_document_behind_a_password(check, monkeypatch):
    monkeypatch.setattr(plain, "sniff_form", lambda _: plain.Form.ENCRYPTED)
    assert said(check("a.docx", b"1", plain=True), "password") == [
        "Файл захищено паролем: зніміть пароль і передайте ще раз."
    ]


def test_what_is_said_of_a_phone_that_cannot_be(check):
    fields = [Field("uid", "Номер"), Field("phone", "Телефон", kind="phone")]
    assert said(
        check("a.csv", b"uid,phone\n1,+380000000000\n", fields=fields), "phone-unknown"
    ) == [
        "Телефонного коду, з якого починається цей номер, в Україні немає. Звірте номер; якщо це "
        "зразок, впишіть справжній."
    ]


def test_what_is_said_of_a_damaged_xls(check, monkeypatch):
    def torn(_):
        raise OSError

    monkeypatch.setattr("python_calamine.CalamineWorkbook.from_filelike", torn)
    assert said(check("title.xls"), "broken-file") == [
        "Файл XLS пошкоджений або обірваний. Відкрийте його у своїй програмі, перевірте й "
        "збережіть заново як XLSX."
    ]


def test_what_is_said_of_an_encoding_that_the_descriptor_names_and_nobody_knows(check):
    assert said(check("a.csv", "Школа".encode(), encoding="klingon"), "encoding-unknown") == [
        "В описі набору вказано кодування «klingon», якого програма не знає."
    ]
    assert said(check("a.csv", "Школа".encode("cp1251"), encoding="utf-8"), "encoding-damaged") == [
        "Файл у кодуванні utf-8 пошкоджено в рядку 1: збережіть його заново."
    ]


def test_what_is_said_of_a_heading_that_was_mended(check):
    [repair] = check("a.csv", "uid,nаme,ownerId\n1,Школа,20064120\n".encode()).repairs
    assert (repair.before, repair.after, repair.rule) == (
        "nаme",
        "name",
        "Назву стовпця приведено до встановленої",
    )


def test_what_is_said_of_a_form_handed_in_as_it_was_given_out(check):
    fields = [Field(name, name) for name in ("uid", "name", "owner", "area")]
    assert said(
        check("a.csv", b"uid;name;owner;area\n1;;;\n2;;;\n", fields=fields), "unfilled-form"
    ) == ["Форму не заповнено: у рядках немає нічого, крім номерів."]


def test_what_is_said_of_a_date_in_a_column_of_text(check):
    from datetime import date

    from openpyxl import Workbook

    book, stream = Workbook(), io.BytesIO()
    for row in (
        ["uid", "version", "sum"],
        [date(2021, 1, 1), date(2001, 8, 10), 12345678901234567],
    ):
        book.active.append(row)
    book.save(stream)
    fields = [
        Field("uid", "Номер", kind="identifier"),
        Field("version", "Версія", kind="version"),
        Field("sum", "Рахунок"),
    ]
    findings = check("a.xlsx", stream.getvalue(), fields=fields).findings
    how = (
        "Виділіть стовпець, натисніть Ctrl+1, виберіть формат «Текст», а тоді впишіть значення ще "
        "раз."
    )
    changed = f"Програма перетворила значення на дату або час (так буває з 1-1 чи 10.8.1). {how}"
    lost = f"У клітинці число, в якому понад 15 цифр: останні програма вже замінила нулями. {how}"
    assert [(finding.message, finding.example) for finding in findings if finding.blocks] == [
        (changed, "1-1"),
        (changed, "10.8.1"),
        (lost, None),
    ]


def test_what_is_said_of_an_error_of_a_formula(check):
    assert said(check("error-cells.xlsx"), "error-cell")[0] == (
        "У клітинці помилка формули: виправте формулу або впишіть значення."
    )


def test_what_is_said_of_a_schema_that_cannot_be_read(check):
    fields = [Field("uid", "Номер", pattern="(")]
    [message] = said(check("a.csv", b"uid\n1\n", fields=fields), "schema-error")
    assert message.startswith(
        "Структуру таблиці описано з помилкою, тому дані не перевірено. Зверніться до того, хто "
        "веде каталог наборів. Подробиці: "
    )


def test_what_is_said_of_a_column_on_private_persons(check):
    fields = [Field("uid", "Номер"), Field("who", "Заявник", kind="private-name")]
    content = "uid;who\n1;Супрун Олександр\n".encode()
    assert said(check("a.csv", content, fields=fields), "personal-column") == [
        "Стовпець «Заявник» містить персональні дані, а законної підстави для їх оприлюднення в "
        "описі набору не вказано. Вилучіть дані або зверніться до того, хто веде каталог."
    ]


def test_what_is_said_of_personal_data_in_a_document(check):
    text = "Паспорт АВ 123456 видано Супруну О. І.".encode()
    assert said(check("a.txt", text, plain=True), "leak-passport") == [
        "Схоже на персональні дані: номер паспорта (1\u00a0місце). Вилучіть їх із документа або "
        "попросіть того, хто веде каталог, записати підставу для оприлюднення."
    ]


def test_what_is_said_of_files_beyond_the_limits(check, monkeypatch):
    unpacked = (
        "Книга розпаковується у понад 1 ГБ: такий файл не читається. Вилучіть із неї зайві аркуші "
        "та форматування порожніх клітинок."
    )
    monkeypatch.setattr(workbook_parts, "_MOST_UNPACKED", 10)
    assert said(check("a.xlsx", workbook()), "zip-bomb") == [unpacked]
    monkeypatch.setattr(verdicts, "LARGEST_TABLE", 10)
    assert said(check("a.csv", b"uid,name\n1,2\n3,4\n"), "too-large") == [
        "Файл завеликий: 17\u00a0Б, а таблиці приймаються до 10\u00a0Б. Поділіть його за періодами."
    ]
    monkeypatch.setattr(geojson, "_LARGEST", 10)
    assert said(check("a.geojson", b'{"type": "Feature"}', plain=True), "too-large") == [
        "Файл GeoJSON завеликий: 19\u00a0Б, а приймаються до 10\u00a0Б."
    ]
    monkeypatch.setattr(plain_text, "_LARGEST_TEXT", 10)
    assert said(check("a.txt", "Наказ № 201".encode(), plain=True), "too-large") == [
        "Текстовий файл завеликий: 18\u00a0Б, а приймаються до 10\u00a0Б."
    ]
    monkeypatch.setattr(plain_text, "_LARGEST_PART", 10)
    assert said(check("a.docx", docx(""), plain=True), "zip-bomb") == [
        "Текст у файлі DOCX розпаковується у понад 200 МБ."
    ]
    monkeypatch.setattr(plain, "LARGEST_PLAIN", 10)
    assert said(check("a.txt", "Наказ № 201".encode(), plain=True), "too-large") == [
        "Файл завеликий: 18\u00a0Б, а документи приймаються до 10\u00a0Б."
    ]


def sentences(path: Path) -> Iterator[str]:
    """The longest literal piece of every Ukrainian sentence in a module; docstrings left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = [node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    inside = [
        part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values
    ]
    apart = {id(node) for node in (*documented, *inside)}
    for node in ast.walk(tree):
        literal = [node] if id(node) not in apart else []
        pieces = node.values if isinstance(node, ast.JoinedStr) else literal
        texts = [one.value for one in pieces if isinstance(one, ast.Constant)]
        longest = max((text for text in texts if isinstance(text, str)), key=len, default="")
        if len(re.findall("[а-яґєії]", longest)) > _SENTENCE and not re.search(r"[\\|]", longest):
            yield longest.strip()


_SENTENCE = 27
"""Small letters of the shortest text that is a sentence, not the name of something."""


def test_every_sentence_an_office_may_read_is_quoted_whole_in_a_test():
    quoted = "\n".join(
        node.value
        for path in TESTS.glob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    said = {text for path in SOURCES.glob("*.py") for text in sentences(path)}
    assert len(said) > 120
    assert {text for text in said if text not in quoted} == set()

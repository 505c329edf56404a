from pathlib import Path

import pytest

from pipeline.catalogue import read_catalogue
from pipeline.model import DatabaseSource, Problem, WebSource

SOURCE = '  source: {folder: economy, pattern: "stalls*.csv"}\n'
DATABASE = """\
  source:
    sql: postgresql+psycopg://reader:${DB_PASSWORD}@db.city.example/city
    query: SELECT uid, area FROM stalls ORDER BY uid
"""


def write_source(city: Path, source: str) -> None:
    path = city / "economy-stalls" / "datapackage.yaml"
    text = path.read_text(encoding="utf-8")
    assert SOURCE in text
    path.write_text(text.replace(SOURCE, source), encoding="utf-8")


def problems(city: Path, source: str) -> list[tuple[int, str]]:
    write_source(city, source)
    return [(problem.line, problem.message) for problem in read_catalogue(city).problems]


def source_of(city: Path, source: str) -> object:
    write_source(city, source)
    catalogue = read_catalogue(city)
    assert catalogue.problems == ()
    return catalogue.dataset("economy-stalls").resources[0].source


def test_a_database_and_its_query_are_a_source(city: Path) -> None:
    assert source_of(city, DATABASE + "    timeout: 30\n") == DatabaseSource(
        "postgresql+psycopg://reader:${DB_PASSWORD}@db.city.example/city",
        "SELECT uid, area FROM stalls ORDER BY uid",
        30,
    )


@pytest.mark.parametrize(
    "url",
    ["sqlite:////srv/city.db", "${CITY_DB}", "mysql+pymysql://u:${P}@h/b", "postgresql://h/b"],
)
def test_any_database_sqlalchemy_knows_may_be_named(city: Path, url: str) -> None:
    found = source_of(
        city,
        DATABASE.replace("postgresql+psycopg://reader:${DB_PASSWORD}@db.city.example/city", url),
    )
    assert found == DatabaseSource(url, "SELECT uid, area FROM stalls ORDER BY uid", 600)


def test_an_address_may_say_how_long_it_takes_and_where_it_leads(city: Path) -> None:
    text = "  source: {url: 'https://a.example/x', redirects_to: [Files.city.lan], timeout: 20}\n"
    assert source_of(city, text) == WebSource(
        "https://a.example/x", redirects_to=("files.city.lan",), timeout=20
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "${DB_PASSWORD}",
            "qwerty",
            (
                13,
                "pipeline.source.sql: пароль не можна писати в описі; поставте ${НАЗВА} "
                "і задайте її в оточенні",
            ),
        ),
        (
            "/city\n",
            "/city?sslpassword=qwerty\n",
            (
                13,
                "pipeline.source.sql: пароль не можна писати в описі; поставте ${НАЗВА} "
                "і задайте її в оточенні",
            ),
        ),
        (
            "postgresql+psycopg://reader:${DB_PASSWORD}@db.city.example/city",
            "db.city.example",
            (
                13,
                "pipeline.source.sql: це не адреса бази; "
                "зразок: postgresql+psycopg://читач:${DB_PASSWORD}@сервер/база",
            ),
        ),
        (
            "postgresql+psycopg",
            "postgre",
            (13, "pipeline.source.sql: невідомий вид бази «postgre»"),
        ),
        (
            "SELECT uid, area FROM stalls ORDER BY uid",
            "DELETE FROM stalls",
            (
                14,
                "pipeline.source.query: дозволено лише запит, що читає: SELECT або WITH … SELECT",
            ),
        ),
        (
            "SELECT uid, area FROM stalls",
            "WITH gone AS (DELETE FROM stalls RETURNING uid) SELECT uid FROM gone",
            (
                14,
                "pipeline.source.query: дозволено лише запит, що читає: SELECT або WITH … SELECT",
            ),
        ),
        (
            "ORDER BY uid",
            "INTO OUTFILE '/tmp/stalls.txt'",
            (
                14,
                "pipeline.source.query: дозволено лише запит, що читає: SELECT або WITH … SELECT",
            ),
        ),
        (
            "ORDER BY uid",
            "ORDER BY uid /*!50000 INTO OUTFILE '/tmp/stalls.txt' */",
            (
                14,
                "pipeline.source.query: дозволено лише запит, що читає: SELECT або WITH … SELECT",
            ),
        ),
        (
            "ORDER BY uid",
            "ORDER BY uid; DROP TABLE stalls",
            (14, "pipeline.source.query: потрібен рівно один запит"),
        ),
        (
            " ORDER BY uid",
            "",
            (
                14,
                "query без ORDER BY: база може віддати ті самі рядки в іншому порядку, "
                "і вони здаватимуться новими",
            ),
        ),
        (
            "    query: SELECT uid, area FROM stalls ORDER BY uid\n",
            "",
            (12, "pipeline.source: для бази sql потрібен ще query"),
        ),
        (
            "    query:",
            "    headers: {Accept: text/csv}\n    query:",
            (12, "pipeline.source: headers буває лише разом із url"),
        ),
        (
            "    query:",
            "    timeot: 5\n    query:",
            (14, "невідомий ключ «pipeline.source.timeot»; можливо, «timeout»"),
        ),
    ],
)
def test_what_is_wrong_with_a_database_names_its_line(
    city: Path, old: str, new: str, told: tuple[int, str]
) -> None:
    assert old in DATABASE
    assert problems(city, DATABASE.replace(old, new)) == [told]


@pytest.mark.parametrize(
    "query",
    [
        "WITH open AS (SELECT * FROM stalls) SELECT uid FROM open ORDER BY uid;",
        "-- торгові місця; усі\nSELECT uid FROM stalls ORDER BY uid",
        "SELECT replace(uid, 'a', 'b') AS uid, updated FROM stalls ORDER BY uid",
        "SELECT ';' AS sign FROM stalls ORDER BY 1",
    ],
)
def test_a_query_that_only_reads_is_sound(city: Path, query: str) -> None:
    block = "\n".join(f"      {line}" for line in query.splitlines())
    text = DATABASE.replace(
        "query: SELECT uid, area FROM stalls ORDER BY uid", f"query: |\n{block}"
    )
    assert problems(city, text) == []


def test_a_query_without_an_order_is_told_and_used(city: Path) -> None:
    write_source(city, DATABASE.replace(" ORDER BY uid", ""))
    catalogue = read_catalogue(city)
    assert [problem.blocks for problem in catalogue.problems] == [False]
    assert catalogue.dataset("economy-stalls")


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (
            "  source: {url: 'https://a.example/x', redirects_to: ['http://b.lan/']}\n",
            (
                12,
                "pipeline.source.redirects_to.0: потрібне лише ім’я сервера або його IP-адреса, "
                "без http:// і шляху",
            ),
        ),
        (
            "  source: {url: 'https://a.example/x', timeout: 0}\n",
            (12, "pipeline.source.timeout: щонайменше 1"),
        ),
        (
            "  source: {folder: economy, pattern: '*.csv', timeout: 5}\n",
            (12, "pipeline.source: timeout буває лише разом із url або sql"),
        ),
        (
            "  source: {folder: economy}\n",
            (12, "pipeline.source: для теки folder потрібен ще pattern"),
        ),
    ],
)
def test_what_is_wrong_with_another_source_names_its_line(
    city: Path, source: str, told: tuple[int, str]
) -> None:
    assert problems(city, source) == [told]


def test_a_database_gives_one_table_and_neither_periods_nor_plain_files(city: Path) -> None:
    write_source(city, DATABASE)
    path = city / "economy-stalls" / "datapackage.yaml"
    text = path.read_text(encoding="utf-8")
    series = "\n    pipeline: {series: {period: year, from: '(\\d{4})'}}"
    text = text.replace("path: sample/stalls.csv", "path: sample/stalls.csv" + series)
    plain = "  - {name: orders, title: Накази, path: sample/stalls.csv}\n"
    path.write_text(text + plain, encoding="utf-8")
    assert read_catalogue(city).problems == (
        Problem(
            "economy-stalls/datapackage.yaml",
            12,
            "«stalls»: series буває лише з файлів теки folder",
            "economy-stalls",
        ),
        Problem(
            "economy-stalls/datapackage.yaml",
            12,
            "«orders»: база дає таблицю, потрібна schema",
            "economy-stalls",
        ),
    )

"""The commands of the ledger as a person types them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from ledgers import Clock, an_event
from sqlalchemy import text
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.errors import CannotRun
from pipeline.record.event import Kind
from pipeline.record.ledger import open_ledger


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A ledger of two events where the commands look for it."""
    address = f"sqlite:///{tmp_path}/ledger.sqlite3"
    with open_ledger(address, Clock()) as ledger:
        facts = {"role": "data"}
        ledger.record(an_event(Kind.PUBLISHED, document="d/1", portal="city", rows=5, data=facts))
        ledger.record(an_event())
    return address


def heads(url: str) -> list[str]:
    with open_ledger(url, Clock()) as ledger:
        return [recorded.hash for recorded in ledger.read()]


def run(url: str, *words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["ledger", *words], env={"PIPELINE_LEDGER_URL": url})
    if isinstance(result.exception, CannotRun):
        raise result.exception
    return result.exit_code, result.stdout


def test_verify_says_what_it_cannot_prove(url: str) -> None:
    code, told = run(url, "verify")

    assert code == 0
    assert told == (
        f"Ланцюг цілий: 2\u00a0події. Хеш останньої: {heads(url)[1]}\n"
        "Чого це не доводить: що кінець журналу не відрізано і що його не переписано наново. "
        "Хеш із давнішого звіту чи листа доведе й це: pipeline ledger verify --head ХЕШ\n"
    )


def test_verify_with_a_noted_head_proves_all_up_to_it(url: str) -> None:
    code, told = run(url, "verify", "--head", heads(url)[0].upper())

    assert code == 0
    assert told.splitlines()[1:] == [
        "Названий хеш має подія 1: вона й усі до неї такі, якими були тоді.",
        "Про пізніші події цей хеш нічого не каже.",
    ]


def test_verify_without_the_noted_head_in_the_ledger_fails(url: str) -> None:
    code, told = run(url, "verify", "--head", "ab" * 32)

    assert code == 1
    assert told.startswith(f"У журналі немає події з хешем {'ab' * 32}: кінець журналу відрізано")
    with pytest.raises(CannotRun, match="«abcd» не є хешем події"):
        run(url, "verify", "--head", "abcd")


def test_verify_names_what_is_wrong(url: str) -> None:
    with open_ledger(url, Clock()) as ledger, ledger.writing() as connection:
        connection.execute(text("DROP TRIGGER events_never_change"))
        connection.execute(text("UPDATE events SET rows = 6 WHERE seq = 1"))
    fault = "Подію 1 змінено після запису: її вміст не відповідає її хешу."

    assert run(url, "verify") == (
        1,
        f"{fault}\nЖурнал не пройшов звірки. Прочитано: 2\u00a0події.\n",
    )
    code, told = run(url, "verify", "--json")
    assert (code, json.loads(told)) == (
        1,
        {"events": 2, "head": heads(url)[1], "faults": [fault], "noted": None},
    )


def test_a_ledger_is_taken_along(url: str, tmp_path: Path) -> None:
    file = tmp_path / "ledger.jsonl"
    other = f"sqlite:///{tmp_path}/other.sqlite3"

    told = f"2\u00a0події. Хеш останньої: {heads(url)[1]}\n"
    assert run(url, "export", str(file)) == (0, f"Записано у {file}: {told}")
    assert run(other, "import", str(file)) == (0, f"Прийнято: {told}")
    assert heads(other) == heads(url)
    with pytest.raises(CannotRun, match="У журналі вже є події"):
        run(other, "import", str(file))


@pytest.mark.parametrize("command", ["export", "import"])
def test_a_file_that_cannot_be_reached_is_a_sentence(
    url: str, tmp_path: Path, command: str
) -> None:
    with pytest.raises(CannotRun, match="не читається або не записується: No such file"):
        run(url, command, str(tmp_path / "none" / "ledger.jsonl"))


def test_an_event_is_corrected(url: str) -> None:
    words = ("--by", "Олена Коваль", "--reason", "не той день")
    code, told = run(url, "correct", "1", *words, "--at", "2021-05-31T10:00", "--rows", "6")

    assert (code, told) == (
        0,
        "Було: 01.06.2021 15:00, Без змін.\nЗаписано подію 3. Уточнено подію 1: час, рядки.\n",
    )
    with open_ledger(url, Clock()) as ledger:
        last = ledger.last()
    assert last is not None
    assert (last.event.at, last.event.rows) == (datetime(2021, 5, 31, 7, tzinfo=UTC), 6)
    assert last.event.data == {
        "role": "data",
        "corrects": 1,
        "counts_as": "published",
        "by": "Олена Коваль",
        "reason": "не той день",
    }


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("1",), "Вкажіть або що уточнити"),
        (("1", "--void", "--rows", "6"), "Вкажіть або що уточнити"),
        (("1", "--at", "вчора"), "«вчора» не є часом"),
        (("1", "--at", "2199-01-01"), "01.01.2199 00:00 ще не настало"),
        (("9", "--void"), "У журналі немає події 9"),
    ],
)
def test_what_cannot_be_corrected_is_a_sentence(
    url: str, words: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(CannotRun, match=sentence):
        run(url, "correct", *words, "--by", "Олена Коваль", "--reason", "помилка")

"""When a disk counts as nearly full, and how that is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.disk_space import (
    Reserve,
    ReserveError,
    Space,
    find_shortage,
    lack_of,
    read_reserve,
    read_space,
)
from pipeline.settings import read_settings

GIB = 1 << 30
VAR = Path("/srv/var")


@pytest.mark.parametrize(
    ("free", "total", "reserve", "lacks"),
    [
        (10 * GIB, 100 * GIB, Reserve(), False),
        (511 << 20, 20 * GIB, Reserve(), True),
        (513 << 20, 20 * GIB, Reserve(), False),
        (2 * GIB, 1000 * GIB, Reserve(), True),
        (2 * GIB, 1000 * GIB, Reserve(size=GIB, per_cent=0), False),
    ],
)
def test_a_disk_lacks_room_below_the_bytes_or_the_per_cent(
    free: int, total: int, reserve: Reserve, lacks: bool
) -> None:
    assert (lack_of(Space(VAR, free, total, None), reserve) is not None) is lacks


def test_the_sentence_names_folder_room_and_need() -> None:
    space = Space(VAR, 120 << 20, 20 * GIB, 50_000)
    assert lack_of(space, Reserve()) == (
        "На диску з текою /srv/var лишилося 120,0\u00a0МБ із 20,0\u00a0ГБ, "
        "а треба щонайменше 512,0\u00a0МБ."
    )


def test_a_disk_may_have_bytes_and_no_names_for_files_left() -> None:
    space = Space(VAR, 10 * GIB, 20 * GIB, 21)
    assert lack_of(space, Reserve()) == (
        "На диску з текою /srv/var можна створити ще лише 21\u00a0файл (inode), "
        "а треба щонайменше 1000."
    )


def test_a_folder_yet_to_be_made_lies_where_its_parent_does(tmp_path: Path) -> None:
    found = read_space(tmp_path / "not" / "yet")
    assert found.total == read_space(tmp_path).total
    assert 0 < found.free <= found.total


def test_the_alarm_says_what_is_stopped_and_what_to_run(tmp_path: Path) -> None:
    assert find_shortage([tmp_path], Reserve(0, 0, 0)) is None
    told = find_shortage([tmp_path], Reserve(size=1 << 60))
    assert told is not None
    assert told.endswith(
        "Нічого не збирається, доки не звільнити місце: старе прибирає "
        "pipeline archive prune, стан диска показує pipeline doctor."
    )


@pytest.mark.parametrize(
    ("text", "reserve"),
    [
        ("2G", Reserve(2 * GIB, 0)),
        ("5%", Reserve(0, 5)),
        ("512m 0.5%", Reserve(512 << 20, 0.5)),
    ],
)
def test_the_reserve_is_written_as_people_write_sizes(text: str, reserve: Reserve) -> None:
    assert read_reserve(text) == reserve


@pytest.mark.parametrize("text", ["", "багато", "10", "5%%", "G", "1G2G", "200%"])
def test_any_other_reserve_is_a_sentence(text: str) -> None:
    with pytest.raises(ReserveError, match="наприклад 512M, 5% або «2G 5%»"):
        read_reserve(text)


def test_the_reserve_comes_from_the_environment() -> None:
    assert read_settings({"PIPELINE_MIN_FREE": "3%"}).reserve == Reserve(0, 3)
    assert read_settings({}).reserve == Reserve()


def test_a_wrong_reserve_stops_a_command_before_it_begins(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PIPELINE_MIN_FREE", "багато")
    monkeypatch.setattr("sys.argv", ["pipeline", "tables"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "PIPELINE_MIN_FREE=багато" in capsys.readouterr().err


def test_every_disk_that_an_update_writes_on_is_asked(tmp_path: Path) -> None:
    apart = f"sqlite:///{tmp_path}/elsewhere/ledger.sqlite3"
    here = read_settings({"PIPELINE_LEDGER_URL": apart}, var=tmp_path)
    assert here.written == (
        tmp_path / "archive",
        tmp_path / "portal",
        tmp_path / "reports",
        tmp_path / "elsewhere",
    )
    server = read_settings({"PIPELINE_LEDGER_URL": "postgresql://db/ledger"}, var=tmp_path)
    assert server.ledger_file is None

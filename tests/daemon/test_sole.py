"""One daemon a folder and a ledger, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest
from ledgers import Clock

from pipeline.daemon.sole import is_gone, own_name, sole_daemon
from pipeline.record.heartbeat import Heartbeat
from pipeline.record.ledger import Ledger, open_ledger
from pipeline.record.lock import LockHeld


def test_another_folder_with_the_same_ledger_is_refused(
    tmp_path: Path, ledger: Ledger, ledger_url: str, clock: Clock
) -> None:
    with (
        open_ledger(ledger_url, clock) as other,
        sole_daemon(tmp_path / "one", ledger),
        pytest.raises(LockHeld, match=r"^Із журналом .* уже працює інша програма pipeline daemon"),
        sole_daemon(tmp_path / "two", other),
    ):
        raise AssertionError("two daemons work with one ledger")


def test_the_same_folder_is_refused_whatever_the_ledger(
    tmp_path: Path, ledger: Ledger, clock: Clock
) -> None:
    with (
        open_ledger(f"sqlite:///{tmp_path}/other.sqlite3", clock) as other,
        sole_daemon(tmp_path / "one", ledger),
        pytest.raises(LockHeld, match=r"^З текою .*/one уже працює інша програма pipeline daemon"),
        sole_daemon(tmp_path / "one", other),
    ):
        raise AssertionError("two daemons work with one folder")


def test_where_the_first_ended_the_next_may_begin(
    tmp_path: Path, ledger: Ledger, ledger_url: str, clock: Clock
) -> None:
    for name in ("one", "two"):
        with open_ledger(ledger_url, clock) as opened, sole_daemon(tmp_path / name, opened):
            assert opened.last() is None


def test_a_daemon_that_was_killed_is_gone_at_once(
    tmp_path: Path, ledger: Ledger, clock: Clock
) -> None:
    host, pid = own_name()
    now = clock()
    beat = Heartbeat(host, pid, "1.0.0", started_at=now, beat_at=now, read_at=now, looked_at=now)
    with sole_daemon(tmp_path, ledger):
        assert not is_gone(tmp_path, beat)
    assert is_gone(tmp_path, beat)


def test_of_a_daemon_on_another_machine_only_its_sign_of_life_is_known(
    tmp_path: Path, clock: Clock
) -> None:
    now = clock()
    beat = Heartbeat("srv2", 7, "1.0.0", started_at=now, beat_at=now, read_at=now, looked_at=now)
    assert not is_gone(tmp_path, beat)

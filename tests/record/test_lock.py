from __future__ import annotations

import fcntl
import os
import re
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.record.lock import PAUSE, LockHeld, dataset_lock, remove_lock

HOLD = """
import sys
import threading
import time
from pathlib import Path
from pipeline.record.lock import dataset_lock

with dataset_lock(Path(sys.argv[1]), "economy-buildings", 0):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_process(folder: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", HOLD, str(folder)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        yield holder


def test_a_held_dataset_names_its_holder(tmp_path: Path) -> None:
    with another_process(tmp_path) as holder:
        with (
            pytest.raises(LockHeld) as told,
            dataset_lock(tmp_path, "economy-buildings", 0),
        ):
            pass

        sentence = str(told.value)
    expected = (
        rf"Набір «economy-buildings» зараз оновлює процес {holder.pid} на "
        rf"«{re.escape(socket.gethostname())}» від \d\d\.\d\d\.\d{{4}} \d\d:\d\d\."
    )
    assert re.fullmatch(expected, sentence)


def test_other_datasets_are_free(tmp_path: Path) -> None:
    with another_process(tmp_path), dataset_lock(tmp_path, "legal-orders", 0):
        held = sorted(path.name for path in tmp_path.iterdir())

    assert held == ["economy-buildings.lock", "legal-orders.lock"]


def test_a_killed_holder_leaves_no_lock(tmp_path: Path) -> None:
    with another_process(tmp_path) as holder:
        holder.kill()
        holder.wait()
        with dataset_lock(tmp_path, "economy-buildings", 0):
            pass


def test_a_lock_that_comes_free_in_time_is_taken(tmp_path: Path) -> None:
    with another_process(tmp_path) as holder:
        assert holder.stdin is not None
        holder.stdin.close()
        with dataset_lock(tmp_path, "economy-buildings", 60):
            pass


def test_one_process_excludes_itself_too(tmp_path: Path) -> None:
    with (
        dataset_lock(tmp_path, "economy-buildings", 0),
        pytest.raises(LockHeld, match=f"процес {os.getpid()} "),
        dataset_lock(tmp_path, "economy-buildings", 0.05),
    ):
        pass


def test_an_error_under_the_lock_frees_it(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), dataset_lock(tmp_path, "economy-buildings", 0):
        raise RuntimeError

    with dataset_lock(tmp_path, "economy-buildings", 0):
        pass


def test_a_lock_whose_holder_has_not_written_its_name_is_told_plainly(tmp_path: Path) -> None:
    with another_process(tmp_path):
        (tmp_path / "economy-buildings.lock").write_text("")
        with (
            pytest.raises(LockHeld, match="» зараз оновлює інший процес"),
            dataset_lock(tmp_path, "economy-buildings", 0),
        ):
            pass


def test_lock_files_are_private(tmp_path: Path) -> None:
    folder = tmp_path / "var" / "locks"
    with dataset_lock(folder, "economy-buildings", 0):
        modes = [
            stat.S_IMODE(path.stat().st_mode)
            for path in (folder, folder / "economy-buildings.lock")
        ]

    assert modes == [0o700, 0o600]


def test_a_lock_file_long_unused_goes(tmp_path: Path) -> None:
    with dataset_lock(tmp_path, "gone", 0):
        pass
    path = tmp_path / "gone.lock"
    taken = path.stat().st_mtime

    assert not remove_lock(path, taken)
    assert remove_lock(path, taken + 1)
    assert not path.exists()


def test_a_held_lock_file_stays_however_old(tmp_path: Path) -> None:
    with another_process(tmp_path):
        path = tmp_path / "economy-buildings.lock"
        assert not remove_lock(path, path.stat().st_mtime + 1)
        assert path.exists()


def test_a_lock_file_removed_while_it_is_waited_for_is_no_lock(tmp_path: Path) -> None:
    """Whoever had it open would otherwise hold what nobody else can find."""
    path = tmp_path / "busy.lock"
    stood: list[bool] = []

    def wait() -> None:
        with dataset_lock(tmp_path, "busy", 60):
            stood.append(path.exists())

    with path.open("w") as former:
        fcntl.flock(former, fcntl.LOCK_EX)
        waiter = threading.Thread(target=wait)
        waiter.start()
        time.sleep(3 * PAUSE)
        path.unlink()
    waiter.join()

    assert stood == [True]

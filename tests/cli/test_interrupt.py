"""Ctrl+C, which a terminal sends to every process of the command at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from cities import write_city

from pipeline.children import Children

COMMAND = """
import signal
from pipeline.cli import main
signal.signal(signal.SIGINT, signal.default_int_handler)
main()
"""
"""The command, heeding Ctrl+C: a shell's background job ignores it, and the tests may be one."""


def test_children_never_hear_it() -> None:
    with Children() as children:
        assert signal.SIGINT in children.run(signal.pthread_sigmask, signal.SIG_BLOCK, [])
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


def test_a_check_ends_at_once_and_in_silence(tmp_path: Path) -> None:
    write_city(tmp_path / "datapackages")
    rows = "".join(f"{number},7.5\n" for number in range(300_000))
    (tmp_path / "stalls.csv").write_text(f"uid,area\n{rows}", encoding="utf-8")
    words = ["-c", COMMAND, "check", "stalls.csv", "--dataset", "economy-stalls"]
    with subprocess.Popen(
        [sys.executable, *words],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as command:
        wait_for_a_child(command.pid)
        os.killpg(command.pid, signal.SIGINT)
        _, told = command.communicate(timeout=30)
    assert (command.returncode, told) == (130, b"")


def wait_for_a_child(pid: int) -> None:
    """Until the command has started its fork server beside multiprocessing's own tracker."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    until = time.monotonic() + 30
    while len(children.read_text(encoding="ascii").split()) < 2:
        assert time.monotonic() < until
        time.sleep(0.01)

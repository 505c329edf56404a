"""The words for systemd, as a real socket hears them."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.supervisor import ALIVE, READY, status, tell_supervisor


@pytest.fixture
def ear(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(str(tmp_path / "notify"))
        ear.settimeout(5)
        yield ear


def test_words_come_in_one_datagram(ear: socket.socket) -> None:
    tell_supervisor({"NOTIFY_SOCKET": ear.getsockname()}, READY, status("Тривог немає."))
    assert ear.recv(4096).decode() == "READY=1\nSTATUS=Тривог немає."


def test_a_socket_of_an_abstract_name_hears_them_too() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind("\0open-data-test")
        ear.settimeout(5)
        tell_supervisor({"NOTIFY_SOCKET": "@open-data-test"}, ALIVE)
        assert ear.recv(4096) == b"WATCHDOG=1"


def test_where_nobody_supervises_nothing_is_said() -> None:
    tell_supervisor({}, READY)


def test_a_supervisor_that_is_gone_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        tell_supervisor({"NOTIFY_SOCKET": str(tmp_path / "nobody")}, READY)


def test_a_status_is_one_line_of_bounded_length() -> None:
    assert status("Портал\nмовчить.  ") == "STATUS=Портал мовчить."
    assert len(status("о" * 5000)) == len("STATUS=") + 512

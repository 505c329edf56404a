"""Where `-o` of a command writes."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from pipeline.cli.output import write_output


def test_a_link_is_followed(tmp_path: Path) -> None:
    link, page = tmp_path / "latest.html", tmp_path / "2021.html"
    link.symlink_to(page)
    page.touch()
    write_output(link, b"text")

    assert (link.is_symlink(), page.read_bytes()) == (True, b"text")


def test_a_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_output(pipe, b"text")
    reader.join()

    assert (read, pipe.is_fifo()) == ([b"text"], True)

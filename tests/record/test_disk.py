"""Files that are whole or not there, and removal that never takes what was touched just now."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.record.disk import remove_unless_newer, replace_file

TOO_LARGE = """
import resource, sys
from pathlib import Path
from pipeline.record.disk import replace_file

resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    replace_file(Path(sys.argv[1]), b"x" * 1_000_000)
except OSError as error:
    print(type(error).__name__, error.strerror)
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_write_that_fails_half_way_leaves_the_former_file(tmp_path: Path) -> None:
    place = tmp_path / "page.html"
    place.write_text("former")
    command = [sys.executable, "-c", TOO_LARGE, str(place)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert done.stdout == "OSError File too large\n"
    assert place.read_text() == "former"
    assert names(tmp_path) == ["page.html"]


def test_a_file_keeps_its_rights_and_a_new_one_gets_those_of_any(tmp_path: Path) -> None:
    former, new, plain = (tmp_path / name for name in ("former", "new", "plain"))
    former.touch(mode=0o640)
    plain.write_text("")
    for place in (former, new):
        replace_file(place, b"text")

    assert stat.S_IMODE(former.stat().st_mode) == 0o640
    assert new.stat().st_mode == plain.stat().st_mode


@pytest.mark.parametrize("name", ["page.html", ".page.html.part"])
def test_a_link_that_somebody_put_there_is_replaced_and_what_it_leads_to_left(
    tmp_path: Path, name: str
) -> None:
    ours = tmp_path / "ledger"
    ours.write_text("ours")
    (tmp_path / name).symlink_to(ours)
    replace_file(tmp_path / "page.html", b"text")

    place = tmp_path / "page.html"
    assert (place.is_symlink(), place.read_bytes(), ours.read_text()) == (False, b"text", "ours")


def test_what_was_not_touched_goes(tmp_path: Path) -> None:
    place = tmp_path / "bytes"
    place.touch()
    os.utime(place, (10, 10))

    assert remove_unless_newer(place, 20, tmp_path / "aside")
    assert (names(tmp_path), names(tmp_path / "aside")) == (["aside"], [])


def test_what_was_touched_meanwhile_stays_in_its_place(tmp_path: Path) -> None:
    place = tmp_path / "bytes"
    place.write_text("text")
    os.utime(place, (30, 30))

    assert not remove_unless_newer(place, 20, tmp_path / "aside")
    assert (place.read_text(), names(tmp_path / "aside")) == ("text", [])


def test_what_is_gone_already_is_no_fault(tmp_path: Path) -> None:
    assert not remove_unless_newer(tmp_path / "bytes", 20, tmp_path / "aside")

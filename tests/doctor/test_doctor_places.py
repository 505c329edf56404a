"""Folders, disks, mounts: what the doctor says of each, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.disk_space import Reserve, Space
from pipeline.doctor.diagnosis import Diagnosis, Light, green, red, yellow
from pipeline.doctor.folders import check_inbox, check_own_folder
from pipeline.doctor.mounts import Mount, mount_of, parse_mounts
from pipeline.doctor.space import check_space

GIB = 1 << 30
ROOT = Mount(Path("/"), "ext4")


# Folders


def test_a_folder_of_our_own_is_well(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    assert check_own_folder("Тека", tmp_path) == green("Тека", f"{tmp_path}, режим 0700")


def test_a_folder_others_can_read_is_told_with_the_command(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    assert check_own_folder("Тека", tmp_path) == yellow(
        "Тека", f"{tmp_path} можуть читати інші (режим 0755)", f"chmod 700 {tmp_path}"
    )


def test_a_folder_yet_to_be_made_is_not_made_by_the_doctor(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    told = f"{folder} ще немає; з’явиться з першим запуском"
    assert check_own_folder("Тека", folder) == green("Тека", told)
    assert not folder.exists()


def test_a_file_in_the_place_of_a_folder_is_red(tmp_path: Path) -> None:
    place = tmp_path / "archive"
    place.touch()
    found = check_own_folder("Тека архіву", place)
    assert (found.light, found.advice.split(":")[0]) == (
        Light.RED,
        "дайте право запису користувачеві, від якого працює програма",
    )


def test_a_folder_spread_over_two_disks_is_red() -> None:
    found = check_own_folder("Тека", Path("/dev"))
    assert found.light is Light.RED
    assert "на іншому диску" in found.sentence


# The inbox


def test_an_inbox_of_our_own_needs_no_share(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    found = check_inbox(inbox, tmp_path, ())
    assert found == green("Надходження", f"{inbox}, наша власна тека")


def test_a_share_that_is_attached_is_well(tmp_path: Path) -> None:
    mounts = (ROOT, Mount(tmp_path, "cifs"))
    found = check_inbox(tmp_path, Path("/srv/var"), mounts)
    assert found == green("Надходження", f"{tmp_path} підключено (cifs, {tmp_path})")


def test_an_empty_folder_where_the_share_should_be_is_told(tmp_path: Path) -> None:
    found = check_inbox(tmp_path, Path("/srv/var"), (ROOT,))
    assert found.light is Light.YELLOW
    assert "якщо це мережева тека, її не підключено" in found.sentence


def test_a_share_that_is_gone_is_red(tmp_path: Path) -> None:
    gone = tmp_path / "share"
    assert check_inbox(gone, Path("/srv/var"), (ROOT,)) == red(
        "Надходження",
        f"Шлях {gone} не читається або не записується: "
        "такого шляху немає або створити його не можна",
        "підключіть мережеву теку (mount) і перевірте PIPELINE_INBOX",
    )


# Mounts


def test_mounts_are_read_in_the_kernel_s_own_format() -> None:
    text = (
        "21 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw\n"
        "40 21 0:44 / /mnt/\\320\\275 rw - cifs //server/share rw\n"
        "41 21 0:45 / /mnt/a\\040b rw shared:7 master:2 - nfs4 server:/a rw\n"
    )
    mounts = parse_mounts(text)
    assert [mount.kind for mount in mounts] == ["ext4", "cifs", "nfs4"]
    assert mounts[2] == Mount(Path("/mnt/a b"), "nfs4")
    assert mount_of(Path("/mnt/a b/economy"), mounts) == mounts[2]
    assert mount_of(Path("/srv"), mounts) == mounts[0]
    assert [mount.is_network for mount in mounts] == [False, True, True]


def test_what_is_mounted_later_at_one_place_hides_what_was_there() -> None:
    first, later = Mount(Path("/mnt"), "ext4"), Mount(Path("/mnt"), "cifs")
    assert mount_of(Path("/mnt/x"), (first, later)) == later


# Room


@pytest.mark.parametrize(
    ("free", "light"), [(50 * GIB, "green"), (1 * GIB, "yellow"), (GIB >> 2, "red")]
)
def test_the_disk_turns_yellow_before_updates_stop(free: int, light: str) -> None:
    def read(folder: Path) -> Space:
        return Space(folder, free if folder.name == "archive" else 90 * GIB, 100 * GIB, None)

    found = check_space([Path("/srv/ledger"), Path("/srv/archive")], Reserve(), read)
    assert (found.light.value, "/srv/archive" in found.sentence) == (light, True)


def test_the_doctor_leaves_no_file_behind(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "inbox"):
        folder.mkdir(exist_ok=True)
        found: Diagnosis = check_own_folder("Тека", folder)
        assert found.light in Light
    assert list((tmp_path / "inbox").iterdir()) == []

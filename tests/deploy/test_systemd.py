"""The units for systemd: what they say, and what systemd itself says of them."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from cities import write_city
from typer.testing import CliRunner

from pipeline.catalogue import read_catalogue
from pipeline.cli import app
from pipeline.deploy.systemd import CannotDeploy, Installation, build_files
from pipeline.errors import CannotRun

GOV = """\
  gov: {url: "https://ckan.example", organization: misto, profile: ckan,
    key_file: "${CREDENTIALS_DIRECTORY}/gov"}
"""
PLACE = Installation(
    program=Path("/opt/open-data"),
    command=Path("/opt/open-data/.venv/bin/pipeline"),
    python=Path("/usr"),
    catalogue=Path("/opt/open-data/datapackages"),
    schedules=Path("/opt/open-data/schedules"),
    inbox=Path("/mnt/share"),
    user="open-data",
    children=2,
)


def write_publisher(folder: Path, *, embedded: bool = True) -> None:
    write_city(folder)
    path = folder / "publisher.yaml"
    text = path.read_text("utf-8").replace("demonstration: true", "demonstration: false") + GOV
    if not embedded:
        text = text.replace("profile: embedded", "profile: ckan")
    path.write_text(text, "utf-8")


@pytest.fixture
def units(tmp_path: Path) -> dict[str, list[str]]:
    """The lines of each file by its name."""
    write_publisher(tmp_path)
    built = build_files(PLACE, read_catalogue(tmp_path))
    return {path.name: text.splitlines() for path, text in built.items()}


def test_the_daemon_runs_as_its_own_user_with_its_keys_as_credentials(
    units: dict[str, list[str]],
) -> None:
    lines = units["open-data.service"]
    assert {
        "ExecStart=/opt/open-data/.venv/bin/pipeline daemon",
        "After=network-online.target time-sync.target remote-fs.target open-data-portal.service",
        "User=open-data",
        "StateDirectory=open-data",
        "StateDirectoryMode=0700",
        "Environment=PIPELINE_VAR=/var/lib/open-data",
        "LoadCredential=gov:/etc/open-data/keys/gov",
        "EnvironmentFile=-/etc/open-data/environment",
        "Environment=PIPELINE_INBOX=/mnt/share",
        "ReadWritePaths=-/mnt/share",
        "MemoryMax=3G",
        "TimeoutStopSec=35",
        "Type=notify",
        "KillMode=mixed",
        "WatchdogSec=10min",
        "Restart=always",
        "ProtectSystem=strict",
    } <= set(lines)


def test_the_portal_sees_its_own_folder_alone_and_no_key(units: dict[str, list[str]]) -> None:
    lines = units["open-data-portal.service"]
    assert {
        "ExecStart=/opt/open-data/.venv/bin/pipeline portal",
        "StateDirectory=open-data/portal",
        "TemporaryFileSystem=/var/lib/open-data:ro",
        "BindPaths=/var/lib/open-data/portal",
    } <= set(lines)
    assert not [line for line in lines if line.startswith(("LoadCredential", "ReadWritePaths"))]


def test_without_an_embedded_portal_there_is_one_unit(tmp_path: Path) -> None:
    write_publisher(tmp_path, embedded=False)
    assert list(build_files(PLACE, read_catalogue(tmp_path))) == [
        Path("etc/systemd/system/open-data.service"),
        Path("usr/local/bin/open-data"),
    ]


def test_a_program_where_services_cannot_see_it_is_refused(tmp_path: Path) -> None:
    write_city(tmp_path)
    with pytest.raises(CannotDeploy, match="тека, якої служби не бачать"):
        build_files(replace(PLACE, program=Path("/home/olena/city")), read_catalogue(tmp_path))


def test_a_python_where_services_cannot_see_it_is_refused(tmp_path: Path) -> None:
    write_city(tmp_path)
    with pytest.raises(CannotDeploy, match="PYTHON=/usr/bin/python3"):
        build_files(replace(PLACE, python=Path("/root/.pyenv")), read_catalogue(tmp_path))


def test_the_command_gives_the_administrator_what_the_service_has(
    units: dict[str, list[str]],
) -> None:
    text = "\n".join(units["open-data"])
    for given in (
        "User=open-data",
        "LoadCredential=gov:/etc/open-data/keys/gov",
        "EnvironmentFile=-/etc/open-data/environment",
        "PIPELINE_VAR=/var/lib/open-data",
        "PIPELINE_INBOX=/mnt/share",
    ):
        assert given in text
    assert text.endswith('/opt/open-data/.venv/bin/pipeline "$@"')


def test_the_command_says_so_too(tmp_path: Path) -> None:
    write_city(tmp_path / "datapackages")
    words = [
        "--catalogue",
        str(tmp_path / "datapackages"),
        "deploy",
        "systemd",
        "--root",
        str(tmp_path),
    ]
    told = CliRunner().invoke(app, words).exception
    assert isinstance(told, CannotRun)
    assert "/opt/open-data" in str(told)


@pytest.fixture
def installed() -> Iterator[Path]:
    """A copy where administrators keep one: systemd looks whether the command is there."""
    with TemporaryDirectory(prefix="open-data-", dir="/opt") as folder:
        command = Path(folder) / ".venv" / "bin" / "pipeline"
        command.parent.mkdir(parents=True)
        command.write_text("#!/bin/sh\n", "utf-8")
        command.chmod(0o755)
        yield Path(folder)


@pytest.mark.system
def test_systemd_accepts_the_units_and_finds_little_exposed(
    tmp_path: Path, installed: Path
) -> None:
    write_publisher(tmp_path / "datapackages")
    place = replace(
        PLACE,
        program=installed,
        command=installed / ".venv" / "bin" / "pipeline",
        user="daemon",
    )
    built = build_files(place, read_catalogue(tmp_path / "datapackages"))
    units = {path.name: text for path, text in built.items() if path.suffix == ".service"}
    paths = [tmp_path / name for name in units]
    for path in paths:
        path.write_text(units[path.name], "utf-8")
    verified = subprocess.run(
        ["systemd-analyze", "verify", *paths], capture_output=True, text=True, check=False
    )
    assert (verified.returncode, verified.stderr) == (0, "")
    for path in paths:
        told = subprocess.run(
            ["systemd-analyze", "security", "--offline=true", path],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        (exposure,) = re.findall(r"Overall exposure level .*: (\d+\.\d)", told)
        assert float(exposure) < 2

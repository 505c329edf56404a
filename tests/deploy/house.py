"""A machine of its own with a living systemd: our program installed in it as administrators do.

The machine is a container that shares this machine's /usr, read-only; its network is its own
loopback. Its Python is Debian's, since services see no home folder; the libraries are those that
the tests run with.
"""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PROGRAM = "/opt/open-data"
PACKAGES = "/opt/packages"
START = """\
#!/opt/open-data/.venv/bin/python
import sys
from pipeline.cli import main
if __name__ == "__main__":
    sys.exit(main())
"""
REBOOT = 133
"""What systemd-nspawn ends with when the machine in it asks to be started again."""
OWN = ("passwd", "group", "shadow", "nsswitch.conf", "login.defs", "pam.d", "dbus-1", "fonts")
"""What the machine takes from our /etc."""


@dataclass
class House:
    """The machine: `start` switches it on, `nspawn` is the process that holds it."""

    start: list[str]
    console: Path
    nspawn: subprocess.Popen[bytes] = field(init=False)

    def boot(self) -> None:
        """Switch it on; it is up when systemd says so."""
        with self.console.open("ab") as console:
            self.nspawn = subprocess.Popen(
                self.start,
                env={"PATH": "/usr/sbin:/usr/bin", "SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1"},
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=console,
            )
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with suppress(OSError, IndexError):
                if self.run("systemctl", "is-system-running").stdout.strip() == "running":
                    return
            time.sleep(0.3)
        raise AssertionError(f"it does not boot:\n{self.console.read_text('utf-8')}")

    def reboot(self) -> None:
        """Have it shut down as for a reboot, and switch it on again."""
        self.run("systemctl", "reboot")
        assert self.nspawn.wait(timeout=90) == REBOOT
        self.boot()

    def switch_off(self) -> None:
        """As a power cut would."""
        self.nspawn.kill()
        self.nspawn.wait()

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A command as root inside, whatever becomes of it."""
        names = ["--mount", "--pid", "--net", "--ipc", "--uts", "--cgroup"]
        inside = ["nsenter", "--target", str(self._first_process()), *names, "env", "-i"]
        path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin"
        return subprocess.run(
            [*inside, path, "LANG=C.UTF-8", "HOME=/root", *words],
            capture_output=True,
            text=True,
            check=False,
        )

    def say(self, line: str) -> str:
        """What a line of shell prints; it has to succeed."""
        done = self.run("bash", "-c", line)
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
        return done.stdout

    def show(self, service: str, fact: str) -> str:
        return self.say(f"systemctl show {service} --property={fact} --value").strip()

    def log(self, service: str = "open-data") -> str:
        return self.say(f"journalctl --unit {service} --output=cat --no-pager")

    def wait_for(self, what: Callable[[], bool], seconds: float = 120) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with suppress(AssertionError, OSError, ValueError):
                if what():
                    return
            time.sleep(0.5)
        raise AssertionError(f"it did not come to pass:\n{self.log()}")

    def _first_process(self) -> int:
        """systemd itself, as this machine numbers it."""
        children = Path(f"/proc/{self.nspawn.pid}/task/{self.nspawn.pid}/children").read_text()
        return int(children.split()[0])


@contextmanager
def running_house(folder: Path, city: Path) -> Iterator[House]:
    """The machine, booted; the folder of the city, with all it describes, is its /srv."""
    root, environment, local = folder / "root", folder / "environment", folder / "local"
    _write_root(root)
    _write_environment(environment)
    (local / "bin").mkdir(parents=True)
    shared = {
        "/usr": "/usr",
        str(REPOSITORY): PROGRAM,
        str(environment): f"{PROGRAM}/.venv",
        sysconfig.get_path("purelib"): PACKAGES,
        str(city): "/srv",
    }
    start = [
        "systemd-nspawn",
        *("--directory", str(root), "--boot", "--private-network"),
        *(f"--bind-ro={here}:{there}" for here, there in shared.items()),
        f"--bind={local}:/usr/local",
        *("--register=no", "--keep-unit", "--console=pipe"),
    ]
    house = House(start, folder / "console")
    house.boot()
    try:
        yield house
    finally:
        house.switch_off()


def _write_root(root: Path) -> None:
    for name in ("usr", "etc", "var", "opt", "root", "tmp", "proc", "sys", "dev", "run", "srv"):
        (root / name).mkdir(parents=True)
    for name in ("bin", "lib", "lib64", "sbin"):
        (root / name).symlink_to(f"usr/{name}")
    kept = [path for name in OWN if (path := Path("/etc", name)).exists()]
    subprocess.run(["cp", "--archive", *kept, root / "etc"], check=True)
    (root / "etc" / "os-release").write_text(Path("/etc/os-release").read_text("utf-8"), "utf-8")
    (root / "etc" / "machine-id").touch()


def _write_environment(folder: Path) -> None:
    """Debian's Python with the libraries of this test run: those of the same minor version fit."""
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    told = subprocess.run(["/usr/bin/python3", "-V"], capture_output=True, text=True, check=True)
    assert re.match(rf"Python {re.escape(own)}\.", told.stdout), f"{told.stdout} is not {own}"
    subprocess.run(["/usr/bin/python3", "-m", "venv", "--without-pip", folder], check=True)
    packages = folder / "lib" / f"python{own}" / "site-packages"
    (packages / "open-data.pth").write_text(f"{PROGRAM}\n{PACKAGES}\n", "utf-8")
    start = folder / "bin" / "pipeline"
    start.write_text(START, "utf-8")
    start.chmod(0o755)

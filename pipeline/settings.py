"""The environment, read once into one frozen value; nothing else in the product reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.disk_space import Reserve, read_reserve
from pipeline.logs import LogFormat


@dataclass(frozen=True, slots=True)
class Settings:
    """Where everything lies, and the environment that secrets are looked up in.

    `environment` is shown by no repr: it holds portal keys. `user_agent` is what portals see of
    us, where their administrators want it otherwise. `reserve` must stay free on every disk. `log`
    asks for a line an outcome on stderr.
    """

    catalogue: Path
    schedules: Path
    var: Path
    inbox: Path
    ledger_url: str
    environment: Mapping[str, str]
    user_agent: str | None = None
    reserve: Reserve = field(default_factory=Reserve)
    log: LogFormat | None = None

    def __repr__(self) -> str:
        return f"Settings(catalogue={self.catalogue}, schedules={self.schedules}, var={self.var})"

    @property
    def archive(self) -> Path:
        """Raw and clean bytes by hash."""
        return self.var / "archive"

    @property
    def portal(self) -> Path:
        """The embedded portal's own folder."""
        return self.var / "portal"

    @property
    def reports(self) -> Path:
        """What goes back to the offices."""
        return self.var / "reports"

    @property
    def ledger_file(self) -> Path | None:
        """The ledger's own file; None where it lies in PostgreSQL."""
        scheme, _, path = self.ledger_url.partition(":///")
        return Path(path.partition("?")[0]) if scheme.partition("+")[0] == "sqlite" else None

    @property
    def written(self) -> tuple[Path, ...]:
        """The folders that an update writes into, each perhaps on a disk of its own."""
        ledger = (self.ledger_file.parent,) if self.ledger_file else ()
        return (self.archive, self.portal, self.reports, *ledger)

    @property
    def mail_url(self) -> str | None:
        """The mail server as Apprise names it, without an addressee; holds a password."""
        return self.environment.get("PIPELINE_MAIL_URL") or None

    @property
    def notify_urls(self) -> tuple[str, ...]:
        """Other channels of the weekly summary, apart by blanks; hold passwords."""
        return tuple(self.environment.get("PIPELINE_NOTIFY_URLS", "").split())

    @property
    def locks(self) -> Path:
        """One lock file a dataset."""
        return self.var / "locks"


def read_settings(
    environment: Mapping[str, str],
    catalogue: Path | None = None,
    schedules: Path | None = None,
    var: Path | None = None,
    log: LogFormat | None = None,
) -> Settings:
    """Put options before the environment, the environment before the folders of a checkout.

    ReserveError where PIPELINE_MIN_FREE is not understood.
    """
    reserve = environment.get("PIPELINE_MIN_FREE")
    folder = _path(var, environment, "PIPELINE_VAR", Path(".var"))
    return Settings(
        catalogue=_path(catalogue, environment, "PIPELINE_CATALOGUE", Path("datapackages")),
        schedules=_path(schedules, environment, "PIPELINE_SCHEDULES", Path("schedules")),
        var=folder,
        inbox=_path(None, environment, "PIPELINE_INBOX", folder / "inbox"),
        ledger_url=environment.get("PIPELINE_LEDGER_URL")
        or f"sqlite:///{folder / 'ledger.sqlite3'}",
        environment=dict(environment),
        user_agent=environment.get("PIPELINE_USER_AGENT") or None,
        reserve=read_reserve(reserve) if reserve else Reserve(),
        log=log,
    )


def _path(option: Path | None, environment: Mapping[str, str], name: str, default: Path) -> Path:
    return (option or Path(environment.get(name) or default)).absolute()

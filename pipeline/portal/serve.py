"""The portal as a server: one process a folder, several threads, killed at any instant.

`serve_portal` is for a service that runs for years, `running_portal` for one run of something
that needs a portal and does not find one.
"""

from __future__ import annotations

import errno
import fcntl
import socket
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.portal.keys import is_known, make_first_key
from pipeline.portal.site import Site
from pipeline.portal.store import StoreTooNew

if TYPE_CHECKING:
    from flask import Flask

LARGEST_BODY = 8 << 30
"""Bytes. Waitress stops at 1 GiB by itself; a file may have 2 GiB and more."""

THREADS = 8

FORWARDED = {"x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"}


@dataclass(frozen=True, slots=True)
class Visit:
    """How visitors come. `site_url` is the address they know, where it is not the server's own.

    `proxy` is the address of the one reverse proxy whose X-Forwarded-For, -Host and -Proto are
    believed; from anybody else they are dropped.
    """

    site_url: str | None = None
    proxy: str | None = None


DIRECT = Visit()
"""Visitors come to the server itself."""


class CannotServe(OSError):
    """The folder or the address is not to be had; the sentence says which and what to do."""


class Taken(CannotServe):
    """Another process has the folder or the address."""


def serve_portal(
    folder: Path,
    host: str,
    port: int,
    visit: Visit,
    *,
    started: Callable[[str], None],
) -> None:
    """Serve the portal in `folder` until the process is told to stop. May raise CannotServe.

    `started` is called with the address once it listens, and not where it cannot.
    """
    with _opened(folder, host, port, visit) as server:
        started(visit.site_url or server.url)
        server.waitress.run()


@contextmanager
def running_portal(
    folder: Path, host: str = "127.0.0.1", port: int = 0, visit: Visit = DIRECT
) -> Iterator[str]:
    """Serve the portal in a background thread while the block runs; yields where it listens.

    Port 0 takes a free one. May raise CannotServe.
    """
    with _opened(folder, host, port, visit) as server:
        thread = threading.Thread(target=server.waitress.run, name="portal", daemon=True)
        thread.start()
        try:
            yield server.url
        finally:
            server.stop()
            thread.join()


@dataclass(frozen=True, slots=True)
class _Server:
    waitress: Any
    sockets: dict[int, Any]
    url: str

    def stop(self) -> None:
        """End the server's loop from another thread: it ends when nothing is left to watch.

        The loop may wake for another reason, take the order and close its trigger before the
        trigger is pulled: a bad descriptor there means that it is done.
        """
        from waitress.wasyncore import close_all

        try:
            self.waitress.trigger.pull_trigger(lambda: close_all(self.sockets))
        except OSError as error:
            if error.errno != errno.EBADF:
                raise


@contextmanager
def _opened(folder: Path, host: str, port: int, visit: Visit) -> Iterator[_Server]:
    """Everything a server needs, and everything given back when it ends."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(folder), _listening(host, port) as listener:
        url = _url_of(host, listener.getsockname()[1])
        app = _build_app(folder, visit.site_url or url)
        site: Site = app.extensions["portal"]
        with closing(site.store):
            make_first_key(folder, site.store)
            _sweep(site)
            server = _build_server(app, site, url, listener, visit.proxy)
            try:
                yield server
            finally:
                server.waitress.task_dispatcher.shutdown()


def _build_app(folder: Path, url: str) -> Flask:
    """The application; CannotServe where its database is not to be opened."""
    from pipeline.portal.app import build_app

    try:
        return build_app(folder, url)
    except StoreTooNew as error:
        raise CannotServe(str(error)) from error
    except sqlite3.Error as error:
        raise CannotServe(
            f"База порталу {folder / 'portal.sqlite3'} не відкривається: перевірте, чи є права на "
            "цей файл і теку, чи є місце на диску і чи це справді база порталу."
        ) from error


def _build_server(
    app: object, site: Site, url: str, listener: socket.socket, proxy: str | None
) -> _Server:
    from waitress.server import create_server

    from pipeline.portal.api import sent_key
    from pipeline.portal.intake import build_channel

    def knows(headers: dict[str, str]) -> bool:
        with site.store.reading() as db:
            return is_known(db, sent_key(headers))

    sockets: dict[int, Any] = {}
    server = create_server(
        app,
        map=sockets,
        sockets=[listener],
        threads=THREADS,
        max_request_body_size=LARGEST_BODY,
        recv_bytes=64 << 10,
        asyncore_use_poll=True,  # select() knows no descriptor above 1023
        ident="",
        clear_untrusted_proxy_headers=True,
        trusted_proxy=proxy,
        trusted_proxy_headers=FORWARDED if proxy else set(),
    )
    server.channel_class = build_channel(site.shelf.incoming, knows)
    return _Server(server, sockets, url)


def _sweep(site: Site) -> None:
    with site.store.writing() as db:
        rows = db.execute("SELECT stored FROM resource WHERE stored IS NOT NULL")
        site.shelf.sweep({row["stored"] for row in rows})


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One server a folder: a second one's sweep would take the first one's uploads away."""
    with (folder / "serving.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Taken(
                f"Портал із папки {folder} уже запущено: скористайтеся ним або зупиніть його."
            ) from None
        yield


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as problem:
            said = f"Порт {port} на {host} зайнято або недоступний ({problem.strerror})."
            other = "Інший — це --port, а щоб на нього й публікувати — url порталу в описі міста."
            raise Taken(f"{said} {other}") from problem
        yield listener


def _url_of(host: str, port: int) -> str:
    """An address that at least this machine can open, also where the server listens to all."""
    name = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104
    return f"http://[{name}]:{port}" if ":" in name and "[" not in name else f"http://{name}:{port}"

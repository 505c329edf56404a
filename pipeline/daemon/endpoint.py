"""`/healthz` and `/metrics` on loopback: what a monitor asks of the running daemon.

`/healthz` answers 200 while nothing needs a person and 503 otherwise, with the sentences as JSON;
`/metrics` is the Prometheus text format. Neither shows more than `pipeline status` does.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pipeline.daemon.alarms import alarms_of
from pipeline.daemon.health import Health
from pipeline.daemon.metrics import DaemonMetrics

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

log = logging.getLogger(__name__)

HOST = "127.0.0.1"


class CannotListen(Exception):
    """The port for health is taken; the sentence says how to choose another."""


@contextmanager
def answering_endpoint(
    port: int, health: Callable[[], Health], metrics: DaemonMetrics
) -> Iterator[None]:
    """Answer at that port of this machine for the block, in a thread; CannotListen if it is taken.

    `health` is asked anew for every question.
    """
    from waitress import create_server

    logging.getLogger("waitress").setLevel(logging.ERROR)
    try:
        server: Any = create_server(_build_app(health, metrics), host=HOST, port=port, threads=2)
    except OSError as error:
        raise CannotListen(
            f"Порт {port} для /healthz і /metrics зайнято: вкажіть інший, --health-port."
        ) from error
    thread = threading.Thread(target=server.run, name="endpoint", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.close()
        thread.join(1)


def _build_app(health: Callable[[], Health], metrics: DaemonMetrics) -> Any:
    from prometheus_client import make_wsgi_app

    measured = make_wsgi_app(metrics.registry)

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO")
        if path == "/metrics":
            answer: Iterable[bytes] = measured(environ, start_response)
            return answer
        if path != "/healthz":
            start_response("404 Not Found", [("Content-Type", "text/plain; charset=utf-8")])
            return [b"/healthz, /metrics\n"]
        alarms = [alarm.sentence for alarm in alarms_of(health())]
        told = json.dumps({"healthy": not alarms, "alarms": alarms}, ensure_ascii=False) + "\n"
        status = "503 Service Unavailable" if alarms else "200 OK"
        start_response(status, [("Content-Type", "application/json; charset=utf-8")])
        return [told.encode()]

    return app

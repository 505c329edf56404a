"""The ledger: it opens, its chain is whole, and its file lies where SQLite may trust the disk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from pipeline.doctor.diagnosis import Diagnosis, green, red, yellow
from pipeline.doctor.mounts import Mount, mount_of
from pipeline.record.ledger import Ledger, LedgerError
from pipeline.wording import EVENT, count_of

SUBJECT = "Журнал"


def check_ledger(
    url: str, file: Path | None, mounts: tuple[Mount, ...], clock: Callable[[], datetime]
) -> Diagnosis:
    """Read without changing anything: a missing ledger is not made, an older one not upgraded."""
    if file is not None and not file.exists():
        return green(SUBJECT, f"{file} ще немає; з’явиться з першим запуском")
    mount = mount_of(file, mounts) if file else None
    if mount and mount.is_network:
        return red(
            SUBJECT,
            f"{file} лежить на мережевій теці ({mount.kind}): SQLite там може зіпсуватися",
            "перенесіть журнал на диск цієї машини або візьміть PostgreSQL (PIPELINE_LEDGER_URL)",
        )
    try:
        return _look_into(url, clock)
    except LedgerError as error:
        return red(SUBJECT, str(error).rstrip("."), "усуньте причину; копія — з pipeline backup")


def _look_into(url: str, clock: Callable[[], datetime]) -> Diagnosis:
    from pipeline.record.engine import open_engine
    from pipeline.record.upgrade import is_current
    from pipeline.record.verify import verify_chain

    with Ledger(open_engine(url), clock) as ledger:
        with ledger.reading() as connection:
            current = is_current(connection)
        if not current:
            return yellow(
                SUBJECT, "журнал має формат давнішої версії", "pipeline status оновить його"
            )
        chain = verify_chain(ledger)
    if chain.faults:
        return red(SUBJECT, chain.faults[0].rstrip("."), "pipeline ledger verify покаже все")
    head = f", хеш останньої {chain.head}" if chain.length else ""
    return green(SUBJECT, f"ланцюг цілий: {count_of(chain.length, EVENT)}{head}")

"""Why a command could not run at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from pipeline.disk_words import sentence_of


class CannotRun(Exception):
    """Nothing was done; the sentence says why and what to do. Exit code 2."""


@contextmanager
def sentences_only() -> Iterator[None]:
    """Turn named exceptions, and what disk and database refuse, into CannotRun.

    Anything else is a bug and shows.
    """
    try:
        yield
    except _named() as error:
        raise CannotRun(capitalised(str(error))) from error
    except BrokenPipeError:
        raise  # whoever read our lines (`| head`) has had enough: typer ends without a word
    except OSError as error:
        _refuse(error)
    except _of_databases() as error:
        raise CannotRun(
            "База даних не читається або не записується: перевірте, чи є місце на диску, чи є "
            "права на її файл і чи працює її сервер."
        ) from error


def _named() -> tuple[type[Exception], ...]:
    """The product's own exceptions that are sentences already."""
    from pipeline.catalogue import CatalogueError
    from pipeline.disk_space import ReserveError
    from pipeline.embedded import PortalBusy
    from pipeline.life.errors import NotPossible
    from pipeline.portal.serve import CannotServe
    from pipeline.record.archive import ArchiveError
    from pipeline.record.engine import LedgerError
    from pipeline.record.lock import LockHeld
    from pipeline.resolution835.tables import UnknownTable
    from pipeline.secret import SecretMissing

    return (
        CatalogueError,
        PortalBusy,
        CannotServe,
        ArchiveError,
        LedgerError,
        LockHeld,
        NotPossible,
        ReserveError,
        SecretMissing,
        UnknownTable,
    )


def _of_databases() -> tuple[type[Exception], ...]:
    """What a database raises past the rooms that name it; its words may quote an address."""
    import sqlite3

    from sqlalchemy.exc import SQLAlchemyError

    return sqlite3.Error, SQLAlchemyError


def _refuse(error: OSError) -> NoReturn:
    """Say what the system refused; an OSError without a number is another library's, so a bug."""
    if error.errno is None:
        raise error
    raise CannotRun(sentence_of(error)) from error


def check_folder(path: Path, option: str) -> None:
    """CannotRun where something else than a folder stands there; it may also not be yet."""
    with sentences_only():
        if path.exists() and not path.is_dir():
            raise CannotRun(f"{option}: {path} — не тека; вкажіть теку.")


def capitalised(sentence: str) -> str:
    """A sentence that stands alone; the rest of it, and its full stop, as they are."""
    return sentence[:1].upper() + sentence[1:]

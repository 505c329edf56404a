"""Why a database gave no rows, in plain words: never with a password, nor with a cell's value.

What a driver says is quoted only where it speaks of names in the query; other messages may quote
data.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.gather.database_mysql import mysql_told
from pipeline.gather.deadline import Deadline, TimeIsUp
from pipeline.gather.rows import RowsFault
from pipeline.gather.spool import TooLarge
from pipeline.wording import SECOND, count_of, size_of

ABOUT_NAMES = ("no such ", "near ", "ambiguous ", "unrecognized ", "wrong number ", "misuse of ")
"""How SQLite's messages about a query begin."""


class DatabaseError(Exception):
    """The query gave no rows; the sentence says why and what to check."""


def database_of(url: str) -> str:
    """The database as errors name it: server and base, as the descriptor says them."""
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        found = make_url(url)
    except ArgumentError:
        return f"«{url}»" if url.startswith("${") else "«?»"
    port = f":{found.port}" if found.port else ""
    return f"«{found.host or ''}{port}{'/' if found.host else ''}{found.database or ''}»"


@contextmanager
def connecting_in_words(shown: str) -> Iterator[None]:
    """Faults on the way to the database."""
    from sqlalchemy.exc import DBAPIError

    try:
        yield
    except DBAPIError as error:
        raise DatabaseError(_why_not_connected(shown, error)) from error
    except TypeError as error:  # PyMySQL's way to say so
        raise DatabaseError(_unknown_setting(shown)) from error


def _why_not_connected(shown: str, error: BaseException) -> str:
    state, told = _state(error), str(getattr(error, "orig", error))
    if state == "42501" or "permission denied" in told:
        return f"у користувача немає прав на базу {shown}"
    if state == "08004" or "no pg_hba.conf entry" in told:
        return f"сервер бази {shown} не приймає з’єднань із цього комп’ютера"
    if "password" in told or "authentication" in told or "Access denied" in told:
        return f"база {shown} не прийняла ім’я або пароль"
    if "does not exist" in told or "Unknown database" in told:
        return f"бази {shown} на цьому сервері немає"
    if "unable to open" in told:
        return f"файла бази {shown} немає або його не можна читати"
    if "invalid connection option" in told:
        return _unknown_setting(shown)
    return f"немає з’єднання з базою {shown}; перевірте, чи вона працює і чи доступна звідси"


def _unknown_setting(shown: str) -> str:
    return f"в адресі бази {shown} після «?» є налаштування, якого її бібліотека не знає"


@contextmanager
def reading_in_words(shown: str, deadline: Deadline, size_limit: int) -> Iterator[None]:
    """Faults of the query, and of our own limits."""
    from sqlalchemy.exc import DBAPIError, ResourceClosedError

    try:
        yield
    except ResourceClosedError as error:
        raise DatabaseError(f"запит до бази {shown} не дає рядків; потрібен SELECT") from error
    except RowsFault as error:
        raise DatabaseError(f"запит до бази {shown}: {error}") from error
    except TooLarge as error:
        raise DatabaseError(f"запит до бази {shown} дає понад {size_of(size_limit)}") from error
    except (DBAPIError, TimeIsUp) as error:
        if deadline.passed or _state(error) == "57014":
            seconds = count_of(round(deadline.seconds), SECOND)
            raise DatabaseError(f"база {shown} не віддала рядків за {seconds} (timeout)") from error
        raise DatabaseError(f"запит до бази {shown}: {_reason(error)}") from error


def _state(error: BaseException) -> str:
    """The SQLSTATE, where the driver tells one or we know what its number means."""
    orig = getattr(error, "orig", None)
    stated = getattr(orig, "sqlstate", None) or getattr(orig, "pgcode", None)
    return str(mysql_told(orig)[0] or stated or "")


def _reason(error: BaseException) -> str:
    state, orig = _state(error), getattr(error, "orig", error)
    told = ((mysql_told(orig)[1] or str(orig)).splitlines() or [""])[0]
    if state == "25006" or "readonly" in told or "read only" in told.lower():
        return "він намагається змінити дані, а читати дозволено лише запитом SELECT"
    if state == "55P03" or told == "database is locked":
        return "базу зайнято іншою програмою"
    if state == "42501":
        return f"у користувача бази немає прав: {told}"
    if state.startswith("42") or told.startswith(ABOUT_NAMES):
        return f"його не виконати: {told}"
    if state.startswith("08") or getattr(error, "connection_invalidated", False):
        return "з’єднання обірвалося"
    return f"помилка {state or type(orig).__name__}"

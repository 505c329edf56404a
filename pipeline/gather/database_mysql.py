"""What is particular to MySQL and MariaDB, and to PyMySQL, the driver of both."""

from __future__ import annotations

from typing import Any

CONVERTED = (4, 5, 7, 12)
"""Types of columns whose text we write in our own way: FLOAT, DOUBLE, TIMESTAMP, DATETIME."""

STATES = {
    **dict.fromkeys((1290, 1792), "25006"),  # the server, or the transaction, is read-only
    **dict.fromkeys((1044, 1142, 1143, 1227, 1370), "42501"),  # no right to that
    **dict.fromkeys((1052, 1054, 1064, 1146, 1305), "42000"),  # a slip in the query
    **dict.fromkeys((1205, 1213), "55P03"),  # somebody else's lock
    **dict.fromkeys((1969, 3024), "57014"),  # the limit of time
    **dict.fromkeys((1053, 1927, 2006, 2013), "08006"),  # the connection is lost
    **dict.fromkeys((1129, 1130), "08004"),  # this computer is not let in
}
"""Errors by MySQL's and MariaDB's numbers, in the SQLSTATE that says so in PostgreSQL."""


def mysql_restrictions(seconds: int, *, mariadb: bool) -> tuple[str, ...]:
    """What is said before the query: nothing is written, time is bounded, moments are Kyiv's.

    A server that was not given its tables of time zones does not know Kyiv; it keeps its own zone.
    """
    limit = (
        f"SET SESSION max_statement_time = {seconds}"
        if mariadb
        else f"SET SESSION max_execution_time = {seconds * 1000}"
    )
    known = "CONVERT_TZ('2021-01-01', 'UTC', 'Europe/Kyiv') IS NOT NULL"
    zone = f"SET SESSION time_zone = IF({known}, 'Europe/Kyiv', @@time_zone)"
    return (limit, zone, "SET SESSION TRANSACTION READ ONLY")


def say_as_told(driver: Any) -> None:
    """Let values come in the server's own text, but those that have a way of ours.

    A number would lose its leading zeros (ZEROFILL), a time of day would become a duration.
    """
    driver.decoders = {code: driver.decoders[code] for code in CONVERTED}


def forget_answer(driver: Any) -> None:
    """Forget the rest of an answer, which PyMySQL reads to its end, however far that is.

    It has no public word for this; a lost line would otherwise be read once more, and complained of
    on stderr, when the cursor goes.
    """
    if driver._result is not None:
        driver._result.unbuffered_active = False


def mysql_told(error: object) -> tuple[str, str]:
    """The SQLSTATE of PyMySQL's error and what the server said; nothing of another driver's.

    Where there is only the state of errors that have none (HY000), it is their number.
    """
    if not type(error).__module__.startswith("pymysql"):
        return "", ""
    number, words = (*getattr(error, "args", ()), 0, "")[:2]
    stated = getattr(error, "sqlstate", None) or "HY000"
    return STATES.get(number) or (str(number) if stated == "HY000" else stated), str(words)

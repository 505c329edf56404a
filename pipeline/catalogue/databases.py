"""What a descriptor may say of a database: where it is, and the one thing asked of it."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator

SECRET = re.compile(r"\$\{[A-Za-z_][A-Za-z0-9_]*\}")
SECRET_SETTINGS = ("password", "passwd", "pwd", "sslpassword")

WRITING = {"INSERT", "UPDATE", "DELETE", "MERGE", "INTO"}
"""Words that write, in a WITH or a FOR too; as names of columns they stand in quotes.

`SELECT … INTO OUTFILE` writes a file on MySQL's server, in a read-only transaction too.
"""

EXECUTED_COMMENT = re.compile(r"/\*M?!")
"""MySQL's comment that is none: what stands in it is executed."""


def _database_url(text: str) -> str:
    """Any URL of SQLAlchemy's, whole or in part a secret, with no password written out."""
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError

    if SECRET.fullmatch(text):
        return text
    try:
        url = make_url(text)
        url.get_dialect()
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise ValueError(f"невідомий вид бази «{text.partition(':')[0]}»") from error
    except ArgumentError as error:
        raise ValueError(
            "це не адреса бази; зразок: postgresql+psycopg://читач:${DB_PASSWORD}@сервер/база"
        ) from error
    stated = [url.password, *(url.query.get(name) for name in SECRET_SETTINGS)]
    if any(value and not SECRET.fullmatch(str(value)) for value in stated):
        raise ValueError(
            "пароль не можна писати в описі; поставте ${НАЗВА} і задайте її в оточенні"
        )
    return text


def _query(text: str) -> str:
    """One statement that only reads; the database is told so too when it is asked."""
    import sqlparse
    from sqlparse.tokens import DML, Keyword

    statements = [one for one in sqlparse.parse(text) if one.token_first(skip_cm=True)]
    if len(statements) != 1:
        raise ValueError("потрібен рівно один запит")
    first = statements[0].token_first(skip_cm=True).normalized
    words = {token.normalized for token in statements[0].flatten() if token.ttype in (DML, Keyword)}
    if (
        first not in ("SELECT", "WITH")
        or words & WRITING
        or any(EXECUTED_COMMENT.match(str(token)) for token in statements[0].flatten())
    ):
        raise ValueError("дозволено лише запит, що читає: SELECT або WITH … SELECT")
    return text


def is_ordered(query: str) -> bool:
    """Whether the rows come in an order of the query's own."""
    import sqlparse

    return any(token.normalized == "ORDER BY" for token in sqlparse.parse(query)[0].flatten())


DatabaseUrl = Annotated[str, AfterValidator(_database_url)]
Query = Annotated[str, AfterValidator(_query)]

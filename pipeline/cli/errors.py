"""Why a command could not run at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class CannotRun(Exception):
    """Nothing was done; the sentence says why and what to do. Exit code 2."""


@contextmanager
def sentences_only() -> Iterator[None]:
    """Turn the product's own named exceptions into CannotRun; anything else is a bug and shows."""
    from pipeline.catalogue import CatalogueError
    from pipeline.embedded import PortalBusy
    from pipeline.life.errors import NotPossible
    from pipeline.portal.serve import CannotServe
    from pipeline.record.archive import ArchiveError
    from pipeline.record.engine import LedgerError
    from pipeline.record.lock import LockHeld
    from pipeline.secret import SecretMissing

    sentences = (
        CatalogueError,
        PortalBusy,
        CannotServe,
        ArchiveError,
        LedgerError,
        LockHeld,
        NotPossible,
        SecretMissing,
    )
    try:
        yield
    except sentences as error:
        raise CannotRun(str(error)) from error
    except PermissionError as error:
        raise CannotRun(f"Немає прав на {error.filename}: {error.strerror}.") from error

"""The refusals of the action API, each with CKAN's status code and CKAN's body.

Clients tell them apart by status, `__type` and field names (ckanapi does), never by the message,
so the messages are Ukrainian sentences for the person who reads the log.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class ApiError(Exception):
    """A refusal that CKAN reports inside `error`; subclasses give `status` and the body."""

    status = 500

    def body(self) -> dict[str, Any]:
        """The value of `error` in the answer."""
        return {"__type": "Internal Server Error", "message": str(self)}


class NotFound(ApiError):
    """There is no such record."""

    status = 404

    def body(self) -> dict[str, Any]:
        """CKAN's `Not Found Error`."""
        return {"__type": "Not Found Error", "message": f"Not found: {self}"}


class NotAuthorized(ApiError):
    """The key is missing or unknown. CKAN has no 401: a wrong key is an anonymous visitor."""

    status = 403

    def body(self) -> dict[str, Any]:
        """CKAN's `Authorization Error`."""
        return {"__type": "Authorization Error", "message": f"Access denied: {self}"}


class BadQuery(ApiError):
    """A search that this portal cannot carry out; answering something else would mislead."""

    status = 400

    def body(self) -> dict[str, Any]:
        """CKAN's `Search Query Error`."""
        return {"__type": "Search Query Error", "message": f"Search Query is invalid: {self}"}


class Invalid(ApiError):
    """Fields that break a rule: `{"name": ["…", "…"]}`."""

    status = 409

    def __init__(self, fields: Mapping[str, list[str]]) -> None:
        super().__init__("; ".join(f"{name}: {', '.join(said)}" for name, said in fields.items()))
        self.fields = dict(fields)

    def body(self) -> dict[str, Any]:
        """CKAN's `Validation Error`: the fields stand beside the type."""
        return {**self.fields, "__type": "Validation Error"}


class BadRequest(Exception):
    """Not an action call at all; CKAN answers 400 with a bare JSON string."""

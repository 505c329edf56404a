"""CKAN's action API over HTTP: `/api/3/action/<name>` and `/api/action/<name>`."""

from __future__ import annotations

import errno
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request

from pipeline.portal.actions import ACTIONS, Action
from pipeline.portal.body import Body, read_body
from pipeline.portal.call import Call
from pipeline.portal.errors import ApiError, BadRequest, NotAuthorized
from pipeline.portal.files import Upload
from pipeline.portal.keys import is_known
from pipeline.portal.site import Site

api = Blueprint("api", __name__, url_prefix="/api")
log = logging.getLogger(__name__)


@api.route("/action/<name>", methods=["GET", "POST"])
@api.route("/3/action/<name>", methods=["GET", "POST"])
def answer(name: str) -> tuple[Response, int]:
    """Perform one action and answer in CKAN's envelope."""
    site: Site = current_app.extensions["portal"]
    envelope: dict[str, Any] = {"help": f"{site.url}/api/3/action/help_show?name={name}"}
    try:
        result = _perform(site, name)
    except BadRequest as problem:
        return jsonify(f"Bad request - {problem}"), 400
    except ApiError as problem:
        return jsonify({**envelope, "success": False, "error": problem.body()}), problem.status
    except (OSError, sqlite3.Error) as problem:
        failed = _explain(name, problem)
        return jsonify({**envelope, "success": False, "error": failed.body()}), failed.status
    return jsonify({**envelope, "success": True, "result": result}), 200


def _explain(name: str, problem: Exception) -> ApiError:
    """What the caller is told of a failure of our own; only an odd one needs its traceback."""
    code = getattr(problem, "sqlite_errorcode", None)
    full = isinstance(problem, OSError) and problem.errno in (errno.ENOSPC, errno.EDQUOT)
    if full or code == sqlite3.SQLITE_FULL:
        log.error("Дію %s не виконано: на диску порталу немає місця", name)
        return ApiError("На диску порталу немає місця: звільніть його, тоді повторіть.")
    log.error("Дію %s не виконано", name, exc_info=problem)
    return ApiError("Портал не зміг записати або прочитати свої дані; дивіться його журнал.")


@api.after_request
def allow_reading(response: Response) -> Response:
    """Let pages of other sites read the API. No `Authorization` is allowed: they cannot write."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = "GET, POST"
        response.headers["Access-Control-Allow-Headers"] = "Content-Type"
    return response


def _perform(site: Site, name: str) -> Any:
    if name not in ACTIONS:
        raise BadRequest(f"Action name not known: {name}")
    action = ACTIONS[name]
    if action.writes and request.method != "POST":
        raise BadRequest("JSON Error: Invalid request. Please use POST method for your request")
    with site.store.reading() as db:
        known = is_known(db, sent_key(dict(request.headers)))
    if action.writes and not known:
        # Before the body is read: a stranger's file is not even written down.
        raise NotAuthorized("потрібен чинний ключ API")
    body = read_body(request, site.shelf.receive)
    try:
        return _run(site, action, body, known=known)
    finally:
        body.discard()


def sent_key(headers: dict[str, str]) -> str | None:
    """The key a client sent, in either of CKAN's headers."""
    named = {name.lower(): value for name, value in headers.items()}
    return named.get("authorization") or named.get("x-ckan-api-key")


def _run(site: Site, action: Action, body: Body, *, known: bool) -> Any:
    upload = body.uploads.get("upload")
    if upload is not None:
        upload.settle()
    with _calling(site, action, upload, known=known) as call:
        return action.function(call, body.params)


@contextmanager
def _calling(site: Site, action: Action, upload: Upload | None, *, known: bool) -> Iterator[Call]:
    """The call in its transaction; files that nothing names any more go when it has ended."""
    orphans: list[str] = []
    try:
        with site.store.writing() if action.writes else site.store.reading() as db:
            call = Call(site, db, site.now(), known, upload, kept=orphans)
            yield call
        orphans = call.dropped
    finally:
        for stored in orphans:
            site.shelf.drop(stored)

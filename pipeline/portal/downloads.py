"""Published files over HTTP: ranges, conditional requests, and nothing that a browser could run.

The ETag is the file's hash, so a mirror that has the bytes never downloads them twice.
"""

from __future__ import annotations

import logging
import sqlite3
from datetime import UTC, datetime

from flask import Blueprint, Response, abort, current_app, redirect, send_file
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from pipeline.portal.media import media_type
from pipeline.portal.shown import resource_path
from pipeline.portal.site import Site
from pipeline.portal.withdrawal import explain_withdrawal, is_withdrawn

downloads = Blueprint("downloads", __name__)
log = logging.getLogger(__name__)


class FileLost(NotFound):
    """A published file whose bytes the portal lost: 404, as CKAN answers, and its own words."""

    title = "Файл зараз недоступний"
    description = (
        "Портал не знайшов у себе цього файлу. Розпорядник поверне його за тією самою адресою; "
        "спробуйте, будь ласка, згодом."
    )


@downloads.get("/dataset/<package_id>/resource/<resource_id>/download/<filename>")
def download(package_id: str, resource_id: str, filename: str) -> AnyResponse:
    """Send a file. An address with a former file name still leads to the resource's file."""
    site: Site = current_app.extensions["portal"]
    row = _find_file(site, package_id, resource_id)
    if row["filename"] != filename:
        return redirect(resource_path(row))
    try:
        return _send(site, row)
    except FileNotFoundError:
        # Replaced between looking it up and opening it: the record names the new file by now.
        return _send_last(site, _find_file(site, package_id, resource_id))


def _send_last(site: Site, row: sqlite3.Row) -> Response:
    """Send a file, or tell the visitor and the log that its bytes are gone."""
    try:
        return _send(site, row)
    except FileNotFoundError:
        log.error(
            "Файл %s зник із диска порталу (%s). Його поверне pipeline reconcile --downloads"
            " --repair.",
            resource_path(row),
            site.shelf.path(row["stored"]),
        )
        raise FileLost from None


def _find_file(site: Site, package_id: str, resource_id: str) -> sqlite3.Row:
    """The resource's row; 404 where there never was such a file, 410 where it was withdrawn."""
    with site.store.reading() as db:
        package = db.execute("SELECT * FROM package WHERE id = ?", (package_id,)).fetchone()
        question = "SELECT * FROM resource WHERE id = ? AND package_id = ?"
        row: sqlite3.Row | None = db.execute(question, (resource_id, package_id)).fetchone()
    if row is None:
        abort(404)
    for each in (package, row):
        if is_withdrawn(each):
            abort(410, explain_withdrawal(each))
    return row if row["stored"] else abort(404)


def _send(site: Site, row: sqlite3.Row) -> Response:
    response = send_file(
        site.shelf.path(row["stored"]).resolve(),
        mimetype=media_type(row["filename"]),
        as_attachment=True,
        download_name=row["filename"],
        etag=row["sha256"],
        last_modified=datetime.fromisoformat(row["modified"]).replace(tzinfo=UTC),
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Content-Length, Content-Range"
    return response

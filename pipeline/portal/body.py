"""Reading the body of an action call: JSON, a form, or a multipart form with a file.

Werkzeug would spool file parts to the system's temporary folder, where the store cannot take them
by a rename, and would swallow a broken multipart body as an empty form. So its parser is called
here directly: file parts go straight beside the store, and a broken body is an error.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qsl

from pipeline.portal.errors import BadRequest
from pipeline.portal.files import Upload

if TYPE_CHECKING:
    from typing import IO

    from flask import Request
    from werkzeug.datastructures import MultiDict
    from werkzeug.formparser import TStreamFactory

PLAIN_LIMIT = 32 << 20
"""Bytes of a body without a file; a dataset of thousands of resources is far smaller."""

FORM_LIMIT = 4 << 20
"""Bytes of the text parts of a multipart form."""


@dataclass(slots=True)
class Body:
    """What a call says. `uploads` are all files that arrived; the API knows only `upload`."""

    params: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def discard(self) -> None:
        """Remove what no record took over."""
        for upload in self.uploads.values():
            upload.discard()


def read_body(request: Request, receive: Callable[[str], Upload]) -> Body:
    """Read a call; BadRequest where it is not one. Without a body, parameters are in the URL."""
    if request.method != "POST":
        return Body(_flat(request.args))
    if request.mimetype == "multipart/form-data":
        return _read_multipart(request, receive)
    if (request.content_length or 0) > PLAIN_LIMIT:
        raise BadRequest(f"запит без файлу не може перевищувати {PLAIN_LIMIT >> 20} МБ")
    text = request.stream.read(PLAIN_LIMIT)
    form = request.mimetype == "application/x-www-form-urlencoded"
    # curl -d '{…}' calls JSON a form; CKAN understands it, so it is understood here.
    if form and not text.lstrip().startswith(b"{"):
        return Body(dict(parse_qsl(text.decode(errors="replace"), keep_blank_values=True)))
    return Body(_read_json(text))


def _read_json(text: bytes) -> dict[str, Any]:
    try:
        params = json.loads(text or b"{}")
    except ValueError as problem:
        raise BadRequest(f"JSON Error: Error decoding JSON data. {problem}") from problem
    if not isinstance(params, dict):
        raise BadRequest("JSON Error: Request data needs to be a dictionary.")
    return params


def _read_multipart(request: Request, receive: Callable[[str], Upload]) -> Body:
    from werkzeug.exceptions import RequestEntityTooLarge
    from werkzeug.formparser import MultiPartParser

    started: list[Upload] = []

    def start(*, filename: str | None, **_: object) -> IO[bytes]:
        started.append(receive(filename or ""))
        return cast("IO[bytes]", started[-1])

    boundary = request.mimetype_params.get("boundary", "").encode("latin-1")
    parser = MultiPartParser(
        cast("TStreamFactory", start), max_form_memory_size=FORM_LIMIT, max_form_parts=1000
    )
    body = Body()
    try:
        form, files = parser.parse(request.stream, boundary, request.content_length)
        body.params = _flat(form)
        body.uploads = {name: cast("Upload", part.stream) for name, part in files.items()}
    except (ValueError, RequestEntityTooLarge) as problem:
        raise BadRequest(f"тіло запиту обірване або не є формою: {problem}") from problem
    finally:
        for upload in started:
            if upload not in body.uploads.values():
                upload.discard()
    return body


def _flat(values: MultiDict[str, str]) -> dict[str, Any]:
    """A form as CKAN reads it: a value given several times is a list."""
    return {
        name: found[0] if len(found) == 1 else found
        for name, found in values.to_dict(flat=False).items()
    }

"""The portal as a Flask application: the action API, the downloads, the pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.portal.media import family_of
from pipeline.portal.site import open_site

if TYPE_CHECKING:
    from flask import Flask

DEFAULT_URL = "http://127.0.0.1:5080"


def utc_now() -> datetime:
    """The clock of a real portal."""
    return datetime.now(UTC)


def build_app(
    folder: Path, site_url: str = DEFAULT_URL, clock: Callable[[], datetime] = utc_now
) -> Flask:
    """Build the application over the portal in `folder`.

    `site_url` is the address visitors use, which behind a reverse proxy is not the address the
    server listens at; every absolute link is made from it.
    """
    from flask import Flask

    from pipeline.portal.api import api
    from pipeline.portal.downloads import downloads
    from pipeline.portal.pages import pages

    app = Flask("pipeline.portal", root_path=str(Path(__file__).parent))
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_env.filters["family"] = family_of
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["portal"] = open_site(folder, site_url, clock)
    for blueprint in (api, downloads, pages):
        app.register_blueprint(blueprint)
    return app

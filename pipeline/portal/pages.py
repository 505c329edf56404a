"""The section's pages: the list of datasets, a dataset, and what is said when something is not.

They need no script and load nothing from elsewhere, so the strictest policy fits them.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request
from flask import url_for as address_of
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from pipeline.portal.call import find_package
from pipeline.portal.dataset_page import PAGE as DOCUMENTS
from pipeline.portal.dataset_page import build_dataset_page
from pipeline.portal.downloads import FileLost
from pipeline.portal.errors import NotFound
from pipeline.portal.paging import build_paging
from pipeline.portal.section import ORDERS, Asked, build_section
from pipeline.portal.section import PAGE as DATASETS
from pipeline.portal.site import TITLE, Site
from pipeline.portal.withdrawal import explain_withdrawal, is_withdrawn

pages = Blueprint("pages", __name__)

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'self'"
)
GONE = 410
"""The status of what was withdrawn; its description says when and on what ground."""

_SAID = {
    404: (
        "Сторінку не знайдено",
        "Можливо, адресу введено з помилкою або набір даних переміщено. "
        "Спробуйте знайти його за назвою.",
    ),
    GONE: ("Дані відкликано", "Розпорядник відкликав ці дані."),
    500: (
        "Сторінку не вдалося показати",
        "Сталася помилка на нашому боці. Спробуйте, будь ласка, трохи згодом.",
    ),
}
_OTHERWISE = ("Запит не виконано", "Портал не зрозумів цього запиту. Почніть із переліку наборів.")


@pages.get("/")
def section() -> str:
    """The list of datasets, searched and filtered as the address says."""
    asked = Asked(
        text=request.args.get("q", "").strip(),
        office=request.args.get("office", ""),
        tag=request.args.get("tag", ""),
        sort=_sort(request.args.get("sort", "")),
        page=_page(),
    )
    with _site().store.reading() as db:
        shown = build_section(db, asked)

    def link(**changes: str | int) -> str:
        kept = {"q": asked.text, "office": asked.office, "tag": asked.tag, "sort": asked.sort}
        return address_of("pages.section", **_stated({**kept, **changes}))

    paging = build_paging(shown.count, DATASETS, shown.asked.page, lambda page: link(page=page))
    return _render("section.html", section=shown, asked=shown.asked, paging=paging, link=link)


@pages.get("/dataset/<name>")
def dataset(name: str) -> str | AnyResponse:
    """One dataset; by its id the address leads on to the one with its name."""
    text = request.args.get("q", "").strip()
    with _site().store.reading() as db:
        try:
            row = find_package(db, name)
        except NotFound:
            abort(404)
        if is_withdrawn(row):
            abort(410, f"{row['title']}. {explain_withdrawal(row)}")
        shown = build_dataset_page(db, row, text, _page())
    if row["name"] != name:
        return redirect(address_of("pages.dataset", name=row["name"]))

    def link(page: int) -> str:
        parts = _stated({"q": text, "page": page})
        return address_of("pages.dataset", name=name, _anchor="documents", **parts)

    paging = build_paging(shown.count, DOCUMENTS, shown.page, link)
    return _render("dataset.html", dataset=shown, paging=paging)


@pages.get("/dataset/")
def datasets() -> AnyResponse:
    """CKAN's address of the list."""
    return redirect(address_of("pages.section"))


@pages.app_errorhandler(HTTPException)
def explain(problem: HTTPException) -> tuple[str, int] | HTTPException:
    """Say in plain words that there is no such page, or that something failed."""
    code = problem.code or 500
    if code in (301, 302, 304, 308):
        return problem
    title, text = _SAID.get(code, _OTHERWISE)
    if code == GONE:
        text = problem.description or text
    if isinstance(problem, FileLost):
        title, text = problem.title, problem.description
    return _render("message.html", title=title, text=text), code


@pages.after_app_request
def secure(response: Response) -> Response:
    """Tell browsers to run nothing and to load nothing from elsewhere."""
    response.headers.setdefault("Content-Security-Policy", _POLICY)
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _site() -> Site:
    site: Site = current_app.extensions["portal"]
    return site


def _render(template: str, **values: Any) -> str:
    """A page with what every page shows: the section's name and its publisher's."""
    question = "SELECT coalesce(json_extract(body, '$.title'), name) AS title FROM organization"
    with _site().store.reading() as db:
        row = db.execute(f"{question} ORDER BY created LIMIT 1").fetchone()
    return render_template(
        template, site_title=TITLE, publisher=row["title"] if row else "", **values
    )


def _page() -> int:
    number = request.args.get("page", 1, type=int)
    return max(1, number)


def _sort(name: str) -> str:
    return name if name in ORDERS else next(iter(ORDERS))


def _stated(parts: dict[str, str | int]) -> dict[str, Any]:
    """The parts of an address that say something: the usual order and page 1 go unsaid."""
    usual = {"sort": next(iter(ORDERS)), "page": 1}
    return {name: value for name, value in parts.items() if value not in ("", usual.get(name))}

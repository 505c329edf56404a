"""Parts of long lists: which pages there are and where they lead."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

AROUND = 1
"""Pages shown on either side of the present one; the first and the last are always shown."""


@dataclass(frozen=True, slots=True)
class Page:
    """One link of a pagination. `number` is None for a gap of left-out pages."""

    number: int | None
    url: str = ""
    present: bool = False


@dataclass(frozen=True, slots=True)
class Paging:
    """The pages of a list; empty where one page holds it all."""

    pages: tuple[Page, ...]
    previous: str | None
    next: str | None


def build_paging(count: int, size: int, number: int, url: Callable[[int], str]) -> Paging:
    """The pagination of `count` things, `size` a page, seen from page `number` (1 is first)."""
    last = last_page(count, size)
    if last == 1:
        return Paging((), None, None)
    pages = tuple(
        Page(page, url(page), page == number) if page else Page(None)
        for page in _numbers(number, last)
    )
    previous = url(number - 1) if number > 1 else None
    return Paging(pages, previous, url(number + 1) if number < last else None)


def last_page(count: int, size: int) -> int:
    """The number of the last page; an empty list has one page too."""
    return max(1, -(-count // size))


def _numbers(number: int, last: int) -> Iterator[int | None]:
    before = 0
    for page in range(1, last + 1):
        if page in (1, last) or abs(page - number) <= AROUND:
            if page - before > 1:
                yield None
            yield page
            before = page

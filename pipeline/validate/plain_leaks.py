"""The leak gate of plain files, which go out as they are.

What their reader does not see must not go with them. Comments and names of authors are taken out
where the dataset says so; tracked changes and hidden text always block, since a machine must not
decide which words were meant. Personal data block only beside a word that names them, or where the
number itself proves what it is: a gate that cries wolf is turned off.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from pipeline.model import Finding, OnHidden
from pipeline.validate.flaws import masked
from pipeline.validate.inside import Inside
from pipeline.validate.personal import OF_THINGS, SECRETS, Secret
from pipeline.wording import Noun, count_of

_BEFORE, _AFTER = 80, 30
"""Characters around a number within which a word speaks of it."""

_COMMENT = Noun("примітка", "примітки", "приміток")
_CHANGE = Noun("виправлення", "виправлення", "виправлень")
_PLACE = Noun("місце", "місця", "місць")

_PASSPORT = re.compile(
    r"(?<!\w)(?P<adjective>\w+\s+)?(?:паспорт\w*|id-карт\w*)"
    r"(?:[\s,:;(«»\"№-]|громадян\w*|україни|особи|сері[яїю]|сер\.|номер|ном\.|для|виїзду|за|кордон|"
    r"у|вигляді|форм\w*|картк\w*|запис\w*)*\Z",
    re.IGNORECASE,
)
"""The word for a passport and, up to the number, only what may stand between the two."""

_CARD = Secret(
    "passport",
    "номер паспорта",
    re.compile(r"(?<![\d.,:/-])\d{9}(?![\d:/-]|[.,]\d)", re.ASCII),
    lambda _: True,
    _PASSPORT,
    telling=False,
)
_CERTAIN = frozenset({"personal-iban"})
_SOUGHT = (*(one for one in SECRETS if one.code in {"rnokpp", "passport", *_CERTAIN}), _CARD)


def check_hidden(
    inside: Inside, on_hidden: OnHidden, strips: Collection[str]
) -> tuple[Finding, ...]:
    """What the file hides; `strips` is what can be taken out of it: `comments`, `authors`.

    Comments that must go and cannot be taken out block. An author's name that cannot is told: half
    of all documents carry one.
    """
    found: list[Finding] = []
    if inside.tracked:
        found.append(_tracked(inside.tracked))
    if inside.hidden:
        found.append(_HIDDEN)
    if inside.comments:
        blocks = on_hidden == "block" or "comments" not in strips
        found.append(_comments(inside.comments, blocks=blocks))
    if inside.authors:
        found.append(_authors(blocks=on_hidden == "block", stripped="authors" in strips))
    return tuple(found)


def check_personal(texts: Iterable[str]) -> tuple[Finding, ...]:
    """Personal data in running text: one finding a sort, its value masked."""
    text = "\n".join(texts)
    found: dict[str, tuple[Secret, list[str]]] = {}
    for secret in _SOUGHT:
        hits = list(_hits(text, secret))
        if hits:
            found.setdefault(secret.code, (secret, []))[1].extend(hits)
    return tuple(_leak(secret, hits) for secret, hits in found.values())


_HIDDEN = Finding(
    "hidden-text",
    True,
    "У документі є прихований текст: покажіть його (Шрифт → Прихований) або вилучіть.",
)


def _tracked(count: int) -> Finding:
    return Finding(
        "tracked-changes",
        True,
        f"У документі лишилися записані виправлення ({count_of(count, _CHANGE)}): їх побачить "
        "кожен. Прийміть або відхиліть усі (Рецензування → Прийняти всі зміни) і збережіть.",
    )


def _comments(count: int, *, blocks: bool) -> Finding:
    said = count_of(count, _COMMENT)
    if blocks:
        message = f"У документі {said} на полях: побачить кожен. Вилучіть і збережіть документ."
    else:
        message = f"На полях документа {said}: вилучено з файла перед оприлюдненням."
    return Finding("comments", blocks, message)


def _authors(*, blocks: bool, stripped: bool) -> Finding:
    if blocks:
        message = (
            "У властивостях документа є ім’я людини. Вилучіть його (Файл → Відомості → Перевірити "
            "документ) і збережіть."
        )
    elif stripped:
        message = "Ім’я людини вилучено з властивостей документа перед оприлюдненням."
    else:
        message = "У властивостях документа є ім’я людини: його побачить кожен."
    return Finding("authors", blocks, message)


def _hits(text: str, secret: Secret) -> Iterator[str]:
    for found in secret.shape.finditer(text):
        told = secret.code in _CERTAIN or _is_named(text, found, secret)
        if told and secret.is_sound(found[0]):
            yield found[0]


def _is_named(text: str, found: re.Match[str], secret: Secret) -> bool:
    start = max(found.start() - _BEFORE, 0)
    if secret.code == "passport":
        named = _PASSPORT.search(text, start, found.start())
        return bool(named and not OF_THINGS.match(named["adjective"] or ""))
    return bool(secret.beside.search(text, start, found.end() + _AFTER))


def _leak(secret: Secret, hits: list[str]) -> Finding:
    return Finding(
        code=f"leak-{secret.code}",
        blocks=True,
        message=f"Схоже на персональні дані: {secret.name} ({count_of(len(hits), _PLACE)}). "
        "Вилучіть їх із документа або попросіть того, хто веде каталог, записати підставу для "
        "оприлюднення.",
        value=masked(hits[0]),
    )

"""A portal's answer, or its silence, as the PortalError it means.

Statuses are those of CKAN and of what stands before it (portal.md, "Errors"); CKAN's own error
bodies are read by ckanapi. Whether something was written is told by the method: reads are GET.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipeline.publish.errors import (
    FieldsRefused,
    NotAllowed,
    PortalDown,
    PortalError,
    PortalNotFound,
    TooLarge,
    Unanswered,
)

if TYPE_CHECKING:
    from requests import RequestException, Response

_LONGEST = 300


def check_answer(response: Response, *_: object, **__: object) -> None:
    """Raise for an answer that is not CKAN's own JSON; a hook of the requests session.

    What passes (200, and 403, 404 and 409 as JSON) is for ckanapi to read.
    """
    writing = response.request.method != "GET"
    site = site_of(str(response.url))
    if response.is_redirect:
        if writing:
            raise PortalError(_moved(site, response.headers["location"]))
        return
    if response.status_code == 413:
        raise TooLarge(_too_large(site))
    if response.status_code == 429 or response.status_code >= 500:
        raise _overloaded(response, site, writing)
    if _is_page(response):
        raise PortalError(_page(response, site))
    if response.status_code not in (200, 403, 404, 409):
        raise PortalError(
            f"Портал {site} не зрозумів запиту ({response.status_code}): {_short(response.text)}. "
            "Перевірте, чи це CKAN і чи правильна адреса порталу в publisher.yaml."
        )


def explain_silence(error: RequestException, site: str, *, writing: bool) -> PortalError:
    """No answer came, or not the whole of it."""
    from requests import exceptions

    if isinstance(error, exceptions.SSLError):
        return PortalError(
            f"Портал {site} показав сертифікат, якому не можна довіряти. Нічого не надіслано. "
            "Перевірте адресу порталу, годинник і кореневі сертифікати цього комп’ютера."
        )
    if isinstance(error, exceptions.ConnectTimeout) or _never_connected(error):
        return PortalDown(
            f"Портал {site} недоступний: з’єднання не встановлено. "
            "Перевірте мережу й адресу порталу; наступний запуск спробує знову."
        )
    if isinstance(
        error,
        exceptions.Timeout
        | exceptions.ConnectionError
        | exceptions.ContentDecodingError
        | exceptions.ChunkedEncodingError,
    ):
        sentence = (
            f"Портал {site} не відповів до кінця (час вийшов або з’єднання обірвалося). "
            "Наступний запуск звірить, що дійшло, і продовжить."
        )
        return Unanswered(sentence) if writing else PortalDown(sentence)
    return PortalError(
        f"Запит до порталу {site} неможливий: перевірте його адресу ({type(error).__name__})."
    )


def explain_refusal(error: Exception, site: str, *, writing: bool) -> PortalError:
    """What ckanapi raised: the meaning of CKAN's own error body."""
    from ckanapi import errors

    if isinstance(error, errors.NotAuthorized):
        return NotAllowed(
            f"Портал {site} відмовив у доступі (403): ключ невідомий або не має прав на цю "
            "організацію чи набір. Перевірте ключ і роль його власника (потрібен редактор)."
        )
    if isinstance(error, errors.NotFound):
        return PortalNotFound(f"На порталі {site} немає того, що шукали (404).")
    if isinstance(error, errors.ValidationError):
        return _explain_fields(error.error_dict, site)
    if isinstance(error, errors.SearchError | errors.SearchQueryError):
        told = (
            f"На порталі {site} не працює пошук (409). Наступний запуск звірить, що дійшло, і "
            "продовжить; якщо триває, напишіть адміністраторові порталу."
        )
        return Unanswered(told) if writing else PortalDown(told)
    sentence = f"Портал {site} відповів не так, як CKAN, або відповідь обірвалася."
    return Unanswered(sentence) if writing else PortalDown(sentence)


def site_of(url: str) -> str:
    """The host a person knows the portal by."""
    return urlsplit(url).netloc


def _explain_fields(found: Mapping[str, object], site: str) -> PortalError:
    """Names and messages of the fields; the messages are the portal's, in its own language."""
    fields = {name: _short(_flat(value)) for name, value in _own_fields(found)}
    if "upload" in fields:
        return FieldsRefused(f"{_too_large(site)} Відповідь: {fields['upload']}", fields)
    told = "; ".join(f"{name}: {message}" for name, message in fields.items())
    return FieldsRefused(
        f"Портал {site} не прийняв полів (409): {told}. Виправте опис набору.", fields
    )


def _own_fields(found: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """The fields complained of; those of resources stand in a list as long as all of them."""
    for name, value in found.items():
        if name == "resources" and isinstance(value, list):
            for resource in value:
                if isinstance(resource, Mapping):
                    yield from resource.items()
                elif resource:
                    yield name, resource
        elif name != "__type":
            yield name, value


def _flat(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_flat(item)}" for name, item in value.items() if item)
    if isinstance(value, list):
        return ", ".join(text for text in map(_flat, value) if text)
    return str(value)


def _overloaded(response: Response, site: str, writing: bool) -> PortalDown:
    wait = _retry_after(response)
    if response.status_code == 429:
        sentence = (
            f"Портал {site} просить надсилати рідше (429). Наступний запуск продовжить; "
            "якщо повторюється, запускайте оновлення не всі водночас."
        )
    else:
        sentence = (
            f"Портал {site} зараз не працює ({response.status_code}). Наступний запуск звірить, "
            "що дійшло, і продовжить; якщо триває, напишіть адміністраторові порталу."
        )
        if _is_cloudflare(response):
            sentence += " Відповів Cloudflare: можливо, він не пускає адресу цього сервера."
    return Unanswered(sentence, wait) if writing else PortalDown(sentence, wait)


def _retry_after(response: Response) -> float | None:
    """Seconds only: the header's other form, a date, is not worth a clock here."""
    value = response.headers.get("Retry-After", "")
    return float(value) if value.isdigit() else None


def _is_page(response: Response) -> bool:
    return "html" in response.headers.get("Content-Type", "") or response.text.lstrip()[:1] == "<"


def _is_cloudflare(response: Response) -> bool:
    """The header alone would not do: Cloudflare passes the portal's own answers on under it."""
    return _is_page(response) and "cloudflare" in response.text.lower()


def _page(response: Response, site: str) -> str:
    if _is_cloudflare(response):
        return (
            f"Запит до {site} відхилив захист Cloudflare перед порталом ({response.status_code}). "
            "Попросіть адміністратора порталу дозволити адресу цього сервера."
        )
    return (
        f"За адресою {site} відповідає вебсторінка, а не API порталу ({response.status_code}). "
        "Перевірте адресу порталу в publisher.yaml і проксі між ним і цим сервером."
    )


def _moved(site: str, location: str) -> str:
    return (
        f"Портал {site} переїхав за адресу {site_of(location) or location}. Нічого не надіслано: "
        "впишіть нову адресу (разом із https://) у publisher.yaml."
    )


def _too_large(site: str) -> str:
    return (
        f"Файл завеликий для порталу {site}. Попросіть адміністратора підняти межу "
        "(ckan.max_resource_size і межу вебсервера) або поділіть документ на частини."
    )


def _never_connected(error: RequestException) -> bool:
    """Whether the connection itself failed (refused, unknown host), so that nothing was sent."""
    from urllib3.exceptions import MaxRetryError, NewConnectionError

    reason = error.args[0] if error.args else None
    if isinstance(reason, MaxRetryError):
        reason = reason.reason
    return isinstance(reason, NewConnectionError)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"

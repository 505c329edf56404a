"""A portal: it answers, and the key may publish for the organization the catalogue names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipeline.doctor.diagnosis import Diagnosis, green, red, yellow
from pipeline.model import Portal
from pipeline.publish.ckan import PortalClient
from pipeline.publish.errors import PortalDown, PortalError
from pipeline.publish.rights import explain_rights
from pipeline.secret import SecretMissing

Open = Callable[[], PortalClient]
"""Opens a client with the portal's key; SecretMissing where there is none."""


def check_portal(
    portal: Portal, open_client: Open, own_site: Callable[[], str | None]
) -> Diagnosis:
    """`own_site`: the id of the embedded portal's folder, None where it was never opened."""
    subject = f"Портал «{portal.name}»"
    if portal.profile == "embedded" and own_site() is None:
        return green(subject, "ще не запускали; перша публікація його створить")
    try:
        with open_client() as client:
            return _ask(subject, portal, client, own_site)
    except SecretMissing as error:
        return red(subject, str(error), f"задайте ключ порталу «{portal.name}» і повторіть")
    except PortalDown as error:
        if portal.profile == "embedded":
            return yellow(
                subject, f"{portal.url} не відповідає; pipeline publish запустить його", _start()
            )
        return red(
            subject,
            error.sentence.rstrip("."),
            f"перевірте адресу {portal.url} у publisher.yaml і мережу; дані дочекаються",
        )
    except PortalError as error:
        return red(subject, error.sentence.rstrip("."), "виправте key_env, key_file або url")


def _ask(
    subject: str, portal: Portal, client: PortalClient, own_site: Callable[[], str | None]
) -> Diagnosis:
    told: Mapping[str, object] = client.read("status_show")
    name = f"{portal.url}, CKAN {told.get('ckan_version', '?')}"
    if portal.profile == "embedded" and told.get("site_id") != own_site():
        return red(
            subject,
            f"за адресою {portal.url} відповідає не портал нашої теки",
            "зупиніть ту програму або змініть адресу порталу в publisher.yaml",
        )
    if portal.profile == "embedded" and not client.read("organization_list"):
        return green(subject, f"{name}; організацію створить перша публікація")
    if refused := explain_rights(client, portal.organization):
        return red(
            subject,
            refused.sentence.rstrip("."),
            "попросіть адміністратора порталу про ключ і роль редактора",
        )
    many = "" if client.capabilities().takes_many else ", файли по одному"
    return green(subject, f"{name}{many}; ключ дає право публікувати в «{portal.organization}»")


def _start() -> str:
    return "systemctl start open-data-portal або make portal"

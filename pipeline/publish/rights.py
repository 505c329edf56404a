"""What a portal's key allows: in which organizations its owner may make datasets."""

from __future__ import annotations

from pipeline.publish.ckan import PortalClient
from pipeline.publish.errors import NotAllowed, PortalError


def explain_rights(client: PortalClient, organization: str) -> PortalError | None:
    """Why making a dataset was not allowed; None where by these rights it should be.

    CKAN answers 403 to a wrong key as to a right one without the role: the list of organizations
    one may publish in tells them apart.
    """
    found = client.read("organization_list_for_user", permission="create_dataset")
    names = [item["name"] for item in found]
    if not names:
        return NotAllowed(
            f"Портал {client.site} не впізнає ключа, або його власник ніде не може створювати "
            "набори. Перевірте ключ (він міг застаріти) і роль редактора в організації."
        )
    if organization not in names:
        return NotAllowed(
            f"Ключ порталу {client.site} не дає прав в організації «{organization}»; "
            f"доступні: {', '.join(names)}. Виправте organization у publisher.yaml."
        )
    return None

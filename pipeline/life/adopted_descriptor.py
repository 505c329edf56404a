"""The descriptor of a dataset that a portal had before us, as text a person goes on editing."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pipeline.catalogue.values import UNKNOWN
from pipeline.life.inventory import Item
from pipeline.model import Office
from pipeline.publish.package import Role
from pipeline.resolution835.vocabulary import FREQUENCIES

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_HEAD = """\
# Прийнято з порталу «{portal}»: програма лічить цей набір і стежить за ним, але не змінює.
# Щоб вести його далі нею, замініть «{unknown}» справжніми значеннями, дайте набору або його
# ресурсам source, таблицям — schema, покладіть зразки (path) і приберіть рядок adopted:
# ідентифікатори й адреси на порталі лишаться.
"""


def write_descriptor(
    package: Mapping[str, Any], counted: Sequence[Item], office: Office, portal: str
) -> str:
    """YAML that the catalogue reads; what the portal did not say stands as «?».

    `counted` are the resources that are documents, each with all its formats.
    """
    import yaml

    said = {**_extras(package), **package}
    email = str(said.get("maintainer_email") or "")
    stated = {
        "name": package["name"],
        "title": _text(said.get("title"), 254, package["name"]),
        "description": _text(said.get("notes"), 4000),
        "keywords": [tag["name"] for tag in package.get("tags") or ()] or [UNKNOWN],
        "licenses": [{"name": "CC-BY-4.0"}],
        "pipeline": {
            "adopted": True,
            "office": office.key,
            "responsible": {
                "role": _text(said.get("maintainer"), 254),
                "email": email if _EMAIL.fullmatch(email) else office.email,
            },
            "frequency": _frequency(said.get("update_frequency")),
            "ground": _text(said.get("legal_ground"), 4000),
            "purpose": _text(said.get("purpose_of_collecting_information"), 512),
            "source": "none",
            "portals": [portal],
        },
        "resources": _resources(package, counted),
    }
    body = yaml.safe_dump(stated, allow_unicode=True, sort_keys=False, width=100)
    return _HEAD.format(portal=portal, unknown=UNKNOWN) + body


def _resources(package: Mapping[str, Any], counted: Sequence[Item]) -> list[dict[str, Any]]:
    """One a document; a dataset without any keeps a place for its first."""
    offered: dict[str | None, set[str]] = {}
    for item in counted:
        offered.setdefault(item.resource, set()).add(item.format)
    found = [_resource(item, offered[item.resource]) for item in counted if item.role is Role.DATA]
    title = _text(package.get("title"), 254, package["name"])
    return found or [{"name": "documents", "title": title, "path": "sample"}]


def _resource(item: Item, formats: Collection[str]) -> dict[str, Any]:
    """An XLSX that the portal has goes on beside the CSV, at its own address."""
    stated: dict[str, Any] = {"name": item.resource, "title": item.title}
    if item.description:
        stated["description"] = item.description
    stated["path"] = f"sample/{item.resource}.{item.format.lower() or 'bin'}"
    if "XLSX" in formats:
        stated["pipeline"] = {"formats": ["csv", "xlsx"]}
    return stated


def _extras(package: Mapping[str, Any]) -> dict[str, Any]:
    return {item["key"]: item["value"] for item in package.get("extras") or ()}


def _text(value: object, longest: int, otherwise: str = UNKNOWN) -> str:
    text = " ".join(str(value or "").split())
    return (text if len(text) <= longest else f"{text[: longest - 1]}…") or otherwise


def _frequency(value: object) -> str:
    return str(value) if value in {known.value for known in FREQUENCIES} else UNKNOWN

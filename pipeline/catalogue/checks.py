"""What a descriptor's own shape cannot tell: does each name in it name something?"""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.catalogue.databases import is_ordered
from pipeline.catalogue.descriptor import DescriptorShape
from pipeline.catalogue.marked_yaml import Location, MarkedYaml
from pipeline.catalogue.publisher import PortalShape, PublisherShape
from pipeline.catalogue.values import UNKNOWN
from pipeline.catalogue.wording import nearest
from pipeline.model import Problem


def is_loopback(url: str) -> bool:
    """Whether the address is this very machine."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def check_portals(city: PublisherShape, marked: MarkedYaml, file: str) -> Iterator[Problem]:
    """Refuse a demonstration that would reach the world, and a report about no portal."""
    for name, portal in city.portals.items():
        if city.demonstration and not is_loopback(portal.url):
            yield Problem(
                file,
                marked.line_of(("portals", name)),
                f"портал «{name}» ({portal.url}) не на цьому комп’ютері, а demonstration: true "
                "дозволяє публікувати вигадані дані лише на нього",
            )
        if message := _listen_problem(portal):
            yield Problem(file, marked.line_of(("portals", name)), f"портал «{name}»: {message}")
    if city.report_portal not in city.portals:
        hint = nearest(city.report_portal, list(city.portals))
        yield Problem(
            file,
            marked.line_of(("report_portal",)),
            f"report_portal: немає порталу «{city.report_portal}»{hint}",
        )


def _listen_problem(portal: PortalShape) -> str | None:
    """What of an address behind a proxy makes no sense."""
    if portal.listen is None:
        return "proxy має зміст лише разом із listen" if portal.proxy else None
    if portal.profile != "embedded":
        return "listen — лише для вбудованого порталу (profile: embedded)"
    if urlsplit(portal.url).path not in ("", "/"):
        return "портал має власну адресу без шляху, наприклад https://data.misto.gov.ua"
    return None


def check_references(
    shape: DescriptorShape, marked: MarkedYaml, file: str, folder: Path, city: PublisherShape
) -> Iterator[Problem]:
    """Yield every name in the descriptor that names nothing."""

    def problem(location: Location, message: str) -> Problem:
        return Problem(file, marked.line_of(location), message)

    if shape.name != folder.name:
        yield problem(
            ("name",), f"name: «{shape.name}» має збігатися з назвою теки «{folder.name}»"
        )
    office = shape.pipeline.office
    if office not in city.offices:
        hint = nearest(office, list(city.offices))
        yield problem(("pipeline", "office"), f"немає підрозділу «{office}»{hint}")
    for index, portal in enumerate(shape.pipeline.portals):
        if portal not in city.portals:
            hint = nearest(portal, list(city.portals))
            yield problem(("pipeline", "portals", index), f"немає порталу «{portal}»{hint}")
    yield from _check_resources(shape, marked, file)
    yield from _check_sources(shape, marked, file)
    yield from _check_adoption(shape, marked, file)


def _check_resources(shape: DescriptorShape, marked: MarkedYaml, file: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, resource in enumerate(shape.resources):
        line = marked.line_of(("resources", index, "name"))
        if resource.lasting_name in seen:
            yield Problem(file, line, f"ресурс «{resource.lasting_name}» описано двічі")
        seen.add(resource.lasting_name)


def check_samples(
    shape: DescriptorShape, marked: MarkedYaml, file: str, folder: Path
) -> Iterator[Problem]:
    """Yield every sample delivery that is promised and is not there."""
    for index, resource in enumerate(shape.resources):
        delivered = resource.pipeline.source or shape.pipeline.source
        if delivered and not shape.pipeline.adopted and not (folder / resource.path).exists():
            line = marked.line_of(("resources", index, "path"))
            yield Problem(file, line, f"немає зразка «{resource.path}»")


def _check_sources(shape: DescriptorShape, marked: MarkedYaml, file: str) -> Iterator[Problem]:
    """An address or a database gives one table: no periods, and of a database no plain file."""
    for index, resource in enumerate(shape.resources):
        own = resource.pipeline.source
        source = own or shape.pipeline.source
        if source is None or source.folder is not None:
            continue
        place: Location = (
            ("resources", index, "pipeline", "source") if own else ("pipeline", "source")
        )
        line = marked.line_of(place)
        if resource.pipeline.series:
            yield Problem(file, line, f"«{resource.name}»: series буває лише з файлів теки folder")
        if source.query is None:
            continue
        if resource.schema_ is None:
            yield Problem(file, line, f"«{resource.name}»: база дає таблицю, потрібна schema")
        if not is_ordered(source.query):
            line = marked.line_of((*place, "query"))
            message = (
                "query без ORDER BY: база може віддати ті самі рядки в іншому порядку, "
                "і вони здаватимуться новими"
            )
            yield Problem(file, line, message, blocks=False)


def _check_adoption(shape: DescriptorShape, marked: MarkedYaml, file: str) -> Iterator[Problem]:
    """An adopted dataset stays as it is, so what nobody knows of it yet may wait; no other may."""
    adopted = shape.pipeline.adopted
    sources = [shape.pipeline.source, *(item.pipeline.source for item in shape.resources)]
    if adopted and any(sources):
        line = marked.line_of(("pipeline", "adopted"))
        yield Problem(
            file, line, "adopted: набір, що має джерело, веде програма; приберіть цей рядок"
        )
    for location in _places_of(marked.value, UNKNOWN):
        where = ".".join(str(step) for step in location)
        message = f"{where}: замість «{UNKNOWN}» має бути справжнє значення"
        yield Problem(file, marked.line_of(location), message, blocks=not adopted)


def _places_of(value: object, wanted: str, location: Location = ()) -> Iterator[Location]:
    """Where in a YAML value a text stands alone."""
    if value == wanted:
        yield location
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _places_of(part, wanted, (*location, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _places_of(part, wanted, (*location, index))

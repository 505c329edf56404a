"""Where an embedded portal listens, when visitors know another address."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.catalogue import CatalogueError, read_catalogue

PLACE = 'url: "http://127.0.0.1:5080"'


def write(city: Path, portal: str) -> Path:
    path = city / "publisher.yaml"
    text = path.read_text("utf-8").replace("demonstration: true", "demonstration: false")
    path.write_text(text.replace(PLACE, portal), "utf-8")
    return city


def test_a_portal_behind_a_proxy_has_two_addresses(city: Path) -> None:
    told = 'url: "https://data.city.example", listen: "127.0.0.1:5080", proxy: "10.0.0.4"'
    portal = read_catalogue(write(city, told)).portals["city"]
    assert (portal.url, portal.listen, portal.proxy) == (
        "https://data.city.example",
        "127.0.0.1:5080",
        "10.0.0.4",
    )


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        ('url: "https://a.example", listen: "5080"', "потрібні адреса IP і порт: 127.0.0.1:5080"),
        (
            'url: "https://a.example", listen: "localhost:80"',
            "потрібні адреса IP і порт: 127.0.0.1:5080",
        ),
        ('url: "https://a.example", listen: "127.0.0.1:80", proxy: "nginx"', "потрібна адреса IP"),
        ('url: "https://a.example", proxy: "10.0.0.4"', "proxy має зміст лише разом із listen"),
        (
            'url: "https://a.example/data", listen: "127.0.0.1:5080"',
            "портал має власну адресу без шляху, наприклад https://data.misto.gov.ua",
        ),
    ],
)
def test_what_makes_no_sense_is_a_problem(city: Path, told: str, problem: str) -> None:
    with pytest.raises(CatalogueError) as raised:
        read_catalogue(write(city, told))
    assert problem in str(raised.value)

"""A city that published by hand for years goes on from what its portal holds."""

from __future__ import annotations

import io
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests
from labs import Killed, Lab
from small_city import BUILDINGS, NOW, City
from towns import build_desk

from pipeline.catalogue import read_catalogue
from pipeline.gather.web_faults import WebError
from pipeline.life.adopt import Adopted, adopt_portal
from pipeline.life.inventory import read_items
from pipeline.life.reconcile import reconcile_dataset, reconcile_strangers
from pipeline.life.restore import restore
from pipeline.life.withdraw import Subject, withdraw
from pipeline.model import PortalResult
from pipeline.publish.package import Role
from pipeline.publish.reconcile import Difference
from pipeline.publish.release import build_release
from pipeline.record.event import Event, Kind, Recorded
from pipeline.record.history import bindings
from pipeline.record.ledger import Ledger
from pipeline.report.figures import build_figures
from pipeline.run import Desk, publish

PUBLISHER = """\
publisher:
  name: Лисичанська міська ВЦА
  edrpou: "04052502"
  katottg: UA44120050000059677
  site: https://lis.gov.ua
  email: vca@lis.gov.ua
offices:
  economy: {name: Управління економіки, email: economy@lis.gov.ua}
  secretariat: {name: Організаційний відділ, email: org@lis.gov.ua}
report_portal: city
portals:
  city: {url: "URL", organization: ORGANIZATION, profile: PROFILE}
"""
LATER = datetime(2100, 1, 1, tzinfo=UTC)
MANDATORY = {
    "purpose_of_collecting_information": "Облік",
    "update_frequency": "once a quarter",
    "language": "ua",
    "tag_string": "майно",
}


@dataclass
class Old:
    """An organization that somebody filled by hand, and where it is to be described."""

    lab: Lab
    desk: Desk
    folder: Path
    elsewhere: str
    names: list[str] = field(default_factory=list)

    def add(self, name: str, *resources: dict[str, Any], **fields: Any) -> str:
        full = f"{name}-{uuid.uuid4().hex[:8]}"
        self.lab.made.append(full)
        custom = MANDATORY if self.lab.profile != "ckan" else {"tags": [{"name": "майно"}]}
        stated = {"title": "Набір", "notes": "Опис", **custom, **fields}
        made = self.lab.person().package_create(
            name=full, owner_org=self.lab.organization, **stated
        )
        for resource in resources:
            self.lab.person().resource_create(package_id=made["id"], **resource)
        self.lab.approve(full)
        self.names.append(full)
        return full

    def adopt(self, office: str | None = "secretariat") -> dict[str, Adopted]:
        otherwise = self.desk.catalogue.offices[office] if office else None
        done = adopt_portal("city", otherwise, self.folder, self.desk)
        found = {item.dataset: item for item in done}
        self.desk = replace(self.desk, catalogue=read_catalogue(self.folder))
        return found

    def writes(self) -> list[Any]:
        return [self.lab.show(name) for name in self.names]


def file(name: str, filename: str, content: bytes, **fields: Any) -> dict[str, Any]:
    return {"name": name, "upload": (filename, io.BytesIO(content)), **fields}


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """A site of the city that is no portal: one file, one page."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = {"/data.csv": b"id\n1\n", "/page": b"<!DOCTYPE html><html>"}.get(self.path)
            self.send_response(200 if found else 404)
            self.end_headers()
            self.wfile.write(found or b"")

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture
def old(city: City, lab: Lab, tmp_path: Path, elsewhere: str) -> Old:
    mine = replace(lab, organization=f"old-{uuid.uuid4().hex[:8]}")
    lab.person(lab.moderator).organization_create(name=mine.organization, title="Стара")
    if lab.profile != "embedded":
        (ours,) = [
            user["name"]
            for user in lab.person(lab.moderator).organization_show(id=lab.organization)["users"]
            if user["capacity"] == "editor"
        ]
        lab.person(lab.moderator).organization_member_create(
            id=mine.organization, username=ours, role="editor"
        )
    folder = tmp_path / "datapackages"
    folder.mkdir()
    text = PUBLISHER.replace("URL", lab.url).replace("ORGANIZATION", mine.organization)
    (folder / "publisher.yaml").write_text(text.replace("PROFILE", lab.profile), encoding="utf-8")
    desk = replace(build_desk(city, mine, tmp_path), catalogue=read_catalogue(folder))
    return Old(mine, desk, folder, elsewhere)


@pytest.fixture
def messy(old: Old) -> Old:
    """What hands leave behind in some years."""
    old.add(
        "property",
        file("Перелік майна", "maino.csv", b"id\n1\n", format=" csv "),
        file("Перелік майна (XLSX)", "maino.xlsx", b"PK\x03\x04", format="xlsx"),
        file("Договори оренди", "dohovory.pdf", b"%PDF-1.4", format=".PDF"),
        file("Паспорт набору даних", "pasport.xlsx", b"PK\x03\x05"),
        file("Структура набору даних", "struktura.csv", b"name\n"),
        title="Комунальне майно",
        author="Управління економіки",
        maintainer="Начальник",
    )
    old.add(
        "links",
        {"name": "Файл на сайті", "url": f"{old.elsewhere}/data.csv", "format": "CSV"},
        {"name": "Сторінка", "url": f"{old.elsewhere}/page", "format": "HTML"},
        {"name": "Загублене", "url": f"{old.elsewhere}/gone.xls", "format": "XLS"},
        title="Посилання",
    )
    old.add("empty", title="Порожній")
    return old


def test_documents_are_told_from_what_accompanies_them(messy: Old) -> None:
    found = messy.adopt()
    told = {
        name[:-9]: (item.documents, [(other.title, other.why) for other in item.others])
        for name, item in found.items()
    }
    gone = f"{messy.elsewhere}/gone.xls: файла за цією адресою немає (HTTP 404)"
    assert told == {
        "property": (
            ("Договори оренди", "Перелік майна"),
            [
                ("Паспорт набору даних", "супровідний файл"),
                ("Структура набору даних", "супровідний файл"),
            ],
        ),
        "links": (("Файл на сайті",), [("Сторінка", "вебсторінка"), ("Загублене", gone)]),
        "empty": ((), []),
    }


def test_a_descriptor_names_documents_alone_as_the_portal_describes_them(old: Old) -> None:
    old.add(
        "described",
        {"name": "Перелік", "url": f"{old.elsewhere}/gone.xls", "format": "XLS"},
        file("Перелік (CSV)", "perelik.csv", b"id\n1\n", description="Усе\nмайно"),
        file("Перелік (XLSX)", "perelik.xlsx", b"PK\x03\x04"),
        {"name": "Сторінка", "url": f"{old.elsewhere}/page"},
    )
    old.adopt()
    (resource,) = old.desk.catalogue.datasets[0].resources
    assert (resource.name, resource.title, resource.description, resource.formats) == (
        "perelik",
        "Перелік (CSV)",
        "Усе майно",
        ("csv", "xlsx"),
    )


def test_a_file_the_portal_cannot_give_just_now_lets_its_dataset_wait(
    old: Old, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = old.add("busy", file("Перелік", "perelik.csv", b"id\n1\n"))

    def busy(*_: object) -> None:
        raise WebError("сервер не відповів вчасно", passing=True)

    with monkeypatch.context() as patched:
        patched.setattr("pipeline.life.adopt.fetch_file", busy)
        assert old.adopt()[name].refused == "сервер не відповів вчасно; повторіть команду згодом"
        assert list(old.desk.ledger.read()) == []
    assert old.adopt()[name].documents == ("Перелік",)


def test_after_adoption_publish_changes_nothing(messy: Old) -> None:
    before = messy.writes()
    messy.adopt()
    outcomes = [
        publish(dataset, messy.desk.archive.read_release(dataset.name), messy.desk)
        for dataset in messy.desk.catalogue.datasets
    ]
    assert [item.result for each in outcomes for item in each] == [PortalResult.UNCHANGED] * 3
    assert messy.writes() == before


def test_after_adoption_reconcile_finds_nothing(messy: Old) -> None:
    messy.adopt()
    datasets = messy.desk.catalogue.datasets
    found = [
        item
        for dataset in datasets
        for item in reconcile_dataset(dataset, messy.desk, downloads=True)
    ]
    found += reconcile_strangers(["city"], datasets, messy.desk)
    assert [(item.found, item.failure) for item in found] == [((), None)] * 4


def test_every_dataset_gets_a_descriptor_that_works(messy: Old) -> None:
    messy.adopt()
    catalogue = messy.desk.catalogue
    assert sorted(dataset.name for dataset in catalogue.datasets) == sorted(messy.names)
    assert not any(problem.blocks for problem in catalogue.problems)
    assert {problem.message.partition(":")[0] for problem in catalogue.problems} >= {
        "pipeline.ground",
        "pipeline.responsible.role",
    }
    dataset = catalogue.dataset(messy.names[0])
    assert (dataset.adopted, dataset.office.key, dataset.responsible.role) == (
        True,
        "economy",
        "Начальник",
    )
    assert [resource.title for resource in dataset.resources] == [
        "Перелік майна",
        "Договори оренди",
    ]
    assert all(resource.source is None for resource in dataset.resources)


def test_the_ids_are_bound_and_the_bytes_archived(messy: Old) -> None:
    messy.adopt()
    name = messy.names[0]
    bound = bindings(messy.desk.ledger, name, "city")
    shown = {item["id"] for item in messy.lab.show(name)["resources"]}
    assert {item.resource_id for item in bound.values()} == shown
    assert all(item.settled for item in bound.values())
    kept = {messy.desk.archive.path_of(str(item.sha256)).read_bytes() for item in bound.values()}
    assert kept == {b"id\n1\n", b"PK\x03\x04", b"%PDF-1.4", b"PK\x03\x05", b"name\n"}
    assert "passport" in bound


def test_the_baseline_stands_in_the_figures_since_the_portals_own_date(messy: Old) -> None:
    messy.adopt()
    figures = build_figures(messy.desk.ledger, "city", LATER, LATER)
    assert (figures.datasets, figures.documents) == (2, 3)
    assert figures.title_of(messy.names[0]) == "Комунальне майно"
    at = [
        recorded.event.at
        for recorded in messy.desk.ledger.read(kinds=(Kind.ADOPTED,))
        if recorded.event.data["role"] == "data"
    ]
    assert all(abs((datetime.now(UTC) - moment).total_seconds()) < 600 for moment in at)


def test_a_document_that_changed_since_it_came_has_both_dates(old: Old) -> None:
    name = old.add("changed", file("Перелік", "perelik.csv", b"id\n1\n"))
    resource = old.lab.show(name)["resources"][0]
    old.lab.person().resource_patch(
        id=resource["id"], hash="", upload=("perelik.csv", io.BytesIO(b"id\n2\n"))
    )
    old.adopt()
    events = [item.event for item in old.desk.ledger.read(kinds=(Kind.ADOPTED,))]
    assert [event.sha256 is None for event in events] == [True, False]
    assert events[0].at < events[1].at


@pytest.mark.parametrize("events", range(3))
def test_an_adoption_cut_off_is_finished_by_the_next(
    old: Old, monkeypatch: pytest.MonkeyPatch, events: int
) -> None:
    files = [file(f"Перелік {n}", f"p{n}.csv", f"id\n{n}\n".encode()) for n in range(3)]
    name = old.add("cut", *files)
    left = iter(range(events))
    whole = Ledger.record

    def cut(ledger: Ledger, event: Event) -> Recorded:
        if next(left, None) is None:
            raise Killed
        return whole(ledger, event)

    with monkeypatch.context() as patched:
        patched.setattr(Ledger, "record", cut)
        with pytest.raises(Killed):
            old.adopt()
    assert not (old.folder / name).exists()
    assert len(old.adopt()[name].documents) == 3
    told = [item.event.document for item in old.desk.ledger.read(kinds=(Kind.ADOPTED,))]
    assert sorted(told) == [f"{name}/perelik-{n}" for n in range(3)]


def test_adopting_again_adopts_what_is_new_alone(messy: Old) -> None:
    messy.adopt()
    count = len(list(messy.desk.ledger.read()))
    new = messy.add("new", file("Ще один", "shche.csv", b"x\n"))
    again = messy.adopt()
    assert [name for name, item in again.items() if not item.known] == [new]
    assert len(list(messy.desk.ledger.read(kinds=(Kind.ADOPTED,)))) > 0
    assert len([e for e in messy.desk.ledger.read() if e.event.dataset != new]) == count


def test_a_dataset_of_an_unknown_office_is_refused_with_what_to_do(old: Old) -> None:
    name = old.add("stray", file("Щось", "shchos.csv", b"x\n"), author="Невідомі")
    refused = old.adopt(office=None)[name].refused
    assert refused is not None
    assert "Невідомі" in refused
    assert "--office" in refused
    assert list(old.desk.ledger.read()) == []


def test_what_hands_change_after_adoption_is_named_and_left(messy: Old) -> None:
    messy.adopt()
    name = messy.names[0]
    resource = messy.lab.show(name)["resources"][0]
    messy.lab.person().resource_patch(
        id=resource["id"], hash="", upload=("maino.csv", io.BytesIO(b"id\n1\n2\n"))
    )
    dataset = messy.desk.catalogue.dataset(name)
    (found,) = reconcile_dataset(dataset, messy.desk, repair=True)
    assert [item.difference for item in found.found] == [Difference.ALTERED]
    answer = requests.get(resource["url"], headers={"Authorization": messy.lab.key}, timeout=30)
    assert answer.content == b"id\n1\n2\n"


def test_an_adopted_dataset_can_be_withdrawn_and_restored(messy: Old) -> None:
    messy.adopt()
    subject = Subject(messy.desk.catalogue.dataset(messy.names[0]))
    before = messy.lab.state(messy.names[0]).resources
    withdraw(subject, ["city"], "підстава", "Олена", messy.desk)
    assert messy.lab.state(messy.names[0]).deleted
    restore(subject, "Олена", "", messy.desk)
    assert messy.lab.state(messy.names[0]).resources == before


def test_a_dataset_that_gets_a_source_is_published_in_its_own_place(old: Old) -> None:
    name = old.add(
        "given", file("Перелік", "perelik.csv", b"id\n1\n"), author="Управління економіки"
    )
    places = {item.id: item.url for item in old.lab.state(name).resources}
    old.adopt()
    told = {"frequency": "once a quarter", "ground": "Закон", "purpose": "Облік"}
    dataset = replace(old.desk.catalogue.dataset(name), adopted=False, **told)
    release = old.desk.archive.read_release(name)
    outcomes = publish(dataset, release, old.desk)
    assert [item.result for item in outcomes] == [PortalResult.PUBLISHED]
    assert places.items() < {item.id: item.url for item in old.lab.state(name).resources}.items()


def test_an_xlsx_keeps_its_place_when_a_csv_joins_it(old: Old, city: City) -> None:
    name = old.add("sheet", file("Будівлі", "maino.xlsx", b"PK\x03\x04"))
    places = {item.id: item.url for item in old.lab.state(name).resources}
    old.adopt()
    adopted = old.desk.archive.read_release(name)
    assert adopted
    stated = replace(old.desk.catalogue.dataset(name).resources[0], schema=BUILDINGS)
    told = {"frequency": "once a quarter", "ground": "Закон", "purpose": "Облік"}
    dataset = replace(old.desk.catalogue.dataset(name), adopted=False, resources=(stated,), **told)
    delivered = replace(city, dataset=dataset).table(stated.name, [("1", "12.5", "1971")])
    release = build_release(name, adopted, [delivered], NOW)
    assert [item.format for item in release.documents[0].files] == ["XLSX", "CSV"]
    old.desk.archive.keep_release(release)
    (outcome,) = publish(dataset, release, old.desk)
    assert outcome.result is PortalResult.PUBLISHED, outcome.sentence
    shown = {item.id: item.url for item in old.lab.state(name).resources}
    assert places.items() < shown.items()
    old.lab.approve(name)
    (package,) = (url for url in shown.values() if url.endswith("datapackage.json"))
    (table,) = requests.get(package, timeout=30).json()["resources"]
    assert (table["format"], requests.get(table["path"], timeout=30).ok) == ("csv", True)
    (figure,) = build_figures(old.desk.ledger, "city", LATER, LATER).standing
    assert figure.document == f"{name}/{stated.name}"


def test_equal_titles_and_odd_names_still_give_names() -> None:
    package = {
        "id": "p",
        "name": "odd",
        "resources": [
            {"id": "1", "name": "Звіт", "url": "https://x.example/a.csv"},
            {"id": "2", "name": "Звіт", "url": "https://x.example/b.csv"},
            {"id": "3", "name": "№", "url": "https://x.example/%D0%B7%D0%B2%D1%96%D1%82.XLS"},
            {"id": "4", "name": None, "url": "https://x.example/"},
            {"id": "5", "name": "Звіт", "url": "https://x.example/c.xlsx"},
            {"id": "6", "name": "passport.csv", "url": "https://x.example/p.csv"},
            {"id": "7", "name": "Паспорт 2", "url": "https://x.example/p2.csv"},
        ],
    }
    found = [
        (item.key, item.role, item.format) for item in read_items(package, NOW, set("1234567"))
    ]
    assert found == [
        ("odd/zvit", Role.DATA, "CSV"),
        ("odd/zvit-2", Role.DATA, "CSV"),
        ("odd/document", Role.DATA, "XLS"),
        ("odd/document-4", Role.DATA, ""),
        ("odd/zvit-2#XLSX", Role.ALTERNATIVE, "XLSX"),
        ("passport", Role.DOCUMENTATION, "CSV"),
        ("passport/7", Role.DOCUMENTATION, "CSV"),
    ]

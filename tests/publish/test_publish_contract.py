"""The contract every portal must meet, run unchanged against each of them."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from typing import Any, ClassVar

import pytest
import requests
from labs import Fault, Killed, Lab, Line
from small_city import City

from pipeline.model import PortalOutcome, PortalResult, Release
from pipeline.publish.ckan import PortalClient
from pipeline.publish.download import Download
from pipeline.publish.errors import PortalDown
from pipeline.publish.plan import lines_of
from pipeline.publish.push import plan_release, publish_release
from pipeline.publish.steps import Act
from pipeline.record.event import Kind
from pipeline.record.history import bindings

FIRST = [("1", "12.5", "1971"), ("2", "", "")]
CHANGED = [("1", "13.5", "1971"), ("2", "", "")]


@pytest.fixture
def town(city: City, lab: Lab) -> City:
    return city.named(lab.free_name())


def small_release(town: City) -> Release:
    return town.release(town.table("buildings", FIRST))


def full_release(town: City) -> Release:
    return town.release(
        town.table("buildings", FIRST),
        town.table("listofreports", [("1", "1"), ("2", "")], "2021-Q1"),
        town.table("listofreports", [("3", "2")], "2021-Q2"),
        town.plain("2021/Наказ № 5.pdf", b"%PDF-1.4 \xff"),
        town.plain("архів.zip", b"PK\x05\x06" + bytes(18)),
        town.plain("зупинки.geojson", b'{"type": "FeatureCollection", "features": []}'),
    )


def publish(
    town: City,
    lab: Lab,
    release: Release,
    line: Line | None = None,
    client: PortalClient | None = None,
) -> PortalOutcome:
    return publish_release(
        town.dataset,
        release,
        town.publisher,
        lab.portal,
        client or lab.client(line),
        town.ledger,
        town.archive,
        town.now,
        "tests",
    )


def files_on(lab: Lab, town: City) -> dict[str, tuple[str, str, int | None]]:
    """By file name: what it is, its hash as the portal shows it, its size."""
    return {
        resource.url.rpartition("/")[2]: (
            resource.fields["resource_type"],
            resource.fields["hash"],
            resource.size,
        )
        for resource in lab.state(town.dataset.name).resources
    }


def places_on(lab: Lab, town: City) -> dict[str, str]:
    return {item.id: item.url for item in lab.state(town.dataset.name).resources}


# A life without faults


def test_the_first_run_makes_the_dataset_with_all_its_files(town: City, lab: Lab) -> None:
    outcome = publish(town, lab, full_release(town))
    assert outcome.result is PortalResult.PUBLISHED
    assert outcome.sentence.startswith("створено, надіслано 6\u00a0документів, ")
    assert Counter(kind for kind, _, _ in files_on(lab, town).values()) == {
        "data": 6,
        "alternative": 1,
        "documentation": 3,
        "metadata": 1,
    }
    assert outcome.url == f"{lab.url}/dataset/{town.dataset.name}"


def test_what_a_reader_downloads_is_what_was_sent(town: City, lab: Lab) -> None:
    publish(town, lab, full_release(town))
    for resource in lab.show(town.dataset.name)["resources"]:
        answer = requests.get(resource["url"], headers={"Authorization": lab.key}, timeout=30)
        found = f"sha256:{hashlib.sha256(answer.content).hexdigest()}"
        assert (found, len(answer.content)) == (resource["hash"], resource["size"])


def test_the_record_says_what_the_descriptor_says(town: City, lab: Lab) -> None:
    publish(town, lab, small_release(town))
    shown = lab.show(town.dataset.name)
    extras = {item["key"]: item["value"] for item in shown.get("extras", ())}
    custom = {**shown, **extras}
    assert {
        "title": shown["title"],
        "notes": shown["notes"],
        "license_id": shown["license_id"],
        "author": shown["author"],
        "maintainer_email": shown["maintainer_email"],
        "organization": shown["organization"]["name"],
        "tags": sorted(tag["name"] for tag in shown["tags"]),
        "update_frequency": custom["update_frequency"],
        "language": custom["language"],
        "purpose": custom["purpose_of_collecting_information"],
    } == {
        "title": "Перелік об’єктів комунальної власності",
        "notes": "Будівлі громади.",
        "license_id": "cc-by",
        "author": "Управління економіки",
        "maintainer_email": "head@lis.gov.ua",
        "organization": lab.organization,
        "tags": ["майно", "обєкти"],
        "update_frequency": "once a quarter",
        "language": "ua",
        "purpose": "Облік майна громади",
    }


def test_a_second_run_costs_one_read_and_sends_nothing(town: City, lab: Lab) -> None:
    publish(town, lab, full_release(town))
    line = Line()
    outcome = publish(town, lab, full_release(town), line)
    assert (outcome.result, line.actions) == (PortalResult.UNCHANGED, ["package_show"])
    assert outcome.sentence.startswith("без змін")


def test_moderation_is_reported_and_never_overruled(town: City, lab: Lab) -> None:
    outcome = publish(town, lab, small_release(town))
    private = lab.show(town.dataset.name)["private"]
    assert outcome.sentence.endswith("очікує модерації") == private
    lab.approve(town.dataset.name)
    again = publish(town, lab, town.release(town.table("buildings", CHANGED)))
    assert not lab.show(town.dataset.name)["private"]
    assert "модерації" not in again.sentence


def test_one_changed_document_is_one_upload_in_its_own_place(town: City, lab: Lab) -> None:
    before = full_release(town)
    publish(town, lab, before)
    places = places_on(lab, town)
    line = Line()
    after = town.release(town.table("listofreports", [("4", "1")], "2021-Q2"), previous=before)
    plan = plan_release(town.dataset, after, town.publisher, lab.portal, lab.client(), town.ledger)
    outcome = publish(town, lab, after, line)
    uploads = [action for action in line.actions if action == "resource_patch"]
    assert outcome.sentence.startswith("надіслано 1\u00a0документ, ")
    assert [step.file.filename for step in plan.steps if step.act is Act.REPLACE] == [
        "listofreports-2021-q2.csv",
        "datapackage.json",
    ]
    assert len(uploads) == 2
    assert places_on(lab, town) == places


def test_a_new_period_joins_and_the_older_one_stays(town: City, lab: Lab) -> None:
    before = town.release(town.table("listofreports", [("1", "")], "2021-Q1"))
    publish(town, lab, before)
    places = places_on(lab, town)
    after = town.release(town.table("listofreports", [("2", "")], "2021-Q2"), previous=before)
    publish(town, lab, after)
    assert places.items() < places_on(lab, town).items()
    assert "listofreports-2021-q2.csv" in files_on(lab, town)


def test_a_new_title_of_a_document_uploads_no_document(town: City, lab: Lab) -> None:
    release = small_release(town)
    publish(town, lab, release)
    renamed = replace(release, documents=(replace(release.documents[0], title="Споруди"),))
    line = Line()
    outcome = publish(town, lab, renamed, line)
    names = [item["name"] for item in lab.show(town.dataset.name)["resources"]]
    assert names[:2] == ["Споруди", "Споруди"]
    assert outcome.sentence.startswith("оновлено супровідні файли, ")


def test_a_new_description_is_one_patch_and_uploads_no_document(town: City, lab: Lab) -> None:
    publish(town, lab, full_release(town))
    told = replace(town, dataset=replace(town.dataset, description="Усі будівлі."))
    line = Line()
    plan = plan_release(
        told.dataset, full_release(told), told.publisher, lab.portal, lab.client(), told.ledger
    )
    publish(told, lab, full_release(told), line)
    assert line.actions.count("package_patch") == 1
    assert {step.file.filename for step in plan.steps} <= {"passport.csv", "datapackage.json"}
    assert line.writes == 1 + len(plan.steps)
    assert lab.show(told.dataset.name)["notes"] == "Усі будівлі."


def test_a_dry_run_says_what_would_be_done_and_does_nothing(town: City, lab: Lab) -> None:
    release = small_release(town)
    line = Line()
    plan = plan_release(
        town.dataset, release, town.publisher, lab.portal, lab.client(line), town.ledger
    )
    assert lines_of(plan)[1] == "  + створити набір на порталі"
    assert line.writes == 0
    publish(town, lab, release)
    done = plan_release(
        town.dataset, release, town.publisher, lab.portal, lab.client(), town.ledger
    )
    assert done.is_empty


def test_strangers_find_the_data_package_valid(town: City, lab: Lab) -> None:
    import frictionless

    publish(town, lab, full_release(town))
    lab.approve(town.dataset.name)
    (address,) = (url for url in places_on(lab, town).values() if url.endswith("datapackage.json"))
    report = frictionless.validate(address)
    assert report.flatten(["name", "type", "note"]) == []
    assert [task.name for task in report.tasks] == [
        "buildings",
        "listofreports-2021-q1",
        "listofreports-2021-q2",
        "orders-2021-nakaz-5.pdf",
        "orders-arkhiv.zip",
        "orders-zupynky.geojson",
    ]


# Other people's hands


def test_a_resource_that_vanished_is_made_again_under_its_own_id(town: City, lab: Lab) -> None:
    release = small_release(town)
    publish(town, lab, release)
    places = places_on(lab, town)
    lab.person().resource_delete(id=next(iter(places)))
    assert publish(town, lab, release).result is PortalResult.PUBLISHED
    assert list(places_on(lab, town).items()) == list(places.items())
    check_everything_once(town, lab, release)


def test_an_order_somebody_else_gave_the_files_is_left(town: City, lab: Lab) -> None:
    release = small_release(town)
    publish(town, lab, release)
    mixed = [*reversed(places_on(lab, town))]
    lab.person().package_resource_reorder(id=town.dataset.name, order=mixed)
    assert publish(town, lab, release).result is PortalResult.UNCHANGED
    lab.person().resource_delete(id=mixed[0])
    publish(town, lab, release)
    assert [item for item in places_on(lab, town) if item != mixed[0]] == mixed[1:]
    check_everything_once(town, lab, release)


def test_an_id_taken_elsewhere_meanwhile_gives_way_to_another(
    town: City, city: City, lab: Lab
) -> None:
    release = small_release(town)
    publish(town, lab, release)
    other = city.named(lab.free_name())
    publish(other, lab, small_release(other))
    (taken, _), *rest = places_on(lab, town).items()
    lab.person().resource_delete(id=taken)
    lab.person().resource_create(package_id=other.dataset.name, id=taken, name="x", url="http://x")
    assert publish(town, lab, release).result is PortalResult.PUBLISHED
    assert taken not in places_on(lab, town)
    assert places_on(lab, town).items() > dict(rest).items()
    check_everything_once(town, lab, release)


def test_a_resource_lost_while_others_are_written_is_put_back(town: City, lab: Lab) -> None:
    class Losing(Line):
        def send(self, request: object, *args: object, **options: object) -> object:
            answer = super().send(request, *args, **options)
            if self.writes == lab.last_upload - 1 and lost == []:
                lost.append(next(iter(places_on(lab, town))))
                lab.person().resource_delete(id=lost[0])
            return answer

    lost: list[str] = []
    release = small_release(town)
    assert publish(town, lab, release, Losing()).result is PortalResult.PUBLISHED
    assert lost[0] in places_on(lab, town)
    check_everything_once(town, lab, release)


def test_a_resource_of_somebody_else_stays(town: City, lab: Lab) -> None:
    release = small_release(town)
    publish(town, lab, release)
    theirs = lab.person().resource_create(
        package_id=town.dataset.name, name="Фото", url="https://lis.gov.ua/photo.jpg"
    )
    line = Line()
    assert publish(town, lab, release, line).result is PortalResult.UNCHANGED
    changed = town.release(town.table("buildings", CHANGED), previous=release)
    publish(town, lab, changed)
    assert places_on(lab, town)[theirs["id"]] == "https://lis.gov.ua/photo.jpg"


def test_a_title_changed_by_hand_is_set_right_and_other_fields_are_left(
    town: City, lab: Lab
) -> None:
    release = small_release(town)
    publish(town, lab, release)
    lab.person().package_patch(id=town.dataset.name, title="Хтось", version="7")
    outcome = publish(town, lab, release)
    shown = lab.show(town.dataset.name)
    assert outcome.sentence.startswith("оновлено опис")
    assert (shown["title"], shown["version"]) == (town.dataset.title, "7")


def test_without_the_ledger_nothing_is_made_twice(town: City, lab: Lab, city: City) -> None:
    release = small_release(town)
    client = lab.client()
    publish(town, lab, release)
    places = places_on(lab, town)
    elsewhere = replace(lab.portal, name="the same under another name")
    outcome = publish_release(
        town.dataset,
        release,
        town.publisher,
        elsewhere,
        client,
        town.ledger,
        town.archive,
        town.now,
        "tests",
    )
    assert outcome.sentence.startswith("довершено попереднє надсилання")
    assert places_on(lab, town) == places


@pytest.mark.ckan
def test_a_dataset_deleted_by_a_person_is_not_brought_back(city: City, real: Lab) -> None:
    town = city.named(real.free_name())
    release = small_release(town)
    publish(town, real, release)
    real.person().package_delete(id=town.dataset.name)
    outcome = publish(town, real, release)
    assert outcome.result is PortalResult.FAILED
    assert "вилучено" in outcome.sentence
    assert town.dataset.name not in real.person().package_list()


def test_a_portal_that_lost_everything_is_filled_again(city: City, embedded: Lab) -> None:
    town = city.named(embedded.free_name())
    release = small_release(town)
    publish(town, embedded, release)
    embedded.person().package_delete(id=town.dataset.name)
    assert publish(town, embedded, release).sentence.startswith("створено, надіслано 1")
    check_everything_once(town, embedded, release)


# What strangers get


class Stale(PortalClient):
    """Between the portal and its readers stands a cache that keeps an old table."""

    def read_download(self, url: str) -> Download:
        found = super().read_download(url)
        return replace(found, sha256="0" * 64, size=1) if url.endswith("buildings.csv") else found


def test_what_was_sent_is_downloaded_again_as_a_stranger(town: City, lab: Lab) -> None:
    outcome = publish(town, lab, small_release(town))
    if lab.show(town.dataset.name)["private"]:
        assert outcome.read_back.files == 0
        return
    sent = sum(size or 0 for _, _, size in files_on(lab, town).values())
    assert (outcome.read_back.files, outcome.read_back.size) == (5, sent)
    assert publish(town, lab, small_release(town)).read_back.files == 0


def test_a_file_that_strangers_get_otherwise_fails_by_name_and_is_asked_after(
    town: City, lab: Lab
) -> None:
    publish(town, lab, small_release(town))
    lab.approve(town.dataset.name)
    changed = town.release(town.table("buildings", CHANGED))
    outcome = publish(town, lab, changed, client=lab.client(kind=Stale))
    assert outcome.result is PortalResult.FAILED
    assert "buildings.csv — http" in outcome.sentence
    assert "віддає інший вміст (1\u00a0Б замість 38\u00a0Б)" in outcome.sentence
    bound = bindings(town.ledger, town.dataset.name, "lab")
    assert [key for key, item in bound.items() if not item.settled] == [
        f"{town.dataset.name}/buildings"
    ]
    line = Line()
    assert publish(town, lab, changed, line).sentence == "довершено попереднє надсилання"
    assert line.writes == 0
    check_everything_once(town, lab, changed)


class Unreachable(PortalClient):
    """Its files have another address, which does not answer from here."""

    asked: ClassVar[list[str]] = []

    def read_download(self, url: str) -> Download:
        self.asked.append(url)
        raise PortalDown("з’єднання не встановлено")


def test_files_out_of_reach_are_all_sent_and_wait_to_be_checked(town: City, lab: Lab) -> None:
    publish(town, lab, small_release(town))
    lab.approve(town.dataset.name)
    changed = town.release(town.table("buildings", CHANGED))
    Unreachable.asked.clear()
    first, again = Line(), Line()
    outcome = publish(town, lab, changed, client=lab.client(first, Unreachable))
    assert outcome.result is PortalResult.PENDING
    assert "buildings.csv — з’єднання не встановлено" in outcome.sentence
    assert (first.writes >= 2, len(Unreachable.asked)) == (True, 1)
    assert (
        publish(town, lab, changed, client=lab.client(again, Unreachable)).result is outcome.result
    )
    assert again.writes == 0
    assert publish(town, lab, changed).result is PortalResult.PUBLISHED
    check_everything_once(town, lab, changed)


def test_a_file_that_strangers_still_get_otherwise_is_sent_anew(town: City, lab: Lab) -> None:
    publish(town, lab, small_release(town))
    lab.approve(town.dataset.name)
    changed = town.release(town.table("buildings", CHANGED))
    publish(town, lab, changed, client=lab.client(kind=Stale))
    line = Line()
    again = publish(town, lab, changed, client=lab.client(line, Stale))
    assert again.result is PortalResult.FAILED
    assert [action for action in line.actions if action == "resource_patch"] == ["resource_patch"]


# Faults


def test_a_wrong_key_fails_with_what_to_do_and_is_written_down(town: City, lab: Lab) -> None:
    client = PortalClient(lab.url, "0" * 36, sleep=lambda _: None)
    outcome = publish(town, lab, small_release(town), client=client)
    assert outcome.result is PortalResult.FAILED
    last = town.ledger.last()
    assert last is not None
    assert (last.event.kind, last.event.sentence) == (Kind.FAILED, outcome.sentence)
    assert "ключ" in outcome.sentence


def test_a_portal_that_is_down_leaves_the_dataset_pending(town: City, lab: Lab) -> None:
    client = PortalClient("http://127.0.0.1:9", lab.key, sleep=lambda _: None)
    outcome = publish(town, lab, small_release(town), client=client)
    assert outcome.result is PortalResult.PENDING
    assert "недоступний" in outcome.sentence


def check_everything_once(town: City, lab: Lab, release: Release) -> None:
    """No file twice, none missing, portal and ledger agree, and nothing is left to do."""
    assert sorted(files_on(lab, town)) == [
        "buildings.csv",
        "buildings.xlsx",
        "datapackage.json",
        "passport.csv",
        "structure-buildings.csv",
    ]
    assert len(places_on(lab, town)) == 5
    bound = bindings(town.ledger, town.dataset.name, "lab")
    assert {item.resource_id for item in bound.values()} == set(places_on(lab, town))
    assert all(item.settled for item in bound.values())
    line = Line()
    assert publish(town, lab, release, line).result is PortalResult.UNCHANGED
    assert line.actions == ["package_show"]


@pytest.mark.parametrize("fault", [requests.ReadTimeout, requests.ConnectionError])
@pytest.mark.parametrize("delivered", [True, False])
def test_a_lost_reply_is_asked_after_and_nothing_is_doubled(
    city: City, lab: Lab, fault: Fault, delivered: bool
) -> None:
    for place in range(1, lab.writes + 1):
        town = city.named(lab.free_name())
        release = small_release(town)
        outcome = publish(town, lab, release, Line(place, delivered, fault))
        assert outcome.result is PortalResult.PUBLISHED, outcome
        assert outcome.sentence.startswith(("створено, надіслано 1", "надіслано 1"))
        check_everything_once(town, lab, release)


@pytest.mark.parametrize("delivered", [True, False])
def test_a_run_killed_at_any_write_is_finished_by_the_next(
    city: City, lab: Lab, delivered: bool
) -> None:
    for place in range(1, lab.writes + 1):
        town = city.named(lab.free_name())
        release = small_release(town)
        with pytest.raises(Killed):
            publish(town, lab, release, Line(place, delivered, Killed))
        assert publish(town, lab, release).result is PortalResult.PUBLISHED
        check_everything_once(town, lab, release)


def test_a_portal_that_never_answers_writes_is_left_pending(town: City, lab: Lab) -> None:
    class Silent(Line):
        def send(self, request: object, *args: object, **options: object) -> object:
            if getattr(request, "method", "") == "POST":
                raise requests.ReadTimeout
            return super().send(request, *args, **options)

    outcome = publish(town, lab, small_release(town), Silent())
    assert outcome.result is PortalResult.PENDING
    assert publish(town, lab, small_release(town)).result is PortalResult.PUBLISHED


def test_every_act_is_framed_by_its_intent_and_its_outcome(town: City, lab: Lab) -> None:
    publish(town, lab, small_release(town))
    told: dict[str | None, list[tuple[str, object]]] = {}
    for recorded in town.ledger.read(dataset=town.dataset.name):
        event = recorded.event
        told.setdefault(event.document, []).append((event.kind.value, event.data["role"]))
    assert told == {
        key: [("publishing", role), ("published", role)]
        for key, role in [
            (None, "record"),
            (f"{town.dataset.name}/buildings", "data"),
            (f"{town.dataset.name}/buildings#XLSX", "alternative"),
            ("passport", "documentation"),
            ("structure/buildings", "documentation"),
            ("datapackage", "metadata"),
        ]
    }


# Several files in one write


def test_files_refused_together_go_alone_to_find_out_which(town: City, lab: Lab) -> None:
    """A proxy may take small requests only, a portal may know an id already."""

    class Narrow(Line):
        def send(self, request: Any, *args: object, **options: object) -> object:
            if request.url.endswith("package_revise") and files_in(request) > 1:
                self.actions.append("package_revise")
                return refused(request)
            return super().send(request, *args, **options)

    line, release = Narrow(), small_release(town)
    assert publish(town, lab, release, line).result is PortalResult.PUBLISHED
    sent = {name: line.actions.count(name) for name in ("package_revise", "resource_create")}
    alone = {"package_revise": 1 + 5, "resource_create": 0}
    assert sent == (alone if lab.profile == "ckan" else {"package_revise": 0, "resource_create": 5})
    check_everything_once(town, lab, release)


def files_in(request: Any) -> int:
    return sum(name.endswith("upload") for name in request.body.encoder.fields)


def refused(request: Any) -> requests.Response:
    answer = requests.Response()
    answer.status_code, answer.url, answer.request = 413, request.url, request
    answer._content = b"<html>413 Request Entity Too Large</html>"
    return answer

"""Ledger against portal: every difference is named, written down, and mended where it is ours."""

from __future__ import annotations

import io
import os
import socket
from dataclasses import replace

import pytest
from labs import Lab, Line
from small_city import City
from towns import OTHERS, Town

from pipeline.life.reconcile import Reconciled, reconcile_dataset, reconcile_strangers
from pipeline.life.restore import restore
from pipeline.life.withdraw import Subject, withdraw
from pipeline.model import PortalResult, Result
from pipeline.publish.reconcile import Difference
from pipeline.record.correction import build_void
from pipeline.record.event import Kind
from pipeline.record.lock import dataset_lock
from pipeline.run import update_dataset


def look(town: Town, **options: bool) -> Reconciled:
    (found,) = reconcile_dataset(town.dataset, town.desk, **options)
    return found


def named(town: Town, **options: bool) -> list[tuple[Difference, str | None]]:
    found = look(town, **options)
    assert found.failure is None
    return [(item.difference, item.key) for item in found.found]


def resource_of(town: Town, filename: str) -> str:
    return next(key for key, url in town.places().items() if url.endswith(f"/{filename}"))


def test_nothing_differs_after_a_publication(published: Town) -> None:
    assert named(published) == []
    assert named(published, downloads=True) == []
    assert look(published).agrees


def test_nothing_differs_where_nothing_was_ever_sent(town: Town) -> None:
    assert named(town) == []


def test_a_lost_resource_is_missing_and_put_back_under_its_id(published: Town) -> None:
    places = published.places()
    published.lab.person().resource_delete(id=resource_of(published, "buildings.csv"))
    assert named(published) == [(Difference.MISSING, published.named("buildings"))]
    mended = look(published, repair=True)
    assert (mended.agrees, mended.mended and mended.mended.result) == (True, PortalResult.PUBLISHED)
    assert published.places() == places


def test_an_edited_record_is_altered_and_set_right(published: Town) -> None:
    published.lab.person().package_patch(id=published.name, title="Хтось")
    (found,) = look(published).found
    assert (found.difference, found.key, found.fields) == (Difference.ALTERED, None, ("title",))
    assert look(published, repair=True).agrees
    assert published.lab.show(published.name)["title"] == published.dataset.title


def test_an_edited_resource_is_altered(published: Town) -> None:
    key = resource_of(published, "buildings.csv")
    published.lab.person().resource_patch(id=key, description="Чуже")
    (found,) = look(published).found
    assert (found.difference, found.fields) == (Difference.ALTERED, ("description",))


def test_a_change_of_our_own_that_is_not_sent_yet_is_no_difference(published: Town) -> None:
    published.city = replace(published.city, dataset=replace(published.dataset, title="Нова"))
    assert named(published) == []


def test_another_file_uploaded_by_hand_is_named_and_replaced(published: Town) -> None:
    key = resource_of(published, "buildings.csv")
    published.lab.person().resource_patch(
        id=key, hash="", upload=("buildings.csv", io.BytesIO(b"id\n"))
    )
    (found,) = look(published, downloads=True).found
    assert found.key == published.named("buildings")
    assert found.difference in (Difference.SIZE, Difference.ALTERED)
    assert look(published, repair=True, downloads=True).agrees


@pytest.mark.ckan
def test_a_file_of_the_same_size_is_found_by_its_download(on_ckan: Town) -> None:
    published, lab = on_ckan, on_ckan.lab
    key = resource_of(published, "buildings.csv")
    size = next(item.size for item in lab.state(published.name).resources if item.id == key)
    lab.person().resource_patch(
        id=key, hash="", upload=("buildings.csv", io.BytesIO(b"x" * (size or 0)))
    )
    assert named(published) == []
    assert named(published, downloads=True) == [(Difference.ALTERED, published.named("buildings"))]
    assert look(published, repair=True, downloads=True).agrees


def test_what_others_added_is_unknown_and_stays(published: Town) -> None:
    theirs = published.lab.person().resource_create(
        package_id=published.name, name="Фото", url="https://lis.gov.ua/photo.jpg"
    )
    (found,) = look(published, repair=True).found
    assert (found.difference, found.resource_id) == (Difference.UNKNOWN, theirs["id"])
    assert theirs["id"] in published.places()


def test_a_document_outside_the_release_is_extra(published: Town) -> None:
    release = published.desk.archive.read_release(published.name)
    assert release
    fewer = replace(release, documents=release.documents[:1])
    published.desk.archive.keep_release(fewer)
    assert (Difference.EXTRA, published.named("orders/2021/Наказ № 5.pdf")) in named(published)


def test_a_withdrawn_document_that_is_gone_is_no_difference(published: Town) -> None:
    subject = Subject(published.dataset, published.named("buildings"))
    withdraw(subject, ["city"], "підстава", "Олена", published.desk)
    assert named(published) == []
    withdraw(Subject(published.dataset), ["city"], "підстава", "Олена", published.desk)
    assert named(published) == []


def test_a_withdrawn_dataset_that_somebody_showed_again_is_named(published: Town) -> None:
    withdraw(Subject(published.dataset), ["city"], "підстава", "Олена", published.desk)
    package_id = published.lab.show(published.name)["id"]
    published.lab.person().package_patch(id=package_id, state="active")
    assert named(published) == [(Difference.WITHDRAWN, None)]
    restore(Subject(published.dataset), "Олена", "", published.desk)
    assert named(published) == []


def test_a_dataset_gone_from_the_portal_is_missing(published: Town) -> None:
    published.lab.person().package_delete(id=published.name)
    assert named(published) == [(Difference.MISSING, None)]


@pytest.mark.ckan
def test_a_dataset_hidden_by_somebody_is_private(on_ckan: Town) -> None:
    on_ckan.lab.person().package_patch(id=on_ckan.name, private=True)
    assert named(on_ckan) == [(Difference.PRIVATE, None)]


def test_drift_is_written_down_once(published: Town) -> None:
    published.lab.person().package_patch(id=published.name, title="Хтось")
    look(published)
    look(published)
    (event,) = (item.event for item in published.events(Kind.DRIFT))
    assert (event.portal, event.data["difference"], event.data["fields"]) == (
        "city",
        "altered",
        ["title"],
    )


def test_a_plain_run_takes_drift_back_and_writes_it_down(published: Town) -> None:
    published.lab.person().package_patch(id=published.name, title="Хтось")
    assert published.run_again().result is PortalResult.PUBLISHED
    (event,) = (item.event for item in published.events(Kind.DRIFT))
    assert event.sentence == "На порталі змінено не нами: title."


def test_drift_is_left_where_the_dataset_says_so(published: Town) -> None:
    key = resource_of(published, "buildings.csv")
    published.lab.person().package_patch(id=published.name, title="Хтось")
    published.lab.person().resource_patch(id=key, name="Чужа назва")
    keeping = replace(published.dataset, drift="keep")
    published.city = replace(published.city, dataset=keeping)
    assert published.run_again().result is PortalResult.UNCHANGED
    found = look(published, repair=True)
    assert [item.fields for item in found.found if item.kept] == [("title",), ("name",)]
    assert found.agrees
    assert published.lab.show(published.name)["title"] == "Хтось"


def test_our_own_change_goes_out_beside_drift_that_is_kept(published: Town) -> None:
    published.lab.person().package_patch(id=published.name, title="Хтось")
    changed = replace(published.dataset, drift="keep", description="Нове.")
    published.city = replace(published.city, dataset=changed)
    published.run_again()
    shown = published.lab.show(published.name)
    assert (shown["title"], shown["notes"]) == ("Хтось", "Нове.")


def test_a_dataset_no_descriptor_tells_of_is_unknown(published: Town, city: City) -> None:
    stranger = published.lab.free_name()
    published.lab.person().package_create(
        name=stranger,
        title="Чужий",
        notes="Опис",
        owner_org=published.lab.organization,
        purpose_of_collecting_information="x",
        update_frequency="once a year",
        language="ua",
        tag_string="дані",
    )
    (found,) = reconcile_strangers(["city"], [published.dataset], published.desk)
    names = [item.dataset for item in found.found]
    assert stranger in names
    assert published.name not in names


def test_a_portal_that_is_down_is_a_failure_and_no_difference(published: Town, lab: Lab) -> None:
    down = replace(lab, url="http://127.0.0.1:9").client()
    published.desk = replace(published.desk, clients={"city": down})
    found = look(published)
    assert found.found == ()
    assert "недоступний" in (found.failure or "")
    assert not found.agrees


def test_a_new_delivery_that_waits_is_no_difference(published: Town) -> None:
    release = published.city.release(
        published.city.table("buildings", OTHERS),
        previous=published.desk.archive.read_release(published.name),
    )
    published.desk.archive.keep_release(release)
    assert named(published) == []


def test_an_act_that_has_no_outcome_is_named_until_it_is_finished(published: Town) -> None:
    up = published.desk
    down = replace(published.lab, url="http://127.0.0.1:9").client()
    subject = Subject(published.dataset, published.named("buildings"))
    published.desk = replace(up, clients={"city": down})
    withdraw(subject, ["city"], "підстава", "Олена", published.desk)
    published.desk = up
    told = [item.sentence for item in look(published).found]
    assert told[0] == f"не завершено: повторіть pipeline withdraw {subject.document}"
    withdraw(subject, ["city"], "підстава", "Олена", published.desk)
    assert named(published) == []
    published.desk = replace(up, clients={"city": down})
    restore(subject, "Олена", "", published.desk)
    published.desk = up
    assert published.run_again().result is PortalResult.PUBLISHED
    (found,) = look(published).found
    assert found.sentence == f"не завершено: повторіть pipeline restore {subject.document}"
    restore(subject, "Олена", "", published.desk)
    assert named(published) == []


def test_a_dataset_whose_descriptor_is_gone_is_still_compared(published: Town) -> None:
    def told() -> list[tuple[Difference, str | None]]:
        (found,) = reconcile_strangers(["city"], [], published.desk)
        ours = [item for item in found.found if item.dataset == published.name]
        return [(item.difference, item.key) for item in ours]

    assert told() == [(Difference.UNKNOWN, None)]
    published.lab.person().resource_delete(id=resource_of(published, "buildings.csv"))
    assert told() == [
        (Difference.UNKNOWN, None),
        (Difference.MISSING, published.named("buildings")),
    ]
    published.lab.person().package_delete(id=published.name)
    assert told()[-1] == (Difference.MISSING, None)


def test_a_dataset_that_another_updates_is_left_and_the_other_named(
    published: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.run.LOCK_SECONDS", 0)
    before = published.places()
    with dataset_lock(published.desk.locks, published.name, 0):
        outcome = update_dataset(published.dataset, published.desk)
    assert outcome.result is Result.FAILED
    assert f"процес {os.getpid()} на «{socket.gethostname()}» від " in outcome.sentence
    assert published.places() == before


def test_a_document_figures_no_longer_count_is_extra(published: Town) -> None:
    document = published.named("buildings")
    wrong = next(
        item for item in published.events(Kind.PUBLISHED) if item.event.document == document
    )
    published.desk.ledger.record(build_void(wrong, "Олена", "помилка", "tests"))
    assert named(published) == [(Difference.EXTRA, document)]


def test_a_file_sent_without_an_outcome_is_ours_and_no_drift(published: Town) -> None:
    class Cut(Exception):
        pass

    whole = published.desk
    sending = 1 if published.lab.profile == "data.gov.ua" else 2  # which write has the table
    line = Line(sending, True, Cut)
    published.desk = replace(whole, clients={"city": published.lab.client(line)})
    with pytest.raises(Cut):
        published.publish(published.city.table("buildings", OTHERS))
    published.desk = whole
    found = look(published)
    assert (Difference.UNFINISHED, published.named("buildings")) in [
        (item.difference, item.key) for item in found.found
    ]
    drifted = {item.event.document for item in published.events(Kind.DRIFT)}
    assert published.named("buildings") not in drifted
    assert look(published, repair=True).agrees

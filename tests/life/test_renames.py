"""A plain file under a new path is the same document: one resource, one address, one figure."""

from __future__ import annotations

import requests
from towns import Town

from pipeline.model import Delivery, Release, Verdict
from pipeline.publish.renames import follow_renames
from pipeline.record.event import Kind
from pipeline.renewal import renamed_events, renew_release
from pipeline.validate.standing import Judged

OLD, NEW = "2021/Наказ № 5.pdf", "архів/Наказ № 5 (2021).pdf"
BYTES = b"%PDF-1.4 order five"


def update(town: Town, *files: tuple[str, bytes]) -> Release:
    """What a run makes of an office's folder that holds these files."""
    before = town.desk.archive.read_release(town.name)
    given = [town.city.deliver("orders", path, content) for path, content in files]
    known = follow_renames(town.dataset, given, before)
    judged = [judge(delivery, before) for delivery in known]
    for event in renamed_events(town.dataset, before, judged, town.city.now(), "tests"):
        town.desk.ledger.record(event)
    archive = town.desk.archive
    release = renew_release(town.dataset, judged, before, archive, town.city.now())
    assert release
    archive.keep_release(release)
    town.note(release, (town.run_again(),))
    return release


def judge(delivery: Delivery, release: Release | None) -> Judged:
    standing = {item.id: item.delivery for item in release.documents} if release else {}
    new = standing.get(delivery.document) != delivery.sha256
    return Judged(delivery, Verdict(delivery.document, delivery.sha256, ()), new)


def ids(release: Release) -> list[str]:
    return [document.id for document in release.documents]


def data_of(town: Town) -> dict[str, str]:
    resources = town.lab.state(town.name).resources
    return {
        item.id: item.fields["name"] for item in resources if item.fields["name"].startswith("На")
    }


def test_a_renamed_file_keeps_id_address_and_figure(town: Town) -> None:
    update(town, (OLD, BYTES))
    places, figures = town.places(), town.figures().documents
    release = update(town, (NEW, BYTES))
    assert ids(release) == [town.named(f"orders/{OLD}")]
    assert town.places() == places
    assert town.figures().documents == figures == 1


def test_it_is_shown_by_its_new_name(town: Town) -> None:
    update(town, (OLD, BYTES))
    update(town, (NEW, BYTES))
    assert list(data_of(town).values()) == ["Наказ № 5 (2021)"]


def test_the_event_names_both_ids(town: Town) -> None:
    update(town, (OLD, BYTES))
    update(town, (NEW, BYTES))
    (event,) = (item.event for item in town.events(Kind.GATHERED))
    assert (event.document, event.data["renamed_from"], event.data["renamed_to"]) == (
        town.named(f"orders/{OLD}"),
        town.named(f"orders/{OLD}"),
        town.named(f"orders/{NEW}"),
    )


def test_a_rename_is_told_once(town: Town) -> None:
    update(town, (OLD, BYTES))
    release = update(town, (NEW, BYTES))
    assert update(town, (NEW, BYTES)) == release
    assert len(town.events(Kind.GATHERED)) == 1


def test_new_bytes_under_the_new_name_are_still_the_same_document(town: Town) -> None:
    update(town, (OLD, BYTES))
    places = town.places()
    update(town, (NEW, BYTES))
    release = update(town, (NEW, b"%PDF-1.4 amended"))
    assert ids(release) == [town.named(f"orders/{OLD}")]
    assert town.places() == places
    (address,) = (places[key] for key in data_of(town))
    town.lab.approve(town.name)
    assert requests.get(address, timeout=30).content == b"%PDF-1.4 amended"


def test_a_copy_is_a_document_of_its_own(town: Town) -> None:
    update(town, (OLD, BYTES))
    release = update(town, (OLD, BYTES), (NEW, BYTES))
    assert ids(release) == [town.named(f"orders/{OLD}"), town.named(f"orders/{NEW}")]


def test_a_file_that_is_gone_without_another_stays(town: Town) -> None:
    update(town, (OLD, BYTES))
    release = update(town, ("інше.pdf", b"%PDF-1.4 other"))
    assert len(ids(release)) == 2


def test_another_file_at_the_old_path_is_another_document(town: Town) -> None:
    update(town, (OLD, BYTES))
    update(town, (NEW, BYTES))
    release = update(town, (NEW, BYTES), (OLD, b"%PDF-1.4 somebody else"))
    assert ids(release) == [town.named(f"orders/{OLD}"), town.named(f"orders/{OLD}~2")]
    assert update(town, (NEW, BYTES), (OLD, b"%PDF-1.4 somebody else")) == release


def test_a_file_that_is_named_back_is_still_the_same(town: Town) -> None:
    first = update(town, (OLD, BYTES))
    update(town, (NEW, BYTES))
    assert update(town, (OLD, BYTES)).documents == first.documents


def test_two_files_that_swap_their_names_keep_to_their_paths(town: Town) -> None:
    update(town, (OLD, BYTES), (NEW, b"%PDF-1.4 other"))
    release = update(town, (OLD, b"%PDF-1.4 other"), (NEW, BYTES))
    assert [item.renamed for item in release.documents] == [None, None]

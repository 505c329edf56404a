from datetime import UTC, datetime
from pathlib import Path

from pipeline.model import (
    Dataset,
    Delivery,
    Document,
    DocumentFile,
    Finding,
    Gathered,
    Office,
    PortalOutcome,
    PortalResult,
    Release,
    Responsible,
    Result,
    Verdict,
)
from pipeline.outcome import build_outcome
from pipeline.validate.standing import Judged

NOW = datetime(2021, 7, 1, tzinfo=UTC)
DATASET = Dataset(
    name="economy-stalls",
    title="Торгові місця",
    description="",
    keywords=(),
    licence="CC-BY-4.0",
    office=Office("economy", "Управління економіки", "economy@city.example"),
    responsible=Responsible("Начальник", "economy@city.example"),
    frequency="once a quarter",
    ground="",
    purpose="",
    portals=("city",),
    resources=(),
    folder=Path(),
    descriptor_hash="",
)
FILE = DocumentFile("CSV", "stalls.csv", "text/csv", "0" * 64, 10)
RELEASE = Release(
    "economy-stalls",
    (Document("economy-stalls/stalls", "stalls", "Торгові місця", (FILE,), "1" * 64, NOW, 1),),
    NOW,
    NOW,
)
BLOCKS = Finding("required", True, "Клітинка порожня.")
NOTE = Finding("caps", False, "Великі літери.")
SENT = PortalOutcome("city", PortalResult.PUBLISHED, "надіслано 1 документ")
SAME = PortalOutcome("city", PortalResult.UNCHANGED, "без змін")
DOWN = PortalOutcome("city", PortalResult.FAILED, "портал не відповідає")


def judged(*findings: Finding, new: bool = True) -> Judged:
    delivery = Delivery(
        "economy-stalls/stalls",
        "economy-stalls",
        "stalls",
        "inbox",
        "stalls.csv",
        Path(),
        "1" * 64,
        10,
        NOW,
    )
    return Judged(delivery, Verdict(delivery.document, delivery.sha256, findings), new)


def ended(*items: Judged, release: Release | None = RELEASE, portal: PortalOutcome = SAME) -> tuple:
    portals = (portal,) if release else ()
    outcome = build_outcome(DATASET, Gathered(), items, release, portals)
    return outcome.result, outcome.sentence.replace("\u00a0", " "), outcome.blocking, outcome.notes


def test_what_was_sent_is_published() -> None:
    assert ended(judged(NOTE), portal=SENT) == (
        Result.PUBLISHED,
        "city: надіслано 1 документ.",
        0,
        1,
    )


def test_nothing_new_and_nothing_sent_is_unchanged() -> None:
    assert ended(judged(new=False)) == (Result.UNCHANGED, "Без змін.", 0, 0)


def test_a_new_refusal_with_nothing_sent_is_refused() -> None:
    assert ended(judged(BLOCKS, BLOCKS)) == (
        Result.REFUSED,
        "Не опубліковано 1 документ: 2 зауваження зупиняють публікацію.",
        2,
        0,
    )


def test_a_refusal_that_stands_is_no_news_but_keeps_its_count() -> None:
    assert ended(judged(BLOCKS, new=False)) == (
        Result.UNCHANGED,
        "Без змін. Не опубліковано 1 документ: 1 зауваження зупиняє публікацію.",
        1,
        0,
    )


def test_one_refused_document_does_not_hide_that_the_others_were_published() -> None:
    assert ended(judged(), judged(BLOCKS), portal=SENT) == (
        Result.PUBLISHED,
        "city: надіслано 1 документ. Не опубліковано 1 документ: 1 зауваження зупиняє публікацію.",
        1,
        0,
    )


def test_a_failed_portal_makes_the_dataset_failed() -> None:
    assert ended(judged(), portal=DOWN) == (
        Result.FAILED,
        "city: портал не відповідає",
        0,
        0,
    )


def test_a_portal_that_is_down_fails_the_dataset_only_where_nothing_else_was_sent() -> None:
    away = PortalOutcome("data.gov.ua", PortalResult.PENDING, "портал не відповідає")
    alone = build_outcome(DATASET, Gathered(), (judged(),), RELEASE, (away,))
    beside = build_outcome(DATASET, Gathered(), (judged(),), RELEASE, (SENT, away))
    assert (alone.result, beside.result) == (Result.FAILED, Result.PUBLISHED)


def test_a_dataset_that_never_had_a_delivery_is_held() -> None:
    assert ended(release=None) == (Result.HELD, "Надходжень ще не було.", 0, 0)


def test_a_source_that_cannot_be_read_makes_the_dataset_failed() -> None:
    outcome = build_outcome(DATASET, Gathered(failed="Тека недоступна."), (), RELEASE, (SAME,))
    assert (outcome.result, outcome.sentence) == (Result.FAILED, "Тека недоступна.")


def test_files_that_wait_for_a_person_hold_the_dataset() -> None:
    outcome = build_outcome(DATASET, Gathered(held="Два файли."), (), RELEASE, (SAME,))
    assert (outcome.result, outcome.sentence) == (Result.HELD, "Два файли.")


GUARD = Finding("guard-rows-fell", True, "Рядків замало.")


def test_a_delivery_that_guards_alone_stop_waits_for_a_person_until_somebody_decides() -> None:
    waits = "Чекає на підтвердження 1 документ: economy-stalls/stalls. Рядків замало."
    assert ended(judged(GUARD)) == (Result.HELD, waits, 1, 0)
    assert ended(judged(GUARD, new=False)) == (Result.HELD, waits, 1, 0)


def test_with_anything_else_in_the_way_a_delivery_is_refused() -> None:
    assert ended(judged(GUARD, BLOCKS))[0] is Result.REFUSED
    assert ended(judged(GUARD), judged(BLOCKS)) == (
        Result.REFUSED,
        "Не опубліковано 1 документ: 1 зауваження зупиняє публікацію. "
        "Чекає на підтвердження 1 документ: economy-stalls/stalls. Рядків замало.",
        2,
        0,
    )


def test_a_dataset_withdrawn_everywhere_waits_for_a_person() -> None:
    off = PortalOutcome("city", PortalResult.SKIPPED, "відкликано 02.07.2021 (Олена): лист")
    assert ended(portal=off) == (
        Result.HELD,
        "city: відкликано 02.07.2021 (Олена): лист.",
        0,
        0,
    )


def test_a_dataset_withdrawn_from_one_portal_stands_unchanged_on_the_other() -> None:
    off = PortalOutcome("data.gov.ua", PortalResult.SKIPPED, "відкликано")
    outcome = build_outcome(DATASET, Gathered(), (), RELEASE, (SAME, off))
    assert (outcome.result, outcome.sentence) == (
        Result.UNCHANGED,
        "Без змін. data.gov.ua: відкликано.",
    )

"""Changes that only a person can tell right from wrong, and what happens once they have."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.model import (
    Acceptances,
    Document,
    DocumentFile,
    Finding,
    Guards,
    Override,
    Release,
    Verdict,
)
from pipeline.record.archive import Archive
from pipeline.validate.acceptance import apply_acceptances, disputed_codes
from pipeline.validate.standing import Basis, judge_deliveries, keep_verdicts
from pipeline.validate.verdict import check_delivery

NOW = datetime(2021, 7, 2, tzinfo=UTC)
OVERRIDE = Override(
    "economy-buildings/buildings",
    "b" * 64,
    "a" * 64,
    frozenset({"guard-rows-fell"}),
    "Коваль О. П.",
    "Об’єкти передано області.",
)


def table(*keys: int) -> bytes:
    return ("uid,name,ownerId\n" + "".join(f"{key},Дім,01411082\n" for key in keys)).encode()


class Here:
    """Judges in this process."""

    def check(self, delivery, resource, dataset):
        return check_delivery(delivery, resource, dataset)


@pytest.fixture
def judge(tmp_path, resource, build_dataset, deliver):
    """What guards say to a table, over another one that is published."""
    archive = Archive(tmp_path / "archive")

    def build(content: bytes, over: bytes | None, *, age: int = 1, **others):
        limits = others.pop("guards", Guards())
        dataset = build_dataset(resource, guards=limits)
        delivery = deliver("t.csv", content)
        delivery = replace(delivery, modified=delivery.modified + timedelta(hours=age))
        release = None if over is None else released(archive, deliver("t.csv", over), over)
        basis = Basis(release, **others)
        return judge_deliveries(dataset, [delivery], basis, Here(), archive)[0]

    return build


def released(archive, delivery, content: bytes) -> Release:
    kept = archive.keep_bytes(content)
    file = DocumentFile("CSV", "buildings.csv", "text/csv", kept.sha256, kept.size)
    document = Document(
        id=delivery.document,
        resource="buildings",
        title="Об’єкти",
        files=(file,),
        delivery=delivery.sha256,
        actual_at=delivery.modified,
        rows=content.count(b"\n") - 1,
    )
    return Release(delivery.dataset, (document,), NOW, NOW)


def asked(judged) -> list[tuple[str, bool]]:
    return [(f.code, f.blocks) for f in judged.verdict.findings if f.is_guard]


def message(judged) -> str:
    (found,) = (f.message for f in judged.verdict.findings if f.is_guard)
    return found.replace("\u00a0", " ")


def test_a_first_delivery_is_asked_nothing(judge):
    assert asked(judge(table(1), over=None)) == []


def test_a_table_a_little_shorter_is_asked_nothing(judge):
    assert asked(judge(table(*range(7)), over=table(*range(10)))) == []


def test_rows_that_fell_by_more_than_the_limit_wait_for_a_person(judge):
    judged = judge(table(*range(6)), over=table(*range(10)))
    assert (asked(judged), judged.verdict.held) == ([("guard-rows-fell", True)], True)
    assert message(judged) == (
        "У файлі 6 рядків, а опубліковано 10 рядків: на 40 % менше. Зменшення понад 30 % "
        "треба підтвердити. Перевірте, чи файл повний."
    )


@pytest.mark.parametrize(("limit", "codes"), [(10, ["guard-rows-fell"]), (40, []), (100, [])])
def test_the_limit_is_the_datasets_own(judge, limit, codes):
    judged = judge(table(*range(6)), over=table(*range(10)), guards=Guards(rows_fall=limit))
    assert [code for code, _ in asked(judged)] == codes


def test_renumbered_rows_wait_for_a_person(judge):
    judged = judge(table(*range(14, 24)), over=table(*range(20)), guards=Guards(rows_fall=50))
    assert asked(judged) == [("guard-keys-vanished", True)]
    assert message(judged) == (
        "У файлі немає 14 із 20 рядків, опублікованих раніше (шукали за стовпцем «Ідентифікатор»). "
        "Якщо рядки перенумеровано, поверніть колишні номери: за ними дані знаходять інші "
        "програми."
    )


def test_keys_of_rows_that_are_missing_are_told_once(judge):
    judged = judge(table(*range(3)), over=table(*range(10)))
    assert asked(judged) == [("guard-rows-fell", True)]


def test_fewer_rows_with_other_keys_are_told_as_both(judge):
    judged = judge(table(*range(10, 16)), over=table(*range(10)))
    assert asked(judged) == [("guard-rows-fell", True), ("guard-keys-vanished", True)]


def test_new_rows_beside_the_old_ones_are_asked_nothing(judge):
    assert asked(judge(table(*range(5, 30)), over=table(*range(10)))) == []


def test_keys_are_not_compared_with_a_table_that_had_no_such_column(judge):
    over = b"name,ownerId\n" + "Дім,01411082\n".encode() * 3
    assert asked(judge(table(1, 2, 3), over=over)) == []


def test_an_older_file_waits_for_a_person(judge):
    judged = judge(table(1, 2), over=table(1, 2, 3), age=-24, guards=Guards(100, 100))
    assert asked(judged) == [("guard-older", True)]
    assert message(judged) == (
        "Файл збережено 01.07.2021 03:00, а опубліковано новіший — від 02.07.2021 03:00. Мабуть, "
        "здано давнішу копію."
    )


def test_the_time_of_a_sample_says_nothing(judge, deliver):
    over = table(1, 2, 3)
    samples = frozenset({deliver("t.csv", over).sha256})
    assert asked(judge(table(1, 2, 3, 4), over=over, age=-24, samples=samples)) == []


def test_what_is_published_already_is_asked_nothing(judge):
    assert asked(judge(table(1), over=table(1), age=-24)) == []


def test_a_heading_without_rows_waits_for_a_person(judge):
    judged = judge(table(), over=None)
    assert (asked(judged), judged.verdict.held) == ([("guard-empty-table", True)], True)
    assert message(judged).startswith("Під заголовками немає жодного рядка даних: таблиця порожня.")


def test_an_empty_table_that_is_published_was_accepted(judge):
    assert asked(judge(table(), over=table())) == [("guard-empty-table", False)]


def test_with_anything_else_wrong_the_delivery_is_refused_not_held(judge):
    judged = judge(table(1).replace(b"01411082", b"x"), over=table(*range(10)))
    assert (judged.verdict.held, judged.verdict.accepted) == (False, False)


def verdict(*findings: Finding) -> Verdict:
    return Verdict(OVERRIDE.document, OVERRIDE.delivery, findings)


ROWS = Finding("guard-rows-fell", True, "Рядків замало.")


def test_an_override_makes_its_guard_a_note_that_says_who_and_why():
    given = apply_acceptances(verdict(ROWS), Acceptances((OVERRIDE,)), "a" * 64)
    told = "Рядків замало. Прийнято: Коваль О. П. (Об’єкти передано області)."
    assert given.findings == (replace(ROWS, blocks=False, message=told),)


@pytest.mark.parametrize(
    "changed",
    [
        {"delivery": "c" * 64},
        {"instead_of": "d" * 64},
        {"codes": frozenset({"guard-older"})},
    ],
)
def test_an_override_is_for_that_delivery_over_that_one_and_for_those_guards(changed):
    other = Acceptances((replace(OVERRIDE, **changed),))
    assert apply_acceptances(verdict(ROWS), other, "a" * 64) == verdict(ROWS)


def digit(value: str) -> Finding:
    return Finding("edrpou-check-digit", True, "Помилка.", field="ownerId", value=value)


def test_codes_vouched_for_are_no_findings_one_by_one():
    given = verdict(digit("12345679"), digit("12345679, 87654320"), digit("12••••79"), ROWS)
    vouched = apply_acceptances(given, Acceptances((), frozenset({"12345679"})), None)
    assert vouched.findings == (digit("12345679, 87654320"), digit("12••••79"), ROWS)
    assert disputed_codes(given.findings) == ("12345679", "87654320")


def test_a_verdict_stands_until_an_acceptance_or_a_release_changes_what_it_rests_on(
    tmp_path, resource, build_dataset, deliver
):
    archive = Archive(tmp_path / "archive")
    dataset = build_dataset(resource)
    over = table(*range(10))
    release = released(archive, deliver("t.csv", over), over)
    delivery = deliver("t.csv", table(1))
    basis = Basis(release)
    held = judge_deliveries(dataset, [delivery], basis, Here(), archive)
    keep_verdicts(dataset, held, basis, archive)

    def judged_anew(now: Basis) -> tuple[bool, bool]:
        (found,) = judge_deliveries(dataset, [delivery], now, Here(), archive)
        return found.new, found.verdict.accepted

    override = replace(
        OVERRIDE,
        delivery=delivery.sha256,
        instead_of=deliver("t.csv", over).sha256,
        codes=frozenset({"guard-rows-fell", "guard-keys-vanished"}),
    )
    assert judged_anew(basis) == (False, False)
    assert judged_anew(Basis(release, Acceptances((override,)))) == (True, True)
    assert judged_anew(Basis(release, Acceptances((), frozenset({"12345679"})))) == (True, False)
    assert judged_anew(Basis(None)) == (True, True)


def test_an_accepted_verdict_stands_with_the_release_it_led_to(
    tmp_path, resource, build_dataset, deliver
):
    archive = Archive(tmp_path / "archive")
    dataset, content = build_dataset(resource), table(1, 2)
    delivery = deliver("t.csv", content)
    judged = judge_deliveries(dataset, [delivery], Basis(), Here(), archive)
    renewed = Basis(released(archive, delivery, content))
    keep_verdicts(dataset, judged, renewed, archive)
    (again,) = judge_deliveries(dataset, [delivery], renewed, Here(), archive)
    assert (again.new, again.verdict.accepted) == (False, True)

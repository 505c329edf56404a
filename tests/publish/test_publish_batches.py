"""Which files go into one write."""

from __future__ import annotations

import hashlib

from pipeline.publish.batch_acts import MOST_BYTES, MOST_FILES, build_batches
from pipeline.publish.package import PackageFile, Role
from pipeline.publish.steps import Act, FileStep
from pipeline.publish.uploads import Upload, build_revision


def step(name: str, size: int = 10, act: Act = Act.CREATE) -> FileStep:
    digest = hashlib.sha256(name.encode()).hexdigest()
    file = PackageFile(name, Role.DATA, name, "", f"{name}.csv", "CSV", "text/csv", digest, size)
    return FileStep(act, file, name)


def names(*steps: FileStep) -> list[list[str]]:
    return [[each.file.key for each in batch] for batch in build_batches(steps)]


def test_small_files_go_together_in_their_order() -> None:
    replaced = step("b", act=Act.REPLACE)
    assert names(step("a"), replaced, step("c", act=Act.DESCRIBE)) == [["a", "b", "c"]]


def test_a_large_file_goes_alone() -> None:
    assert names(step("a"), step("b", MOST_BYTES), step("c")) == [["a"], ["b"], ["c"]]


def test_a_file_that_only_waits_for_its_outcome_stands_alone() -> None:
    settled = step("b", act=Act.SETTLE)
    assert names(step("a"), settled, step("c"), step("d")) == [["a"], ["b"], ["c", "d"]]


def test_a_write_carries_so_many_files_at_most() -> None:
    steps = [step(str(number)) for number in range(MOST_FILES + 1)]
    assert [len(batch) for batch in names(*steps)] == [MOST_FILES, 1]


def test_nothing_is_no_write() -> None:
    assert names() == []


def test_new_resources_are_added_by_id_and_old_ones_changed_by_id() -> None:
    new = Upload("11111111-a", {"name": "Нове", "mimetype": "text/csv"}, is_new=True)
    old = Upload("22222222-b", {"name": "Інше"}, is_new=False)
    assert build_revision("p1", "2021-07-01T09:00:00.1", [new, old]) == {
        "match__id": "p1",
        "match__metadata_modified": "2021-07-01T09:00:00.1",
        "update__resources__extend": (
            '[{"id": "11111111-a", "name": "\\u041d\\u043e\\u0432\\u0435", "mimetype": "text/csv"}]'
        ),
        "update__resources__22222222-b__name": "Інше",
    }

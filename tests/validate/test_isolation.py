from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.children import Children
from pipeline.validate.isolation import Checker
from pipeline.validate.verdict import check_delivery


def big_table(rows: int) -> bytes:
    return b"uid,name,ownerId\n" + b"1,a,01411082\n" * rows


def test_a_child_gives_the_same_verdict_as_this_process(
    deliver, resource, build_dataset, deliveries
):
    delivery = deliver("error-cells.xlsx", (deliveries / "error-cells.xlsx").read_bytes())
    dataset = build_dataset(resource)
    with Children() as children:
        checker = Checker(children)
        found = checker.check(delivery, resource, dataset)
    assert found == check_delivery(delivery, resource, dataset)


def test_out_of_time_is_one_finding_and_the_next_check_is_served(deliver, resource, build_dataset):
    dataset = build_dataset(resource)
    with Children(seconds=2) as children:
        checker = Checker(children)
        late = checker.check(deliver("big.csv", big_table(400_000)), resource, dataset)
        next_one = checker.check(deliver("small.csv", big_table(1)), resource, dataset)
    assert [(f.code, f.blocks, f.message) for f in late.findings] == [
        (
            "timeout",
            True,
            "Файл не вдалося прочитати за 2\u00a0секунди: він завеликий або пошкоджений. "
            "Збережіть його заново або поділіть на частини.",
        )
    ]
    assert next_one.accepted


def test_out_of_memory_is_one_finding(deliver, resource, build_dataset):
    delivery = deliver("big.csv", big_table(1_500_000))
    with Children(memory=64 << 20) as children:
        checker = Checker(children)
        found = checker.check(delivery, resource, build_dataset(resource))
    assert [(f.code, f.message) for f in found.findings] == [
        (
            "out-of-memory",
            "Файл не вмістився у 64,0\u00a0МБ пам’яті: він завеликий або пошкоджений. "
            "Вилучіть зайві аркуші й форматування або поділіть його на частини.",
        )
    ]


def test_a_child_that_fails_is_one_finding(deliver, resource, build_dataset):
    delivery = replace(deliver("gone.csv", b"uid"), path=deliver("x", b"x").path / "gone")
    with Children() as children:
        checker = Checker(children)
        found = checker.check(delivery, resource, build_dataset(resource))
    assert [(f.code, f.message) for f in found.findings] == [
        (
            "unreadable",
            "Файл не вдалося прочитати: він пошкоджений так, що програма читання зупинилася. "
            "Відкрийте його у своїй програмі й збережіть заново.",
        )
    ]


def test_threads_may_share_a_checker(deliver, resource, build_dataset):
    delivery, dataset = deliver("small.csv", big_table(1)), build_dataset(resource)
    found = []
    with Children(workers=2) as children:
        checker = Checker(children)
        threads = [
            threading.Thread(
                target=lambda: found.append(checker.check(delivery, resource, dataset).accepted)
            )
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == [True] * 4


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_damaged_bytes_are_always_a_verdict(data, check, deliveries):
    name = data.draw(st.sampled_from(sorted(p.name for p in deliveries.iterdir() if p.is_file())))
    content = bytearray((deliveries / name).read_bytes())
    for place, byte in data.draw(
        st.lists(st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255)), max_size=8)
    ):
        content[place] = byte
    cut = data.draw(st.integers(1, len(content)))
    for plain in (False, True):
        verdict = check(name, bytes(content[:cut]), plain=plain)
        assert verdict.accepted or all(f.message for f in verdict.findings)


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(content=st.binary(min_size=1, max_size=300))
def test_random_bytes_are_always_refused_in_words(content, check):
    verdict = check("random.csv", content)
    assert not verdict.accepted


@pytest.mark.parametrize("name", ["a.csv", "b.xlsx"])
def test_an_unknown_file_outside_the_block_is_a_mistake_of_ours(
    deliver, resource, build_dataset, name
):
    with pytest.raises(RuntimeError, match="лише всередині блоку with"):
        Checker(Children()).check(deliver(name, b"x"), resource, build_dataset(resource))

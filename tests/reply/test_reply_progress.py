"""What counts as mended, as new, and as still the same."""

from dataclasses import replace

from replies import AREA, CAPS, CODE

from pipeline.reply.progress import Progress, build_progress


def test_mended_and_new_are_told_apart():
    others = [replace(CODE, value=f"{n}", cell=f"C{n}") for n in range(10, 21)]
    previous = [AREA, *others]
    current = [AREA, *others[:2], replace(CODE, code="required", value="", cell="C9")]
    assert build_progress(previous, current) == Progress(before=12, mended=9, new=1)


def test_a_row_inserted_above_makes_nothing_new():
    moved = [replace(AREA, cell="D5", row=5), replace(CODE, cell="C5", row=5)]
    assert build_progress([AREA, CODE], moved) == Progress(before=2, mended=0, new=0)


def test_a_value_mistyped_anew_in_its_cell_is_the_same_finding():
    again = replace(AREA, value="сорок")
    assert build_progress([AREA], [again]) == Progress(before=1, mended=0, new=0)


def test_the_same_value_twice_counts_twice():
    twice = [AREA, replace(AREA, cell="D5")]
    assert build_progress(twice, [AREA]) == Progress(before=2, mended=1, new=0)


def test_another_rule_in_the_same_cell_is_new():
    other = replace(AREA, code="minimum", value="-1")
    assert build_progress([AREA], [other]) == Progress(before=1, mended=1, new=1)


def test_notes_do_not_count():
    assert build_progress([CAPS, AREA], [CAPS, CAPS]) == Progress(before=1, mended=1, new=0)

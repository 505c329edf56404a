"""The table of look-alike letters, held against Unicode's own; what is said of a repaired one."""

from __future__ import annotations

from confusable_homoglyphs.confusables import confusables_data

from pipeline.validate.lookalikes import CYRILLIC_TO_LATIN, LATIN_TO_CYRILLIC, replaced_letters

UKRAINIAN = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
CYRILLIC = UKRAINIAN + UKRAINIAN.upper() + "ЅѕЈј"
LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def family(letter):
    """The letter and whatever the library finds confusable with it."""
    return {letter, *(other["c"] for other in confusables_data.get(letter, []))}


def test_the_table_is_that_of_unicode_for_letters_of_one_case_less_one_pair_that_differs_in_print():
    confusable = {
        (cyrillic, latin)
        for cyrillic in CYRILLIC
        for latin in LATIN
        if cyrillic.isupper() == latin.isupper() and family(cyrillic) & family(latin)
    }
    ours = {(chr(cyrillic), chr(latin)) for cyrillic, latin in CYRILLIC_TO_LATIN.items()}
    assert confusable - ours == {("г", "r")}
    assert ours - confusable == set()


def test_no_latin_letter_becomes_one_that_ukrainian_has_not():
    assert {chr(letter) for letter in LATIN_TO_CYRILLIC.values()} <= set(CYRILLIC) - set("ЅѕЈј")


def test_a_replaced_letter_is_named_with_its_place():
    assert replaced_letters("Кiоск", "Кіоск") == "латинська «i» на місці 2"
    assert replaced_letters("UА", "UA") == "кирилична «А» на місці 2"
    assert replaced_letters("Kиiв", "Київ") == ""
    assert replaced_letters("Kieв", "Кіев") == (
        "латинська «K» на місці 1, латинська «i» на місці 2, латинська «e» на місці 3"
    )


def test_of_many_letters_the_first_are_named_and_the_rest_counted():
    assert replaced_letters("cocoxa", "сосоха") == (
        "латинська «c» на місці 1, латинська «o» на місці 2, латинська «c» на місці 3, "
        "латинська «o» на місці 4 і ще 2"
    )


def test_other_repairs_name_no_letter():
    assert replaced_letters("7,5", "7.5") == replaced_letters(" а", "а") == ""

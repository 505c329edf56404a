from __future__ import annotations

import random

import pytest
from stdnum.ua import rntrc

from pipeline.model import Field, NotPersonal, PersonalData

NOTE = Field("note", "Відомості")
FIELDS = [Field("key", "Ключ"), NOTE]


def numbers(count: int, *, sound: bool, seed: int = 1) -> list[str]:
    """Synthetic ten-digit numbers with, or without, the check digit of a РНОКПП."""
    chance = random.Random(seed)
    found: list[str] = []
    while len(found) < count:
        number = f"{chance.randrange(10**9, 4 * 10**9)}"
        if rntrc.is_valid(number) is sound:
            found.append(number)
    return found


def table(values: list[str]) -> bytes:
    return ("key,note\n" + "".join(f"{i},{value}\n" for i, value in enumerate(values))).encode()


def codes(verdict) -> list[tuple[str, bool, str | None]]:
    return [(finding.code, finding.blocks, finding.cell) for finding in verdict.findings]


def test_a_column_of_tax_numbers_blocks_cell_by_cell_and_masked(check):
    values = numbers(3, sound=True)
    verdict = check("t.csv", table(values), fields=FIELDS)
    assert codes(verdict) == [("leak-rnokpp", True, f"B{line}") for line in (2, 3, 4)]
    assert [f.value for f in verdict.findings] == [f"{v[:2]}••••••{v[-2:]}" for v in values]
    assert verdict.findings[0].message == (
        "Схоже на персональні дані: РНОКПП фізичної особи. Вилучіть їх або попросіть того, хто "
        "веде каталог, записати підставу для оприлюднення."
    )


def test_one_number_beside_the_word_that_names_it_blocks(check):
    [number] = numbers(1, sound=True)
    values = ["Петренко", f"РНОКПП {number}", "Коваль", "Мельник"]
    assert codes(check("t.csv", table(values), fields=FIELDS)) == [("leak-rnokpp", True, "B3")]


def test_one_number_in_a_column_titled_so_blocks(check):
    fields = [Field("key", "Ключ"), Field("note", "Ідентифікаційний код")]
    [number] = numbers(1, sound=True)
    verdict = check("t.csv", table([number, "а", "б"]), fields=fields)
    assert codes(verdict) == [("leak-rnokpp", True, "B2")]


def test_a_single_lonely_match_is_a_note(check):
    [number] = numbers(1, sound=True)
    verdict = check("t.csv", table(["а", "б", number, "в"]), fields=FIELDS)
    assert codes(verdict) == [("leak-rnokpp-possible", False, "B4")]
    assert verdict.findings[0].message == (
        "Перевірте, чи це не персональні дані (РНОКПП фізичної особи): схоже на них "
        "1\u00a0клітинка стовпця."
    )


@pytest.mark.parametrize("seed", range(20))
def test_a_column_of_random_numbers_stays_silent(check, seed):
    chance = random.Random(seed)
    values = [f"{chance.randrange(10**9, 10**10)}" for _ in range(60)]
    assert check("t.csv", table(values), fields=FIELDS).findings == ()


def test_a_declared_or_released_column_is_not_searched(check):
    content = table(numbers(4, sound=True))
    for told in (
        {"personal_data": (PersonalData("note", "Закон"),)},
        {"not_personal": (NotPersonal("note", "Коваль", "номери договорів"),)},
    ):
        assert check("t.csv", content, fields=FIELDS, dataset=told).findings == ()


def test_a_tax_number_in_place_of_a_companys_code_is_masked_everywhere(check):
    [number] = numbers(1, sound=True)
    content = f"uid,name,ownerId\n1,ФОП, {number} \n".encode()
    verdict = check("t.csv", content)
    finding = verdict.findings[-1]
    assert (finding.code, finding.blocks, finding.cell) == ("rnokpp", True, "C2")
    assert finding.message == (
        "Це РНОКПП фізичної особи: його не оприлюднюють. Зітріть номер або напишіть «знеособлено»."
    )
    shown = [finding.value, *(text for r in verdict.repairs for text in (r.before, r.after))]
    assert not any(number in (text or "") for text in shown)


def test_a_column_of_personal_kind_needs_its_ground(check):
    fields = [Field("key", "Ключ"), Field("note", "Ім’я дитини", kind="private-name")]
    content = table(["", "Коваль Олена"])
    [finding] = check("t.csv", content, fields=fields).findings
    assert (finding.code, finding.blocks, finding.cell, finding.value) == (
        "personal-column",
        True,
        "B3",
        None,
    )
    assert finding.message.startswith("Стовпець «Ім’я дитини» містить персональні дані")
    told = {"personal_data": (PersonalData("note", "Закон № 1"),)}
    assert check("t.csv", content, fields=fields, dataset=told).findings == ()


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("паспорт СТ123456", "leak-passport"),
        ("паспорт громадянина України серії СТ № 123456", "leak-passport"),
        ("petrenko@ukr.net", "leak-private-email-possible"),
        ("дзвонити 050 123-45-67", "leak-private-phone-possible"),
    ],
)
def test_other_personal_data_are_known_by_their_shape(check_cell, value, code):
    assert [finding.code for finding in check_cell(value, NOTE).findings] == [code]


def test_numbers_of_certificates_are_at_most_one_note(check, check_cell):
    verdict = check("t.csv", table(["АТ 001234", "АТ 001235", "АТ№001236"]), fields=FIELDS)
    assert codes(verdict) == [("leak-passport-possible", False, "B2")]
    assert check_cell("АТ 001234", NOTE).findings == ()


def test_an_account_of_a_person_is_known_and_one_of_a_body_is_not(check_cell):
    from stdnum import iban

    def account(balance: str) -> str:
        bban = "305299" + balance.rjust(19, "0")
        return f"UA{iban.calc_check_digits('UA00' + bban)}{bban}"

    assert [f.code for f in check_cell(account("26201234567890"), NOTE).findings] == [
        "leak-personal-iban-possible"
    ]
    assert check_cell(account("26001234567890"), NOTE).findings == ()


@pytest.mark.parametrize(
    "value",
    ["5310100000", "contact@example.gov.ua", "+380441234567", "ДСТУ 123456", "№ 1234567890/21"],
)
def test_what_offices_write_every_day_is_no_leak(check_cell, value):
    assert check_cell(value, NOTE).findings == ()


def test_ten_digits_in_a_column_of_company_codes_are_named_and_masked(check_cell):
    field = Field("owner", "Код ЄДРПОУ", kind="edrpou")
    [finding] = check_cell("1234567890", field).findings
    assert (finding.code, finding.blocks, finding.value) == (
        "edrpou-ten-digits",
        True,
        "12••••••90",
    )
    assert finding.message == (
        "Тут 10 цифр, а в коді ЄДРПОУ їх 8. Можливо, це РНОКПП фізичної особи: його не "
        "оприлюднюють. Впишіть код ЄДРПОУ, а якщо це номер людини — зітріть його."
    )


@pytest.mark.parametrize("kind", ["edrpou", "party-id", "party-id-list"])
def test_a_tax_number_among_words_in_a_column_of_codes_is_found_and_masked(check_cell, kind):
    [number] = numbers(1, sound=True)
    field = Field("owner", "Код особи", kind=kind)
    [finding] = check_cell(f"ФОП Коваль О. П., РНОКПП {number}", field).findings
    assert (finding.code, finding.blocks) == ("rnokpp", True)
    assert number not in (finding.value or "")


@pytest.mark.parametrize("value", ["СН123456", "КВ 123456", "паспорт СН № 123456"])
def test_a_passport_in_a_column_of_codes_is_found_and_masked(check_cell, value):
    [finding] = check_cell(value, Field("owner", "Код особи", kind="party-id")).findings
    assert (finding.code, finding.blocks, finding.message) == (
        "passport-number",
        True,
        "Схоже на номер паспорта: його не оприлюднюють. Зітріть номер або напишіть «знеособлено».",
    )
    assert "1234" not in (finding.value or "")


def test_a_code_of_a_foreign_company_is_no_passport(check_cell):
    assert check_cell("HE123456", Field("owner", "Код особи", kind="party-id")).findings == ()

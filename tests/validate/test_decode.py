from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.validate.decode import read_text
from pipeline.validate.grid import Unreadable

UKRAINIAN = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
WORDS = st.text(alphabet=UKRAINIAN, min_size=1, max_size=12).map(str.capitalize)
TEXTS = st.lists(WORDS, min_size=1, max_size=30).map(" ".join)


@given(TEXTS)
def test_any_ukrainian_text_in_windows_1251_comes_back(text):
    content = text.encode("cp1251")
    assume(not _is_utf8(content))
    decoded = read_text(content)
    assert (decoded.text, decoded.encoding) == (text, "Windows-1251")


@given(st.text())
def test_any_text_in_utf_8_comes_back(text):
    assume(not text.startswith(("\ufeff", "\ufffe")))
    assert read_text(text.encode()).text == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_decides(encoding):
    assert read_text("Їжак; Ґанок".encode(encoding)).text == "Їжак; Ґанок"


def test_capitals_in_windows_1251_are_read():
    assert read_text("НОМЕР;НАЗВА ОБ’ЄКТА".encode("cp1251")).text == "НОМЕР;НАЗВА ОБ’ЄКТА"


@pytest.mark.parametrize("encoding", ["koi8-u", "cp1125"])
def test_another_encoding_is_not_read_as_windows_1251(encoding):
    content = ("Назва установи;Адреса будівлі;Керівник закладу\n" * 3).encode(encoding)
    with pytest.raises(Unreadable) as refused:
        read_text(content)
    assert refused.value.finding.code == "encoding-unknown"
    assert refused.value.finding.message.startswith("Не вдалося впевнено прочитати")


def test_koi8_u_is_read_where_it_is_declared():
    assert read_text("Їжак у Ґанку".encode("koi8-u"), "koi8-u").text == "Їжак у Ґанку"


def test_a_declared_encoding_nobody_knows_is_named():
    with pytest.raises(Unreadable, match="«windows-9999», якого програма не знає"):
        read_text(b"a", "windows-9999")


def test_one_torn_letter_in_utf_8_is_damage_and_its_line_is_named():
    content = ("Назва;Адреса\n" * 200).encode() + "Школа\n".encode()[:-2] + b"\n"
    with pytest.raises(Unreadable) as refused:
        read_text(content)
    assert refused.value.finding.code == "encoding-damaged"
    assert "в рядку 201" in refused.value.finding.message


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True

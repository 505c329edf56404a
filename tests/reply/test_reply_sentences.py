"""The first line, the progress line, and what to do."""

import pytest
from replies import AREA, CAPS, CODE, reply

from pipeline.reply.progress import Progress
from pipeline.reply.sentences import headline, next_steps, progress_sentence, tone


def space(text):
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("count", "sentence"),
    [
        (1, "Не опубліковано: 1 зауваження зупиняє публікацію"),
        (3, "Не опубліковано: 3 зауваження зупиняють публікацію"),
        (5, "Не опубліковано: 5 зауважень зупиняють публікацію"),
        (21, "Не опубліковано: 21 зауваження зупиняє публікацію"),
        (5000, "Не опубліковано: 5 000 зауважень зупиняють публікацію"),
    ],
)
def test_a_refusal_is_counted_in_right_plurals(count, sentence):
    assert space(headline(reply(*[CODE] * count))) == sentence


@pytest.mark.parametrize(
    ("happened", "findings", "sentence", "look"),
    [
        ("published", (), "Опубліковано", "good"),
        ("published", (CAPS,), "Опубліковано (1 примітка)", "attention"),
        ("unchanged", (), "Без змін: ці дані вже опубліковано", "good"),
        ("checked", (), "Перевірено: зауважень немає", "good"),
        ("checked", (CAPS, CAPS), "Перевірено: можна публікувати (2 примітки)", "attention"),
        (
            "checked",
            (CODE, CAPS),
            "Перевірено: 1 зауваження зупиняє публікацію",
            "bad",
        ),
        (
            "refused",
            (),
            "Не опубліковано, хоча в самому файлі нічого виправляти не треба",
            "attention",
        ),
    ],
)
def test_the_first_line_says_what_happened(happened, findings, sentence, look):
    answer = reply(*findings, happened=happened)
    assert (space(headline(answer)), tone(answer)) == (sentence, look)


@pytest.mark.parametrize(
    ("progress", "sentence"),
    [
        (None, ""),
        (Progress(before=0, mended=0, new=3), ""),
        (
            Progress(before=12, mended=9, new=1),
            "Порівняно з минулою спробою: виправлено 9 із 12, 1 нове.",
        ),
        (
            Progress(before=12, mended=0, new=5),
            "Порівняно з минулою спробою: виправлено 0 із 12, 5 нових.",
        ),
        (
            Progress(before=3, mended=3, new=0),
            "Порівняно з минулою спробою: виправлено всі 3, нових немає.",
        ),
        (
            Progress(before=1, mended=1, new=2),
            "Порівняно з минулою спробою: виправлено 1 із 1, 2 нові.",
        ),
    ],
)
def test_progress_is_one_sentence(progress, sentence):
    assert progress_sentence(progress) == sentence


def test_an_accepted_file_asks_for_nothing():
    assert next_steps(reply(CAPS, happened="published"), "x.xlsx") == ()


def test_a_refused_file_names_the_workbook_to_open():
    steps = next_steps(reply(AREA), "buildings-zauvazhennia.xlsx")
    assert "«buildings-zauvazhennia.xlsx»" in steps[0]
    assert steps[2] == "Збережіть файл і покладіть його туди ж, куди клали минулого разу."


def test_without_a_workbook_the_office_opens_its_own_file():
    steps = next_steps(reply(AREA, happened="checked"), None)
    assert steps == (
        "Відкрийте свій файл «buildings.xlsx».",
        "Виправте те, що названо нижче.",
        "Збережіть файл і перевірте його ще раз.",
    )

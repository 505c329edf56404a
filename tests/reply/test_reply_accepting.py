from dataclasses import replace

import pytest
from replies import AREA, CAPS, reply, verdict

from pipeline.model import Finding
from pipeline.reply.accepting import accept_command
from pipeline.reply.sentences import headline, next_steps

GUARD = Finding("guard-rows-fell", True, "Рядків замало.")
BOUND = Finding("guard-bound-table", True, "Чекає на іншу.")
DIGIT = Finding("edrpou-check-digit", True, "Помилка.", cell="C4", field="edrpou", value="12345679")
COMMAND = 'pipeline accept economy --delivery aaaaaaaaaaaa --by "ПРІЗВИЩЕ" --reason "ПРИЧИНА"'


@pytest.mark.parametrize(
    ("findings", "command"),
    [
        ((GUARD, CAPS), COMMAND),
        ((GUARD, DIGIT), f"{COMMAND} --edrpou 12345679"),
        ((DIGIT, replace(DIGIT, cell="C5")), f"{COMMAND} --edrpou 12345679"),
        ((GUARD, BOUND), COMMAND),
        ((BOUND,), None),
        ((GUARD, AREA), None),
        ((CAPS,), None),
        ((), None),
    ],
)
def test_the_command_stands_ready_where_a_persons_word_is_all_that_is_missing(findings, command):
    assert accept_command(verdict(*findings)) == command


def test_an_officer_is_told_to_look_first_and_then_to_ask():
    answer = reply(GUARD)
    assert headline(answer) == "Не опубліковано: 1\u00a0застереження чекає на підтвердження"
    assert next_steps(answer, None) == (
        "Перевірте, чи файл повний і чи це останній варіант.",
        "Якщо ні — покладіть правильний файл туди ж, куди клали цей.",
        "Якщо все правильно — повідомте адміністратора відкритих даних: він підтвердить це "
        "командою, яку наведено нижче.",
    )

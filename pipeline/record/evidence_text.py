"""The text in a pack of evidence: what lies in it and how anybody checks it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pipeline.model import Release
from pipeline.record.standing import Head
from pipeline.wording import minute

CHECK = """\
import hashlib, json

for line in open("events.jsonl", encoding="utf-8"):
    event = json.loads(line)
    said = event.pop("hash")
    text = json.dumps(event, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    whole = hashlib.sha256(text.encode()).hexdigest() == said
    print("Подія", event["seq"], "ціла" if whole else "ЗМІНЕНА")
"""
"""What a person runs with any Python 3 to see that no event was altered."""

README = """\
Докази випуску {hash}
Набір даних: {dataset}
Складено: {made} (за київським часом)

ЩО ТУТ Є

documents/      документи випуску такими, якими їх опубліковано
{raw}release.json    опис випуску: документи, їхні файли та хеші
findings.json   що виявлено в надходженнях, з яких зроблено документи
portals.json    що записано про кожен файл на порталах: ідентифікатори, час, номер події
events.jsonl    події журналу про цей випуск, по одній на рядок
check.py        перевірка подій
SHA256SUMS      хеші всіх файлів

ЯК ПЕРЕВІРИТИ

1. Файли цілі:

   sha256sum --check SHA256SUMS

2. Події цілі. Хеш події рахують від усього її рядка, крім самого хешу:

   python3 check.py

3. Документ той самий, що й на порталі: хеш файлу з теки documents/ дорівнює полю sha256 події
   «published» (або «adopted») і полю hash ресурсу на порталі.

4. Події справді з журналу, а журнал відтоді не переписано. Коли складали ці докази, журнал
   закінчувала подія {length} із хешем
   {head}
   Той самий хеш друкують звіти того часу. Хто веде журнал, перевіряє його так:

   pipeline ledger verify --head {head}

   і порівнює рядки events.jsonl із рядками команди «pipeline ledger export».

5. Назва випуску відповідає вмістові: це перші 16 знаків SHA-256 від рядків
   «документ NUL файл NUL хеш LF» для кожного файлу з release.json по порядку.
{missing}"""

MISSING = """
Цих надходжень в архіві вже немає: минув строк зберігання або їх вилучено (про це є події журналу).

{hashes}
"""


def write_readme(
    release: Release, head: Head, missing: Sequence[str], now: datetime, *, raw: bool
) -> str:
    """The text, Ukrainian, for a person who has only the pack."""
    hashes = "\n".join(missing)
    return README.format(
        hash=release.hash,
        dataset=release.dataset,
        made=minute(now),
        raw="raw/            надходження підрозділів, байт у байт\n" if raw else "",
        length=head.length,
        head=head.hash,
        missing=MISSING.format(hashes=hashes) if missing else "",
    )

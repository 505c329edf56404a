"""Letters through a real SMTP server: who hears what, once, and nobody else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cities import write_city
from ledgers import Clock, an_event
from post import Mailbox, smtp_server

from pipeline.catalogue import read_catalogue
from pipeline.mailing import Sent, prepare_letters, send_letters
from pipeline.model import Catalogue, Responsible
from pipeline.post import ApprisePost, PostError
from pipeline.record.event import Kind
from pipeline.record.ledger import Ledger

STALLS, ROADS = "economy-stalls", "roads-signs"
OFFICER = "data@city.example"


@pytest.fixture
def mail() -> Iterator[tuple[Mailbox, str]]:
    with smtp_server() as opened:
        yield opened


class City:
    """Two datasets of two people, published on Tuesday 01.06.2021 at noon in Kyiv."""

    def __init__(self, folder: Path, ledger: Ledger, clock: Clock, mail: tuple[Mailbox, str]):
        write_city(folder / "city")
        self.catalogue: Catalogue = read_catalogue(folder / "city")
        (stalls,) = self.catalogue.datasets
        roads = replace(
            stalls, name=ROADS, responsible=Responsible("Майстер", "roads@city.example")
        )
        self.catalogue = replace(self.catalogue, datasets=(stalls, roads))
        self.ledger, self.clock, self.reports = ledger, clock, folder / "reports"
        self.troubles: tuple[str, ...] = ()
        self.mailbox, url = mail
        self.post = ApprisePost(url)
        clock.moment = datetime(2021, 6, 1, 9, tzinfo=UTC)
        for dataset, title in ((STALLS, "Торгові місця"), (ROADS, "Дорожні знаки")):
            said = {"title": title, "office": "economy", "office_name": "Управління економіки",
                    "frequency": "once a month"}  # fmt: skip
            self.tell(Kind.DESCRIBED, dataset, data=said)
            self.publish(dataset, "a")

    def tell(self, kind: Kind, dataset: str, **parts: Any) -> None:
        self.ledger.record(an_event(kind, self.clock.moment, dataset=dataset, **parts))

    def publish(self, dataset: str, sha256: str) -> None:
        self.tell(Kind.PUBLISHED, dataset, document=f"{dataset}/table", portal="city",
                  sha256=sha256, data={"role": "data"})  # fmt: skip

    def refuse(self, dataset: str, sha256: str, messages: int) -> None:
        document = f"{dataset}/table"
        self.tell(Kind.GATHERED, dataset, document=document, sha256=sha256)
        self.tell(Kind.REFUSED, dataset, document=document, sha256=sha256,
                  data={"blocking": messages})  # fmt: skip
        folder = self.reports / document
        folder.mkdir(parents=True, exist_ok=True)
        findings = [{"blocks": False, "cell": None, "message": "Примітка."}]
        findings += [
            {"blocks": True, "cell": f"B{number}", "message": f"Вада {number}."}
            for number in range(2, 2 + messages)
        ]
        (folder / "findings.json").write_text(json.dumps({"findings": findings}))
        (folder / "Укриття 2021-zauvazhennia.xlsx").write_bytes(b"PK workbook")

    def hold(self, dataset: str, sha256: str) -> None:
        document = f"{dataset}/table"
        self.tell(Kind.GATHERED, dataset, document=document, sha256=sha256)
        self.tell(Kind.HELD, dataset, document=document, sha256=sha256)
        (self.reports / document).mkdir(parents=True)
        finding = {"blocks": True, "cell": None, "message": "Рядків стало втричі менше."}
        told = json.dumps({"findings": [finding]})
        (self.reports / document / "findings.json").write_text(told)

    def on(self, month: int, day: int, hour: int = 9) -> list[str]:
        """One round of the post; the addressees of the letters that went."""
        self.clock.moment = datetime(2021, month, day, hour, tzinfo=UTC)
        return [each.letter.to for each in self.round() if each.went]

    def round(self) -> list[Sent]:
        now = self.clock.moment
        prepared = prepare_letters(self.catalogue, self.ledger, self.reports, now, self.troubles)
        return list(send_letters(prepared, self.post, self.ledger, now, "robot"))


@pytest.fixture
def city(tmp_path: Path, ledger: Ledger, clock: Clock, mail: tuple[Mailbox, str]) -> City:
    return City(tmp_path, ledger, clock, mail)


def test_the_summary_of_the_week_says_what_the_daemon_had_to_endure(city: City) -> None:
    city.troubles = ("Програма не працювала з 01.06.2021 10:00 до 02.06.2021 11:00.",)
    (sent,) = city.round()
    assert "Програма не працювала з 01.06.2021 10:00" in sent.letter.html


def test_where_all_is_well_nobody_hears_but_the_officer_once_a_week(city: City) -> None:
    assert city.on(6, 2) == [OFFICER]
    assert city.on(6, 3) == []
    assert city.on(6, 6) == []
    assert city.on(6, 7) == [OFFICER]
    assert city.mailbox.subjects() == [
        "Відкриті дані: підсумок тижня 22 2021 року",
        "Відкриті дані: підсумок тижня 23 2021 року",
    ]


def test_the_summary_has_the_sentence_and_what_waits_in_which_office(city: City) -> None:
    city.on(6, 25)
    text = city.mailbox.text(-1)

    assert text.startswith(
        "Станом на 25.06.2021 у розділі «Відкриті дані» опубліковано 2 набори даних, "
        "які містять 2 документи."
    )
    assert (
        "Управління економіки: Торгові місця: оновити: щомісяця, востаннє 01.06.2021, "
        "останній день 02.07.2021 (7 днів)" in text
    )
    assert "Управління економіки: набори 2, документи 2, вчасно 100 %, прострочено 0" in text
    assert "хеш" in text


def test_a_person_hears_of_their_own_datasets_only(city: City) -> None:
    city.on(6, 2)
    city.refuse(STALLS, "b", 5)

    assert city.on(6, 3) == ["economy@city.example"]
    assert city.mailbox.addressees[-1] == ["economy@city.example"]
    assert city.mailbox.subjects()[-1] == "Відкриті дані: не прийнято 1"
    assert "Дорожні знаки" not in city.mailbox.text(-1)


def test_a_refusal_comes_with_its_first_three_findings_and_the_workbook(city: City) -> None:
    city.on(6, 2)
    city.refuse(STALLS, "b", 5)
    city.on(6, 3)

    text = city.mailbox.text(-1)
    assert [line for line in text.splitlines() if line.startswith("- ")][:4] == [
        "- B2: Вада 2.",
        "- B3: Вада 3.",
        "- B4: Вада 4.",
        "- … і ще 2",
    ]
    assert "Зміни оприлюднюють за три робочі дні, тобто до 07.06.2021" in text
    assert city.mailbox.attachments(-1) == {"ukryttia-2021-zauvazhennia.xlsx": b"PK workbook"}


def test_a_delivery_that_waits_for_a_word_is_told_to_its_person_once(city: City) -> None:
    city.on(6, 2)
    city.hold(STALLS, "b")

    assert city.on(6, 3) == ["economy@city.example"]
    assert city.mailbox.subjects()[-1] == "Відкриті дані: чекає на підтвердження 1"
    assert (
        "Торгові місця (economy-stalls/table): файл від 02.06.2021 незвичний, тож його ще не "
        "опубліковано. Зміни оприлюднюють за три робочі дні, тобто до 07.06.2021 (4 дні). "
        "- Рядків стало втричі менше. Якщо файл повний і правильний — повідомте адміністратора "
        "відкритих даних, він це підтвердить; якщо ні — покладіть правильний."
    ) in " ".join(city.mailbox.text(-1).split())
    assert city.on(6, 4) == []


def test_both_parts_of_a_letter_say_the_same(city: City) -> None:
    city.on(6, 2)
    city.refuse(STALLS, "b", 1)
    city.on(6, 3)

    letter = city.mailbox.letters[-1]
    parts = [part.get_content_type() for part in letter.walk() if not part.is_multipart()]
    assert parts[:2] == ["text/plain", "text/html"]
    html = letter.get_body(("html",))
    assert html is not None
    assert "<li>B2: Вада 2.</li>" in html.get_content()


def test_the_same_state_is_never_told_twice(city: City) -> None:
    city.on(6, 2)
    city.refuse(STALLS, "b", 1)

    assert city.on(6, 3) == ["economy@city.example"]
    assert city.on(6, 4) == []
    assert city.on(6, 6) == []


def test_a_new_state_waits_until_the_last_letter_has_cooled(city: City) -> None:
    city.on(6, 2)
    city.refuse(STALLS, "b", 1)
    assert city.on(6, 3, hour=9) == ["economy@city.example"]
    city.refuse(STALLS, "c", 2)

    assert city.on(6, 3, hour=18) == []
    assert city.on(6, 4, hour=6) == ["economy@city.example"]


def test_due_becomes_overdue_with_a_letter_for_each(city: City) -> None:
    city.on(6, 2)
    city.publish(ROADS, "b")
    assert "economy@city.example" in city.on(6, 22)
    assert city.mailbox.subjects()[-2:] == [
        "Відкриті дані: час оновити 1",
        "Відкриті дані: підсумок тижня 25 2021 року",
    ]
    city.on(6, 30)
    assert "economy@city.example" in city.on(7, 3)
    assert "Відкриті дані: прострочено 1" in city.mailbox.subjects()[-2:]


def test_good_news_goes_along_but_never_alone(city: City) -> None:
    city.on(6, 2)
    city.publish(STALLS, "b")
    assert city.on(6, 3) == []
    city.refuse(STALLS, "c", 1)
    city.on(6, 4)

    assert (
        "Опубліковано: 1\n\n"
        "- Торгові місця: http://127.0.0.1:5080/dataset/economy-stalls" in city.mailbox.text(-1)
    )


def test_what_was_mended_is_told_no_more(city: City) -> None:
    city.on(6, 2)
    city.refuse(STALLS, "b", 1)
    city.on(6, 3)
    city.publish(STALLS, "c")

    assert city.on(6, 4) == []


def test_one_thing_mended_is_no_reason_to_tell_the_other_again(city: City) -> None:
    roads = replace(city.catalogue.datasets[1], responsible=city.catalogue.datasets[0].responsible)
    city.catalogue = replace(city.catalogue, datasets=(city.catalogue.datasets[0], roads))
    city.on(6, 2)
    city.refuse(STALLS, "b", 1)
    city.refuse(ROADS, "b", 1)
    assert city.on(6, 3) == ["economy@city.example"]
    city.publish(STALLS, "c")

    assert city.on(6, 4) == []
    city.refuse(STALLS, "d", 1)
    assert city.on(6, 5) == ["economy@city.example"]
    assert city.mailbox.subjects()[-1] == "Відкриті дані: не прийнято 2"
    text = city.mailbox.text(-1)
    assert [
        n for n in (1, 2) if f"Файл із позначеними клітинками — у вкладенні № {n}." in text
    ] == [
        1,
        2,
    ]


def test_a_letter_that_did_not_go_is_sent_the_next_time(city: City) -> None:
    city.on(6, 2)
    city.refuse(STALLS, "b", 1)
    city.mailbox.closed = True
    assert city.on(6, 3) == []
    city.mailbox.closed = False

    assert city.on(6, 4) == ["economy@city.example"]
    notified = list(city.ledger.read(kinds=(Kind.NOTIFIED,), newest_first=True))
    assert {**notified[0].event.data, "state": "…"} == {
        "to": "economy@city.example",
        "subject": "Відкриті дані: не прийнято 1",
        "state": "…",
        "channel": "digest",
    }


def test_a_server_that_is_gone_fails_no_round(city: City) -> None:
    city.post = ApprisePost("mailto://127.0.0.1:9?from=robot@city.example&mode=insecure")

    assert city.on(6, 2) == []


def test_a_lost_reply_still_tells_that_the_document_was_refused(city: City) -> None:
    city.on(6, 2)
    city.refuse(STALLS, "b", 2)
    (city.reports / STALLS / "table" / "findings.json").write_text("{")

    assert city.on(6, 3) == ["economy@city.example"]
    assert "2 зауваження зупиняють публікацію" in city.mailbox.text(-1)


def test_other_channels_get_the_summary_and_no_workbook(
    city: City, mail: tuple[Mailbox, str]
) -> None:
    with smtp_server() as (messenger, url):
        city.post = ApprisePost(mail[1], (url + "&to=channel@city.example",))
        city.refuse(STALLS, "b", 1)
        city.on(6, 2)

    assert messenger.subjects() == ["Відкриті дані: підсумок тижня 22 2021 року"]
    assert messenger.attachments() == {}
    assert len(city.mailbox.letters) == 2


def test_an_addressee_in_the_servers_url_gets_nothing(
    city: City, mail: tuple[Mailbox, str]
) -> None:
    city.post = ApprisePost(mail[1] + "&to=stranger@city.example&cc=other@city.example")
    city.on(6, 2)

    assert city.mailbox.addressees == [[OFFICER]]


@pytest.mark.parametrize(
    ("mail_url", "channels", "told"),
    [
        ("https://secret@city.example", (), "PIPELINE_MAIL_URL має бути адресою пошти"),
        ("mailto://", (), "PIPELINE_MAIL_URL: одну з адрес не вдалося прочитати"),
        (
            "mailto://127.0.0.1?from=a@city.example",
            ("nonsense://secret",),
            "PIPELINE_NOTIFY_URLS: одну з адрес не вдалося прочитати",
        ),
    ],
)
def test_a_url_that_cannot_work_is_told_without_its_secret(
    mail_url: str, channels: tuple[str, ...], told: str
) -> None:
    with pytest.raises(PostError) as error:
        ApprisePost(mail_url, channels)

    assert str(error.value).startswith(told)
    assert "secret" not in str(error.value)
    assert "secret" not in repr(ApprisePost("mailto://u:secret@127.0.0.1?from=a@city.example"))

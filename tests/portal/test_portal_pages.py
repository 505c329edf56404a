"""The section's pages as a visitor's browser gets them."""

from __future__ import annotations

import io
from typing import Any

import pytest
import requests
from bs4 import BeautifulSoup, Tag

from pipeline.portal.documents import build_documents
from pipeline.portal.labels import day_label, frequency_label, minute_label
from pipeline.portal.paging import build_paging

NOTICE = (
    'Відповідно до Закону України "Про доступ до публічної інформації" публічна інформація у '
    "формі відкритих даних (відкриті дані) оприлюднюється для вільного та безоплатного доступу до "
    "неї. Відкриті дані дозволені для їх подальшого вільного використання та поширення.",
    "Будь-яка особа може вільно копіювати, публікувати, поширювати, використовувати, зокрема в "
    "комерційних цілях, у поєднанні з іншою інформацією або шляхом включення до складу власного "
    "продукту відкриті дані з обов’язковим посиланням на джерело їх отримання.",
    "Умовою будь-якого подальшого використання відкритих даних є обов’язкове посилання на джерело "
    "їх отримання (у тому числі гіперпосилання на веб-сторінку відкритих даних розпорядника "
    "інформації).",
)


def text(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ", strip=True).split())


def texts(page: Tag, selector: str) -> list[str]:
    return [text(found) for found in page.select(selector)]


def test_the_section_counts_datasets_and_documents(city: Any) -> None:
    page = city.page("/")
    assert texts(page, ".figure") == ["2 набори даних", "61 документ"]
    assert text(page.h1) == "Відкриті дані"
    assert text(page.select_one(".brand__publisher")) == (
        "Лисичанська міська військово-цивільна адміністрація"
    )


def test_a_card_says_what_a_dataset_is(city: Any) -> None:
    cards = city.page("/").select(".card")
    assert [text(card.h3) for card in cards] == [
        "Їхні розпорядження: керівник адміністрації",
        "Перелік об’єктів комунальної власності",
    ]
    assert text(cards[1].select_one(".card__office")) == "Управління економіки"
    assert texts(cards[1], ".facts li") == [
        "1 документ",
        "Оновлення: щокварталу",
        "Змінено 01.07.2021",
    ]
    assert texts(cards[1], ".badge") == ["CSV", "XLSX"]
    assert cards[1].h3.a["href"] == "/dataset/economy-buildings"


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/?q=комунальної", ["Перелік об’єктів комунальної власності"]),
        ("/?q=об'єктів", ["Перелік об’єктів комунальної власності"]),
        ("/?office=Відділ організаційної роботи", ["Їхні розпорядження: керівник адміністрації"]),
        ("/?tag=оренда", ["Перелік об’єктів комунальної власності"]),
        ("/?q=комунальної&office=Відділ організаційної роботи", []),
        (
            "/?sort=changed",
            [
                "Їхні розпорядження: керівник адміністрації",
                "Перелік об’єктів комунальної власності",
            ],
        ),
        (
            "/?sort=nonsense&page=nonsense",
            [
                "Їхні розпорядження: керівник адміністрації",
                "Перелік об’єктів комунальної власності",
            ],
        ),
    ],
)
def test_the_list_can_be_narrowed(city: Any, address: str, found: list[str]) -> None:
    assert texts(city.page(address), ".card h3") == found


def test_an_empty_answer_says_so_and_leads_back(city: Any) -> None:
    empty = city.page("/?q=динозаври").select_one(".empty")
    assert text(empty.select_one(".empty__title")) == "За цими умовами нічого не знайдено."
    assert empty.a["href"] == "/"


def test_an_empty_portal_says_so(portal: Any) -> None:
    page = portal.page("/")
    assert texts(page, ".figure") == ["0 наборів даних", "0 документів"]
    assert text(page.select_one(".empty__title")) == "Наборів даних тут ще немає."


def test_offices_and_keywords_lead_to_their_datasets_and_back(city: Any) -> None:
    page = city.page("/")
    assert texts(page, ".choice") == [
        "Відділ організаційної роботи 1",
        "Управління економіки 1",
    ]
    chosen = city.page(page.select(".choice")[1]["href"])
    assert texts(chosen, ".card h3") == ["Перелік об’єктів комунальної власності"]
    assert texts(chosen, ".choice--chosen") == ["Управління економіки 1"]
    assert chosen.select_one(".choice--chosen")["href"] == "/"
    assert texts(chosen, "option[selected]") == ["Управління економіки"]


def test_long_lists_come_in_pages(portal: Any) -> None:
    for number in range(45):
        portal.client.action.package_create(
            name=f"set-{number:02}", owner_org="lysychansk", notes="x"
        )
    page = portal.page("/?q=x&page=2")
    assert len(page.select(".card")) == 20
    assert page.select_one("[rel=prev]")["href"] == "/?q=x"
    assert page.select_one("[rel=next]")["href"] == "/?q=x&page=3"
    assert text(page.select_one("[aria-current=page]")) == "Сторінка 2"
    assert len(portal.page("/?page=99").select(".card")) == 5


def test_the_dataset_page_shows_the_passport(city: Any) -> None:
    dataset = city.client.action.package_show(id="economy-buildings")
    page = city.page("/dataset/economy-buildings")
    rows = {text(row.th): text(row.td) for row in page.select(".passport tr")}
    assert rows == {
        "Ідентифікатор": dataset["id"],
        "Назва": "Перелік об’єктів комунальної власності",
        "Правова підстава": "Постанова Кабінету Міністрів України від 21.10.2015 № 835",
        "Мета збирання інформації": "Облік майна громади",
        "Мова": "Українська",
        "Формати": "CSV, XLSX",
        "Ключові слова": "майно, оренда",
        "Періодичність оновлення": "Щокварталу",
        "Перше оприлюднення": "02.03.2020 09:15",
        "Остання зміна": "01.07.2021 11:05",
        "Дані актуальні на": "01.07.2021 00:00",
        "Підрозділ": "Управління економіки",
        "Відповідальна особа": "Начальник відділу майна",
        "Електронна пошта": "maino@lysychansk.example",
        "Розпорядник": "Лисичанська міська військово-цивільна адміністрація",
    }
    assert page.select_one(".passport a[href^=mailto]")["href"] == "mailto:maino@lysychansk.example"
    assert texts(page, ".notes p") == [
        "Адреса, площа, балансоутримувач кожного об’єкта.",
        "Осіб набір не називає.",
    ]


def test_custom_fields_in_extras_stand_in_the_passport_too(portal: Any) -> None:
    portal.client.action.package_create(
        name="tariffs",
        owner_org="lysychansk",
        extras=[{"key": "legal_ground", "value": "Рішення № 14"}],
    )
    rows = portal.page("/dataset/tariffs").select(".passport tr")
    assert "Правова підстава Рішення № 14" in [text(row) for row in rows]


def test_the_dataset_page_carries_the_notice_of_the_law(city: Any) -> None:
    page = city.page("/dataset/economy-buildings")
    assert tuple(texts(page, ".notice p")) == NOTICE
    assert text(page.select_one("a[rel=license]")) == (
        "Creative Commons Attribution 4.0 (CC BY 4.0)"
    )


def test_formats_stand_under_their_document_and_the_rest_apart(city: Any) -> None:
    page = city.page("/dataset/economy-buildings")
    assert texts(page, ".document__title") == ["Перелік об’єктів"]
    assert texts(page, ".download") == ["CSV 13 Б", "XLSX 1,4 КБ"]
    assert texts(page, ".file__title") == [
        "Паспорт набору даних",
        "Структура набору даних",
        "Опис набору для програм",
    ]
    saved = requests.get(city.url + page.select_one(".download")["href"], timeout=10)
    assert saved.content == b"id,title\n1,x\n"


def test_hundreds_of_documents_can_be_paged_and_searched(city: Any) -> None:
    page = city.page("/dataset/organization-orders")
    assert len(page.select(".document")) == 50
    following = page.select_one("[rel=next]")["href"]
    assert following == "/dataset/organization-orders?page=2#documents"
    assert len(city.page(following).select(".document")) == 10
    found = city.page("/dataset/organization-orders?q=№ 59")
    assert texts(found, ".document__title") == ["Розпорядження № 59 «Про виділення коштів»"]
    assert "знайдено: 1." in text(found.select_one(".within__said"))


def test_an_id_leads_to_the_page_with_the_name(city: Any) -> None:
    dataset = city.client.action.package_show(id="economy-buildings")
    answer = requests.get(f"{city.url}/dataset/{dataset['id']}", timeout=10)
    assert answer.url == f"{city.url}/dataset/economy-buildings"


def test_a_missing_page_is_said_kindly(city: Any) -> None:
    for address in ("/dataset/nothing", "/nothing"):
        answer = requests.get(city.url + address, timeout=10)
        page = BeautifulSoup(answer.text, "html.parser")
        assert (answer.status_code, text(page.h1)) == (404, "Сторінку не знайдено")
        assert page.select_one("form[role=search]") is not None


def test_a_failure_of_our_own_is_said_kindly(portal: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("a fault in the program")

    monkeypatch.setattr("pipeline.portal.pages.build_section", fail)
    answer = requests.get(portal.url, timeout=10)
    page = BeautifulSoup(answer.text, "html.parser")
    assert (answer.status_code, text(page.h1)) == (500, "Сторінку не вдалося показати")


def test_pages_run_nothing_and_load_nothing_from_elsewhere(city: Any) -> None:
    answer = requests.get(f"{city.url}/dataset/economy-buildings", timeout=10)
    page = BeautifulSoup(answer.text, "html.parser")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; img-src 'self';")
    assert page.select("script, [style], [onclick]") == []
    for loaded in [*page.select("link[href]"), *page.select("img[src]")]:
        address = str(loaded.get("href") or loaded.get("src"))
        assert address.startswith("/static/")
        assert requests.get(city.url + address, timeout=10).status_code == 200


def test_pages_can_be_found_ones_way_through_without_eyes(city: Any) -> None:
    for address in ("/", "/dataset/organization-orders", "/dataset/economy-buildings"):
        page = city.page(address)
        assert page.html["lang"] == "uk"
        assert page.select_one("a.skip")["href"] == "#content"
        assert [len(page.select(name)) for name in ("header", "main#content", "footer", "h1")] == [
            1,
            1,
            1,
            1,
        ]
        named = {label["for"] for label in page.select("label[for]")}
        for field in page.select("input:not([type=hidden]), select"):
            assert field["id"] in named
        for svg in page.select("svg"):
            assert svg["aria-hidden"] == "true"
        used = [found["id"] for found in page.select("[id]")]
        assert sorted(used) == sorted(set(used))
        pointed = [found["aria-labelledby"] for found in page.select("[aria-labelledby]")]
        assert set(pointed) <= set(used)


def test_a_record_cannot_smuggle_markup_or_scripts(portal: Any) -> None:
    portal.client.action.package_create(
        name="evil", owner_org="lysychansk", title="<script>1</script>", url="javascript:alert(1)"
    )
    portal.client.action.resource_create(
        package_id="evil", name="<b>", resource_type="data", url="javascript:alert(1)"
    )
    page = portal.page("/dataset/evil")
    assert text(page.h1) == "<script>1</script>"
    assert page.select("script, b") == []
    assert page.select("[href^=javascript]") == []


def resource(position: int, role: str, name: str, format_: str = "CSV") -> dict[str, Any]:
    return {
        "resource_type": role,
        "name": name,
        "position": position,
        "format": format_,
        "url": f"/{position}",
        "url_type": "upload",
        "size": 1,
        "description": "",
        "last_modified": "2021-07-01T00:00:00",
    }


def test_documents_of_one_name_keep_their_own_formats() -> None:
    found = build_documents(
        [
            resource(0, "data", "Звіт"),
            resource(1, "alternative", "Звіт", "XLSX"),
            resource(2, "data", "Звіт"),
            resource(3, "alternative", "Звіт", "ODS"),
            resource(4, "alternative", "Без документа", "PDF"),
            resource(5, "documentation", "Паспорт"),
        ]
    )
    assert [[file.url for file in document.files] for document in found] == [
        ["/0", "/1"],
        ["/2", "/3"],
        ["/4"],
    ]


def test_times_are_shown_in_kyiv_and_odd_ones_as_they_are() -> None:
    assert minute_label("2021-06-30T21:30:00") == "01.07.2021 00:30"
    assert minute_label("2021-07-01") == "01.07.2021"
    assert day_label("2021-06-30T21:30:00Z") == "01.07.2021"
    assert (day_label("торік"), day_label(None)) == ("торік", "")
    assert frequency_label("щоп’ятниці") == "щоп’ятниці"


def test_pagination_leaves_out_the_middle() -> None:
    paging = build_paging(200, 20, 5, str)
    assert [page.number for page in paging.pages] == [1, None, 4, 5, 6, None, 10]
    assert (paging.previous, paging.next) == ("4", "6")
    assert build_paging(20, 20, 1, str).pages == ()


def test_a_file_of_unsaid_role_is_shown_but_not_counted(portal: Any, dataset: Any) -> None:
    portal.client.action.resource_create(
        package_id=dataset["id"], name="Лист", upload=("letter.pdf", io.BytesIO(b"1"))
    )
    page = portal.page("/dataset/economy-buildings")
    assert texts(page, ".file__title") == ["Лист"]
    assert texts(page, ".title .facts li")[0] == "0 документів"

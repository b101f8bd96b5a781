"""Finding items: every filter alone and together, words, both ways, in step with releases."""

import datetime

import pytest

from cms.base.errors import Invalid
from publishing import services
from publishing.finding import Wanted, find
from publishing.models import HomePage, ItemSearch
from publishing.services.search_index import index_item, is_indexed
from publishing.words import TIES, position_of, query_words, words
from tests.factories.people import OfficerFactory
from tests.factories.publishing import FIRST, PublishedItemFactory

pytestmark = pytest.mark.django_db


def titles(wanted, **paging):
    page = find(wanted, **({"cursor": None, "limit": 10} | paging))
    return [row.title for row in page.rows]


@pytest.fixture
def items():
    """Three items, each of which is alone in something."""
    officer = OfficerFactory(name="Budi Santoso")
    PublishedItemFactory(
        title="Mural",
        programme="art-policing",
        officer=officer,
        with_photos=True,
        polda="POLDA-32",
        polres="POLRES-3201",
    )
    PublishedItemFactory(title="Banjar", region_code="51.71.01.1002", activity="patroli")
    PublishedItemFactory(title="Teladan", hero=True, with_video=True, language="en")
    PublishedItemFactory(withdrawn=True)
    return officer


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, ["Teladan", "Banjar", "Mural"]),
        ({"kinds": ("story",)}, ["Banjar", "Mural"]),
        ({"kinds": ("hero", "story")}, ["Teladan", "Banjar", "Mural"]),
        ({"kinds": ("award", "hero")}, ["Teladan"]),
        ({"programme": "art-policing"}, ["Mural"]),
        ({"programme": "tidak-ada"}, []),
        ({"activity": "patroli"}, ["Banjar"]),
        ({"region": "51"}, ["Banjar"]),
        ({"region": "51.71"}, ["Banjar"]),
        ({"region": "51.71.01"}, ["Banjar"]),
        ({"region": "51.71.01.1002"}, ["Banjar"]),
        ({"region": "51.71.0"}, []),
        ({"unit": "POLDA-32"}, ["Mural"]),
        ({"unit": "POLRES-3201"}, ["Mural"]),
        ({"has_video": True}, ["Teladan"]),
        ({"has_video": False}, ["Banjar", "Mural"]),
        ({"has_photo": True}, ["Teladan", "Mural"]),
        ({"has_photo": False}, ["Banjar"]),
        ({"language": "en"}, ["Teladan"]),
        ({"kinds": ("hero",), "programme": "art-policing"}, []),
        ({"region": "32", "programme": "art-policing", "unit": "POLDA-32"}, ["Mural"]),
        ({"query": "mural"}, ["Mural"]),
        ({"query": "MURAL, ronda!"}, ["Mural"]),
        ({"query": "mural banjar"}, []),
        ({"query": "santoso"}, ["Mural"]),
        ({"query": "art policing"}, ["Mural"]),
        ({"query": "hujan"}, ["Teladan", "Banjar", "Mural"]),
        ({"query": "mural", "region": "51"}, []),
        ({"query": "!!!"}, []),
        ({"query": "_kind-hero"}, []),
        ({"query": "' OR 1=1 --"}, []),
        ({"query": '"mural" NOT x*'}, []),
        ({"query": "br p b"}, []),
    ],
)
def test_items_are_found_by(items, fields, found):
    assert titles(Wanted(**fields)) == found


def test_items_are_found_by_officer(items):
    assert titles(Wanted(officer=items.public_id)) == ["Mural"]
    assert titles(Wanted(officer=items.public_id, query="mural")) == ["Mural"]


@pytest.mark.parametrize("query", [None, "hujan"])
def test_since_is_included_and_until_is_not(query):
    moments = [FIRST + datetime.timedelta(microseconds=n) for n in range(4)]
    for number, moment in enumerate(moments):
        PublishedItemFactory(title=f"Cerita {number}", published_at=moment)

    assert titles(Wanted(query=query, since=moments[1], until=moments[3])) == [
        "Cerita 2",
        "Cerita 1",
    ]


@pytest.mark.parametrize("limit", [1, 2, 5, 9])
def test_pages_by_words_are_whole_both_ways(limit):
    for number in range(9):
        # Three share each moment.
        PublishedItemFactory(published_at=FIRST + datetime.timedelta(hours=number // 3))
    forth, back, cursor = [], [], None
    while True:
        page = find(Wanted(query="hujan"), cursor=cursor, limit=limit)
        forth.append([row.pk for row in page.rows])
        cursor = page.next_cursor
        if cursor is None:
            break
    while page.prev_cursor:
        page = find(Wanted(query="hujan"), cursor=page.prev_cursor, limit=limit)
        back.append([row.pk for row in page.rows])

    assert len({pk for pks in forth for pk in pks}) == sum(map(len, forth)) == 9
    assert back[::-1] == forth[:-1]


def test_a_cursor_of_another_list_is_refused(items):
    cursor = find(Wanted(), cursor=None, limit=1).next_cursor

    with pytest.raises(Invalid):
        find(Wanted(query="mural"), cursor=cursor, limit=1)


@pytest.mark.parametrize(
    "wanted", [Wanted(), Wanted(query="hujan"), Wanted(programme="x"), Wanted(kinds=("a", "b"))]
)
@pytest.mark.parametrize("rows", [1, 5])
def test_a_page_is_one_query(django_assert_num_queries, rows, wanted):
    for _number in range(rows):
        PublishedItemFactory()

    with django_assert_num_queries(1):
        find(wanted, cursor=None, limit=3)


def test_a_release_is_found_and_a_withdrawal_is_not(page):
    page.get_latest_revision().publish()
    page = HomePage.objects.get(pk=page.pk)
    before = titles(Wanted(query="warga rukun"))

    services.withdraw(actor=None, page=page, reason="Permintaan keluarga")

    assert (before, titles(Wanted(query="warga rukun"))) == (["Warga rukun"], [])
    assert not ItemSearch.objects.exists()


def test_a_changed_text_is_found_by_its_new_words_only():
    row = PublishedItemFactory(title="Lama")
    row.title = "Baru"
    row.save()
    assert not is_indexed(row)

    index_item(row)

    assert is_indexed(row)
    assert (titles(Wanted(query="lama")), titles(Wanted(query="baru"))) == ([], ["Baru"])


def test_a_moment_that_is_full_runs_over():
    row = PublishedItemFactory(published_at=FIRST)
    ItemSearch.objects.create(position=position_of(FIRST) + TIES - 1, item=row, words="x")

    other = PublishedItemFactory(published_at=FIRST, title="Penuh")

    assert ItemSearch.objects.get(item=other).position == position_of(FIRST) + TIES
    assert titles(Wanted(query="penuh")) == ["Penuh"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ronda malam, RW 03!", ["ronda", "malam", "rw", "03"]),
        ("Café – naïve", ["cafe", "naive"]),
        ("ﬁsik ½", ["fisik", "1", "2"]),
        ("", []),
        ("🙂 \x00 — “”", []),
        ("a_b", ["a", "b"]),
    ],
)
def test_words_are_plain(text, found):
    assert words(text) == found


def test_words_of_other_scripts_are_found():
    PublishedItemFactory(title="ꦱꦩ꧀ꦧꦁ العربية")

    assert len(titles(Wanted(query="ꦱꦩ꧀ꦧꦁ"))) == 1
    assert len(titles(Wanted(query="العربية"))) == 1
    assert all(word.isascii() for word in words("ꦱꦩ꧀ꦧꦁ العربية"))


def test_a_query_has_few_words():
    assert len(query_words(" ".join(f"kata{n}" for n in range(100)))) == 8

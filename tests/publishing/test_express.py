"""Lists asked for plainly are answered without Django's layers, and no reader can tell."""

import json
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import translation
from pydantic import BaseModel

from cms.base.answers import Prepared
from cms.base.api.express import HOSTS_AT_MOST, Express, List
from publishing.api.plain import LISTS
from publishing.item import PublicPerson, PublicTerm
from tests.edge.conftest import ask
from tests.factories.people import OfficerFactory
from tests.factories.publishing import PublishedItemFactory, released

pytestmark = pytest.mark.django_db
ITEMS = "/api/v1/items/"
STORIES = "/api/v1/stories/"


class Counted:
    """The long way, and how often it was taken."""

    def __init__(self, application):
        self.application, self.times = application, 0

    def __call__(self, environ, start_response):
        self.times += 1
        return self.application(environ, start_response)


@pytest.fixture
def long_way():
    # As the test client does: a request must not close the connection that holds the test.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield Counted(get_wsgi_application())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def express(long_way):
    """The layer, which has seen one answer to this host."""
    layer = Express(long_way, lists=LISTS)
    ask(layer, ITEMS, host="localhost")
    long_way.times = 0
    return layer


@pytest.fixture
def items():
    """Three live items, with everything an item can have, and one that is gone."""
    officer = OfficerFactory(name="Budi Santoso")
    person = PublicPerson(public_id=officer.public_id, name=officer.name, rank="", path=None)
    released(1, title="Mural 🙂 ꦱ", people=(person,))
    released(2, title="Banjar", activity=PublicTerm(slug="patroli", name="Patroli"))
    released(3, kind="hero", language="en", media=())
    PublishedItemFactory(withdrawn=True)


def both(express, long_way, path, query):
    """(the answer, the one of the long way, whether the first was given without it)."""
    before = long_way.times
    found = ask(express, path, query=query, host="localhost")
    quick = long_way.times == before
    return found, ask(long_way, path, query=query, host="localhost"), quick


@pytest.mark.parametrize("path", [ITEMS, STORIES])
@pytest.mark.parametrize(
    "query",
    [
        "", "limit=1", "limit=100", "limit=2&programme=art-policing", "activity=patroli",
        "province=51", "region=51.71", "has_video=true", "has_photo=false&language=id",
        "q=mural", "q=a%20b+c", "since=2020-01-01T00%3A00%3A00%2B07%3A00",
        "fields=id,title", "include=officers,places,media", "fields=id&include=officers&limit=1",
        "programme=tidak-ada", "unit=POLDA-32", "topic=x", "&limit=1&",
    ],
)  # fmt: skip
def test_it_says_what_the_long_way_says(express, long_way, items, path, query):
    found, expected, quick = both(express, long_way, path, query)

    assert quick
    assert found == expected
    assert found.status == 200


@pytest.mark.parametrize(
    "query", ["kind=story,hero", "updated_since=2020-01-01T00:00:00Z", "seq_after=0", "kind=award"]
)
def test_items_alone_have_more_to_ask(express, long_way, items, query):
    found, expected, quick = both(express, long_way, ITEMS, query)

    assert quick
    assert found == expected


def test_every_page_forth_and_back_is_the_same(express, long_way, items):
    address, way, seen = f"{ITEMS}?limit=1", "next", 0
    while address:
        parts = urlsplit(address)
        found, expected, quick = both(express, long_way, parts.path, parts.query)
        assert quick
        assert found == expected
        seen += 1
        page = json.loads(found.body)
        if page["next"] is None:
            way = "prev"
        address = page[way]
    assert seen == 5


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("warna=merah", 422), ("limit=0", 422), ("limit=x", 422), ("limit=1&limit=2", 422),
        ("cursor=", 422), ("cursor=dusta", 422), ("q=a%00b", 422),
        ("province=32&region=51.71", 422),
        ("since=2026-11-01", 422), ("kind=DROP", 422), ("q=%FF", 200), ("q=café", 200),
        ("&".join(f"a{n}=1" for n in range(30)), 422), ("q=" + "a" * 2_100, 422),
    ],
)  # fmt: skip
def test_what_is_odd_takes_the_long_way(express, long_way, items, query, status):
    query = query.encode().decode("latin-1")

    found, expected, _quick = both(express, long_way, ITEMS, query)

    assert (found.status, found.body) == (expected.status, expected.body)
    assert found.status == status


@pytest.mark.parametrize(
    "asked",
    [
        {"AUTHORIZATION": "Bearer x"}, {"COOKIE": "sessionid=x"}, {"IF_NONE_MATCH": '"x"'},
        {"IF_MODIFIED_SINCE": "Thu, 26 Nov 2026 00:00:00 GMT"}, {"RANGE": "bytes=0-1"},
        {"HX_REQUEST": "true"},
    ],
)  # fmt: skip
def test_who_asks_for_something_of_their_own_takes_the_long_way(express, long_way, items, asked):
    found = ask(express, ITEMS, host="localhost", **asked)
    times = long_way.times
    expected = ask(long_way, ITEMS, host="localhost", **asked)

    assert times == 1
    assert (found.status, found.body) == (expected.status, expected.body)


@pytest.mark.parametrize("method", ["HEAD", "POST", "OPTIONS", "DELETE"])
def test_other_methods_take_the_long_way(express, long_way, method):
    ask(express, ITEMS, method=method, host="localhost")

    assert long_way.times == 1


def test_other_addresses_take_the_long_way(express, long_way):
    for path in (f"/en{ITEMS}", "/api/v1/items", "/api/v1/media/", "/"):
        ask(express, path, host="localhost")

    assert long_way.times == 4


def test_a_known_answer_is_not_sent_again(express, items):
    etag = ask(express, ITEMS, host="localhost").headers["etag"]

    assert ask(express, ITEMS, host="localhost", IF_NONE_MATCH=etag).status == 304


def test_a_host_that_is_not_ours_is_refused_each_time(express, long_way, settings):
    settings.ALLOWED_HOSTS = ["localhost"]

    assert [ask(express, ITEMS, host="jahat.example").status for _n in range(3)] == [400] * 3
    assert long_way.times == 3


def test_each_host_and_scheme_is_heard_first(express, long_way, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    secure = [ask(express, ITEMS, host="localhost", X_FORWARDED_PROTO="https") for _n in range(2)]

    assert long_way.times == 1
    assert secure[0] == secure[1]


def test_hosts_are_not_kept_without_end(long_way):
    layer = Express(long_way, lists=LISTS)

    for number in range(HOSTS_AT_MOST + 2):
        ask(layer, ITEMS, host=f"h{number}.example")
    times = long_way.times
    ask(layer, ITEMS, host=f"h{HOSTS_AT_MOST + 1}.example")
    ask(layer, ITEMS, host="h0.example")

    assert long_way.times == times + 1


def test_a_thread_that_spoke_english_answers_as_any_other(express, long_way, items):
    with translation.override("en"):
        found = ask(express, ITEMS, query="include=places", host="localhost")
    expected = ask(long_way, ITEMS, query="include=places", host="localhost")

    assert found == expected


def test_a_list_is_one_query(express, items, django_assert_num_queries):
    with django_assert_num_queries(1):
        ask(express, ITEMS, query="limit=100", host="localhost")


def test_strangers_are_counted_here_as_there(express, long_way, settings):
    settings.API_PER_MINUTE = {"anonymous": 3, "token": 4, "write": 2}
    cache.clear()

    answers = [ask(express, ITEMS, host="localhost") for _n in range(4)]
    cache.clear()

    assert [answer.status for answer in answers] == [200, 200, 200, 429]
    assert answers[0].headers["ratelimit-policy"] == '"anonymous";q=3;w=60'
    assert "ratelimit" not in answers[0].headers
    assert long_way.times == 1


def test_what_breaks_takes_the_long_way(long_way, caplog):
    def broken(asked, filters) -> Prepared:
        raise RuntimeError("rusak")

    layer = Express(long_way, lists={ITEMS: List(BaseModel, broken)})
    answers = [ask(layer, ITEMS, host="localhost").status for _n in range(2)]

    assert answers == [200, 200]
    assert "could not be answered plainly" in caplog.text

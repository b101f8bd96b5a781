"""Counting reads: the door, its limits, the counts in memory and in the database."""

import io
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection

from publishing.models import ItemReads
from publishing.reach.counter import Counter
from publishing.reach.door import ReadDoor
from publishing.reach.gate import PER_ITEM, PER_NETWORK, REMEMBERED_MAX, WINDOW_S, Gate
from publishing.reads import reads_by_month, reads_of
from publishing.services.reads import ROWS_AT_ONCE, add_reads
from tests.factories.publishing import PublishedItemFactory

PHONE = "Mozilla/5.0 (Linux; Android 13; K) Chrome/138.0 Mobile Safari/537.36"
TODAY = date(2026, 11, 25)


class Site:
    """A door with a clock of its own, and how a page speaks to it."""

    def __init__(self):
        self.now, self.stored = 0.0, []
        self.counter = Counter(self.stored.append, today=lambda: TODAY, flush_s=3600)
        self.door = ReadDoor(
            self._inside,
            counter=self.counter,
            gate=Gate(clock=lambda: self.now),
            network_of=lambda environ: environ["REMOTE_ADDR"],
        )

    def _inside(self, environ, start_response):
        start_response("200 OK", [("X-Inside", "yes")])
        return [b"inside"]

    def read(self, item, *, address="203.0.113.7", method="POST", path="/baca/", **environ) -> int:
        body = str(item).encode()
        asked = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
            "REMOTE_ADDR": address,
            "HTTP_HOST": "sambang.example.id",
            "HTTP_SEC_FETCH_SITE": "same-origin",
            "HTTP_USER_AGENT": PHONE,
        } | environ
        said = []
        self.door({k: v for k, v in asked.items() if v is not None}, lambda *a: said.append(a))
        return int(said[0][0][:3])

    def counted(self, item) -> int:
        self.counter.flush()
        return sum(counts.get((item, TODAY), 0) for counts in self.stored)


@pytest.fixture
def site():
    return Site()


def test_a_read_is_counted_for_its_day(site):
    item = uuid.uuid4()

    assert site.read(item) == 204
    assert site.read(item, address="203.0.113.8") == 204

    assert site.counted(item) == 2


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/baca/"), ("POST", "/baca"), ("POST", "/masuk/")]
)
def test_everything_else_goes_inside(site, method, path):
    assert site.read(uuid.uuid4(), method=method, path=path) == 200


@pytest.mark.parametrize(
    "body", ["", "x" * 36, "z" * 500, "0" * 36, "0A0B0C0D-0000-4000-8000-00000000000F", "ä" * 18]
)
def test_what_names_no_item_is_refused(site, body):
    assert site.read(body) == 400
    site.counter.flush()
    assert site.stored == []


def test_a_body_that_is_longer_than_it_says_is_not_read_on(site):
    item = uuid.uuid4()
    stream = io.BytesIO(str(item).encode() + b"x" * 1_000_000)

    assert site.read(item, **{"wsgi.input": stream}) == 204
    assert stream.tell() == 36


@pytest.mark.parametrize("length", [None, "", "35", "37", "-1", "1e3"])
def test_a_length_that_is_not_that_of_an_id_is_refused_unread(site, length):
    assert site.read(uuid.uuid4(), CONTENT_LENGTH=length) == 400


@pytest.mark.parametrize(
    "environ",
    [
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "none"},
        {"HTTP_SEC_FETCH_SITE": None, "HTTP_ORIGIN": "https://jahat.example"},
        {"HTTP_SEC_FETCH_SITE": None},
    ],
)
def test_pages_of_others_count_nothing(site, environ):
    assert site.read(uuid.uuid4(), **environ) == 403


def test_an_older_browser_says_its_origin_only(site):
    origin = {"HTTP_SEC_FETCH_SITE": None, "HTTP_ORIGIN": "https://sambang.example.id"}

    assert site.read(uuid.uuid4(), **origin) == 204


@pytest.mark.parametrize("agent", ["Googlebot/2.1", "HeadlessChrome/138", "WhatsApp preview", None])
def test_robots_that_say_so_are_heard_and_not_counted(site, agent):
    item = uuid.uuid4()

    assert site.read(item, HTTP_USER_AGENT=agent) == 204
    assert site.counted(item) == 0


def test_one_network_adds_little_to_one_item_and_another_counts_on(site):
    item = uuid.uuid4()
    for _time in range(1000):
        assert site.read(item) == 204
    site.read(item, address="203.0.113.8")

    assert site.counted(item) == PER_ITEM + 1

    site.now += WINDOW_S
    site.read(item)
    assert site.counted(item) == PER_ITEM + 2


def test_one_network_adds_little_altogether(site):
    items = [uuid.uuid4() for _number in range(PER_NETWORK + 50)]
    for item in items:
        site.read(item)

    assert sum(site.counted(item) for item in items) == PER_NETWORK


def test_a_flood_from_everywhere_fills_no_memory():
    gate = Gate(clock=lambda: 0.0)

    admitted = sum(gate.admits(f"network {number}", "item") for number in range(REMEMBERED_MAX))

    assert admitted <= REMEMBERED_MAX // 2 + 1


def test_counts_that_cannot_be_stored_are_kept_for_the_next_time():
    stored, broken = [], [True]

    def store(counts):
        if broken.pop():
            raise OSError("the database is away")
        stored.append(counts)

    counter, item = Counter(store, today=lambda: TODAY, flush_s=3600), uuid.uuid4()
    counter.add(item)
    counter.flush()
    broken.append(False)
    counter.add(item)
    counter.flush()

    assert stored == [{(item, TODAY): 2}]


def test_counts_are_stored_by_themselves_soon():
    stored = []
    counter = Counter(stored.append, today=lambda: TODAY, flush_s=0.05)

    counter.add(uuid.uuid4())

    deadline = time.monotonic() + 10
    while not stored and time.monotonic() < deadline:
        time.sleep(0.02)
    assert len(stored) == 1


def test_threads_lose_no_count():
    stored, item = [], uuid.uuid4()
    counter = Counter(stored.append, today=lambda: TODAY, flush_s=0.01)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _number: counter.add(item), range(4000)))
    counter.flush()
    time.sleep(0.1)

    assert sum(counts[item, TODAY] for counts in stored) == 4000


# --- In the database --------------------------------------------------------------------------


@pytest.mark.django_db
def test_counts_add_up_in_one_row_an_item_and_day():
    one, other = PublishedItemFactory(), PublishedItemFactory()
    yesterday = TODAY - timedelta(days=1)

    add_reads({(one.public_id, TODAY): 3, (other.public_id, TODAY): 1})
    assert add_reads({(one.public_id, TODAY): 4, (one.public_id, yesterday): 5}) == 9

    assert reads_of(one.public_id) == 12
    assert ItemReads.objects.filter(public_id=one.public_id).count() == 2
    assert reads_of(other.public_id) == 1
    assert reads_of(uuid.uuid4()) == 0


@pytest.mark.django_db
def test_what_is_not_public_gathers_no_rows():
    gone = PublishedItemFactory()
    type(gone).objects.filter(pk=gone.pk).update(state="withdrawn")

    assert add_reads({(gone.public_id, TODAY): 3, (uuid.uuid4(), TODAY): 5}) == 0
    assert not ItemReads.objects.exists()


@pytest.mark.django_db
def test_months_are_added_up():
    item = PublishedItemFactory().public_id
    add_reads({(item, date(2026, 9, 30)): 1, (item, date(2026, 10, 1)): 2})
    add_reads({(item, date(2026, 10, 31)): 3, (item, date(2026, 1, 1)): 9})

    months = reads_by_month([item], since=date(2026, 9, 1))

    assert [(found.month, found.count) for found in months] == [
        (date(2026, 9, 1), 1),
        (date(2026, 10, 1), 5),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 5, ROWS_AT_ONCE])
def test_storing_costs_the_same_whatever_the_number(rows, django_assert_num_queries):
    items = [PublishedItemFactory().public_id for _number in range(min(rows, 5))]
    counts = {
        (item, TODAY - timedelta(days=day)): 1
        for day in range(rows // len(items))
        for item in items
    }

    # Which are public, a savepoint around, one statement.
    with django_assert_num_queries(4):
        assert add_reads(counts) == rows


@pytest.mark.django_db(transaction=True)
def test_processes_that_store_at_once_lose_nothing():
    items = [PublishedItemFactory().public_id for _number in range(4)]

    def store(number):
        try:
            order = items if number % 2 else list(reversed(items))
            add_reads({(item, TODAY): 1 for item in order})
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(store, range(12)))

    assert [reads_of(item) for item in items] == [12] * 4


# --- The page ---------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_page_names_its_item_and_sets_no_cookie(client):
    item = PublishedItemFactory()

    page = client.get(item.path)

    assert f'data-read="{item.public_id}"' in page.content.decode()
    assert not page.cookies

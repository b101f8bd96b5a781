"""Keyset paging: complete, without repeats, also where the first column ties."""

import time

import pytest
from django.core import signing

from cms.base.cursors import paginate
from cms.base.errors import Invalid
from cms.people.models import Notice
from tests.factories.people import UserFactory

ORDERING = ("-text", "id")


@pytest.fixture
def notices(db):
    user = UserFactory()
    return Notice.objects.bulk_create(Notice(user=user, text=f"{n // 3}") for n in range(10))


def walk(limit):
    seen, cursor = [], None
    while True:
        page = paginate(Notice.objects.all(), ordering=ORDERING, cursor=cursor, limit=limit)
        seen += [row.pk for row in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            return seen


@pytest.mark.parametrize("limit", [1, 3, 4, 10, 50])
def test_every_row_is_seen_once_in_order(notices, limit):
    expected = list(Notice.objects.order_by(*ORDERING).values_list("pk", flat=True))

    assert walk(limit) == expected


@pytest.mark.parametrize("cursor", ["x", "eyJ4IjoxfQ:1:2", "a" * 900, "\x00"])
def test_a_forged_cursor_is_refused(notices, cursor):
    with pytest.raises(Invalid):
        paginate(Notice.objects.all(), ordering=ORDERING, cursor=cursor, limit=2)


def test_the_same_page_has_the_same_cursors_later(notices):
    def page():
        return paginate(Notice.objects.all(), ordering=ORDERING, cursor=None, limit=2)

    now = page()
    time.sleep(1.1)

    assert page().next_cursor == now.next_cursor


def test_a_cursor_of_another_ordering_is_refused(notices):
    page = paginate(Notice.objects.all(), ordering=ORDERING, cursor=None, limit=2)

    with pytest.raises(Invalid):
        paginate(Notice.objects.all(), ordering=("id",), cursor=page.next_cursor, limit=2)


@pytest.mark.parametrize("limit", [1, 3, 4, 9])
@pytest.mark.parametrize("plain", [False, True])
def test_the_way_back_shows_the_same_pages(notices, limit, plain):
    rows = Notice.objects.values("text", "id") if plain else Notice.objects.all()
    forth, back, cursor = [], [], None
    while True:
        page = paginate(rows, ordering=ORDERING, cursor=cursor, limit=limit)
        forth.append([str(row) if plain else row.pk for row in page.rows])
        if page.next_cursor is None:
            break
        cursor = page.next_cursor

    while page.prev_cursor:
        page = paginate(rows, ordering=ORDERING, cursor=page.prev_cursor, limit=limit)
        back.append([str(row) if plain else row.pk for row in page.rows])

    assert back[::-1] == forth[:-1]


def test_the_first_page_has_none_before_it(notices):
    first = paginate(Notice.objects.all(), ordering=ORDERING, cursor=None, limit=3)
    second = paginate(Notice.objects.all(), ordering=ORDERING, cursor=first.next_cursor, limit=3)
    again = paginate(Notice.objects.all(), ordering=ORDERING, cursor=second.prev_cursor, limit=3)

    assert first.prev_cursor is None
    assert again.prev_cursor is None
    assert (again.rows, again.next_cursor) == (first.rows, first.next_cursor)


def test_cursors_are_signed_as_django_signs(notices):
    cursor = paginate(Notice.objects.all(), ordering=("id",), cursor=None, limit=2).next_cursor

    made_for, values = signing.Signer(salt="cms.base.cursors").unsign_object(cursor)

    assert made_for == ["id"]
    assert values == [notices[1].pk]


def test_a_cursor_of_the_key_before_is_good_while_that_key_is_named(notices, settings):
    def page(cursor):
        return paginate(Notice.objects.all(), ordering=("id",), cursor=cursor, limit=2)

    cursor = page(None).next_cursor
    before, settings.SECRET_KEY = settings.SECRET_KEY, "k" * 60
    with pytest.raises(Invalid):
        page(cursor)

    settings.SECRET_KEY_FALLBACKS = [before]

    assert [row.pk for row in page(cursor).rows] == [row.pk for row in notices[2:4]]

"""Keyset paging: complete, without repeats, also where the first column ties."""

import pytest

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


def test_a_cursor_of_another_ordering_is_refused(notices):
    page = paginate(Notice.objects.all(), ordering=ORDERING, cursor=None, limit=2)

    with pytest.raises(Invalid):
        paginate(Notice.objects.all(), ordering=("id",), cursor=page.next_cursor, limit=2)

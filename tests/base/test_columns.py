"""Pages read without query sets are those that query sets give."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import FieldDoesNotExist

from cms.base.columns import page_of_columns
from cms.base.cursors import paginate
from cms.base.errors import Invalid
from cms.people.models import Notice
from tests.factories.people import UserFactory

BEGAN = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
NEWEST = ("-created_at", "-id")


@pytest.fixture
def user(db):
    user = UserFactory()
    rows = Notice.objects.bulk_create(Notice(user=user, text=f"{n}") for n in range(10))
    for number, row in enumerate(rows):
        # Three at a time share a moment, one of them with a fraction of a second.
        row.created_at = BEGAN + timedelta(seconds=number // 3, microseconds=number // 9)
    Notice.objects.bulk_update(rows, ["created_at"])
    return user


def page(user, cursor=None, *, limit=3, ordering=NEWEST, **ranges):
    return page_of_columns(
        Notice,
        {"user": user.pk, **ranges},
        columns=("text",),
        ordering=ordering,
        cursor=cursor,
        limit=limit,
    )


def usual(user, cursor=None, *, limit=3, ordering=NEWEST, **ranges):
    keys = [name.lstrip("-") for name in ordering]
    rows = Notice.objects.filter(user=user, **ranges).values(*keys, "text")
    return paginate(rows, ordering=ordering, cursor=cursor, limit=limit)


@pytest.mark.parametrize("ordering", [NEWEST, ("created_at", "id")])
@pytest.mark.parametrize("limit", [1, 3, 9, 10, 50])
def test_every_page_is_the_usual_one_forth_and_back(user, limit, ordering):
    cursor, way = None, "next_cursor"
    for _page in range(25):
        found = page(user, cursor, limit=limit, ordering=ordering)
        assert found == usual(user, cursor, limit=limit, ordering=ordering)
        if getattr(found, way) is None:
            way = "prev_cursor"
        if (cursor := getattr(found, way)) is None:
            break
    else:
        pytest.fail("no end")


@pytest.mark.parametrize("sign", ["gt", "gte", "lt", "lte"])
def test_ranges_narrow(user, sign):
    ranges = {f"created_at__{sign}": BEGAN + timedelta(seconds=1)}

    assert page(user, limit=50, **ranges) == usual(user, limit=50, **ranges)


def test_it_costs_one_query(user, django_assert_num_queries):
    second = page(user).next_cursor

    with django_assert_num_queries(1):
        assert len(page(user, second).rows) == 3


def test_a_cursor_of_another_list_is_refused(user):
    with pytest.raises(Invalid):
        page(user, page(user, ordering=("-id",)).next_cursor)


def test_an_unknown_column_is_refused(user):
    with pytest.raises(FieldDoesNotExist):
        page(user, **{"text; DROP TABLE": 1})


def test_an_ordering_of_two_ways_is_refused(user):
    with pytest.raises(ValueError, match="one way"):
        page(user, ordering=("-created_at", "id"))

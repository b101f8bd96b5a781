"""The queue reads its first page down an index, in the order asked for, and sorts nothing."""

import datetime
import uuid
from copy import copy

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.accounts.models import User
from cms.base.statistics import refresh_statistics
from cms.people.models import Role
from stories.models import Report, ReportState
from stories.selectors.desk import queue as desk
from stories.selectors.desk.queue import LATE, NEAR, OPEN, ORDERS, QUEUE_STATES, DeskFilter, queue
from tests.factories.people import OfficerFactory, person, unit
from tests.factories.stories import ReportFactory

pytestmark = pytest.mark.django_db


def _many() -> None:
    """As many reports as tell the databases that an order is worth an index."""
    like = ReportFactory(submitted=True)
    states = [state for state in QUEUE_STATES if state != ReportState.CLAIMED]
    made = []
    for number in range(600):
        like.pk, like.state = uuid.uuid4(), states[number % len(states)]
        like.due_at += datetime.timedelta(minutes=1)
        made.append(copy(like))
    Report.objects.bulk_create(made)
    refresh_statistics()


def _plan(statement: str, params) -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # So few rows it would rather sort.
            for way in ("seqscan", "bitmapscan", "sort"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
            cursor.execute(f"EXPLAIN {statement}", params)
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", params)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def _queue_plan(user, wanted: DeskFilter) -> str:
    shown = desk._shown(desk._narrowed(user, wanted)).order_by(*ORDERS[wanted.sort])
    return _plan(*shown[:51].query.sql_with_params())


@pytest.mark.parametrize("unit_code", ["MABES", "POLDA-32"])
@pytest.mark.parametrize(
    ("wanted", "order"),
    [
        ({"sort": "newest"}, "newest"),
        ({"sort": "oldest"}, "newest"),
        ({"sort": "due"}, "due"),
        ({"sort": "priority"}, "urgent"),
        ({"state": OPEN, "due": LATE, "sort": "due"}, "due"),
        ({"state": OPEN, "due": NEAR, "sort": "due"}, "due"),
        ({"state": OPEN, "sort": "newest"}, "newest"),
    ],
)
def test_a_queue_of_many_units_is_read_in_the_order_of_an_index(unit_code, wanted, order):
    user = User.objects.get(pk=person(Role.EDITOR, unit_code).pk)
    _many()

    plan = _queue_plan(user, DeskFilter(**wanted))

    assert f"report_{order}" in plan or f"report_open_{order}" in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan


@pytest.mark.parametrize("below", ["", "POLDA-32", "POLRES-3201"])
@pytest.mark.parametrize("unit_code", ["MABES", "POLDA-32", "POLRES-3201"])
def test_in_either_way_the_same_reports_are_found(unit_code, below):
    inside = ReportFactory(submitted=True)
    for code in ("POLSEK-327501", "POLSEK-330101"):
        ReportFactory(submitted=True, officer=OfficerFactory(signed_up=True, unit=unit(code)))
    user = User.objects.get(pk=person(Role.EDITOR, unit_code).pk)
    seen = {"MABES": 3, "POLDA-32": 2, "POLRES-3201": 1}

    wanted = DeskFilter(unit_path=unit(below).path if below else "")
    rows = queue(user, wanted, cursor=None).rows

    assert len(rows) == min(seen[unit_code], seen.get(below, 3))
    assert inside in rows


@pytest.mark.parametrize(
    ("unit_code", "told"), [("POLRES-3201", (900, 600)), ("POLRES-3275", (0, 0))]
)
def test_late_and_nearly_late_are_told_right_beyond_a_thousand(unit_code, told):
    like = ReportFactory(submitted=True)
    now = timezone.now()
    made = []
    for number in range(1500):
        like.pk, like.warn_at = uuid.uuid4(), now - datetime.timedelta(hours=2)
        like.due_at = now + datetime.timedelta(hours=1 if number >= 900 else -1)
        made.append(copy(like))
    Report.objects.bulk_create(made)

    assert desk.pressing(person(Role.EDITOR, unit_code)) == told


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_presses_is_counted_down_an_index_that_holds_it_all(django_assert_num_queries):
    user = person(Role.EDITOR, "POLDA-32")
    _many()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Only of pages known to be seen by all does it read no row, which is why it takes it.
            cursor.execute(f"VACUUM ANALYZE {Report._meta.db_table}")
    with CaptureQueriesContext(connection) as asked:
        desk.pressing(user)

    with transaction.atomic():
        plan = _plan(asked[-1]["sql"], None)
    with django_assert_num_queries(0):
        desk.pressing_lately(user)

    holds_it_all = {"postgresql": "Index Only Scan using", "sqlite": "USING COVERING INDEX"}
    assert f"{holds_it_all[connection.vendor]} report_open_counted" in plan


def test_a_superuser_reads_every_report_but_drafts():
    ReportFactory(submitted=True)
    ReportFactory()
    user = User.objects.create_superuser("induk", "induk@sambang.test", "sandi")

    assert len(queue(user, DeskFilter(), cursor=None).rows) == 1
    assert Report.objects.count() == 2

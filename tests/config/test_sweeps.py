"""What the sweeper does besides the sweeps that have tests of their own."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.config.sweeps import DATABASE_QUEUE, count_for_planner, forget_finished_tasks

pytestmark = pytest.mark.django_db


def _finished(status, days):
    return DBTaskResult.objects.create(
        status=status,
        task_path="publishing.tasks.deliver_due",
        backend_name="default",
        args_kwargs={"args": [], "kwargs": {}},
        finished_at=timezone.now() - datetime.timedelta(days=days),
    )


@pytest.fixture
def database_queue(settings):
    settings.TASKS = {"default": {"BACKEND": DATABASE_QUEUE}}


def test_finished_tasks_are_forgotten_and_failed_ones_kept_for_a_while(database_queue):
    _finished("SUCCESSFUL", 2)
    _finished("FAILED", 31)
    kept = [_finished("SUCCESSFUL", 0), _finished("FAILED", 20)]

    forget_finished_tasks()

    assert set(DBTaskResult.objects.values_list("pk", flat=True)) == {row.pk for row in kept}


def test_another_queue_is_left_alone(settings):
    row = _finished("SUCCESSFUL", 9)

    forget_finished_tasks()

    assert DBTaskResult.objects.get() == row


def test_the_planner_of_sqlite_learns_what_is_in_the_tables():
    _finished("SUCCESSFUL", 0)

    with CaptureQueriesContext(connection) as asked:
        count_for_planner()

    if connection.vendor != "sqlite":
        assert not asked, "PostgreSQL counts by itself"
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT tbl FROM sqlite_stat1")
        assert DBTaskResult._meta.db_table in {table for (table,) in cursor.fetchall()}
        cursor.execute("PRAGMA analysis_limit")
        assert 0 < cursor.fetchone()[0] <= 1000

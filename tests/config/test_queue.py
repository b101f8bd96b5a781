"""The database's queue, on whichever Django: our tasks and Wagtail's own are done."""

import pytest
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page
from wagtail.tasks import update_reference_index_task

from cms.config.sweeps import DATABASE_QUEUE
from publishing.tasks import deliver_due


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_is_queued_is_done(settings):
    settings.TASKS = {"default": {"BACKEND": DATABASE_QUEUE}}
    deliver_due.enqueue()
    page = Page.objects.first()
    update_reference_index_task.enqueue("wagtailcore", "page", str(page.pk))

    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)

    assert [row.status for row in DBTaskResult.objects.all()] == ["SUCCESSFUL"] * 2

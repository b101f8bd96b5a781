"""Background work is queued by name and only after commit.

Services never import tasks (a task is a door that calls a service), so the name is a string;
``tests/consistency`` resolves every one of them.
"""

from functools import partial

from django.db import transaction
from django.utils.module_loading import import_string


def enqueue_on_commit(task_path: str, *args) -> None:
    """Queue the django-tasks task at ``task_path`` with plain ``args`` after commit.

    Side effect: a row in the task queue. A crash between commit and queueing loses the call, so
    anything that matters is *also* a row that a sweeper finds.
    """
    transaction.on_commit(partial(_enqueue, task_path, args), robust=True)


def _enqueue(task_path: str, args: tuple) -> None:
    import_string(task_path).enqueue(*args)

"""Background work is queued by name and only after commit.

Services never import tasks (a task is a door that calls a service), so the name is a string;
``tests/consistency`` resolves every one of them.
"""

from functools import partial

from django.db import transaction
from django.utils.module_loading import import_string

# For what somebody waits for: ahead of photos and films that are being prepared.
AHEAD = 50
# For what nobody waits for.
BEHIND = -50


def enqueue_on_commit(task_path: str, *args, priority: int = 0) -> None:
    """Queue the django-tasks task at ``task_path`` with plain ``args`` after commit.

    ``priority`` counts where the queue knows an order: the database's does, Redis' does not.
    Side effect: a row in the task queue. A crash between commit and queueing loses the call, so
    anything that matters is *also* a row that a sweeper finds.
    """
    transaction.on_commit(partial(_enqueue, task_path, args, priority), robust=True)


def _enqueue(task_path: str, args: tuple, priority: int) -> None:
    task = import_string(task_path)
    if priority and task.get_backend().supports_priority:
        task = task.using(priority=priority)
    task.enqueue(*args)

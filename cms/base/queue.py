"""The database's queue on Django 6 and later."""

from django_tasks.base import Task
from django_tasks_db import models


def accept_all_tasks() -> None:
    """Let the queue take tasks of django-tasks beside those of Django itself.

    From Django 6 on, django-tasks-db 0.13 takes Django's own alone, while Wagtail 8 still makes
    its tasks with django-tasks (django-tasks-rq takes both). Side effect: a name in its module.
    """
    if not issubclass(Task, models.Task):
        models.Task = (models.Task, Task)

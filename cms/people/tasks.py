"""Background doors of this app: thin."""

from django_tasks import task

from cms.people.services import push

# A slow push service must not keep the worker from other tasks: the sweeper goes on with it.
AT_ONCE = 20


@task()
def push_due() -> int:
    """Send messages that wait for phones."""
    return push.push_due(limit=AT_ONCE)

"""Background doors of publishing: thin."""

from django_tasks import task

from publishing.services import deliver, hub


@task()
def deliver_due() -> int:
    """Deliver what waits in the outbox."""
    return deliver.deliver_due()


@task()
def ping_hubs() -> int:
    """Tell WebSub hubs which feeds changed."""
    return hub.ping_due()

"""Background doors of publishing: thin."""

from django_tasks import task

from publishing.services import deliver


@task()
def deliver_due() -> int:
    """Deliver what waits in the outbox."""
    return deliver.deliver_due()

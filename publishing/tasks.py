"""Background doors of publishing: thin."""

from django_tasks import task

from publishing.services import deliver, hub, purge

# A receiver that is slow must not keep the worker from other tasks: the sweeper goes on with it.
BUDGET_S = 10.0


@task()
def deliver_due() -> int:
    """Deliver what waits in the outbox."""
    return deliver.deliver_due(budget_s=BUDGET_S)


@task()
def ping_hubs() -> int:
    """Tell WebSub hubs which feeds changed."""
    return hub.ping_due()


@task()
def purge_due() -> int:
    """Have what is stale forgotten wherever that was not possible at once."""
    return purge.purge_due()

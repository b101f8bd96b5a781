"""What the sweeper looks for: work whose time has come, and work that a dead process left."""

from collections.abc import Callable

from django.core.management import call_command

from cms.media.tasks import sweep_media


def publish_scheduled() -> None:
    """Pages whose hour has come go live, pages whose time is over go."""
    call_command("publish_scheduled", verbosity=0)


SWEEPS: tuple[tuple[str, Callable[[], object]], ...] = (
    ("publish_scheduled", publish_scheduled),
    ("media", sweep_media),
)

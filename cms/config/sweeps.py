"""What the sweeper looks for: work whose time has come, and work that a dead process left."""

from collections.abc import Callable

from cms.media.tasks import sweep_media
from cms.people.services.import_officers import forget_old
from publishing.services import deliver, hub, publish_due, release_due

SWEEPS: tuple[tuple[str, Callable[[], object]], ...] = (
    ("publish_due", publish_due),
    ("release_due", release_due),
    ("deliver_due", deliver.deliver_due),
    ("ping_hubs", hub.ping_due),
    ("media", sweep_media),
    ("officer_imports", forget_old),
)

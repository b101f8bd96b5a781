"""Stories that nobody else may write in now."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cms.base.errors import Conflict
from stories.models import StoryPage


def is_locked_for(actor, page: StoryPage) -> bool:
    """Whether somebody else, or an approval, keeps ``actor`` from writing in ``page``."""
    lock_held = page.get_lock()
    return bool(lock_held and lock_held.for_user(actor))


def require_unlocked(actor, page: StoryPage, *, during_approval: bool) -> None:
    """Raises Conflict for a story that is locked, and for one that waits for approval unless
    ``during_approval``."""
    if (page.workflow_in_progress and not during_approval) or is_locked_for(actor, page):
        raise Conflict(_("Cerita itu sedang dikunci orang lain atau menunggu persetujuan."))

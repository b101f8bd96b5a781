"""Who has a report open, by a heartbeat that ends by itself."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.base.errors import Missing
from stories.models import DeskPresence
from stories.selectors.desk.visible import visible_to

GONE_AFTER = timedelta(minutes=10)


@transaction.atomic
def beat(*, actor, report_id: UUID) -> None:
    """Note that ``actor`` has the report open now. Raises Missing outside their units."""
    if not visible_to(actor).filter(pk=report_id).exists():
        raise Missing(_("Laporan itu tidak ada di meja redaksi Anda."))
    DeskPresence.objects.update_or_create(
        report_id=report_id, user=actor, defaults={"seen_at": timezone.now()}
    )


def leave(*, actor, report_id: UUID) -> None:
    """``actor`` closed the report's page."""
    DeskPresence.objects.filter(report_id=report_id, user=actor).delete()


def forget_gone() -> int:
    """Delete heartbeats that ended long ago; return how many."""
    return DeskPresence.objects.filter(seen_at__lt=timezone.now() - GONE_AFTER).delete()[0]

"""Sentences for one user, with a nudge to their phones."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.people.models import Notice
from cms.people.services.push import queue_push

TEXT_MAX = 300


@transaction.atomic
def notify(*, user, text: str, path: str = "", nudge: str = "") -> Notice:
    """Leave ``text`` for ``user``, with an address on this site to go to.

    ``nudge`` is what their locked phones show, if they wished so: it must tell nothing. Side
    effects: one row, and one for each browser that wants messages.
    """
    notice = Notice.objects.create(user=user, text=text[:TEXT_MAX], path=path[:300])
    queue_push(user=user, words=nudge or _("Ada kabar untuk Anda"), path=notice.path)
    return notice


def mark_read(*, user) -> int:
    """Mark every notice of ``user`` as read; return how many were unread."""
    return Notice.objects.filter(user=user, read_at=None).update(read_at=timezone.now())

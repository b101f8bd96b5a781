"""Sentences for one user, with a nudge to their phones."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, override

from cms.people.language import language_of
from cms.people.models import Notice
from cms.people.services.push import queue_push

TEXT_MAX = 300
NUDGE = gettext_lazy("Ada kabar untuk Anda")


@transaction.atomic
def notify(
    *,
    user,
    text: str | Callable[[], str],
    path: str = "",
    nudge: str | Promise = NUDGE,
) -> Notice:
    """Leave ``text`` for ``user``, with an address on this site to go to.

    A sentence of ours is given as a function: it is called in the language of ``user``, whichever
    the one speaks who acts. ``nudge`` is what their locked phones show, if they wished so, in the
    language of each: it must tell nothing. Side effects: one row, and one for each browser that
    wants messages.
    """
    if callable(text):
        with override(language_of(user)):
            text = text()
    notice = Notice.objects.create(user=user, text=text[:TEXT_MAX], path=path[:300])
    queue_push(user=user, words=nudge, path=notice.path)
    return notice


def mark_read(*, user) -> int:
    """Mark every notice of ``user`` as read; return how many were unread."""
    return Notice.objects.filter(user=user, read_at=None).update(read_at=timezone.now())

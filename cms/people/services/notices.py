"""Sentences for one user."""

from django.utils import timezone

from cms.people.models import Notice

TEXT_MAX = 300


def notify(*, user, text: str, path: str = "") -> Notice:
    """Leave ``text`` for ``user``, with an address on this site to go to. Side effect: one row."""
    return Notice.objects.create(user=user, text=text[:TEXT_MAX], path=path[:300])


def mark_read(*, user) -> int:
    """Mark every notice of ``user`` as read; return how many were unread."""
    return Notice.objects.filter(user=user, read_at=None).update(read_at=timezone.now())

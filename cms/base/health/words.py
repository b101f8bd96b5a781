"""Lengths of time in words, for the sentences of probes."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import ngettext

MINUTE, HOUR, DAY = 60, 3600, 86_400


def age_s(moment: datetime | None) -> float:
    """Seconds since ``moment``; 0 when there is none or it lies ahead."""
    return max(0.0, (timezone.now() - moment).total_seconds()) if moment else 0.0


def span(seconds: float) -> str:
    """ "3 menit": ``seconds`` in its largest whole unit."""
    seconds = int(seconds)
    if seconds < MINUTE:
        return ngettext("%(n)d detik", "%(n)d detik", seconds) % {"n": seconds}
    if seconds < HOUR:
        return ngettext("%(n)d menit", "%(n)d menit", seconds // MINUTE) % {"n": seconds // MINUTE}
    if seconds < DAY:
        return ngettext("%(n)d jam", "%(n)d jam", seconds // HOUR) % {"n": seconds // HOUR}
    return ngettext("%(n)d hari", "%(n)d hari", seconds // DAY) % {"n": seconds // DAY}

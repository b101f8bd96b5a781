"""Probes of ingest: what waits to be prepared, and what could not be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Min
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.base.health import Limits, Probe, Reading, register
from cms.base.health.words import HOUR, MINUTE, age_s, span
from cms.media.models import Upload, UploadState

GROUP = gettext_lazy("Foto dan video")
OPEN = (UploadState.RECEIVED, UploadState.PROCESSING)


def waiting() -> Iterator[Reading]:
    """How long the oldest upload has been waiting for its derivatives."""
    found = Upload.objects.filter(state__in=OPEN).aggregate(
        count=Count("pk"), oldest=Min("created_at")
    )
    seconds = age_s(found["oldest"])
    words = _("Semua berkas sudah disiapkan.")
    if found["count"]:
        words = _("%(count)d berkas menunggu; yang tertua sejak %(span)s.") % {
            "count": found["count"],
            "span": span(seconds),
        }
    yield Reading(round(seconds, 3), words)


def failed() -> Iterator[Reading]:
    """How many of the last day's uploads could not be read."""
    since = timezone.now() - timedelta(days=1)
    count = Upload.objects.filter(state=UploadState.FAILED, created_at__gte=since).count()
    words = _("%(count)d berkas dari 24 jam terakhir tidak dapat dibaca.") % {"count": count}
    yield Reading(count, words if count else _("Tidak ada yang gagal dalam 24 jam terakhir."))


def register_all() -> None:
    """Add ingest to the survey."""
    register(
        Probe(
            name="ingest_oldest_seconds",
            group=GROUP,
            title=gettext_lazy("Menunggu disiapkan"),
            help="Age of the oldest upload that is not prepared yet.",
            read=waiting,
            limits=Limits(yellow=10 * MINUTE, red=HOUR),
        )
    )
    register(
        Probe(
            name="ingest_failed",
            group=GROUP,
            title=gettext_lazy("Gagal disiapkan"),
            help="Uploads of the last 24 hours that could not be read.",
            read=failed,
            limits=Limits(yellow=20, red=500),
        )
    )

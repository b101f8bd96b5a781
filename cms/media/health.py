"""Probes of ingest and of the rights of the people in pictures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.base.health import Limits, Probe, Reading, register
from cms.base.health.words import HOUR, MINUTE, age_s, span
from cms.media.models import Consent, ErasureRequest, Photo, Upload, UploadState, Video
from cms.media.selectors import ERASURE_OPEN, can_look_for_faces, without_renewal

GROUP = gettext_lazy("Foto dan video")
OPEN = (UploadState.RECEIVED, UploadState.PROCESSING)
ENDING_MAX = 2000
PUBLIC = Q(photo__public_uses__isnull=False) | Q(video__public_uses__isnull=False)


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


def ending_consents() -> Iterator[Reading]:
    """How many consents of what is public now end within a week and were not renewed."""
    today = timezone.localdate()
    ending = Consent.objects.filter(
        PUBLIC,
        withdrawn_at=None,
        replaced_at=None,
        expires_on__gte=today,
        expires_on__lte=today + timedelta(days=7),
    )
    # Not more than anybody would count: a probe is asked every minute.
    count = len(without_renewal(ending.distinct()[:ENDING_MAX]))
    words = _("%(count)d persetujuan untuk gambar yang sedang tampil berakhir dalam 7 hari.")
    yield Reading(
        count, words % {"count": count} if count else _("Tidak ada persetujuan yang segera habis.")
    )


def ending_licences() -> Iterator[Reading]:
    """How many rights of use of what is public now end within a week."""
    today = timezone.localdate()
    ending = {
        "public_uses__isnull": False,
        "licence_until__gte": today,
        "licence_until__lte": today + timedelta(days=7),
    }
    count = sum(model.objects.filter(**ending).distinct().count() for model in (Photo, Video))
    words = _("%(count)d hak pakai untuk gambar yang sedang tampil berakhir dalam 7 hari.")
    yield Reading(
        count, words % {"count": count} if count else _("Tidak ada hak pakai yang segera habis.")
    )


def waiting_erasures() -> Iterator[Reading]:
    """How long the oldest request for deletion has been waiting; the law gives three days."""
    found = ErasureRequest.objects.filter(state__in=ERASURE_OPEN).aggregate(
        count=Count("pk"), oldest=Min("recorded_at")
    )
    seconds = age_s(found["oldest"])
    words = _("Tidak ada permohonan penghapusan yang menunggu.")
    if found["count"]:
        words = _("%(count)d permohonan penghapusan menunggu; yang tertua sejak %(span)s.") % {
            "count": found["count"],
            "span": span(seconds),
        }
    yield Reading(round(seconds, 3), words)


def face_finder() -> Iterator[Reading]:
    """1 when faces are proposed on this machine, 0 when not: a choice, not a fault."""
    here = can_look_for_faces()
    words = _("Wajah dalam foto diusulkan untuk disamarkan.")
    if not here:
        words = _("Pencari wajah tidak terpasang: wajah ditandai dengan tangan (make faces).")
    yield Reading(int(here), words)


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
    register(
        Probe(
            name="consents_ending",
            group=GROUP,
            title=gettext_lazy("Persetujuan yang segera habis"),
            help="Consents of public media that end within 7 days.",
            read=ending_consents,
            limits=Limits(yellow=1, red=1000),
        )
    )
    register(
        Probe(
            name="licences_ending",
            group=GROUP,
            title=gettext_lazy("Hak pakai yang segera habis"),
            help="Rights of use of public media that end within 7 days.",
            read=ending_licences,
            limits=Limits(yellow=1, red=1000),
        )
    )
    register(
        Probe(
            name="erasures_waiting_seconds",
            group=GROUP,
            title=gettext_lazy("Permohonan penghapusan"),
            help="Age of the oldest request for deletion that is not decided yet.",
            read=waiting_erasures,
            limits=Limits(yellow=48 * HOUR, red=72 * HOUR),
        )
    )
    register(
        Probe(
            name="faces_proposed",
            group=GROUP,
            title=gettext_lazy("Pencari wajah"),
            help="Whether faces are proposed on this machine (optional extra).",
            read=face_finder,
        )
    )

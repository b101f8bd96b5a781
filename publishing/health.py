"""Probes of the press: what is late, what failed, who is paused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.base.health import Limits, Probe, Reading, register
from cms.base.health.words import MINUTE, age_s, span
from cms.base.outbox import OPEN_IN_SQL, OutboxRow, OutboxState
from publishing.edge import machine
from publishing.models import Delivery, DeliveryState, HubPing, Purge, Subscription
from publishing.services import deliver
from publishing.services.schedule import due_revisions

GROUP = gettext_lazy("Penerbitan")
# Fewer answers say nothing about the share of hits.
EDGE_JUDGED_FROM = 1_000


def _late(count: int, oldest, due: str) -> Reading:
    seconds = age_s(oldest) if count else 0.0
    words = _("Tidak ada yang terlambat.")
    if count:
        words = _("%(due)s: %(count)d sudah waktunya; yang tertua terlambat %(span)s.") % {
            "due": due,
            "count": count,
            "span": span(seconds),
        }
    return Reading(round(seconds, 3), words)


def schedule() -> Iterator[Reading]:
    """How late the oldest page is that should be live by now."""
    found = due_revisions(timezone.now()).aggregate(
        count=Count("pk"), oldest=Min("approved_go_live_at")
    )
    yield _late(found["count"], found["oldest"], _("Jadwal terbit"))


def deliveries() -> Iterator[Reading]:
    """How late the oldest delivery is to a receiver that is not paused."""
    found = Delivery.objects.filter(
        state__in=deliver.TRIED, next_attempt_at__lte=timezone.now(), subscription__is_active=True
    ).aggregate(count=Count("pk"), oldest=Min("next_attempt_at"))
    yield _late(found["count"], found["oldest"], _("Kiriman ke penerima"))


def outbox(model: type[OutboxRow], due: object) -> Callable[[], Iterator[Reading]]:
    """Reads how late the oldest open row of ``model`` is."""

    def read() -> Iterator[Reading]:
        found = model._default_manager.filter(
            state__in=OPEN_IN_SQL, next_attempt_at__lte=timezone.now()
        ).aggregate(count=Count("pk"), oldest=Min("next_attempt_at"))
        yield _late(found["count"], found["oldest"], str(due))

    return read


def failed() -> Iterator[Reading]:
    """How many deliveries, purges and pings of the last day were given up."""
    since = timezone.now() - timedelta(days=1)
    lost = Q(state__in=[DeliveryState.FAILED, DeliveryState.UNCONFIRMED], finished_at__gte=since)
    counts = {
        "delivery": Delivery.objects.filter(lost).count(),
        **{
            kind: model._default_manager.filter(
                state=OutboxState.FAILED, finished_at__gte=since
            ).count()
            for kind, model in (("purge", Purge), ("hub", HubPing))
        },
    }
    names = {
        "delivery": _("Kiriman ke penerima"),
        "purge": _("Pembersihan tembolok"),
        "hub": _("Kabar ke hub"),
    }
    for kind, count in counts.items():
        words = _("%(name)s: tidak ada yang gagal dalam 24 jam terakhir.") % {"name": names[kind]}
        if count:
            words = _("%(name)s: %(count)d gagal dalam 24 jam terakhir.") % {
                "name": names[kind],
                "count": count,
            }
        yield Reading(count, words, {"outbox": kind})


def paused() -> Iterator[Reading]:
    """How many receivers are paused."""
    found = Subscription.objects.aggregate(
        count=Count("pk", filter=Q(is_active=False)), total=Count("pk")
    )
    words = _("Semua penerima aktif (%(total)d).") % {"total": found["total"]}
    if found["count"]:
        words = _("%(count)d dari %(total)d penerima dijeda.") % found
    yield Reading(found["count"], words)


def edge_ratio() -> Iterator[Reading]:
    """Which part of what the edge cache may answer it answered without Django, on this machine."""
    counted = machine.stats()
    answered = counted["hits"] + counted["stale"]
    total = answered + counted["misses"]
    ratio = answered / total if total else 0.0
    words = _("%(percent)d%% dari %(total)d jawaban publik tanpa kerja ulang, di mesin ini.")
    yield Reading(
        round(ratio, 4),
        words % {"percent": round(100 * ratio), "total": total},
        is_judged=total >= EDGE_JUDGED_FROM,
    )


def edge_events() -> Iterator[Reading]:
    """What the edge cache of this machine counted since it began."""
    for event, count in sorted(machine.stats().items()):
        yield Reading(count, f"{event}: {count}", {"event": event})


def register_all() -> None:
    """Add the press to the survey."""
    late = {"group": GROUP, "limits": Limits(yellow=MINUTE, red=10 * MINUTE)}
    register(
        Probe(
            name="schedule_overdue_seconds",
            title=gettext_lazy("Jadwal terbit"),
            help="How late the oldest scheduled page is.",
            read=schedule,
            **late,
        )
    )
    register(
        Probe(
            name="deliveries_overdue_seconds",
            title=gettext_lazy("Kiriman ke penerima"),
            help="How late the oldest due delivery to an active receiver is.",
            read=deliveries,
            **late,
        )
    )
    register(
        Probe(
            name="purges_overdue_seconds",
            title=gettext_lazy("Pembersihan tembolok"),
            help="How late the oldest cache purge is.",
            read=outbox(Purge, gettext_lazy("Pembersihan tembolok")),
            **late,
        )
    )
    register(
        Probe(
            name="hub_pings_overdue_seconds",
            title=gettext_lazy("Kabar ke hub WebSub"),
            help="How late the oldest WebSub ping is.",
            read=outbox(HubPing, gettext_lazy("Kabar ke hub WebSub")),
            **late,
        )
    )
    register(
        Probe(
            name="outbox_failed",
            group=GROUP,
            title=gettext_lazy("Yang gagal"),
            help="Deliveries, purges and pings given up in the last 24 hours.",
            read=failed,
            limits=Limits(yellow=1, red=100),
        )
    )
    register(
        Probe(
            name="receivers_paused",
            group=GROUP,
            title=gettext_lazy("Penerima yang dijeda"),
            help="Receivers that are paused.",
            read=paused,
            limits=Limits(yellow=1, red=10),
        )
    )
    register(
        Probe(
            name="edge_hit_ratio",
            group=GROUP,
            title=gettext_lazy("Tembolok situs"),
            help="Part of cacheable answers given without Django, on this machine.",
            read=edge_ratio,
            limits=Limits(yellow=0.5, red=0.1, low_is_bad=True),
            needs_database=False,
        )
    )
    register(
        Probe(
            name="edge_events",
            group=GROUP,
            title=gettext_lazy("Hitungan tembolok"),
            help="Events counted by the edge cache of this machine since it began.",
            read=edge_events,
            needs_database=False,
        )
    )

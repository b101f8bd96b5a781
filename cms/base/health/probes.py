"""Probes of what every installation stands on: database, files, disk, background tasks."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.core.files.storage import storages
from django.db import connection
from django.db.models import Count, Min
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks_db.models import DBTaskResult

from cms.base.health import Limits, Probe, Reading, register
from cms.base.health.words import MINUTE, age_s, span

MACHINE = gettext_lazy("Mesin dan penyimpanan")
WORK = gettext_lazy("Pekerjaan latar")
STORAGE_TIMEOUT_S = 5.0
ABSENT_FILE = "kesehatan/tidak-ada"
GIGABYTE = 1024**3


def database() -> Iterator[Reading]:
    """How long the smallest question takes."""
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    seconds = time.perf_counter() - began
    yield Reading(
        round(seconds, 6),
        _("Basis data menjawab dalam %(ms)d milidetik.") % {"ms": round(seconds * 1000)},
    )


def storage() -> Iterator[Reading]:
    """How long it takes to learn that a file is not there, in each storage."""
    for alias in ("default", "public"):
        seconds = _timed(lambda alias=alias: storages[alias].exists(ABSENT_FILE))
        name = _("Berkas pribadi") if alias == "default" else _("Berkas publik")
        sentence = (
            _("%(name)s: terjangkau.") % {"name": name}
            if seconds < STORAGE_TIMEOUT_S
            else _("%(name)s: tidak terjangkau.") % {"name": name}
        )
        yield Reading(round(seconds, 6), sentence, {"storage": alias})


def _timed(work: Callable[[], object]) -> float:
    """Seconds that ``work`` takes; :data:`STORAGE_TIMEOUT_S` when it fails or takes longer.

    It runs in a thread of its own: a storage that never answers must not hold the survey.
    """
    answered = threading.Event()

    def run() -> None:
        try:
            work()
        except Exception:
            return
        answered.set()

    began = time.perf_counter()
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(STORAGE_TIMEOUT_S)
    return time.perf_counter() - began if answered.is_set() else STORAGE_TIMEOUT_S


def disk() -> Iterator[Reading]:
    """The free part of the disk that holds the var directory."""
    settings.ENV.var_dir.mkdir(parents=True, exist_ok=True)
    total, _used, free = shutil.disk_usage(settings.ENV.var_dir)
    yield Reading(
        round(free / total, 4),
        _("%(percent)d%% kosong (%(free)s GB).")
        % {"percent": 100 * free // total, "free": number_format(free / GIGABYTE, 1)},
    )


def tasks_oldest() -> Iterator[Reading]:
    """How long the oldest background task has been waiting."""
    depth, oldest = _queue()
    seconds = age_s(oldest) if depth else 0.0
    words = _("Tidak ada yang menunggu.")
    if depth:
        words = _("%(count)d pekerjaan menunggu; yang tertua sejak %(span)s.") % {
            "count": depth,
            "span": span(seconds),
        }
    yield Reading(round(seconds, 3), words)


def tasks_waiting() -> Iterator[Reading]:
    """How many background tasks wait."""
    depth, _oldest = _queue()
    yield Reading(depth, _("%(count)d pekerjaan dalam antrean.") % {"count": depth})


def _queue():
    """(number of waiting tasks, when the oldest was queued)."""
    if settings.ENV.task_queue == "redis":
        # Only there is that app installed.
        from django_rq import get_queue  # noqa: PLC0415

        queue = get_queue("default")
        ids = queue.get_job_ids(0, 1)
        first = queue.fetch_job(ids[0]) if ids else None
        return queue.count, first.enqueued_at if first else None
    found = DBTaskResult.objects.ready().aggregate(depth=Count("pk"), oldest=Min("enqueued_at"))
    return found["depth"], found["oldest"]


def register_all() -> None:
    """Add these probes to the survey."""
    register(
        Probe(
            name="database_answer_seconds",
            group=MACHINE,
            title=gettext_lazy("Basis data"),
            help="Time of the smallest query.",
            read=database,
            limits=Limits(yellow=0.25, red=2),
            needs_database=False,
            is_critical=True,
        )
    )
    register(
        Probe(
            name="storage_answer_seconds",
            group=MACHINE,
            title=gettext_lazy("Penyimpanan berkas"),
            help="Time to ask a storage for a file; the time-out when it cannot be reached.",
            read=storage,
            limits=Limits(yellow=1, red=STORAGE_TIMEOUT_S),
            needs_database=False,
        )
    )
    register(
        Probe(
            name="disk_free_ratio",
            group=MACHINE,
            title=gettext_lazy("Ruang disk"),
            help="Free part of the disk that holds the var directory of this machine.",
            read=disk,
            limits=Limits(yellow=0.15, red=0.05, low_is_bad=True),
            needs_database=False,
        )
    )
    register(
        Probe(
            name="tasks_oldest_seconds",
            group=WORK,
            title=gettext_lazy("Antrean pekerjaan"),
            help="Age of the oldest waiting background task.",
            read=tasks_oldest,
            limits=Limits(yellow=2 * MINUTE, red=15 * MINUTE),
        )
    )
    register(
        Probe(
            name="tasks_waiting",
            group=WORK,
            title=gettext_lazy("Panjang antrean"),
            help="Background tasks that wait.",
            read=tasks_waiting,
            limits=Limits(yellow=1_000, red=20_000),
        )
    )

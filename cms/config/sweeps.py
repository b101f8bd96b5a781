"""What the sweeper looks for: work whose time has come, and work that a dead process left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from cms.base.api.writing import forget_keys
from cms.base.statistics import refresh_statistics
from cms.media.services.again import sweep_recipes
from cms.media.services.consent_endings import sweep_expired_consents, sweep_reminders
from cms.media.services.endings import sweep_forbidden
from cms.media.services.files import delete_doomed
from cms.media.services.film_redaction import sweep_film_redactions
from cms.media.services.ingest import sweep_uploads
from cms.media.services.licence_endings import sweep_ended_licences, sweep_licence_reminders
from cms.media.services.resumable import (
    ORPHANS_EVERY_S,
    sweep_orphans,
    sweep_resumable,
    sweep_tusd,
)
from cms.media.services.retention import sweep_originals, sweep_renditions
from cms.media.services.strays import STRAYS_EVERY_S, sweep_public_strays, sweep_strays
from cms.people.services.import_officers import forget_old
from cms.people.services.push import push_due
from publishing.edge import machine
from publishing.services import deliver, hub, publish_due, purge, release_due, tally_terms
from publishing.services.tidy import tidy_deliveries
from stories.services.arrivals import gather_strays
from stories.services.library import rows as library_rows
from stories.tasks import sweep_desk

DATABASE_QUEUE = "django_tasks_db.DatabaseBackend"
DAY_S = 86_400
SUCCESSFUL_KEPT_DAYS, FAILED_KEPT_DAYS = 1, 30


@dataclass(frozen=True, slots=True)
class Sweep:
    """A job that looks for work, every ``every_s`` seconds. Harmless when done twice at once."""

    name: str
    run: Callable[[], object]
    every_s: float


def forget_finished_tasks() -> None:
    """Drop finished background tasks: what they did is in the audit trail and in their own rows.

    Failed ones stay longer, for whoever looks why. Redis forgets its own by itself.
    """
    if settings.TASKS["default"]["BACKEND"] == DATABASE_QUEUE:
        call_command(
            "prune_db_task_results",
            min_age_days=SUCCESSFUL_KEPT_DAYS,
            failed_min_age_days=FAILED_KEPT_DAYS,
            queue_name="*",
            verbosity=0,
        )


def forget_sessions() -> None:
    """Drop sessions whose time is over; Django itself never does."""
    call_command("clearsessions", verbosity=0)


def count_for_planner() -> None:
    """Tell SQLite's planner what is in the tables; PostgreSQL's autovacuum does it by itself."""
    if connection.vendor == "sqlite":
        refresh_statistics()


SWEEPS = (
    # A story that is due at eight is expected at eight.
    Sweep("publish_due", publish_due, 1),
    Sweep("release_due", release_due, 5),
    # So many receivers may hang at once without the others noticing.
    Sweep("deliver_due", partial(deliver.deliver_due, threads=4), 3),
    Sweep("tidy_deliveries", tidy_deliveries, 60),
    Sweep("purge_due", purge.purge_due, 2),
    Sweep("edge_files", machine.sweep, 60),
    Sweep("ping_hubs", hub.ping_due, 3),
    # Each by itself: one that fails or hangs must not keep a picture public.
    Sweep("consents_over", sweep_expired_consents, 10),
    Sweep("licences_over", sweep_ended_licences, 10),
    Sweep("media_forbidden", sweep_forbidden, 10),
    Sweep("doomed_files", delete_doomed, 10),
    Sweep("consent_reminders", sweep_reminders, 60),
    Sweep("licence_reminders", sweep_licence_reminders, 60),
    Sweep("media_uploads", sweep_uploads, 10),
    Sweep("media_resumable", sweep_resumable, 10),
    Sweep("media_tusd", sweep_tusd, 10),
    Sweep("film_redactions", sweep_film_redactions, 10),
    Sweep("media_recipes", sweep_recipes, 10),
    Sweep("originals", sweep_originals, 10),
    Sweep("renditions", sweep_renditions, 10),
    Sweep("push_due", partial(push_due, threads=4), 5),
    Sweep("library", library_rows.sweep, 60),
    Sweep("media_orphans", sweep_orphans, ORPHANS_EVERY_S),
    Sweep("media_strays", sweep_strays, STRAYS_EVERY_S),
    Sweep("media_public_strays", sweep_public_strays, STRAYS_EVERY_S),
    Sweep("report_files", gather_strays, 30),
    # Whoever answers for a late report hears of it within a minute.
    Sweep("desk", sweep_desk, 15),
    Sweep("tally_terms", tally_terms, 300),
    Sweep("task_results", forget_finished_tasks, 300),
    Sweep("officer_imports", forget_old, 60),
    Sweep("request_keys", forget_keys, 300),
    Sweep("sessions", forget_sessions, 300),
    Sweep("statistics", count_for_planner, DAY_S),
)

"""What is due: scheduled pages, ended pages, embargoes that are over, releases a crash left out."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from cms.base.errors import DomainError
from cms.base.models import BasePage, TakedownState
from cms.people.services.notices import notify
from publishing.models import ItemState, PublishedItem
from publishing.registry import all_adapters
from publishing.services.release import release, retire

log = logging.getLogger(__name__)
BATCH = 500
# Pages of each kind that one call of release_due compares with their items.
SLICE = 2_000
# How long a sweeper may have stood still without an ended embargo being found late.
EMBARGO_LOOKBACK = timedelta(days=2)


def publish_due() -> int:
    """Publish what is scheduled for now or earlier, end what has expired; return how many.

    One page that cannot go live does not hold up the others: a refused one stays a draft, its
    schedule is cleared, and whoever scheduled it gets a notice that says why. One that failed
    stays due; an ExceptionGroup is raised once all others are published.
    """
    now, count, failed = timezone.now(), 0, []
    due = due_revisions(now)
    for pk in list(due.order_by("approved_go_live_at", "pk").values_list("pk", flat=True)[:BATCH]):
        try:
            count += _publish_one(pk, now)
        except DomainError as error:
            _refused(Revision.objects.get(pk=pk), error)
        except Exception as error:
            log.exception("scheduled revision %s failed", pk)
            failed.append(error)
    ended = Page.objects.live().filter(expire_at__lte=now)
    for pk in list(ended.order_by("expire_at", "pk").values_list("pk", flat=True)[:BATCH]):
        try:
            count += _expire_one(ended, pk)
        except Exception as error:
            log.exception("the end of page %s failed", pk)
            failed.append(error)
    if failed:
        raise ExceptionGroup(f"{len(failed)} due pages failed, {count} were done", failed)
    return count


def due_revisions(now: datetime) -> QuerySet[Revision]:
    """Revisions whose time has come. Pages alone have drafts here, so the kind of object is not
    asked for: SQLite would read every revision of that kind instead of the few that are due."""
    return Revision.objects.filter(approved_go_live_at__lte=now)


@transaction.atomic
def _publish_one(pk: int, now: datetime) -> bool:
    """Publish one due revision unless another sweeper does so at this moment."""
    revision = (
        due_revisions(now)
        .select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
        .filter(pk=pk)
        .first()
    )
    if revision is None:
        return False
    revision.publish(log_action="wagtail.publish.scheduled")
    _forget_schedule(revision)
    return True


def _forget_schedule(revision: Revision) -> None:
    """A date that has passed says nothing any more, but Wagtail would go on showing it.

    Not by ``revision.save``, which makes a whole page of the revision once more: an eighth of the
    time in which a thousand scheduled pages go live.
    """
    Page.objects.filter(pk=revision.object_id).update(go_live_at=None)
    Revision.objects.filter(pk=revision.pk).update(content=revision.content | {"go_live_at": None})


@transaction.atomic
def _expire_one(ended, pk: int) -> bool:
    page = (
        ended.select_for_update(
            of=("self",), skip_locked=connection.features.has_select_for_update_skip_locked
        )
        .filter(pk=pk)
        .first()
    )
    if page is None:
        return False
    page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return True


def _refused(revision: Revision, error: DomainError) -> None:
    log.warning("scheduled page %s was refused: %s", revision.object_id, error)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    if revision.user:
        notify(
            user=revision.user,
            text=lambda: (
                _("“%(title)s” tidak jadi terbit: %(why)s")
                % {"title": revision.object_str[:100], "why": str(error)[:150]}
            ),
        )


def release_due(*, slice_size: int = SLICE) -> int:
    """Bring items in step with their pages, both ways; return how many were not.

    Pages whose embargo just ended are released. Besides, the next ``slice_size`` pages of each
    kind are compared with their items, in turn: one that is live without a live item is released,
    an item whose page is not live is retired. Publishing writes both in one transaction, so
    only a hand in the database leaves anything to find. Four queries a kind when there is nothing
    to do, whatever the number of pages. Pages that fail do not hold up the others; an
    ExceptionGroup is raised at the end.
    """
    now, count, failed = timezone.now(), 0, []
    for model, _adapter in all_adapters():
        compared = _next_slice(model, slice_size)
        count += _retire_left_behind(compared)
        over = model.objects.filter(
            embargo_until__gt=now - EMBARGO_LOOKBACK, embargo_until__lte=now
        )
        for pages in (over, compared):
            count += _release_left_behind(pages, failed)
    if failed:
        raise ExceptionGroup(f"{len(failed)} releases failed, {count} were done", failed)
    return count


def _next_slice(model: type[BasePage], size: int) -> QuerySet:
    """The ``size`` pages after those of the last call; from the start again after the end."""
    key = f"release-due:{model._meta.label_lower}"
    after = cache.get(key, 0)
    pages = model.objects.filter(pk__gt=after)
    last = pages.order_by("pk").values_list("pk", flat=True)[size - 1 : size]
    upper = next(iter(last), None)
    cache.set(key, upper or 0, None)
    return pages if upper is None else pages.filter(pk__lte=upper)


def _live_item() -> Exists:
    return Exists(
        PublishedItem.objects.filter(public_id=OuterRef("public_id"), state=ItemState.LIVE)
    )


def _release_left_behind(pages: QuerySet, failed: list[Exception]) -> int:
    """Release those of ``pages`` that are live without a live item; adds to ``failed``."""
    count = 0
    waiting = pages.live().filter(~_live_item(), takedown_state=TakedownState.NONE)
    waiting = waiting.exclude(embargo_until__gt=timezone.now())
    for page in waiting.order_by("pk")[:BATCH]:
        try:
            count += release(actor=None, page=page) is not None
        except DomainError as error:
            log.warning("page %s is live but cannot be released: %s", page.pk, error)
        except Exception as error:
            log.exception("page %s is live but its release failed", page.pk)
            failed.append(error)
    return count


def _retire_left_behind(pages: QuerySet) -> int:
    count = 0
    for page in pages.not_live().filter(_live_item()).order_by("pk")[:BATCH]:
        state = ItemState.WITHDRAWN if page.is_withdrawn else ItemState.UNPUBLISHED
        count += retire(actor=None, page=page, state=state) is not None
    return count

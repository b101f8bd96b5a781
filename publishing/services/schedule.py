"""What is due: scheduled pages, ended pages, embargoes that are over, releases a crash left out."""

from __future__ import annotations

import logging

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from cms.base.errors import DomainError
from cms.base.models import TakedownState
from cms.people.services.notices import notify
from publishing.models import ItemState, PublishedItem
from publishing.registry import all_adapters
from publishing.services.release import release, retire

log = logging.getLogger(__name__)
BATCH = 500


def publish_due() -> int:
    """Publish what is scheduled for now or earlier, end what has expired; return how many.

    One page that cannot go live does not hold up the others: a refused one stays a draft, its
    schedule is cleared, and whoever scheduled it gets a notice that says why. One that failed
    stays due; an ExceptionGroup is raised once all others are published.
    """
    now, count, failed = timezone.now(), 0, []
    due = Revision.page_revisions.filter(approved_go_live_at__lte=now)
    for pk in list(due.order_by("approved_go_live_at", "pk").values_list("pk", flat=True)[:BATCH]):
        try:
            count += _publish_one(due, pk)
        except DomainError as error:
            _refused(Revision.objects.get(pk=pk), error)
        except Exception as error:
            log.exception("scheduled revision %s failed", pk)
            failed.append(error)
    ended = Page.objects.live().filter(expire_at__lte=now)
    for pk in list(ended.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        try:
            count += _expire_one(ended, pk)
        except Exception as error:
            log.exception("the end of page %s failed", pk)
            failed.append(error)
    if failed:
        raise ExceptionGroup(f"{len(failed)} due pages failed, {count} were done", failed)
    return count


@transaction.atomic
def _publish_one(due, pk: int) -> bool:
    """Publish one due revision unless another sweeper does so at this moment."""
    revision = (
        due.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
        .filter(pk=pk)
        .first()
    )
    if revision is None:
        return False
    revision.publish(log_action="wagtail.publish.scheduled")
    _forget_schedule(revision)
    return True


def _forget_schedule(revision: Revision) -> None:
    """A date that has passed says nothing any more, but Wagtail would go on showing it."""
    Page.objects.filter(pk=revision.object_id).update(go_live_at=None)
    revision.content["go_live_at"] = None
    revision.save(update_fields=["content"])


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
            text=_("“%(title)s” tidak jadi terbit: %(why)s")
            % {"title": revision.object_str[:100], "why": str(error)[:150]},
        )


def release_due() -> int:
    """Bring items in step with their pages, both ways; return how many were not.

    Released are pages that are live but have no live item: their embargo just ended, or a crash
    left them behind. Retired are items whose page is no longer live. Two queries a kind when there
    is nothing to do. Pages that fail do not hold up the others; an ExceptionGroup is raised at the
    end.
    """
    count, failed = 0, []
    for model, _adapter in all_adapters():
        count += _retire_left_behind(model)
        item = PublishedItem.objects.filter(public_id=OuterRef("public_id"), state=ItemState.LIVE)
        waiting = model.objects.live().filter(~Exists(item), takedown_state=TakedownState.NONE)
        waiting = waiting.exclude(embargo_until__gt=timezone.now())
        for page in waiting.order_by("pk")[:BATCH]:
            try:
                released = release(actor=None, page=page)
            except DomainError as error:
                log.warning("page %s is live but cannot be released: %s", page.pk, error)
            except Exception as error:
                log.exception("page %s is live but its release failed", page.pk)
                failed.append(error)
            else:
                count += released is not None
    if failed:
        raise ExceptionGroup(f"{len(failed)} releases failed, {count} were done", failed)
    return count


def _retire_left_behind(model) -> int:
    item = PublishedItem.objects.filter(public_id=OuterRef("public_id"), state=ItemState.LIVE)
    count = 0
    for page in model.objects.not_live().filter(Exists(item)).order_by("pk")[:BATCH]:
        state = ItemState.WITHDRAWN if page.is_withdrawn else ItemState.UNPUBLISHED
        count += retire(actor=None, page=page, state=state) is not None
    return count

"""Withdraw (*tarik*) and restore: distinct from unpublishing, with a reason and a witness."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction

from cms.base import audit
from cms.base.acting import acting
from cms.base.errors import Conflict, Invalid
from cms.base.models import TakedownState
from cms.base.workflow import lock
from publishing.models import PublishedItem

REASON_MIN = 5


@transaction.atomic
def withdraw(*, actor, page, reason: str) -> None:
    """Take ``page`` away from site, API, feeds, public media and subscribers at once.

    The permalink then answers 410. Side effects: takedown state on the page, unpublished through
    Wagtail's own action (whose signal retires the item), an audit event with the reason. Raises
    Invalid without a reason, Conflict when it is withdrawn already. The caller answers for
    permission.
    """
    reason = _reason(reason)
    page = lock(type(page).objects.all(), pk=page.pk)
    if page.is_withdrawn:
        raise Conflict(_("Halaman ini sudah ditarik."))
    _set(page, TakedownState.WITHDRAWN, reason)
    _record(actor, page, "page.withdrawn", reason)
    if page.live:
        with acting(actor):
            UnpublishPageAction(page, user=actor).execute(skip_permission_checks=True)


@transaction.atomic
def restore(*, actor, page, reason: str) -> None:
    """Give a withdrawn ``page`` back to the public with its newest text.

    Raises Invalid without a reason, Conflict when it is not withdrawn, and whatever forbids the
    release. The caller answers for permission.
    """
    reason = _reason(reason)
    page = lock(type(page).objects.all(), pk=page.pk)
    if not page.is_withdrawn:
        raise Conflict(_("Halaman ini tidak sedang ditarik."))
    _set(page, TakedownState.NONE, "")
    _record(actor, page, "page.restored", reason)
    page.get_latest_revision().publish(user=actor, skip_permission_checks=True)


def _reason(text: str) -> str:
    text = " ".join(str(text).split())[:300]
    if len(text) < REASON_MIN:
        raise Invalid(_("Tulis alasannya."), fields={"reason": _("Tulis alasannya.")})
    return text


def _set(page, state: str, note: str) -> None:
    """Write the takedown state beside the text: no revision, no signal."""
    page.takedown_state, page.takedown_note = state, note
    page.taken_down_at = timezone.now() if state == TakedownState.WITHDRAWN else None
    type(page).objects.filter(pk=page.pk).update(
        takedown_state=page.takedown_state,
        takedown_note=page.takedown_note,
        taken_down_at=page.taken_down_at,
    )


def _record(actor, page, verb: str, reason: str) -> None:
    unit_path = (
        PublishedItem.objects.filter(public_id=page.public_id)
        .values_list("unit_path", flat=True)
        .first()
    ) or ""
    audit.append(
        actor=actor,
        verb=verb,
        target=page,
        data={"reason": reason},
        chain=f"publishing:{unit_path[:8]}",
    )

"""An edition's row under lock, its line in the audit chain, and its public page."""

from __future__ import annotations

from django.utils import timezone
from wagtail.models import Page

from awards.models import AwardEditionPage
from cms.base import audit
from cms.base.workflow import lock
from publishing import services as publishing


def locked_edition(edition: AwardEditionPage) -> AwardEditionPage:
    """The edition as it is now, locked until the transaction ends."""
    return lock(AwardEditionPage.objects.select_related("unit"), pk=edition.pk)


def record(actor, edition: AwardEditionPage, verb: str, target=None, **data) -> None:
    """Append to the edition's audit chain."""
    audit.append(
        actor=actor,
        verb=f"award.{verb}",
        target=target or edition,
        data=data,
        chain=edition.audit_chain,
    )


def save_state(edition: AwardEditionPage) -> None:
    """Write the state beside the text: no revision, and never Wagtail's ``save``."""
    AwardEditionPage.objects.filter(pk=edition.pk).update(state=edition.state)


def show(actor, edition: AwardEditionPage) -> None:
    """Let the public page say where the edition stands now, its text unchanged."""
    edition = AwardEditionPage.objects.select_related("unit").get(pk=edition.pk)
    if edition.is_releasable:
        edition.last_published_at = timezone.now()
        Page.objects.filter(pk=edition.pk).update(last_published_at=edition.last_published_at)
        publishing.release(actor=actor, page=edition)

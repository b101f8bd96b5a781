"""Wagtail tells us that a page went live or left: the only doors into release that are not ours."""

from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from cms.base.acting import acting_user
from publishing import services
from publishing.document import FRONT_PAGE
from publishing.models import HomePage, ItemState
from publishing.services import purge


@receiver(page_published)
def release_published_page(sender, instance, revision=None, **kwargs):
    """Release within the transaction that publishes; a refusal rolls both back."""
    # Without anybody at the keyboard it is the schedule, set by whoever wrote the revision.
    author = revision.user if revision else None
    services.release(actor=acting_user() or author, page=instance)
    if isinstance(instance, HomePage):
        purge.plan([FRONT_PAGE])


@receiver(page_unpublished)
def retire_unpublished_page(sender, instance, **kwargs):
    """Withdrawn and expired pages are unpublished too: the page itself says which it is."""
    if getattr(instance, "is_withdrawn", False):
        state = ItemState.WITHDRAWN
    elif instance.expired:
        state = ItemState.EXPIRED
    else:
        state = ItemState.UNPUBLISHED
    services.retire(actor=acting_user(), page=instance, state=state)

"""One press on a story from outside of the editor: to the public, away from it, and back.

Each step names the version that its maker looked at. Whoever presses twice, or again because the
first answer was lost, finds the step done and changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.base.acting import acting
from cms.base.errors import Conflict, Invalid, Stale
from stories.models import StoryPage
from stories.permissions import may_publish_story
from stories.selectors.publication import (
    Standing,
    is_of_newest_revision,
    standing_of,
    story_in_view,
    version_of,
)
from stories.services.story_lock import is_locked_for
from stories.services.takedown import restore_story, withdraw_story
from stories.services.typed_text import one_line

ANY = "*"


@dataclass(frozen=True, slots=True)
class Pressed:
    """The story as it is now, and whether this press changed it."""

    page: StoryPage
    changed: bool


@transaction.atomic
def publish_story(*, actor, public_id: UUID, versions: Collection[str]) -> Pressed:
    """Make the newest text of a story public, or schedule it when the text says so.

    Side effects: as in the editor. Raises Missing, Refused, Stale when the story is at none of
    ``versions``, Conflict while it is locked or withdrawn, Invalid with what stands in the way.
    """
    page = _open(public_id)
    # As in the editor: of the unit that the text names, which may be a new one.
    may_publish_story(actor, page.get_latest_revision_as_object()).require()
    if _is_public(page) and not page.has_unpublished_changes:
        if not any(is_of_newest_revision(page, version) for version in versions):
            _require_version(page, versions)
        return Pressed(page, False)
    _require_version(page, versions)
    _require_unlocked(actor, page)
    revision = page.get_latest_revision()
    if revision is None:
        raise Conflict(_("Cerita ini belum punya naskah."))
    with _said_in_words():
        revision.publish(user=actor)
    return Pressed(story_in_view(public_id), True)


@transaction.atomic
def unpublish_story(*, actor, public_id: UUID, versions: Collection[str]) -> Pressed:
    """Take a story off the site without saying that anything was wrong with it.

    Side effects: as in the editor. Raises Missing, Refused, Stale, and Conflict while it is locked,
    withdrawn or waits for its time.
    """
    page = _open(public_id)
    may_publish_story(actor, page).require()
    where = standing_of(page)
    if where in (Standing.UNPUBLISHED, Standing.EXPIRED, Standing.DRAFT):
        return Pressed(page, False)
    _require_version(page, versions)
    if where == Standing.WITHDRAWN:
        raise Conflict(_("Cerita ini sudah ditarik."))
    if where == Standing.SCHEDULED:
        raise Conflict(_("Cerita ini belum tayang; batalkan jadwalnya di penyunting."))
    _require_unlocked(actor, page)
    with acting(actor):
        page.unpublish(user=actor)
    return Pressed(story_in_view(public_id), True)


@transaction.atomic
def withdraw_from_public(
    *, actor, public_id: UUID, versions: Collection[str], reason: str
) -> Pressed:
    """Withdraw a story from everywhere, with a reason. Raises as ``takedown.withdraw_story``, and
    Stale."""
    page = _open(public_id)
    may_publish_story(actor, page).require()
    if page.is_withdrawn:
        return Pressed(page, False)
    _require_version(page, versions)
    withdraw_story(actor=actor, page_id=page.pk, reason=one_line(reason))
    return Pressed(story_in_view(public_id), True)


@transaction.atomic
def restore_to_public(*, actor, public_id: UUID, versions: Collection[str], reason: str) -> Pressed:
    """Put a withdrawn story back, with a reason. Raises as ``takedown.restore_story``; Stale."""
    page = _open(public_id)
    may_publish_story(actor, page).require()
    if _is_public(page):
        return Pressed(page, False)
    _require_version(page, versions)
    with _said_in_words():
        restore_story(actor=actor, page_id=page.pk, reason=one_line(reason))
    return Pressed(story_in_view(public_id), True)


def _open(public_id: UUID) -> StoryPage:
    """The story, locked until the transaction ends."""
    # What is shown is read after the lock, so that it is of now.
    StoryPage.objects.select_for_update(of=("self",)).filter(public_id=public_id).first()
    return story_in_view(public_id)


def _is_public(page: StoryPage) -> bool:
    return standing_of(page) in (Standing.LIVE, Standing.EMBARGOED)


def _require_version(page: StoryPage, versions: Collection[str]) -> None:
    now = version_of(page)
    if ANY not in versions and now not in versions:
        raise Stale(
            _("Cerita ini sudah berubah sejak Anda melihatnya. Lihat lagi, lalu ulangi."),
            version=now,
        )


def _require_unlocked(actor, page: StoryPage) -> None:
    if is_locked_for(actor, page):
        raise Conflict(_("Cerita ini sedang dikunci orang lain atau menunggu persetujuan."))


@contextmanager
def _said_in_words() -> Iterator[None]:
    """What the page itself finds wrong is the person's to mend, not an accident."""
    try:
        yield
    except ValidationError as error:
        raise Invalid(" ".join(error.messages)) from error

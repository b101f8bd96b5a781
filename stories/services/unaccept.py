"""Taking back an acceptance, while the story was never public."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.delete_page import DeletePageAction

from cms.base import audit
from cms.base.errors import Conflict
from stories.models import Report, StoryPage, StorySource
from stories.permissions import may_edit_story
from stories.selectors.reports import with_files
from stories.services.desk.deciding import read_again
from stories.services.desk.holding import locked
from stories.services.steps import take_step
from stories.services.story_lock import require_unlocked


class EditedDraft(Conflict):
    """Somebody wrote on in the draft that would go: the actor must say that it may."""

    def __init__(self):
        super().__init__(
            _(
                "Draf ceritanya sudah diubah. Membatalkan penerimaan menghapus draf itu; bila "
                "memang itu maksudnya, centang persetujuannya lalu kirim lagi."
            )
        )


@transaction.atomic
def unaccept(*, actor, report_id: UUID, discard_edits: bool = False) -> Report:
    """Take an accepted report back to ``actor``'s hands, due anew from now.

    The draft story goes when it came from this report alone; of a story of several reports only
    what accepting this one wrote is taken out (a new revision: the earlier ones keep it). Side
    effects: history, audit, a notice to the officer. Raises EditedDraft unless ``discard_edits``
    when somebody wrote on in a draft that would go, Conflict when the story was ever public, is
    locked by somebody else or waits for approval.
    """
    report = locked(actor, report_id)
    take_step(actor=actor, report=report, event="unaccept")
    source = StorySource.objects.filter(report=report).first()
    if source is not None:
        page = StoryPage.objects.select_for_update(of=("self",)).get(pk=source.page_id)
        _check(actor, page)
        if page.sources.exclude(pk=source.pk).exists():
            _take_out(actor, page, source)
        else:
            _drop(actor, page, source, discard_edits=discard_edits)
        audit.append(
            actor=actor,
            verb="story.report_taken_back",
            target=page,
            data={"report": str(report.pk), "title": page.title},
            chain=report.audit_chain,
        )
    read_again(actor=actor, report=report)
    return report


def _check(actor, page: StoryPage) -> None:
    may_edit_story(actor, page).require()
    if page.first_published_at:
        raise Conflict(_("Ceritanya pernah terbit; penerimaan tidak dapat dibatalkan lagi."))
    require_unlocked(actor, page, during_approval=False)


def _drop(actor, page: StoryPage, source: StorySource, *, discard_edits: bool) -> None:
    """Delete the draft, unless somebody's work in it would go unasked."""
    if page.latest_revision_id != source.first_revision_id and not discard_edits:
        raise EditedDraft
    source.delete()
    # Kept for the audit line, which is written after.
    key = page.pk
    DeletePageAction(StoryPage.objects.get(pk=key), user=actor).execute(skip_permission_checks=True)


def _take_out(actor, page: StoryPage, source: StorySource) -> None:
    """Take what accepting this report wrote out of the newest text."""
    if not source.block_ids:
        raise Conflict(
            _("Cerita ini digabung sebelum bagiannya dicatat; keluarkan isinya di penyunting dulu.")
        )
    photos = {one.photo.pk for one in with_files(source.report.attachments) if one.photo}
    newest = page.get_latest_revision_as_object()
    gone = set(source.block_ids)
    newest.body = [block for block in newest.body.raw_data if block.get("id") not in gone]
    if newest.lead_photo_id in photos:
        newest.lead_photo, newest.lead_alt = None, ""
    officer_id = source.report.officer_id
    others = page.sources.exclude(pk=source.pk)
    if not others.filter(report__officer_id=officer_id).exists():
        newest.story_officers = [
            link for link in newest.story_officers.all() if link.officer_id != officer_id
        ]
    source.delete()
    newest.save_revision(user=actor, clean=False)

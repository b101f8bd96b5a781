"""Files that came when their report was a story already: told, and put into it or left out."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cms.accounts.models import User
from cms.base import audit
from cms.base.errors import Conflict
from cms.media.models import UploadState
from cms.people.services.notices import notify
from stories.models import Report, ReportEvent, StoryPage, StorySource
from stories.permissions import may_edit_story, may_work_on
from stories.selectors.reports import with_files
from stories.services import from_report
from stories.services.desk.holding import desk_path, locked
from stories.services.story_lock import require_unlocked

TOLD = ("accepted", "published")


def tell_holders(report: Report) -> None:
    """Tell whoever holds the story of ``report`` that files came late; once, until it is read.

    That is who accepted it and who wrote in it last, as long as they work there. Side effect:
    notices.
    """
    path = desk_path(report)
    for user in _holders(report):
        if user.notices.filter(path=path, read_at=None, text__contains=report.title[:50]).exists():
            continue
        notify(
            user=user,
            text=lambda: (
                _("Berkas laporan “%(title)s” menyusul, setelah laporannya menjadi cerita.")
                % {"title": report.title}
            ),
            path=path,
        )


def _holders(report: Report) -> Iterable[User]:
    accepted = (
        ReportEvent.objects.filter(report=report, event="accept", actor__isnull=False)
        .order_by("-id")
        .values_list("actor_id", flat=True)[:1]
    )
    written = StorySource.objects.filter(
        report=report, page__latest_revision__user__isnull=False
    ).values_list("page__latest_revision__user_id", flat=True)
    people = User.objects.filter(pk__in={*accepted, *written}, is_active=True).order_by("pk")
    return [user for user in people if may_work_on(user, report)]


@transaction.atomic
def place(*, actor, report_id: UUID) -> StoryPage:
    """Put the late files of a report at the end of its story's newest text; that story.

    Of a public story it is a draft that still has to be published. Files that are being prepared
    wait; those that could not be read are left out. Side effects: a revision, credit and marks of
    the files, words on films, audit. Raises Refused, Conflict when nothing is ready or the story is
    locked.
    """
    report = locked(actor, report_id)
    late = list(
        with_files(report.attachments).filter(awaits_story=True, upload__state=UploadState.READY)
    )
    if not late:
        raise Conflict(_("Belum ada berkas susulan yang siap dimasukkan."))
    source = StorySource.objects.filter(report=report).first()
    if source is None:
        raise Conflict(_("Laporan ini tidak punya cerita lagi."))
    stored = StoryPage.objects.select_for_update(of=("self",)).get(pk=source.page_id)
    page = stored.get_latest_revision_as_object()
    may_edit_story(actor, page).require()
    require_unlocked(actor, page, during_approval=False)
    from_report.credit(report, late)
    from_report.describe(late)
    from_report.mark(actor=actor, report=report, attachments=late)
    blocks = from_report.add_to(page, text="", attachments=late)
    page.save_revision(user=actor, clean=False)
    source.block_ids = [*source.block_ids, *(block["id"] for block in blocks)]
    source.save(update_fields=["block_ids"])
    _settle(actor, report, [one.pk for one in late], verb="report.late_files_placed")
    return page


@transaction.atomic
def leave_out(*, actor, report_id: UUID) -> int:
    """The late files of a report stay with the report alone; how many. Side effect: audit."""
    report = locked(actor, report_id)
    late = list(report.attachments.filter(awaits_story=True).values_list("pk", flat=True))
    if late:
        _settle(actor, report, late, verb="report.late_files_left_out")
    return len(late)


def _settle(actor, report: Report, attachment_ids: list[int], *, verb: str) -> None:
    report.attachments.filter(pk__in=attachment_ids).update(awaits_story=False)
    # Whoever looks at the report hears of it.
    report.save(update_fields=["changed_at"])
    audit.append(
        actor=actor,
        verb=verb,
        target=report,
        data={"files": len(attachment_ids)},
        chain=report.audit_chain,
    )

"""Accepting a report: it becomes a draft story, or joins one that is being written."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from cms.base import audit
from cms.base.errors import Conflict, Missing
from cms.media.models import ProtectMark
from stories.models import (
    Report,
    ReportAttachment,
    StoryIndexPage,
    StoryOfficer,
    StoryPage,
    StorySource,
)
from stories.permissions import may_edit_story
from stories.selectors.coming import Coming, coming_to
from stories.services import from_report
from stories.services.desk.drafts import forget_drafts
from stories.services.desk.holding import hold
from stories.services.steps import take_step, tell_officer
from stories.services.story_lock import require_unlocked

SLUG_MAX = 80


class FilesComing(Conflict):
    """Files of the report are still on their way: the actor must say that it need not wait."""

    code = "files-coming"

    def __init__(self, report: Report, coming: Coming):
        self.coming = coming
        super().__init__(
            _(
                "%(coming)s untuk laporan “%(title)s”. Tunggu sebentar, atau terima sekarang: "
                "berkas yang menyusul dikabarkan kepada Anda dan dapat dimasukkan kemudian."
            )
            % {"coming": coming, "title": report.title}
        )


@transaction.atomic
def accept(
    *, actor, report_id: UUID, is_joint: bool = False, without_coming: bool = False
) -> StoryPage:
    """Make a draft story from a report that ``actor`` holds, everything filled in that is known.

    Files that are still being prepared make it wait (Conflict, with the number); files on their
    way too (FilesComing), unless ``without_coming``; files that could not be read stay behind.
    ``is_joint``: reports of others join it too, and the officer is told. Side effects: page,
    revision, history, audit, credit of files, words on films, notice to the officer.
    """
    report = hold(actor=actor, report_id=report_id)
    attachments = _files(report, without_coming=without_coming)
    page = StoryPage(
        title=report.title,
        slug=_free_slug(report.title),
        owner=actor,
        live=False,
        has_unpublished_changes=True,
        village=report.village,
        unit=report.unit,
        activity=report.activity,
        programme=report.programme,
        happened_at=report.happened_at,
    )
    from_report.credit(report, attachments)
    from_report.describe(attachments)
    blocks = from_report.add_to(page, text=report.text, attachments=attachments)
    _name_officer(page, report)
    _index().add_child(instance=page)
    page.save_revision(user=actor, clean=False)
    _record(actor, report, page, attachments, blocks, is_joint=is_joint)
    return page


@transaction.atomic
def accept_into(
    *,
    actor,
    report_id: UUID,
    page_id: int,
    is_joint: bool = False,
    without_coming: bool = False,
) -> StoryPage:
    """Add a report that ``actor`` holds to the end of a story that is not public yet.

    Raises Missing for an unknown story, Refused for one of another unit, Conflict for one that was
    published already or while files are being prepared, FilesComing as :func:`accept` does.
    """
    report = hold(actor=actor, report_id=report_id)
    attachments = _files(report, without_coming=without_coming)
    stored = StoryPage.objects.select_for_update(of=("self",)).filter(pk=page_id).first()
    if stored is None:
        raise Missing(_("Cerita itu tidak ditemukan."))
    page = stored.get_latest_revision_as_object()
    may_edit_story(actor, page).require()
    if stored.first_published_at:
        raise Conflict(_("Cerita itu sudah terbit. Buat cerita baru dari laporan ini."))
    require_unlocked(actor, page, during_approval=True)
    from_report.credit(report, attachments)
    from_report.describe(attachments)
    blocks = from_report.add_to(page, text=report.text, attachments=attachments)
    _name_officer(page, report)
    page.save_revision(user=actor, clean=False)
    _record(actor, report, page, attachments, blocks, is_joint=is_joint)
    return page


def _name_officer(page: StoryPage, report: Report) -> None:
    """The officer is among the story's people, which are public; an undercover one never is."""
    named = list(page.story_officers.all())
    is_hidden = report.protect_mark == ProtectMark.UNDERCOVER
    if is_hidden or any(link.officer_id == report.officer_id for link in named):
        return
    page.story_officers.add(StoryOfficer(officer=report.officer, sort_order=len(named)))


def _files(report: Report, *, without_coming: bool) -> list[ReportAttachment]:
    attachments = from_report.ready_attachments(report)
    coming = coming_to(report)
    if coming and not without_coming:
        raise FilesComing(report, coming)
    return attachments


def _index() -> StoryIndexPage:
    index = StoryIndexPage.objects.first()
    if index is None:
        raise Missing(_("Halaman “Cerita” belum ada; jalankan migrasi."))
    return index


def _free_slug(title: str) -> str:
    """A slug nobody else under the index has; the second of a title gets ``-2``."""
    stem = slugify(title)[:SLUG_MAX].strip("-") or "cerita"
    taken = set(
        Page.objects.child_of(_index()).filter(slug__startswith=stem).values_list("slug", flat=True)
    )
    slug, number = stem, 2
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug


def _record(
    actor,
    report: Report,
    page: StoryPage,
    attachments: list[ReportAttachment],
    blocks: list[dict[str, Any]],
    *,
    is_joint: bool,
) -> None:
    from_report.mark(actor=actor, report=report, attachments=attachments)
    # After an acceptance that was taken back: what came late then is in it now.
    report.attachments.filter(awaits_story=True).update(awaits_story=False)
    StorySource.objects.create(
        page=page,
        report=report,
        block_ids=[block["id"] for block in blocks],
        first_revision=page.latest_revision,
    )
    take_step(actor=actor, report=report, event="accept", data={"page": page.pk})
    report.save()
    forget_drafts(report)
    audit.append(
        actor=actor,
        verb="story.from_report",
        target=page,
        data={"report": str(report.pk)},
        chain=report.audit_chain,
    )
    told = (
        gettext_lazy(
            "Laporan “%(title)s” diterima dan digabung dengan laporan lain menjadi satu cerita."
        )
        if is_joint
        else gettext_lazy("Laporan “%(title)s” diterima dan sedang ditulis menjadi cerita.")
    )
    tell_officer(report, lambda: told % {"title": report.title})

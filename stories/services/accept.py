"""Accepting a report: it becomes a draft story, or joins one that is being written."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.html import escape
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from cms.base import audit
from cms.base.errors import Conflict, Missing
from cms.media.models import Photo, UploadState, Video
from cms.media.services.consent import note_mark_change
from stories.models import (
    Report,
    ReportAttachment,
    StoryIndexPage,
    StoryOfficer,
    StoryPage,
    StorySource,
)
from stories.permissions import may_edit_story
from stories.services.attachments import person_mark
from stories.services.desk import hold
from stories.services.steps import take_step, tell_officer

SLUG_MAX = 80


@transaction.atomic
def accept(*, actor, report_id: UUID) -> StoryPage:
    """Make a draft story from a report that ``actor`` holds, everything filled in that is known.

    Files that are still being prepared make it wait (Conflict, with the number); files that could
    not be read stay behind. Side effects: page, revision, history, audit, notice to the officer.
    """
    report = hold(actor=actor, report_id=report_id)
    attachments = _ready_attachments(report)
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
    photos = [(a.upload.photo, a.caption) for a in attachments if a.upload.photo]
    if photos:
        page.lead_photo = photos[0][0]
    page.body = _body(report.text, photos[1:], [a.upload.video for a in attachments])
    page.story_officers = [StoryOfficer(officer=report.officer, sort_order=0)]
    _index().add_child(instance=page)
    page.save_revision(user=actor, clean=False)
    _record(actor, report, page, attachments)
    return page


@transaction.atomic
def accept_into(*, actor, report_id: UUID, page_id: int) -> StoryPage:
    """Add a report that ``actor`` holds to the end of a story that is not public yet.

    Raises Missing for an unknown story, Refused for one of another unit, Conflict for one that was
    published already or while files are being prepared.
    """
    report = hold(actor=actor, report_id=report_id)
    attachments = _ready_attachments(report)
    stored = StoryPage.objects.select_for_update(of=("self",)).filter(pk=page_id).first()
    if stored is None:
        raise Missing(_("Cerita itu tidak ditemukan."))
    page = stored.get_latest_revision_as_object()
    may_edit_story(actor, page).require()
    if stored.first_published_at:
        raise Conflict(_("Cerita itu sudah terbit. Buat cerita baru dari laporan ini."))
    lock_held = page.get_lock()
    if lock_held and lock_held.for_user(actor):
        raise Conflict(_("Cerita itu sedang dikunci orang lain atau menunggu persetujuan."))
    photos = [(a.upload.photo, a.caption) for a in attachments if a.upload.photo]
    if photos and page.lead_photo is None:
        page.lead_photo = photos.pop(0)[0]
    addition = _body(report.text, photos, [a.upload.video for a in attachments])
    page.body = [*page.body.raw_data, *_raw(addition)]
    if not page.story_officers.filter(officer=report.officer).exists():
        page.story_officers.add(
            StoryOfficer(officer=report.officer, sort_order=page.story_officers.count())
        )
    page.save_revision(user=actor, clean=False)
    _record(actor, report, page, attachments)
    return page


def _ready_attachments(report: Report) -> list[ReportAttachment]:
    attachments = list(
        report.attachments.select_related("upload__photo", "upload__video").order_by(
            "position", "id"
        )
    )
    waiting = sum(
        a.upload.state in (UploadState.RECEIVED, UploadState.PROCESSING) for a in attachments
    )
    if waiting:
        raise Conflict(
            ngettext(
                "%(count)s berkas masih disiapkan. Coba lagi sebentar lagi.",
                "%(count)s berkas masih disiapkan. Coba lagi sebentar lagi.",
                waiting,
            )
            % {"count": waiting}
        )
    return [a for a in attachments if a.upload.state == UploadState.READY]


def _body(text: str, photos: list[tuple[Photo, str]], videos: list[Video | None]) -> list:
    """Stream data as (type, value) pairs: paragraphs, then the gallery, then the videos."""
    blocks: list = [("paragraph", html) for html in _paragraphs(text)]
    if photos:
        blocks.append(("gallery", [_figure(photo, caption) for photo, caption in photos]))
    blocks += [("video", video) for video in videos if video]
    return blocks


def _raw(blocks: list) -> list[dict]:
    """The same pairs as StreamField keeps them."""
    stream = StoryPage._meta.get_field("body").stream_block
    return list(stream.get_prep_value(stream.normalize(blocks)))


def _figure(photo: Photo, caption: str) -> dict:
    return {
        "image": {"image": photo, "decorative": photo.is_decorative, "alt_text": photo.alt_text},
        "caption": caption,
    }


def _paragraphs(text: str) -> list[str]:
    """One HTML paragraph for each run of lines; single line breaks stay."""
    parts = [part.strip() for part in text.replace("\r\n", "\n").split("\n\n")]
    return [f"<p>{escape(part).replace(chr(10), '<br/>')}</p>" for part in parts if part]


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


def _record(actor, report: Report, page: StoryPage, attachments: list[ReportAttachment]) -> None:
    mark = person_mark(report.protect_mark)
    if mark:
        for attachment in attachments:
            thing = attachment.upload.photo or attachment.upload.video
            if not thing.protect_mark:
                before, thing.protect_mark = thing.protect_mark, mark
                type(thing).objects.filter(pk=thing.pk).update(protect_mark=mark)
                note_mark_change(actor=actor, thing=thing, before=before)
    StorySource.objects.create(page=page, report=report)
    take_step(actor=actor, report=report, event="accept", data={"page": page.pk})
    report.save()
    audit.append(
        actor=actor,
        verb="story.from_report",
        target=page,
        data={"report": str(report.pk)},
        chain=report.audit_chain,
    )
    tell_officer(
        report,
        _("Laporan “%(title)s” diterima dan sedang ditulis menjadi cerita.")
        % {"title": report.title},
    )

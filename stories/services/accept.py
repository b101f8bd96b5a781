"""Accepting a report: it becomes a draft story, or joins one that is being written."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.html import escape
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Page

from cms.base import audit
from cms.base.errors import Conflict, Missing
from cms.media.models import Photo, ProtectMark, UploadState, Video
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
from stories.services.desk.drafts import forget_drafts
from stories.services.desk.holding import hold
from stories.services.steps import take_step, tell_officer

SLUG_MAX = 80


@transaction.atomic
def accept(*, actor, report_id: UUID, is_joint: bool = False) -> StoryPage:
    """Make a draft story from a report that ``actor`` holds, everything filled in that is known.

    Files that are still being prepared make it wait (Conflict, with the number); files that could
    not be read stay behind. ``is_joint``: reports of others join it too, and the officer is told.
    Side effects: page, revision, history, audit, credit of pictures, notice to the officer.
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
    _credit(report, attachments)
    photos = [(a.upload.photo, a.caption) for a in attachments if a.upload.photo]
    if photos:
        # The lead photo has no caption of its own; what the officer wrote must not get lost.
        page.lead_photo, page.lead_alt = photos[0]
    blocks = _body(report.text, photos[1:], [a.upload.video for a in attachments])
    page.body = blocks
    page.story_officers = [StoryOfficer(officer=report.officer, sort_order=0)]
    _index().add_child(instance=page)
    page.save_revision(user=actor, clean=False)
    _record(actor, report, page, attachments, blocks, is_joint=is_joint)
    return page


@transaction.atomic
def accept_into(*, actor, report_id: UUID, page_id: int, is_joint: bool = False) -> StoryPage:
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
    _credit(report, attachments)
    photos = [(a.upload.photo, a.caption) for a in attachments if a.upload.photo]
    if photos and page.lead_photo is None:
        page.lead_photo, page.lead_alt = photos.pop(0)
    addition = _body(report.text, photos, [a.upload.video for a in attachments])
    page.body = [*page.body.raw_data, *addition]
    if not page.story_officers.filter(officer=report.officer).exists():
        page.story_officers.add(
            StoryOfficer(officer=report.officer, sort_order=page.story_officers.count())
        )
    page.save_revision(user=actor, clean=False)
    _record(actor, report, page, attachments, addition, is_joint=is_joint)
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


def _body(
    text: str, photos: list[tuple[Photo, str]], videos: list[Video | None]
) -> list[dict[str, Any]]:
    """Paragraphs, gallery, films and recordings, as a StreamField keeps them, with ids."""
    blocks: list = [("paragraph", html) for html in _paragraphs(text)]
    if photos:
        blocks.append(("gallery", [_figure(photo, caption) for photo, caption in photos]))
    blocks += [(video.type, video) for video in videos if video]
    stream = StoryPage._meta.get_field("body").stream_block
    return list(stream.get_prep_value(stream.normalize(blocks)))


def _credit(report: Report, attachments: list[ReportAttachment]) -> None:
    """Name who took the pictures, where nobody is named yet; an undercover officer never is."""
    is_hidden = report.protect_mark == ProtectMark.UNDERCOVER
    credit = report.unit.name if is_hidden else f"{report.officer} / {report.unit.name}"
    ids = [a.upload.photo_id for a in attachments if a.upload.photo_id]
    Photo.objects.filter(pk__in=ids, credit="").update(credit=credit[:200])


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


def _record(
    actor,
    report: Report,
    page: StoryPage,
    attachments: list[ReportAttachment],
    blocks: list[dict[str, Any]],
    *,
    is_joint: bool,
) -> None:
    mark = person_mark(report.protect_mark)
    if mark:
        for attachment in attachments:
            thing = attachment.upload.photo or attachment.upload.video
            if not thing.protect_mark:
                before, thing.protect_mark = thing.protect_mark, mark
                type(thing).objects.filter(pk=thing.pk).update(protect_mark=mark)
                note_mark_change(actor=actor, thing=thing, before=before)
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

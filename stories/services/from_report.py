"""What a story takes over from a report: its files, its words as blocks, who is named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.html import escape
from django.utils.translation import ngettext

from cms.base.errors import Conflict
from cms.media.models import Photo, ProtectMark, UploadState, Video
from cms.media.services.consent import note_mark_change
from stories.models import Report, ReportAttachment, StoryPage
from stories.selectors.reports import with_files
from stories.services.attachments import person_mark

PREPARING = (UploadState.RECEIVED, UploadState.PROCESSING)


def ready_attachments(report: Report) -> list[ReportAttachment]:
    """The files of ``report`` in its order; those that could not be read are left out.

    Raises Conflict, with the number, while some are being prepared.
    """
    attachments = list(with_files(report.attachments))
    waiting = sum(a.upload.state in PREPARING for a in attachments)
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


def add_to(
    page: StoryPage, *, text: str, attachments: Sequence[ReportAttachment]
) -> list[dict[str, Any]]:
    """Put ``text`` and files at the end of ``page`` (not saved here); the blocks that were added.

    The first picture leads where none does. It has no caption of its own, so what the officer
    wrote under it becomes its alternative text. Films and recordings have none either: what was
    written under one follows it as a paragraph.
    """
    photos = [(a.photo, a.caption) for a in attachments if a.photo]
    if photos and page.lead_photo is None:
        page.lead_photo, page.lead_alt = photos.pop(0)
    films = [(a.video, a.film_words) for a in attachments if a.video]
    blocks = _blocks(text, photos, films)
    page.body = [*page.body.raw_data, *blocks]
    return blocks


def credit(report: Report, attachments: Sequence[ReportAttachment]) -> None:
    """Name who took the pictures, films and recordings, where nobody is named yet; an undercover
    officer never is."""
    is_hidden = report.protect_mark == ProtectMark.UNDERCOVER
    words = report.unit.name if is_hidden else f"{report.officer} / {report.unit.name}"
    photos = [a.photo.pk for a in attachments if a.photo]
    films = [a.video.pk for a in attachments if a.video]
    Photo.objects.filter(pk__in=photos, credit="").update(credit=words[:200])
    Video.objects.filter(pk__in=films, credit="").update(credit=words[:200])


def describe(attachments: Sequence[ReportAttachment]) -> None:
    """What the officer wrote under a film or recording describes it, where nothing does yet."""
    for attachment in attachments:
        if words := attachment.film_words:
            undescribed = Video.objects.filter(pk=attachment.video.pk, alt_text="")
            undescribed.update(alt_text=words)


def mark(*, actor, report: Report, attachments: Sequence[ReportAttachment]) -> None:
    """What the report says must be protected holds for its pictures too. Side effect: audit."""
    wanted = person_mark(report.protect_mark)
    if not wanted:
        return
    for attachment in attachments:
        thing = attachment.photo or attachment.video
        if thing is not None and not thing.protect_mark:
            before, thing.protect_mark = thing.protect_mark, wanted
            type(thing).objects.filter(pk=thing.pk).update(protect_mark=wanted)
            note_mark_change(actor=actor, thing=thing, before=before)


def _blocks(
    text: str, photos: Sequence[tuple[Photo, str]], films: Sequence[tuple[Video, str]]
) -> list[dict[str, Any]]:
    """Paragraphs, gallery, films and recordings, as a StreamField keeps them, with ids."""
    blocks: list = [("paragraph", html) for html in _paragraphs(text)]
    if photos:
        blocks.append(("gallery", [_figure(photo, caption) for photo, caption in photos]))
    for film, words in films:
        blocks.append((film.type, film))
        if words:
            blocks.append(("paragraph", f"<p><i>{escape(words)}</i></p>"))
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

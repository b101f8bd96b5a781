"""Captions of films and recordings: written by staff, private until published, like every file."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from cms.base import audit
from cms.base.errors import Conflict, Invalid
from cms.base.workflow import lock
from cms.media import captions
from cms.media.announcements import MediaChange, announce, users_of
from cms.media.models import (
    CAPTION_LANGUAGES,
    CAPTIONS_PREFIX,
    CAPTIONS_TYPE,
    Derivative,
    Upload,
    Video,
)
from cms.media.permissions import may_handle
from cms.media.services import derivatives
from cms.media.services.files import discarded_on_error
from cms.media.services.uploads import audit_chain
from cms.media.services.words import require_ready


def save_captions(
    *, actor, video: Video, language: str, text: str, replaces: int | None = None
) -> Derivative:
    """Make ``text`` (WebVTT or SubRip) the captions of ``video`` in ``language``.

    ``replaces`` is the key of the captions that the writer saw (None: there were none); somebody
    else's newer ones are never overwritten. Public at once where the film is. Side effects: a
    file, an audit event, an announcement. Raises Refused, Invalid, Conflict.
    """
    may_handle(actor, video).require()
    if language not in CAPTION_LANGUAGES:
        raise Invalid(_("Pilih bahasa teksnya."), fields={"language": _("Pilih bahasa teksnya.")})
    require_ready(Upload.objects.filter(video=video).first())
    clean = captions.clean(text, duration_s=video.duration)
    with discarded_on_error() as names:
        row = derivatives.store_text(
            names=names,
            video=video,
            text=clean,
            extension="vtt",
            preset=f"{CAPTIONS_PREFIX}{language}",
            content_type=CAPTIONS_TYPE,
            width=0,
            height=0,
        )
        with transaction.atomic():
            current = lock(Video.objects.all(), pk=video.pk)
            old = _rows(current).filter(preset=row.preset).first()
            if (old.pk if old else None) != replaces:
                raise Conflict(
                    _("Teks ini baru diubah orang lain. Muat ulang halamannya, lalu gabungkan.")
                )
            if old:
                old.delete()  # receivers doom its files
            row.video = current
            row.save()
            _say(actor, current, "media.captions-saved", language)
    return row


@transaction.atomic
def remove_captions(*, actor, video: Video, captions_id: int) -> None:
    """Take captions away, everywhere. Raises Refused, or Conflict when they are gone already."""
    may_handle(actor, video).require()
    current = lock(Video.objects.all(), pk=video.pk)
    row = _rows(current).filter(pk=captions_id).first()
    if row is None:
        raise Conflict(_("Teks ini sudah dihapus atau diganti."))
    language = row.preset.removeprefix(CAPTIONS_PREFIX)
    row.delete()
    _say(actor, current, "media.captions-removed", language)


def _rows(video: Video):
    return Derivative.objects.filter(video=video, content_type=CAPTIONS_TYPE)


def _say(actor, video: Video, verb: str, language: str) -> None:
    """Write it down, and let what is published follow."""
    audit.append(
        actor=actor,
        verb=verb,
        target=video,
        data={"language": language},
        chain=audit_chain(video.public_id),
    )
    users = users_of(video=video)
    if users:
        derivatives.copy_out(video=video)
        announce(MediaChange("replaced", video=video, actor=actor, users=users))

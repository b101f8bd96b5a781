"""What is done with one photo, film or recording: its words, its focus, a download."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from cms.base import audit
from cms.base.errors import Conflict, Invalid
from cms.base.versions import Overtaken, version_of
from cms.base.workflow import lock
from cms.media import catalogue, focus
from cms.media.descriptions import describes_nothing
from cms.media.models import Licence, Photo, UploadState, Video
from cms.media.permissions import may_handle
from cms.media.services.described import require_described, tell_pages
from cms.media.services.uploads import audit_chain
from stories.models import MediaAsset
from stories.permissions import may_look_at_media
from stories.services.typed_text import one_line, printable

PURPOSE_MIN, PURPOSE_MAX = 5, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What is written on one asset. ``is_decorative`` counts for photos only."""

    title: str
    alt_text: str = ""
    is_decorative: bool = False
    credit: str = ""
    licence: str = ""
    licence_until: datetime.date | None = None
    tags: Sequence[str] = ()


WORDS = ("title", "alt_text", "is_decorative", "credit", "licence", "licence_until")


def words_version(thing: Photo | Video, tags: Iterable[str]) -> str:
    """Which words ``thing`` has now: what a form that shows them gives back to :func:`describe`."""
    words = {name: getattr(thing, name, False) for name in WORDS}
    return version_of(words | {"tags": sorted(tags)})


@transaction.atomic
def describe(
    *, actor, asset: MediaAsset, words: Description, seen_version: str | None = None
) -> None:
    """Write ``words`` on the photo or film; pages that show it to the public are released again.

    ``seen_version`` is that of the words the writer saw; None: they saw none. Side effects: audit
    event when anything changed, its row here. Raises Refused, Invalid, Overtaken when other words
    were saved since.
    """
    may_handle(actor, asset.thing).require()
    title = one_line(words.title)
    if not title:
        raise Invalid(_("Beri judul untuk staf."), fields={"title": _("Wajib diisi.")})
    if words.licence not in Licence.values:
        raise Invalid(_("Hak pakai itu tidak dikenal."), fields={"licence": _("Pilih satu.")})
    alt_text = one_line(words.alt_text)
    require_own_words(alt_text, title=title)
    with catalogue.together():
        thing = lock(type(asset.thing).objects.all(), pk=asset.thing.pk)
        wanted = {
            "title": title[:255],
            "alt_text": alt_text[:300],
            "credit": one_line(words.credit)[:200],
            "licence": words.licence,
            "licence_until": words.licence_until,
        }
        if asset.media_kind == "photo":
            wanted["is_decorative"] = words.is_decorative
        require_described(thing, alt_text=alt_text, is_decorative=words.is_decorative)
        changed = [name for name, value in wanted.items() if getattr(thing, name) != value]
        tags = {tag.name for tag in thing.tags.all()}
        is_new = changed or tags != set(words.tags)
        if is_new and seen_version not in (None, words_version(thing, tags)):
            raise Overtaken
        for name in changed:
            setattr(thing, name, wanted[name])
        if changed:
            thing.save(update_fields=changed)
        if tags != set(words.tags):
            thing.tags.set(words.tags)
            changed.append("tags")
        if not changed:
            return
        audit.append(
            actor=actor,
            verb="media.described",
            target=thing,
            data={"changed": sorted(changed)},
            chain=audit_chain(thing.public_id),
        )
        if set(changed) - {"title", "tags"}:
            tell_pages(actor=actor, thing=thing)


def require_own_words(alt_text: str, *, title: str) -> None:
    """Raises Invalid for a text that only repeats the title or is a file's name."""
    if describes_nothing(alt_text, title=title):
        sentence = _("Tulis apa yang terlihat; judul atau nama berkas tidak menolong pembaca.")
        raise Invalid(sentence, fields={"alt_text": sentence})


@transaction.atomic
def set_focus(*, actor, asset: MediaAsset, box: Sequence[float] | None) -> None:
    """Say what every crop of a photo must keep: ``[x, y, width, height]`` in shares of the picture,
    0 to 1; None forgets it.

    Side effects: an audit event; pages that show it are released again. Raises Refused, Invalid,
    Conflict for what is no photo.
    """
    may_handle(actor, asset.thing).require()
    if not asset.photo_id:
        raise Conflict(_("Hanya foto yang punya titik fokus."))
    photo = lock(type(asset.photo).objects.all(), pk=asset.photo_id)
    try:
        pixels = focus.point_at(photo, box)
    except (TypeError, ValueError):
        raise Invalid(_("Titik fokus tidak terbaca.")) from None
    photo.save(update_fields=focus.COLUMNS)
    audit.append(
        actor=actor,
        verb="media.focus-set",
        target=photo,
        data={"focus": pixels},
        chain=audit_chain(photo.public_id),
    )
    tell_pages(actor=actor, thing=photo)


@transaction.atomic
def note_download(*, actor, asset: MediaAsset, purpose: str) -> str:
    """Write down that ``actor`` takes the clean file for ``purpose``; return its private name.

    Never the original: that is asked for elsewhere. Side effect: an audit event. Raises Refused,
    Invalid without a purpose, Conflict while it is being prepared.
    """
    may_look_at_media(actor, asset).require()
    purpose = " ".join(printable(purpose).split())
    if not PURPOSE_MIN <= len(purpose) <= PURPOSE_MAX:
        sentence = _("Tulis untuk keperluan apa berkas ini diunduh.")
        raise Invalid(sentence, fields={"purpose": sentence})
    if asset.state != UploadState.READY:
        raise Conflict(_("Berkas ini belum siap atau tidak dapat dibaca."))
    thing = asset.thing
    audit.append(
        actor=actor,
        verb="media.downloaded",
        target=thing,
        data={"purpose": purpose},
        chain=audit_chain(thing.public_id),
    )
    return thing.file.name

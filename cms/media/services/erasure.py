"""Deletion on request (UU 27/2022): recorded, away from the public at once, deleted once decided.

A legal hold of the original wins over the deletion, not over the public's end: held, it is in
nobody's sight, and the request waits.
"""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image
from wagtail.models import ModelLogEntry

from cms.base import audit
from cms.base.errors import Conflict, Invalid
from cms.base.workflow import advance, lock
from cms.media import catalogue, focus, pictures
from cms.media.announcements import MediaChange, announce, forget_words, users_of
from cms.media.models import (
    Asker,
    CleanFile,
    ErasureGround,
    ErasureRequest,
    ErasureState,
    FaceLook,
    FilmLook,
    Photo,
    PhotoPrint,
    Upload,
    Video,
)
from cms.media.permissions import may_handle, may_handle_in
from cms.media.selectors import open_erasure
from cms.media.services import contents
from cms.media.services.consent import as_owner
from cms.media.services.derivatives import make_private
from cms.media.services.files import doom
from cms.media.services.uploads import audit_chain
from cms.media.states import ERASURE_TABLE

REASON_MIN, REASON_MAX = 10, 500
_LIMITS = {"asker_name": 200, "contact": 200, "words": 1000}
_GREY = (160, 160, 160)


@transaction.atomic
def record_request(
    *,
    actor,
    asker_name: str,
    contact: str,
    capacity: str,
    ground: str,
    words: str,
    received_on: datetime.date,
    photo: Photo | None = None,
    video: Video | None = None,
) -> ErasureRequest:
    """Write down that somebody asks for a photo or film to be deleted; nothing else happens yet.

    Side effect: an audit event without the names. Raises Refused, Invalid (``fields``), Conflict
    when one about it is open already or was granted.
    """
    thing = photo or video
    if thing is None or (photo and video):
        raise ValueError("name one photo or one video")
    may_handle(actor, thing).require()
    lock(type(thing).objects.all(), pk=thing.pk)
    texts = {"asker_name": asker_name, "contact": contact, "words": words}
    texts = {name: " ".join(text.split()) for name, text in texts.items()}
    fields = {
        name: _("Wajib diisi.") if not text else _("Terlalu panjang.")
        for name, text in texts.items()
        if not 0 < len(text) <= _LIMITS[name]
    }
    if capacity not in Asker.values:
        fields["capacity"] = _("Pilihan ini tidak dikenal.")
    if ground not in ErasureGround.values:
        fields["ground"] = _("Pilihan ini tidak dikenal.")
    if received_on > timezone.localdate():
        fields["received_on"] = _("Tanggal ini belum tiba.")
    if fields:
        raise Invalid(_("Permohonan belum lengkap."), fields=fields)
    if _is_erased(thing):
        raise Conflict(_("Ini sudah dihapus atas permohonan."))
    if open_erasure(thing):
        raise Conflict(_("Sudah ada permohonan yang belum diputuskan untuk ini."))
    request = ErasureRequest.objects.create(
        **as_owner(thing),
        thing_key=thing.public_id,
        unit_path=thing.unit_path,
        capacity=capacity,
        ground=ground,
        received_on=received_on,
        recorded_by=actor,
        **texts,
    )
    _note(actor, request, "media.erasure-asked", {"capacity": capacity, "ground": ground})
    return request


@transaction.atomic
def block(*, actor, request: ErasureRequest) -> ErasureRequest:
    """One press: every public copy goes at once and none comes until it is decided.

    Pages that show it are withdrawn or released without it. Raises Refused, Conflict.
    """
    current, thing = _locked(actor, request)
    if thing is None:
        raise Conflict(_("Yang dimohonkan sudah tidak ada; tutup permohonannya."))
    advance(current, "block", table=ERASURE_TABLE)
    current.blocked_at = timezone.now()
    current.save(update_fields=["state", "blocked_at"])
    _take_from_public(actor, thing, current.blocked_at)
    _note(actor, current, "media.erasure-blocked", {})
    return current


@transaction.atomic
def refuse(*, actor, request: ErasureRequest, reason: str) -> ErasureRequest:
    """It is not granted, for ``reason``; what was held back may be published again, by a person.

    Raises Refused, Invalid without a reason, Conflict.
    """
    current, thing = _locked(actor, request)
    _decide(actor, current, "refuse", reason)
    current.save()
    if thing is not None and not _is_erased(thing):
        _set_blocked(thing, None)
    _note(actor, current, "media.erasure-refused", {})
    return current


@transaction.atomic
def erase(*, actor, request: ErasureRequest, reason: str) -> ErasureRequest:
    """It is granted: every file of it goes for good, private ones and all its originals too, with
    consents, faces, prints and words, those of apps above too, and so does who asked. Of what is
    gone already only the request is closed.

    The row of the photo or film stays, empty and never publishable, because pages name it.
    Another upload of the same bytes keeps them: it needs a request of its own. Files are deleted
    after commit. Raises Refused, Invalid without a reason, Conflict while the original is held.
    """
    current, thing = _locked(actor, request)
    uploads = _uploads_of(thing) if thing else []
    held = next((upload for upload in uploads if upload.held_at), None)
    if held:
        raise Conflict(
            _("Berkas aslinya ditahan: %(why)s Salinan publiknya dapat ditarik sekarang; yang lain "
              "baru dapat dihapus sesudah penahanan diakhiri.")
            % {"why": held.hold_reason.rstrip(".") + "."}
        )  # fmt: skip
    _decide(actor, current, "erase", reason)
    current.asker_name = current.contact = current.words = ""
    current.blocked_at = current.blocked_at or timezone.now()
    current.save()
    if thing is not None:
        _take_from_public(actor, thing, current.blocked_at)
        _forget_people(thing)
        for upload in uploads:
            _empty_upload(upload)
        _empty(thing)
        forget_words(thing)
        catalogue.changed(**{f"{kind}s": [one.pk] for kind, one in as_owner(thing).items()})
    _note(actor, current, "media.erased", {"ground": current.ground})
    return current


def _locked(actor, request: ErasureRequest) -> tuple[ErasureRequest, Photo | Video | None]:
    # The photo or film first, as everywhere: a release of it must not overlap.
    may_handle_in(actor, unit_path=request.unit_path).require()
    thing = request.thing and lock(type(request.thing).objects.all(), pk=request.thing.pk)
    return lock(ErasureRequest.objects.all(), pk=request.pk), thing


def _uploads_of(thing: Photo | Video) -> list[Upload]:
    return list(Upload.that_brought(thing).select_for_update().order_by("pk"))


def _is_erased(thing: Photo | Video) -> bool:
    done = ErasureRequest.objects.filter(thing_key=thing.public_id, state=ErasureState.ERASED)
    return done.exists()


def _decide(actor, request: ErasureRequest, event: str, reason: str) -> None:
    words = " ".join(reason.split())
    if not REASON_MIN <= len(words) <= REASON_MAX:
        sentence = _("Tulis alasannya, 10 sampai 500 huruf, tanpa nama orang.")
        raise Invalid(sentence, fields={"reason": sentence})
    advance(request, event, table=ERASURE_TABLE)
    request.reason, request.decided_by, request.decided_at = words, actor, timezone.now()


def _take_from_public(actor, thing: Photo | Video, when) -> None:
    owner = as_owner(thing)
    users = users_of(**owner)  # asked before the uses are forgotten
    _set_blocked(thing, when)
    make_private(**owner, everywhere=True)
    announce(MediaChange("erasure-asked", **owner, actor=actor, users=users))


def _set_blocked(thing: Photo | Video, when) -> None:
    type(thing).objects.filter(pk=thing.pk).update(blocked_at=when)
    thing.blocked_at = when
    catalogue.changed(**{f"{kind}s": [one.pk] for kind, one in as_owner(thing).items()})


def _forget_people(thing: Photo | Video) -> None:
    """Consents with their forms, faces, redactions: rows that tell who is to be seen and where."""
    thing.consents.all().delete()  # receivers doom the forms
    if isinstance(thing, Photo):
        thing.face_proposals.all().delete()
        FaceLook.objects.filter(photo=thing).delete()
        thing.redactions.all().delete()
    else:
        thing.face_tracks.all().delete()
        FilmLook.objects.filter(video=thing).delete()
        thing.film_redactions.all().delete()


def _empty_upload(upload: Upload) -> None:
    if upload.file:
        contents.let_go(upload)
    PhotoPrint.objects.filter(upload=upload).delete()
    upload.steps.all().delete()
    upload.facts, upload.caption = {}, ""
    upload.original_gone_at = upload.original_gone_at or timezone.now()
    upload.save()


def _empty(thing: Photo | Video) -> None:
    """No file and no word of it is left; a grey picture stands where screens need one."""
    thing.derivatives.all().delete()  # receivers doom the files; captions go as well
    old = thing.file.name
    thing.title, thing.alt_text, thing.credit = _("Dihapus atas permohonan"), "", ""
    thing.is_redacted = False
    if isinstance(thing, Photo):
        for rendition in thing.renditions.all():
            rendition.delete()  # one by one: receivers doom the file
        thing.taken_at, thing.placeholder = None, ""
        focus.point_at(thing, None)
    grey = pictures.encode(Image.new("RGB", (32, 24), _GREY), "image/jpeg", 50)
    thing.file.save("master.jpg", CleanFile(grey), save=False)
    thing.tags.clear()
    thing.save()
    ModelLogEntry.objects.for_instance(thing).update(label=thing.title)
    doom(storage="default", names=[old])


def _note(actor, request: ErasureRequest, verb: str, data: dict[str, str]) -> None:
    # Numbers only: what was asked to be forgotten must not live on in a chain that never forgets.
    audit.append(
        actor=actor,
        verb=verb,
        target=request,
        data={"request": request.pk} | data,
        chain=audit_chain(request.thing_key),
    )

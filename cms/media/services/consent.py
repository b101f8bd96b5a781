"""Consent of the people in a picture, recorded and taken back; and marks that change."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.base import audit
from cms.base.errors import Conflict, Invalid
from cms.base.workflow import lock
from cms.media import catalogue
from cms.media.announcements import MediaChange, announce, users_of
from cms.media.models import Consent, Photo, ProtectMark, Video
from cms.media.permissions import may_handle, publishable
from cms.media.services.derivatives import make_private
from cms.media.services.uploads import audit_chain

_LIMITS = {"subject": 200, "given_by": 200, "purpose": 200, "evidence": 300}


@transaction.atomic
def record_consent(
    *,
    actor,
    subject: str,
    given_by: str,
    purpose: str,
    evidence: str,
    expires_on: datetime.date | None = None,
    photo: Photo | None = None,
    video: Video | None = None,
) -> Consent:
    """Record that ``subject`` (or ``given_by`` for them) agreed to ``purpose``.

    Side effects: audit event, an announcement. Raises Refused or Invalid (``fields``).
    """
    thing = _thing(photo, video)
    may_handle(actor, unit_path=thing.unit_path).require()
    texts = {"subject": subject, "given_by": given_by, "purpose": purpose, "evidence": evidence}
    texts = {name: " ".join(text.split()) for name, text in texts.items()}
    fields = {
        name: _("Wajib diisi.") if not text else _("Terlalu panjang.")
        for name, text in texts.items()
        if not 0 < len(text) <= _LIMITS[name]
    }
    if expires_on and expires_on < timezone.localdate():
        fields["expires_on"] = _("Tanggal ini sudah lewat.")
    if fields:
        raise Invalid(_("Persetujuan belum lengkap."), fields=fields)
    consent = Consent.objects.create(
        photo=photo, video=video, recorded_by=actor, expires_on=expires_on, **texts
    )
    # Names of the people stay in the row, which may be erased one day; the chain may not.
    audit.append(
        actor=actor,
        verb="media.consent-recorded",
        target=thing,
        data={"consent": consent.pk, "expires_on": str(expires_on or "")},
        chain=audit_chain(thing.public_id),
    )
    users = users_of(photo=photo, video=video)
    announce(MediaChange("consent-recorded", photo=photo, video=video, actor=actor, users=users))
    return consent


@transaction.atomic
def withdraw_consent(*, actor, consent: Consent) -> Consent:
    """Take ``consent`` back: every public copy goes at once, pages that show it are told.

    Returns the consent. Raises Refused, or Conflict when it was withdrawn already.
    """
    # Not joined: FOR UPDATE refuses the nullable side of an outer join.
    current = lock(Consent.objects.all(), pk=consent.pk)
    thing = current.photo or current.video
    may_handle(actor, unit_path=thing.unit_path).require()
    if current.withdrawn_at:
        raise Conflict(_("Persetujuan ini sudah ditarik."))
    current.withdrawn_at = timezone.now()
    current.save(update_fields=["withdrawn_at"])
    audit.append(
        actor=actor,
        verb="media.consent-withdrawn",
        target=thing,
        data={"consent": current.pk},
        chain=audit_chain(thing.public_id),
    )
    owner = _as_owner(thing)
    users = users_of(**owner)  # asked before the uses are forgotten
    make_private(**owner, everywhere=True)
    announce(MediaChange("consent-withdrawn", **owner, actor=actor, users=users))
    return current


@transaction.atomic
def set_mark(*, actor, mark: str, photo: Photo | None = None, video: Video | None = None) -> None:
    """Say whom publishing could hurt; an empty ``mark`` is nobody. Raises Refused, Invalid."""
    thing = _thing(photo, video)
    may_handle(actor, unit_path=thing.unit_path).require()
    if mark not in ProtectMark.values:
        raise Invalid(_("Pilihan “yang dilindungi” tidak dikenal."))
    current = lock(type(thing).objects.all(), pk=thing.pk)
    before = current.protect_mark
    type(thing).objects.filter(pk=thing.pk).update(protect_mark=mark)
    thing.protect_mark = mark
    if before != mark:
        note_mark_change(actor=actor, thing=thing, before=before)


@transaction.atomic
def note_mark_change(*, actor, thing: Photo | Video, before: str) -> None:
    """Write down that the mark of ``thing`` was changed from ``before`` (any door)."""
    audit.append(
        actor=actor,
        verb="media.mark-changed",
        target=thing,
        data={"before": before, "after": thing.protect_mark},
        chain=audit_chain(thing.public_id),
    )
    owner = _as_owner(thing)
    catalogue.changed(**{f"{kind}s": [one.pk] for kind, one in owner.items()})
    if thing.protect_mark:
        announce(MediaChange("marked", **owner, actor=actor, users=users_of(**owner)))


def sweep_expired_consents() -> int:
    """What is public only by a consent that has run out goes; return how many things went."""
    over = Consent.objects.filter(
        Q(photo__public_uses__isnull=False) | Q(video__public_uses__isnull=False),
        expires_on__lt=timezone.localdate(),
        withdrawn_at=None,
    )
    things = {consent.photo or consent.video for consent in over.distinct()}
    gone = 0
    for thing in things:
        owner = _as_owner(thing)
        if publishable(**{f"{kind}s": [one] for kind, one in owner.items()}):
            continue
        with transaction.atomic():
            users = users_of(**owner)
            make_private(**owner, everywhere=True)
            audit.append(
                actor=None,
                verb="media.consent-expired",
                target=thing,
                chain=audit_chain(thing.public_id),
            )
            announce(MediaChange("consent-expired", **owner, users=users))
        gone += 1
    return gone


def _as_owner(thing: Photo | Video) -> dict[str, Photo | Video]:
    return {"photo" if isinstance(thing, Photo) else "video": thing}


def _thing(photo: Photo | None, video: Video | None) -> Photo | Video:
    if (photo is None) == (video is None):
        raise ValueError("name one photo or one video")
    return photo or video

"""Consent of the people in a picture, recorded and taken back; and marks that change."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.base import audit
from cms.base.errors import Conflict, DomainError, Invalid, TooLarge
from cms.base.workflow import lock
from cms.media import catalogue
from cms.media.announcements import MediaChange, announce, users_of
from cms.media.content_type import inspect
from cms.media.models import Consent, ConsentUse, Guardian, Photo, ProtectMark, Video
from cms.media.permissions import forbidden, may_handle
from cms.media.selectors import with_same_file
from cms.media.services.derivatives import make_private
from cms.media.services.files import discarded_on_error
from cms.media.services.uploads import audit_chain

EVIDENCE_BYTES_MAX = 10 * 1024 * 1024
PDF_HEAD = b"%PDF-"
_LIMITS = {"subject": 200, "given_by": 200, "purpose": 200, "evidence": 300}


@transaction.atomic
def record_consent(
    *,
    actor,
    subject: str,
    given_by: str,
    purpose: str,
    evidence: str,
    guardian: str = "",
    uses: Iterable[str] = (ConsentUse.SITE, ConsentUse.SOCIAL),
    evidence_file=None,
    expires_on: datetime.date | None = None,
    photo: Photo | None = None,
    video: Video | None = None,
) -> Consent:
    """Record that ``subject`` (or ``given_by``, their ``guardian``) agreed to ``purpose``.

    ``uses`` (of ``ConsentUse``) bounds where it may be shown; ``evidence_file`` is kept privately.
    Side effects: audit event, an announcement, a file. Raises Refused or Invalid (``fields``).
    """
    thing = _thing(photo, video)
    may_handle(actor, thing).require()
    texts = {"subject": subject, "given_by": given_by, "purpose": purpose, "evidence": evidence}
    texts = {name: " ".join(text.split()) for name, text in texts.items()}
    fields = {
        name: _("Wajib diisi.") if not text else _("Terlalu panjang.")
        for name, text in texts.items()
        if not 0 < len(text) <= _LIMITS[name]
    }
    if expires_on and expires_on < timezone.localdate():
        fields["expires_on"] = _("Tanggal ini sudah lewat.")
    wanted = set(uses)
    fields |= _scope_errors(wanted, guardian, texts, mark=thing.protect_mark)
    extension = ""
    if evidence_file:
        try:
            extension = evidence_extension(evidence_file)
        except DomainError as error:
            fields["evidence_file"] = str(error)
    if fields:
        raise Invalid(_("Persetujuan belum lengkap."), fields=fields)
    consent = Consent(
        photo=photo,
        video=video,
        recorded_by=actor,
        expires_on=expires_on,
        guardian=guardian,
        uses=[use for use in ConsentUse.values if use in wanted],
        **texts,
    )
    with discarded_on_error() as names:
        if extension:
            evidence_file.seek(0)
            content = File(evidence_file)
            consent.evidence_file.save(f"evidence.{extension}", content, save=False)
            names.append(consent.evidence_file.name)
        consent.save()
    # Names of the people stay in the row, which may be erased one day; the chain may not.
    audit.append(
        actor=actor,
        verb="media.consent-recorded",
        target=thing,
        data={
            "consent": consent.pk,
            "expires_on": str(expires_on or ""),
            "uses": consent.uses,
            "guardian": guardian,
        },
        chain=audit_chain(thing.public_id),
    )
    users = users_of(photo=photo, video=video)
    announce(MediaChange("consent-recorded", photo=photo, video=video, actor=actor, users=users))
    return consent


@transaction.atomic
def withdraw_consent(*, actor, consent: Consent) -> Consent:
    """Take ``consent`` back: every public copy goes at once, pages that show it are told; those of
    the very same file that was sent elsewhere too, whose ever they are.

    Returns the consent. Raises Refused, or Conflict when it was withdrawn already.
    """
    thing = consent.photo or consent.video
    # Photos and films first, as everywhere: who is about to make them public is waited for. In
    # order of their keys: two that hold the same file do not wait for one another.
    same = {one.pk: lock(type(thing).objects.all(), pk=one.pk) for one in with_same_file(thing)}
    # Not joined: FOR UPDATE refuses the nullable side of an outer join.
    current = lock(Consent.objects.all(), pk=consent.pk)
    may_handle(actor, thing).require()
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
    owner = as_owner(thing)
    users = take_from_public(thing)
    announce(MediaChange("consent-withdrawn", **owner, actor=actor, users=users))
    _take_twins(actor, [twin for pk, twin in same.items() if pk != thing.pk])
    return current


def _take_twins(actor, twins: Sequence[Photo] | Sequence[Video]) -> None:
    suspects = forbidden(twins)
    for twin in twins:
        if twin.pk not in suspects or not users_of(**as_owner(twin)):
            continue
        users = take_from_public(twin)
        audit.append(
            actor=actor,
            verb="media.consent-withdrawn-elsewhere",
            target=twin,
            chain=audit_chain(twin.public_id),
        )
        announce(MediaChange("consent-withdrawn", **as_owner(twin), actor=actor, users=users))


def take_from_public(thing: Photo | Video) -> tuple[str, ...]:
    """Every public copy of ``thing`` goes; return who used it, to be told. In a transaction."""
    # Locked first: who is about to make it public is waited for, and then found among its users.
    lock(type(thing).objects.all(), pk=thing.pk)
    owner = as_owner(thing)
    users = users_of(**owner)
    make_private(**owner, everywhere=True)
    return users


@transaction.atomic
def set_mark(*, actor, mark: str, photo: Photo | None = None, video: Video | None = None) -> None:
    """Say whom publishing could hurt; an empty ``mark`` is nobody. Raises Refused, Invalid."""
    thing = _thing(photo, video)
    may_handle(actor, thing).require()
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
    owner = as_owner(thing)
    catalogue.changed(**{f"{kind}s": [one.pk] for kind, one in owner.items()})
    if thing.protect_mark:
        announce(MediaChange("marked", **owner, actor=actor, users=users_of(**owner)))


def _scope_errors(uses: set[str], guardian: str, texts: dict[str, str], *, mark: str):
    fields = {}
    if not uses or uses - set(ConsentUse.values):
        fields["uses"] = _("Pilih sedikitnya satu pemakaian.")
    if guardian not in Guardian.values:
        fields["guardian"] = _("Pilihan ini tidak dikenal.")
    elif guardian and texts["given_by"].casefold() == texts["subject"].casefold():
        fields["given_by"] = _("Untuk anak, tulis nama orang tua atau walinya.")
    elif mark == ProtectMark.CHILD and not guardian:
        fields["guardian"] = _("Ada anak di sini: persetujuannya diberikan orang tua atau wali.")
    return fields


def evidence_extension(file) -> str:
    """Whether ``file`` is a picture or PDF of a form, by content: its extension. Raises
    UnsupportedMedia or TooLarge in plain words."""
    file.seek(0, 2)
    if file.tell() > EVIDENCE_BYTES_MAX:
        raise TooLarge(_("Berkas bukti paling besar 10 MB."))
    file.seek(0)
    if file.read(len(PDF_HEAD)) == PDF_HEAD:
        return "pdf"
    file.seek(0)
    return inspect(file, kind="photo").extension


@transaction.atomic
def note_evidence_seen(*, actor, consent: Consent) -> None:
    """``actor`` opens the form that somebody signed: written down. Raises Refused."""
    thing = consent.photo or consent.video
    may_handle(actor, thing).require()
    audit.append(
        actor=actor,
        verb="media.consent-evidence-seen",
        target=thing,
        data={"consent": consent.pk},
        chain=audit_chain(thing.public_id),
    )


def as_owner(thing: Photo | Video) -> dict[str, Photo | Video]:
    """``thing`` as the keyword argument that names it."""
    return {"photo" if isinstance(thing, Photo) else "video": thing}


def _thing(photo: Photo | None, video: Video | None) -> Photo | Video:
    if (photo is None) == (video is None):
        raise ValueError("name one photo or one video")
    return photo or video

"""The portrait of an officer: public while the officer is active and the people rules allow it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from cms.base.errors import Conflict, Invalid
from cms.base.workflow import lock
from cms.media.models import Photo, Upload, UploadKind, UploadState
from cms.media.permissions import publishable
from cms.media.services.derivatives import make_private, make_public
from cms.media.services.ingest import ingest
from cms.media.services.uploads import receive
from cms.people.models import Officer
from cms.people.permissions import may_manage_officers
from cms.people.services.record import announce_officer, record


def upload_portrait(*, actor, officer: Officer, file) -> Officer:
    """Take ``file`` in as the portrait of ``officer`` and prepare it at once; return the officer.

    Side effects: an upload, its photo and sizes, as :func:`set_portrait`. Raises Refused before
    anything is stored; UnsupportedMedia, TooLarge, Invalid in plain words.
    """
    may_manage_officers(actor, unit=officer.unit).require()
    # One transaction, so that no worker takes the photo away from us before it is ready.
    with transaction.atomic():
        upload = receive(actor=actor, file=file, kind=UploadKind.PHOTO, unit_path=officer.unit.path)
        ingest(upload.pk)
    upload = Upload.objects.select_related("photo").get(pk=upload.pk)
    if upload.state == UploadState.FAILED:
        raise Invalid(upload.failure, fields={"file": upload.failure})
    if upload.photo is None:
        raise Conflict(_("Foto belum dapat disiapkan; kirim sekali lagi."))
    return set_portrait(actor=actor, officer=officer, photo=upload.photo)


@transaction.atomic
def set_portrait(*, actor, officer: Officer, photo: Photo | None) -> Officer:
    """Make ``photo`` the portrait of ``officer``, or take the portrait away; return the officer.

    Side effects: public copies come and go (:func:`settle_portrait`), what is still undescribed
    is described, an audit event. Raises Refused unless ``actor`` administers the unit.
    """
    officer = lock(Officer.objects.select_related("unit", "portrait"), pk=officer.pk)
    may_manage_officers(actor, unit=officer.unit).require()
    before = officer.portrait
    if photo == before:
        return officer
    if photo is not None and not (photo.alt_text or photo.is_decorative):
        photo.alt_text = _("Foto %(officer)s") % {"officer": officer}
        photo.save(update_fields=["alt_text"])
    officer.portrait = photo
    officer.save(update_fields=["portrait"])
    settle_portrait(officer=officer, before=before)
    record(
        actor=actor,
        verb="officer.changed",
        target=officer,
        unit=officer.unit,
        data={"fields": ["portrait"]},
    )
    return officer


@transaction.atomic
def settle_portrait(*, officer: Officer, before: Photo | None = None) -> None:
    """Make the portrait public or private, as the officer and the people in it allow now.

    ``before`` is the portrait that it replaces. Side effects: public copies. Idempotent.
    """
    used_by = f"officer:{officer.pk}"
    if before is not None and before != officer.portrait:
        make_private(photo=before, used_by=used_by)
    if officer.portrait is None:
        return
    # Locked before it is asked: a consent withdrawn or a mark set now waits, and finds the use.
    lock(Photo.objects.all(), pk=officer.portrait.pk)
    if officer.is_active and publishable(photos=[officer.portrait]):
        make_public(photo=officer.portrait, used_by=used_by)
    else:
        make_private(photo=officer.portrait, used_by=used_by)


def settle_portraits_with(photo: Photo) -> None:
    """The same for every officer whose portrait ``photo`` is: its protection changed."""
    for officer in Officer.objects.filter(portrait=photo).select_related("portrait"):
        settle_portrait(officer=officer)
        announce_officer(officer)

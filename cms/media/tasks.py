"""Background doors: each takes plain arguments and calls one service."""

import uuid
from contextlib import suppress

from django_tasks import task

from cms.base.errors import DomainError
from cms.media.selectors import photo_by_key
from cms.media.services.again import sweep_recipes
from cms.media.services.consent_endings import sweep_expired_consents, sweep_reminders
from cms.media.services.faces import look_for_faces
from cms.media.services.files import delete_doomed
from cms.media.services.film_redaction import burn_due, sweep_film_redactions
from cms.media.services.ingest import ingest
from cms.media.services.ingest import sweep_uploads as sweep
from cms.media.services.licence_endings import sweep_ended_licences, sweep_licence_reminders
from cms.media.services.resumable import finish, sweep_resumable, sweep_tusd
from cms.media.services.retention import sweep_originals, sweep_renditions


@task()
def ingest_upload(upload_id: str) -> None:
    """Prepare one upload for use."""
    ingest(uuid.UUID(upload_id))


@task()
def finish_upload(upload_id: str) -> None:
    """Check a file that arrived in pieces; why it is refused is kept for its sender."""
    with suppress(DomainError):
        finish(upload_id=uuid.UUID(upload_id))


@task()
def look_for_faces_of(photo_id: int) -> None:
    """Propose the faces of one photo; nothing when it is gone."""
    photo = photo_by_key(photo_id)
    if photo is not None:
        look_for_faces(photo=photo)


@task()
def burn_film_redactions() -> None:
    """Hide people in the films that wait for it."""
    burn_due()


@task()
def delete_doomed_files() -> None:
    """Delete stored files that nothing may see any more."""
    delete_doomed()


def sweep_media() -> None:
    """One round of the sweeper: stuck and abandoned uploads, consents and rights of use that
    ended or soon will, films to redact, originals and renditions whose time is over, photos to be
    prepared again, files still to be deleted."""
    sweep()
    sweep_tusd()
    sweep_resumable()
    sweep_film_redactions()
    sweep_expired_consents()
    sweep_reminders()
    sweep_ended_licences()
    sweep_licence_reminders()
    sweep_originals()
    sweep_renditions()
    sweep_recipes()
    delete_doomed()

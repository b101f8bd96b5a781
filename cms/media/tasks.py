"""Background doors: each takes plain arguments and calls one service."""

import uuid
from contextlib import suppress

from django_tasks import task

from cms.base.errors import DomainError
from cms.media.selectors import photo_by_key
from cms.media.services.faces import look_for_faces
from cms.media.services.files import delete_doomed
from cms.media.services.film_redaction import burn_due
from cms.media.services.ingest import ingest
from cms.media.services.resumable import finish


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

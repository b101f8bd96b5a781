"""Who looked at an original is written down."""

from django.db import transaction

from cms.base import audit
from cms.media.models import Upload
from cms.media.services.uploads import audit_chain


@transaction.atomic
def note_original_seen(*, actor, upload: Upload) -> None:
    """Append an audit event unless ``actor`` is the owner, who may look at their own file."""
    if upload.owner_id == actor.pk:
        return
    audit.append(
        actor=actor, verb="media.original-seen", target=upload, chain=audit_chain(upload.pk)
    )

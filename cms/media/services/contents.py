"""Originals by content: the same bytes are stored once, whoever brought them."""

from __future__ import annotations

import logging

from django.core.files.storage import storages
from django.db.models import ProtectedError

from cms.base.workflow import lock
from cms.media.content_type import Inspected
from cms.media.models import Original, Upload
from cms.media.services.files import doom

log = logging.getLogger(__name__)
_TRIES = 5


def stored_once(*, name: str, seen: Inspected, digest: str) -> Original:
    """The original with the SHA-256 ``digest``; the private file ``name``, which has these bytes,
    becomes its file, or goes after the commit when there is one already. Where storage has lost
    that one, the new one takes its place for everybody who sent it. In a transaction."""
    facts = {"byte_count": seen.byte_count, "format_name": seen.format.name, "name": name}
    for _try in range(_TRIES):
        made, is_new = Original.objects.get_or_create(sha256=digest, defaults=facts)
        if is_new:
            return made
        # Locked, so that nobody lets go of the last reference at this moment.
        original = Original.objects.select_for_update().filter(pk=made.pk).first()
        if original is None:
            continue
        if original.name == name:
            return original
        if storages["default"].exists(original.name):
            doom(storage="default", names=[name])
        else:
            log.warning("original %s was lost and came again", original.pk)
            original.name = name
            original.save(update_fields=["name"])
            original.uploads.update(file=name)
        return original
    raise RuntimeError("an original was let go again and again")


def let_go(upload: Upload) -> None:
    """``upload`` no longer refers to its original; with the last reference the file goes, after
    the commit. Not saved. In a transaction, with ``upload`` locked."""
    original, name = upload.original, upload.file.name
    upload.original, upload.file = None, ""
    if original is None:
        doom(storage="default", names=[name])
        return
    Upload.objects.filter(pk=upload.pk).update(original=None, file="")
    held = lock(Original.objects, pk=original.pk)
    try:
        held.delete()
    except ProtectedError:
        return  # others still refer to it
    doom(storage="default", names=[held.name])

"""The private original: only by a link that is signed, short-lived, for one person, and written
down with its purpose."""

from __future__ import annotations

import uuid

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.base import audit
from cms.base.errors import Invalid
from cms.media.models import Upload
from cms.media.permissions import may_open_original
from cms.media.services.uploads import audit_chain

LINK_S = 5 * 60
PURPOSE_MIN, PURPOSE_MAX = 10, 200
_SALT = "cms.media.original"


@transaction.atomic
def link_to_original(*, actor, upload: Upload, purpose: str) -> str:
    """The path of a link to the original of ``upload``, for ``actor`` alone, for five minutes.

    Side effect: an audit event with the purpose. Raises Refused, or Invalid without a purpose.
    """
    may_open_original(actor, upload).require()
    purpose = " ".join(purpose.split())
    if not PURPOSE_MIN <= len(purpose) <= PURPOSE_MAX:
        words = _("Tulis untuk apa aslinya dibuka, sedikitnya %(count)d huruf.") % {
            "count": PURPOSE_MIN
        }
        raise Invalid(words, fields={"purpose": words})
    link = uuid.uuid4().hex[:12]
    audit.append(
        actor=actor,
        verb="media.original-link",
        target=upload,
        data={"link": link, "purpose": purpose},
        chain=audit_chain(upload.pk),
    )
    token = signing.dumps({"upload": upload.pk.hex, "for": actor.pk, "link": link}, salt=_SALT)
    return reverse("media:original", args=[token])


@transaction.atomic
def open_original(*, actor, token: str) -> Upload | None:
    """The upload whose original ``token`` opens for ``actor`` now; None for anybody else, later,
    or once they may no longer. Side effect: an audit event each time."""
    try:
        said = signing.loads(token, salt=_SALT, max_age=LINK_S)
    except signing.BadSignature:
        return None
    if not actor.is_authenticated or said["for"] != actor.pk:
        return None
    upload = Upload.objects.filter(pk=said["upload"]).first()
    if upload is None or not upload.file or not may_open_original(actor, upload):
        return None
    audit.append(
        actor=actor,
        verb="media.original-seen",
        target=upload,
        data={"link": said["link"]},
        chain=audit_chain(upload.pk),
    )
    return upload

"""What a phone is told about a file: how far it is, and once it is kept, the receipt."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from cms.media.services.resumable import Standing


def receipt(found: Standing) -> dict[str, Any]:
    """``found`` as the phone reads it; ``sha256`` is the server's own of what it keeps."""
    way, kept = found.way, found.upload
    return {
        "id": str(way.pk),
        "state": found.state,
        "is_kept": kept is not None,
        "offset": way.offset,
        "length": way.length,
        "sha256": kept.sha256 if kept else None,
        "kind": kept.kind if kept else way.kind or None,
        "content_type": kept.content_type if kept else None,
        "kept_at": kept.created_at.isoformat() if kept else None,
        "report": str(way.belongs_to) if way.belongs_to else None,
        "slot": way.slot,
        "is_attached": found.is_attached,
        "code": way.code or None,
        "reason": _(found.reason) if found.reason else None,
    }

"""What somebody had before them when they decided: nobody's edit is overwritten unseen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from cms.base.errors import Conflict


class Overtaken(Conflict):
    """Somebody saved something else since; the door shows both. ``message`` where it is no text."""

    def __init__(self, message: str = ""):
        super().__init__(
            message
            or _("Ada yang menyimpan lebih dulu. Tulisan Anda belum disimpan: bandingkan dulu.")
        )


def version_of(words: Mapping[str, Any]) -> str:
    """A short name of these words or facts, the same for the same ones; values that JSON knows,
    anything else as its text."""
    text = json.dumps(words, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def differing(
    labels: Mapping[str, Any], theirs: Mapping[str, Any], own: Mapping[str, Any]
) -> list[tuple[str, Any, Any]]:
    """(label, what is saved now, what was typed) of each field that differs."""
    pairs = [(label, theirs.get(name), own.get(name)) for name, label in labels.items()]
    return [pair for pair in pairs if (pair[1] or "") != (pair[2] or "")]

"""What a sender says of a file in a tus ``Upload-Metadata`` header. No Django models.

Pairs of a key and a Base64 value, separated by commas: https://tus.io/protocols/resumable-upload
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from cms.base.errors import DomainError

HEADER_MAX = 4096
PAIRS_MAX = 40
KINDS = ("photo", "video", "audio")
CAPTION_MAX = 200
_KEY = re.compile(r"[!-+\--~]{1,100}")  # visible ASCII, no comma
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SLOT = re.compile(r"[0-9]{1,2}")


class BadMetadata(DomainError):
    """The header is no list of keys and Base64 values."""

    code = "bad-metadata"


@dataclass(frozen=True, slots=True)
class SaidOfFile:
    """Those of the values that mean something to us, blank where nothing was said.

    ``belongs_to`` is the report that the phone made it for, ``slot`` its place there.
    """

    name: str = ""
    content_type: str = ""
    sha256: str = ""
    upload_id: UUID | None = None
    kind: str = ""
    belongs_to: UUID | None = None
    slot: int | None = None
    caption: str = ""


def declared_in(header: str) -> SaidOfFile:
    """Read ``header``. Raises BadMetadata, in plain words."""
    return said_of(_pairs(header))


def said_of(values: Mapping[str, bytes]) -> SaidOfFile:
    """Read the values of an announcement. Raises BadMetadata, in plain words."""
    name = _text(values, "filename") or _text(values, "name")
    sha256 = _text(values, "sha256").lower()
    if sha256 and not _SHA256.fullmatch(sha256):
        raise BadMetadata(_("sha256 ditulis dengan 64 angka heksadesimal."))
    kind = _text(values, "kind")
    if kind and kind not in KINDS:
        raise BadMetadata(_("kind ditulis sebagai photo, video, atau audio."))
    slot = _text(values, "slot")
    if slot and not _SLOT.fullmatch(slot):
        raise BadMetadata(_("slot ditulis sebagai bilangan 0 sampai 99."))
    return SaidOfFile(
        name=name[:255],
        content_type=(_text(values, "filetype") or _text(values, "type"))[:100].lower(),
        sha256=sha256,
        upload_id=_uuid(_text(values, "id")),
        kind=kind,
        belongs_to=_uuid(_text(values, "report")),
        slot=int(slot) if slot else None,
        caption=_text(values, "caption")[:CAPTION_MAX],
    )


def _pairs(header: str) -> dict[str, bytes]:
    if len(header) > HEADER_MAX:
        raise BadMetadata(_("Upload-Metadata terlalu panjang."))
    if not header.strip():
        return {}
    pairs = header.split(",")
    if len(pairs) > PAIRS_MAX:
        raise BadMetadata(_("Upload-Metadata terlalu panjang."))
    values: dict[str, bytes] = {}
    for pair in pairs:
        key, _space, value = pair.strip(" ").partition(" ")
        if not _KEY.fullmatch(key) or key in values:
            raise BadMetadata(_("Upload-Metadata tidak dapat dibaca."))
        try:
            values[key] = base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError):
            raise BadMetadata(_("Upload-Metadata tidak dapat dibaca.")) from None
    return values


def _text(values: Mapping[str, bytes], key: str) -> str:
    text = values.get(key, b"").decode("utf-8", "replace")
    return "".join(letter for letter in text if letter.isprintable()).strip()


def _uuid(text: str) -> UUID | None:
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise BadMetadata(_("Nomor kiriman tidak sah.")) from None

"""What an API token is made of: how it looks, how it is kept, and what it may open.

``sbg_`` + 43 characters (256 random bits) + 6 characters of checksum. The prefix and the checksum
let scanners of leaked secrets know one, and a mistyped one is refused without asking the database.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import zlib
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

PREFIX = "sbg_"
START_LENGTH = len(PREFIX) + 6
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_RANDOM_LENGTH, _CHECK_LENGTH = 43, 6
_SHAPE = re.compile(rf"{PREFIX}([0-9A-Za-z]{{{_RANDOM_LENGTH}}})([0-9A-Za-z]{{{_CHECK_LENGTH}}})")


@dataclass(frozen=True, slots=True)
class Scope:
    """One thing that a token may open. Never more than its owner may: it only narrows."""

    name: str
    label: str


READ = "read"
SCOPES = {
    scope.name: scope
    for scope in (
        Scope(READ, _("Membaca yang sudah terbit")),
        Scope("reports:write", _("Mengirim laporan kegiatan")),
        Scope("media:write", _("Mengunggah foto dan video")),
        Scope("stories:publish", _("Menerbitkan dan menarik cerita")),
    )
}


def make() -> str:
    """A new token."""
    body = _base62(int.from_bytes(secrets.token_bytes(32)), _RANDOM_LENGTH)
    return f"{PREFIX}{body}{_check(body)}"


def is_wellformed(token: str) -> bool:
    """Whether ``token`` looks like one of ours and its checksum holds."""
    found = _SHAPE.fullmatch(token)
    return found is not None and secrets.compare_digest(_check(found[1]), found[2])


def digest(token: str) -> str:
    """How ``token`` is kept: SHA-256, as hexadecimal.

    Without a key or salt: nobody guesses 256 random bits, and a new ``SAMBANG_SECRET_KEY`` ends
    no token.
    """
    return hashlib.sha256(token.encode()).hexdigest()


def _check(body: str) -> str:
    return _base62(zlib.crc32(body.encode()), _CHECK_LENGTH)


def _base62(number: int, length: int) -> str:
    digits = []
    for _place in range(length):
        number, digit = divmod(number, len(_ALPHABET))
        digits.append(_ALPHABET[digit])
    return "".join(reversed(digits))

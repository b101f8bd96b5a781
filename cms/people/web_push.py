"""Messages to browsers: encrypted for the browser alone (RFC 8291, RFC 8188), signed as ours
(VAPID, RFC 8292). Knows keys and bytes; rows and sending are in ``services/push.py``."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from functools import lru_cache

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid02

# Push services must take 4,096 bytes; all of ours have one length, which tells nobody anything.
PADDED_BYTES = 768
POINT_BYTES, AUTH_BYTES = 65, 16
TOKEN_S = 12 * 3600
TOPIC_LENGTH = 32


class BadKeys(ValueError):
    """The keys of a subscription are not what a browser makes."""


def is_on() -> bool:
    """Whether this installation can send messages at all."""
    return bool(settings.WEB_PUSH_PRIVATE_KEY)


def public_key() -> str:
    """What a browser subscribes with: our public key, in URL-safe base64."""
    return _public_of(settings.WEB_PUSH_PRIVATE_KEY)


@lru_cache(maxsize=4)
def _public_of(private: str) -> str:
    key = Vapid02.from_raw(private.encode()).public_key
    return encode(key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def encode(raw: bytes) -> str:
    """URL-safe base64 without padding."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode(text: str) -> bytes:
    """The bytes of URL-safe base64. Raises BadKeys."""
    try:
        padded = text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=True)
    except ValueError:
        raise BadKeys("not base64") from None


def check_keys(*, p256dh: str, auth: str) -> None:
    """Raises BadKeys unless ``p256dh`` is a point of the curve and ``auth`` 16 bytes."""
    point, secret = decode(p256dh), decode(auth)
    if len(point) != POINT_BYTES or len(secret) != AUTH_BYTES:
        raise BadKeys("keys of another length")
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError:
        raise BadKeys("not a point of the curve") from None


def seal(payload: dict[str, str], *, p256dh: str, auth: str) -> bytes:
    """``payload`` as JSON, padded to one length and encrypted for one browser (aes128gcm)."""
    plain = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    return http_ece.encrypt(
        plain.ljust(PADDED_BYTES),
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=decode(p256dh),
        auth_secret=decode(auth),
        version="aes128gcm",
    )


def authorization(*, audience: str) -> str:
    """The header that proves to the push service at the origin ``audience`` who sends."""
    base_url = settings.BASE_URL
    contact = base_url if base_url.startswith("https://") else "mailto:sambang@localhost"
    vapid = Vapid02.from_raw(settings.WEB_PUSH_PRIVATE_KEY.encode())
    # Their check of the contact knows no port.
    vapid.conf = {"no-strict": True}
    claims = {"sub": contact, "aud": audience, "exp": int(time.time()) + TOKEN_S}
    return vapid.sign(claims)["Authorization"]


def topic(path: str) -> str:
    """A name under which a newer message replaces one that was not fetched yet (RFC 8030, 5.4)."""
    return encode(hashlib.sha256(path.encode()).digest())[:TOPIC_LENGTH]

"""A push service on loopback (RFC 8030) with one browser: checks who sends (RFC 8292) and decrypts
as the browser would (RFC 8291). Its cryptography shares nothing with ours but the primitives."""

import base64
import contextlib
import http.server
import json
import os
import struct
import threading
import time

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
POINT_BYTES, HEADER_BYTES, TAG_BYTES, BODY_MAX = 65, 21, 16, 4096


def encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derive(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)


class Browser:
    """The keys of one subscription."""

    def __init__(self, *, private: ec.EllipticCurvePrivateKey | None = None, auth: bytes = b""):
        self.private = private or ec.generate_private_key(CURVE)
        self.auth = auth or os.urandom(16)
        self.public = point(self.private.public_key())

    @property
    def keys(self) -> dict[str, str]:
        return {"p256dh": encode(self.public), "auth": encode(self.auth)}

    def decrypt(self, body: bytes) -> bytes:
        """The one record of a message in aes128gcm; raises when anything is not as it must be."""
        salt, record_bytes, key_bytes = struct.unpack("!16sIB", body[:HEADER_BYTES])
        sender = body[HEADER_BYTES : HEADER_BYTES + key_bytes]
        record = body[HEADER_BYTES + key_bytes :]
        assert key_bytes == POINT_BYTES
        assert TAG_BYTES < len(record) <= record_bytes
        shared = self.private.exchange(
            ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, sender)
        )
        info = b"WebPush: info\0" + self.public + sender
        secret = _derive(shared, self.auth, info, 32)
        key = _derive(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _derive(secret, salt, b"Content-Encoding: nonce\0", 12)
        plain, delimiter, padding = AESGCM(key).decrypt(nonce, record, None).rpartition(b"\x02")
        assert delimiter
        assert not padding.strip(b"\0")
        return plain


def sender_of(authorization: str, *, audience: str) -> tuple[str, dict]:
    """(public key, claims) of a VAPID header; raises when it proves nothing to ``audience``."""
    scheme, _space, rest = authorization.partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    assert scheme == "vapid"
    signed, _dot, signature = parts["t"].rpartition(".")
    raw = decode(signature)
    assert len(raw) == 64
    numbers = (int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    key = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, decode(parts["k"]))
    key.verify(utils.encode_dss_signature(*numbers), signed.encode(), ec.ECDSA(SHA256()))
    head, claims = (json.loads(decode(part)) for part in signed.split("."))
    assert head["alg"] == "ES256"
    assert claims["aud"] == audience
    assert time.time() < claims["exp"] <= time.time() + 24 * 3600
    return parts["k"], claims


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        service = self.server
        service.asked += 1
        status = service.answers.pop(0) if service.answers else 201
        if status == 201:
            status = self._accept(body)
        self.send_response(status)
        if status == 429:
            self.send_header("Retry-After", "1800")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _accept(self, body: bytes) -> int:
        service = self.server
        if len(body) > BODY_MAX:
            return 413
        if self.headers["Content-Encoding"] != "aes128gcm" or not self.headers["TTL"]:
            return 400
        try:
            key, claims = sender_of(self.headers["Authorization"], audience=service.url)
        except Exception:
            return 403
        service.messages.append(
            {
                "news": json.loads(service.browser.decrypt(body)),
                "bytes": len(body),
                "ttl": int(self.headers["TTL"]),
                "topic": self.headers["Topic"],
                "urgency": self.headers["Urgency"],
                "key": key,
                "claims": claims,
            }
        )
        return 201

    def log_message(self, *args):
        pass


@pytest.fixture
def push_service(settings):
    """A push service; ``answers`` are the next statuses instead of taking the message, ``messages``
    what was taken, ``asked`` how often it was asked."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.url = f"http://127.0.0.1:{server.server_port}"
    server.browser, server.messages, server.answers, server.asked = Browser(), [], [], 0
    server.endpoint = f"{server.url}/push/eyJhbGciOiJ"
    settings.OUTBOUND_ALLOW = (("127.0.0.1", server.server_port),)
    # It looks so often whether it is to end: with its own half second every test waits for it.
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    with contextlib.suppress(OSError):
        server.shutdown()
    server.server_close()
    thread.join()

"""A device that makes and uses passkeys (Web Authentication, level 2, sections 6 and 8.7), in
software: ES256, no attestation. Whatever it is told to lie about, it signs properly."""

import base64
import hashlib
import json
import os
import struct

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, SYNCABLE, SYNCED, HAS_KEY = 0x01, 0x04, 0x08, 0x10, 0x40


def encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Authenticator:
    """One device with at most one passkey; ``count`` is how often it signed, None for a device
    that does not count."""

    def __init__(self, *, origin: str = "http://localhost:8000", count: int | None = 0):
        self.origin, self.count = origin, count
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(32)
        self.handle = b""
        self.rp_id = ""

    def create(self, options: dict, **lies) -> dict:
        """What ``navigator.credentials.create()`` gives, as JSON."""
        self.handle, self.rp_id = decode(options["user"]["id"]), options["rp"]["id"]
        numbers = self.private.public_key().public_numbers()
        key = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        attested = b"\0" * 16 + struct.pack("!H", len(self.id)) + self.id + cbor2.dumps(key)
        data = self._data(PRESENT | VERIFIED | HAS_KEY, **lies) + attested
        statement = {"fmt": "none", "attStmt": {}, "authData": data}
        return self._credential(
            {
                "clientDataJSON": self._client("webauthn.create", options, **lies),
                "attestationObject": encode(cbor2.dumps(statement)),
                "transports": ["internal", "aneh"],
            }
        )

    def get(self, options: dict, **lies) -> dict:
        """What ``navigator.credentials.get()`` gives, as JSON."""
        if self.count is not None:
            self.count += 1
        data = self._data(lies.pop("flags", PRESENT | VERIFIED), **lies)
        client = self._client("webauthn.get", options, **lies)
        signed = data + hashlib.sha256(decode(client)).digest()
        handle = lies.get("handle", self.handle)
        found = {
            "clientDataJSON": client,
            "authenticatorData": encode(data),
            "signature": encode(self.private.sign(signed, ec.ECDSA(SHA256()))),
        }
        return self._credential(found | ({"userHandle": encode(handle)} if handle else {}))

    def _credential(self, response: dict) -> dict:
        name = encode(self.id)
        return {"id": name, "rawId": name, "type": "public-key", "response": response}

    def _data(self, flags: int, *, rp_id: str = "", **_others) -> bytes:
        rp_hash = hashlib.sha256((rp_id or self.rp_id).encode()).digest()
        return rp_hash + struct.pack("!BI", flags, self.count or 0)

    def _client(self, kind: str, options: dict, **lies) -> str:
        said = {
            "type": lies.get("type", kind),
            "challenge": lies.get("challenge", options["challenge"]),
            "origin": lies.get("origin", self.origin),
            "crossOrigin": False,
        }
        return encode(json.dumps(said).encode())

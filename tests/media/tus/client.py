"""A tus client over Django's test client: headers as the protocol writes them."""

import base64
import hashlib
import uuid
from dataclasses import dataclass, field

from django.test import Client

ALL = "/api/v1/uploads/"
PIECE = "application/offset+octet-stream"


def b64(data: bytes | str) -> str:
    return base64.b64encode(data.encode() if isinstance(data, str) else data).decode()


def metadata(**values: str) -> str:
    return ",".join(f"{key} {b64(value)}" for key, value in values.items())


def checksum(data: bytes, algorithm: str = "sha256") -> str:
    return f"{algorithm} {b64(hashlib.new(algorithm, data).digest())}"


@dataclass
class Tus:
    """Somebody who is signed in and sends files."""

    user: object
    client: Client = field(default_factory=Client)

    def __post_init__(self):
        self.client.force_login(self.user)

    def ask(self, method: str, address: str, body: bytes = b"", **headers: str):
        """One request; keyword arguments are headers with underscores, None leaves one out."""
        wanted = {"Tus-Resumable": "1.0.0"}
        wanted |= {name.replace("_", "-"): value for name, value in headers.items()}
        type_ = wanted.pop("Content-Type", PIECE if body else "")
        extra = {"headers": {k: v for k, v in wanted.items() if v is not None}}
        if type_:
            extra["headers"]["Content-Type"] = type_
        return self.client.generic(method, address, body, content_type=type_, **extra)

    def create(self, length: int, body: bytes = b"", **headers: str):
        return self.ask("POST", ALL, body, Upload_Length=str(length), **headers)

    def address(self, length: int, **headers: str) -> str:
        return self.create(length, **headers)["Location"]

    def patch(self, address: str, offset: int, body: bytes, **headers: str):
        return self.ask("PATCH", address, body, **{"Upload_Offset": str(offset)} | headers)

    def offset(self, address: str) -> int:
        return int(self.ask("HEAD", address)["Upload-Offset"])

    def status(self, address: str) -> dict:
        return self.client.get(address).json()


def key_of(address: str) -> uuid.UUID:
    return uuid.UUID(address.rpartition("/")[2])

"""Files on their way on an S3 service, as one multipart upload each, without a copy here.

A part has at least 5 MiB there, so what is less waits as small objects (``tails``) until enough
has come. Facts: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
"""

from __future__ import annotations

import contextlib
import io
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

FOLDER = "incoming"
PART_BYTES = 8 * 1024 * 1024
TAILS_MAX = 64
BLOCK_BYTES = 1024 * 1024
_ABSENT = {"404", "NoSuchKey", "NoSuchUpload", "NotFound"}


class S3Pieces:
    """One multipart upload a key; when all is there it is copied to its name by the service."""

    save_every_s = 5.0
    save_every_bytes = PART_BYTES

    def __init__(self, storage):
        self.bucket = storage.bucket_name
        self.client = storage.connection.meta.client
        self._location = storage.location.strip("/")

    def _named(self, name: str) -> str:
        return f"{self._location}/{name}" if self._location else name

    def _object(self, key: uuid.UUID) -> str:
        return self._named(f"{FOLDER}/{key.hex}/whole")

    def at(self, name: str) -> dict[str, str]:
        """How the service is told which object is meant."""
        return {"Bucket": self.bucket, "Key": name}

    def room(self) -> int | None:
        return None

    def begin(self, key: uuid.UUID) -> dict[str, Any]:
        made = self.client.create_multipart_upload(**self.at(self._object(key)))
        return {"multipart": made["UploadId"], "number": 0, "parts": [], "tails": []}

    def writer(
        self, key: uuid.UUID, kept: dict[str, Any], offset: int, reserve: Callable
    ) -> S3Writer:
        folder = self._named(f"{FOLDER}/{key.hex}")
        return S3Writer(self, self._object(key), folder, kept, reserve)

    def is_written(self, key: uuid.UUID) -> bool:
        return True  # nobody can know: the service has no locks

    def seal(self, key: uuid.UUID, kept: dict[str, Any], length: int) -> None:
        name = self._object(key)
        if "tails" not in kept and self.size(name) == length:
            return  # tusd has made it whole
        rest = b"".join(self.read(tail) for tail, _size in kept["tails"])
        if not kept["parts"]:
            self.client.put_object(**self.at(name), Body=rest)
            self._abort(name, kept)
            return
        try:
            self._join(name, kept, rest)
        except ClientError as error:
            if _code(error) not in _ABSENT or self.size(name) != length:
                raise  # else it was done before

    def _join(self, name: str, kept: dict[str, Any], rest: bytes) -> None:
        parts = list(kept["parts"])
        if rest:
            number = kept["number"] + 1
            parts.append([number, self.part(name, kept["multipart"], number, rest)])
        listed = [{"PartNumber": number, "ETag": etag} for number, etag in parts]
        self.client.complete_multipart_upload(
            **self.at(name), UploadId=kept["multipart"], MultipartUpload={"Parts": listed}
        )

    def part(self, name: str, multipart: str, number: int, data: bytes | bytearray) -> str:
        """Store one part; its ETag."""
        made = self.client.upload_part(
            **self.at(name), UploadId=multipart, PartNumber=number, Body=data
        )
        return made["ETag"]

    def read(self, name: str) -> bytes:
        """All bytes of a small object."""
        with self.client.get_object(**self.at(name))["Body"] as body:
            return body.read()

    def size(self, name: str) -> int | None:
        """How many bytes an object has; None when there is none."""
        try:
            return self.client.head_object(**self.at(name))["ContentLength"]
        except ClientError as error:
            if _code(error) in _ABSENT:
                return None
            raise

    def open(self, key: uuid.UUID) -> io.BufferedReader:
        return io.BufferedReader(RangedReader(self, self._object(key)))

    def settle(self, key: uuid.UUID, name: str) -> None:
        source = self._object(key)
        try:
            self.client.copy_object(**self.at(self._named(name)), CopySource=self.at(source))
        except ClientError as error:
            if _code(error) not in _ABSENT:
                raise
            if self.size(self._named(name)) is None:
                raise FileNotFoundError(source) from error
            return  # it was done before
        self.client.delete_object(**self.at(source))

    def discard(self, key: uuid.UUID, kept: dict[str, Any]) -> None:
        self._abort(self._object(key), kept)
        prefix = self._named(f"{FOLDER}/{key.hex}/")
        listing = self.client.get_paginator("list_objects_v2")
        for page in listing.paginate(Bucket=self.bucket, Prefix=prefix):
            for item in page.get("Contents", []):
                self.client.delete_object(**self.at(item["Key"]))

    def at_tusd(self, key: uuid.UUID) -> tuple[str, dict[str, str]]:
        return f"{key.hex}/whole", {}

    def is_begun_by_tusd(self, key: uuid.UUID) -> bool:
        return self.size(f"{self._object(key)}.info") is not None

    def is_whole(self, key: uuid.UUID, length: int) -> bool:
        return self.size(self._object(key)) == length

    def begun_before(self, moment: datetime) -> Iterator[tuple[uuid.UUID, dict[str, Any]]]:
        prefix = self._named(f"{FOLDER}/")
        lists = (
            ("list_multipart_uploads", "Uploads", "Initiated"),
            ("list_objects_v2", "Contents", "LastModified"),
        )
        for asked, listed, since in lists:
            for page in self.client.get_paginator(asked).paginate(
                Bucket=self.bucket, Prefix=prefix
            ):
                for item in page.get(listed, []):
                    key = item["Key"].removeprefix(prefix).partition("/")[0]
                    with contextlib.suppress(ValueError):
                        if item[since] < moment:
                            yield uuid.UUID(hex=key), {"multipart": item.get("UploadId")}

    def _abort(self, name: str, kept: dict[str, Any]) -> None:
        if not kept.get("multipart"):
            return
        try:
            self.client.abort_multipart_upload(**self.at(name), UploadId=kept["multipart"])
        except ClientError as error:
            if _code(error) not in _ABSENT:
                raise


class S3Writer:
    """Gathers bytes until they make a part; memory for two parts at most.

    A number is reserved before the part goes out and never used again, so that a request which was
    thought dead cannot write over what another one has stored meanwhile.
    """

    def __init__(
        self,
        pieces: S3Pieces,
        name: str,
        folder: str,
        kept: dict[str, Any],
        reserve: Callable[[dict[str, Any]], None],
    ):
        self._pieces, self._name, self._folder, self._reserve = pieces, name, folder, reserve
        self._committed = kept
        self._number = kept["number"]
        self._parts = [list(part) for part in kept["parts"]]
        self._tails = [list(tail) for tail in kept["tails"]]
        self._fresh = bytearray()

    def write(self, data: bytes) -> None:
        self._fresh += data
        waiting = sum(size for _name, size in self._tails)
        if waiting + len(self._fresh) < PART_BYTES:
            return
        # In place, and handed on as it is: a copy of a part for every phone is much memory.
        if self._tails:
            self._fresh[:0] = self._waiting()
        self._number += 1
        self._committed = self._committed | {"number": self._number}
        self._reserve(self._committed)
        etag = self._pieces.part(
            self._name, self._committed["multipart"], self._number, self._fresh
        )
        self._parts.append([self._number, etag])
        # The objects themselves stay until the end: a commit may still name them.
        self._tails, self._fresh = [], bytearray()

    def _waiting(self) -> bytes:
        return b"".join(self._pieces.read(name) for name, _size in self._tails)

    def save(self) -> dict[str, Any]:
        if self._fresh:
            if len(self._tails) >= TAILS_MAX:
                self._fresh[:0] = self._waiting()
                self._tails = []
            name = f"{self._folder}/tail-{uuid.uuid4().hex}"
            self._pieces.client.put_object(**self._pieces.at(name), Body=bytes(self._fresh))
            self._tails.append([name, len(self._fresh)])
            self._fresh = bytearray()
        self._committed = self._committed | {"parts": self._parts, "tails": self._tails}
        return self._committed

    def close(self) -> None:
        self._fresh = bytearray()


class RangedReader(io.RawIOBase):
    """A stored object as a seekable file: the service is asked for a block at a time, and the last
    one is kept, so that a photo is asked for once however often it is looked at.

    How large the object is, the first answer says. Raises FileNotFoundError when there is none.
    """

    def __init__(self, pieces: S3Pieces, name: str):
        self._pieces, self._name = pieces, name
        self._size: int | None = None
        self._position = self._block_at = 0
        self._block = b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_END and self._size is None:
            self._fetch(0)
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = max(0, start + offset)
        return self._position

    def readinto(self, buffer) -> int:
        inside = self._position - self._block_at
        if not 0 <= inside < len(self._block):
            if self._size is not None and self._position >= self._size:
                return 0
            self._fetch(self._position)
            inside = 0
        data = self._block[inside : inside + len(buffer)]
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)

    def _fetch(self, at: int) -> None:
        span = f"bytes={at}-{at + BLOCK_BYTES - 1}"
        try:
            found = self._pieces.client.get_object(**self._pieces.at(self._name), Range=span)
        except ClientError as error:
            if _code(error) in _ABSENT:
                raise FileNotFoundError(self._name) from error
            raise
        self._size = int(found["ContentRange"].rpartition("/")[2])
        with found["Body"] as body:
            self._block_at, self._block = at, body.read()


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))

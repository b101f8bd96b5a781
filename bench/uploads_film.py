"""A film as large as is asked for, and what the upload server keeps of it."""

from __future__ import annotations

import hashlib
import json
import random
import time

from tests import files
from tests.media.tus.wire import Wire

MB = 1024 * 1024
SEED = 20


class Film:
    """A film of ``size`` bytes: behind its last box lies noise, which players skip."""

    def __init__(self, size: int):
        self.size = size
        begin = files.mp4(seconds=1)
        self._begin = begin + (size - len(begin)).to_bytes(4, "big") + b"free"
        self._noise = random.Random(SEED).randbytes(MB)

    def part(self, at: int, count: int) -> bytes:
        """``count`` bytes from ``at``, or as many as there are."""
        end, found = min(at + count, self.size), bytearray(self._begin[at : at + count])
        while at + len(found) < end:
            inside = (at + len(found)) % MB
            found += self._noise[inside : inside + end - at - len(found)]
        return bytes(found[: end - at])

    def sha256(self) -> str:
        """Of the whole."""
        digest = hashlib.sha256()
        for at in range(0, self.size, MB):
            digest.update(self.part(at, MB))
        return digest.hexdigest()


def kept(wire: Wire, path: str) -> str:
    """The server's own hash of the file, once it is kept."""
    deadline = time.monotonic() + 300
    while True:
        receipt = json.loads(wire.receipt(path).body)
        if receipt["is_kept"] or receipt["state"] == "refused" or time.monotonic() > deadline:
            return receipt["sha256"] or f"{receipt['state']}: {receipt['reason']}"
        time.sleep(0.5)

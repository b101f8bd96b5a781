"""Which compression a client accepts, and the bytes in it."""

from __future__ import annotations

import gzip
from functools import lru_cache

import brotli
import zstandard

IDENTITY = ""
# Best first, among those that a client likes equally.
PREFERRED = ("br", "zstd", "gzip")
SMALLEST = 400  # bytes; below this the headers weigh more than what is saved
_TEXT = ("text/", "application/json", "application/xml", "image/svg+xml")
_LONGEST = 200


@lru_cache(maxsize=512)
def choose(accept_encoding: str) -> str:
    """The encoding for a client that sent ``accept_encoding``; IDENTITY when it takes none."""
    if len(accept_encoding) > _LONGEST:
        return IDENTITY
    liked: dict[str, float] = {}
    for part in accept_encoding.lower().split(","):
        name, _, parameters = part.strip().partition(";")
        liked[name.strip()] = _quality(parameters)
    anything = liked.get("*", 0.0)
    best = max(PREFERRED, key=lambda name: (liked.get(name, anything), -PREFERRED.index(name)))
    quality = liked.get(best, anything)
    return best if quality > 0 and quality >= liked.get("identity", 0.0) else IDENTITY


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0


def is_compressible(content_type: str, size: int) -> bool:
    """Whether compressing ``size`` bytes of ``content_type`` is worth it."""
    kind = content_type.partition(";")[0].strip().lower()
    return size >= SMALLEST and (kind.startswith(_TEXT) or kind.endswith(("+json", "+xml")))


def compress(encoding: str, body: bytes) -> bytes:
    """``body`` in ``encoding``; the same bytes each time."""
    if encoding == "br":
        return brotli.compress(body, quality=5)
    if encoding == "zstd":
        return zstandard.ZstdCompressor(level=6).compress(body)
    if encoding == "gzip":
        return gzip.compress(body, compresslevel=6, mtime=0)
    return body

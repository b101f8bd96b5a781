"""Answers with a stored file: whole or in part, cacheable, never guessed at by a browser."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from http import HTTPStatus

from django.http import FileResponse, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.utils.http import parse_etags, quote_etag

CHUNK_BYTES = 256 * 1024
CONTENT_TYPES = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
    "heic": "image/heic",
    "gif": "image/gif",
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "mov": "video/quicktime",
    "qt": "video/quicktime",
    "3gp": "video/3gpp",
    "3g2": "video/3gpp2",
    "webm": "video/webm",
    "pdf": "application/pdf",  # signed forms of consent, only ever as a download
    "m4s": "video/mp4",
    "m3u8": "application/vnd.apple.mpegurl",
    "vtt": "text/vtt; charset=utf-8",
    "m4a": "audio/mp4",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "wav": "audio/wav",
    "aac": "audio/aac",
    "amr": "audio/amr",
}
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})$")


def content_type_of(name: str) -> str | None:
    """By our own extension; None for what we never store."""
    return CONTENT_TYPES.get(name.rpartition(".")[2].lower())


def answer(request, *, storage, name: str, cache_control: str, download_as: str = ""):
    """The response for GET or HEAD of a stored file, or None when there is no such file.

    One ``Range`` is honoured (206, or 416 when it lies outside); several are answered whole.
    Names are random and content never changes under a name, so the name is the ETag.
    """
    content_type = content_type_of(name)
    try:
        if content_type is None or not storage.exists(name):
            return None
        total = storage.size(name)
    except (OSError, ValueError):
        return None
    digest = hashlib.sha256(f"{name}:{total}".encode()).hexdigest()[:32]
    etag = quote_etag(digest)
    response: HttpResponse | StreamingHttpResponse
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    else:
        response = _body(request, storage, name, total, etag, content_type)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = cache_control
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["X-Content-Type-Options"] = "nosniff"
    # A file of ours is a picture or film: nothing in it may run, whatever it contains.
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    disposition = f'attachment; filename="{download_as}"' if download_as else "inline"
    response.headers["Content-Disposition"] = disposition
    return response


def _body(request, storage, name: str, total: int, etag: str, content_type: str):
    span = _span(request, total, etag)
    if span == "outside":
        response = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        response.headers["Content-Range"] = f"bytes */{total}"
        return response
    first, last = span or (0, total - 1)
    length = last - first + 1
    if request.method == "HEAD":
        response = HttpResponse(content_type=content_type)
    elif span or hasattr(storage, "bucket"):
        response = StreamingHttpResponse(
            read_range(storage, name, first, length), content_type=content_type
        )
    else:
        response = FileResponse(storage.open(name, "rb"), content_type=content_type)
    response.headers["Content-Length"] = str(length)
    if span:
        response.status_code = HTTPStatus.PARTIAL_CONTENT
        response.headers["Content-Range"] = f"bytes {first}-{last}/{total}"
    return response


def _span(request, total: int, etag: str) -> tuple[int, int] | str | None:
    """(first, last) of the one range asked for, "outside", or None for the whole file."""
    match = _RANGE.match(request.headers.get("Range", ""))
    condition = request.headers.get("If-Range")
    if match is None or match.groups() == ("", "") or (condition and condition != etag):
        return None
    first, last = match.groups()
    if not first:
        length = min(int(last), total)
        return (total - length, total - 1) if length else "outside"
    start, end = int(first), min(int(last), total - 1) if last else total - 1
    if start >= total:
        return "outside"
    return (start, end) if end >= start else None


def read_range(storage, name: str, first: int, length: int) -> Iterator[bytes]:
    """``length`` bytes from ``first``, in chunks. S3 is asked for just these."""
    if hasattr(storage, "bucket"):
        key = f"{storage.location}/{name}".lstrip("/") if storage.location else name
        wanted = f"bytes={first}-{first + length - 1}"
        body = storage.bucket.Object(key).get(Range=wanted)["Body"]
        try:
            yield from body.iter_chunks(CHUNK_BYTES)
        finally:
            body.close()
        return
    with storage.open(name, "rb") as file:
        file.seek(first)
        while length > 0 and (chunk := file.read(min(CHUNK_BYTES, length))):
            length -= len(chunk)
            yield chunk

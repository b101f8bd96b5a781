"""The WSGI layer in front of Django.

It keeps only what says that it is public: an answer with ``Cache-Tag`` and ``Cache-Control: public,
s-maxage=…``, without a cookie, varying by nothing but encoding, asked for without a session or a
token. An answer is fresh until one of its tags is invalidated, at most ``s-maxage`` seconds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from time import monotonic
from typing import Any

from publishing.edge import board as counters
from publishing.edge.board import Board, number_of
from publishing.edge.disk import Disk
from publishing.edge.entries import Entries, Entry, Header, Key

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

LARGEST = 4 * 1024 * 1024  # bytes of one answer
LONGEST_ADDRESS = 2_000  # characters of host, path and query together
STALE_S = 60.0
RENDER_WAIT_S = 10.0
STORABLE = ("200", "404", "410")
# Files: their server answers conditions and ranges itself.
FILES = ("/static/", "/media/", "/berkas/")
_S_MAXAGE = re.compile(r"(?:^|[\s,])s-maxage=(\d{1,8})(?:$|[\s,])")
_VARIES = {"accept-encoding", "authorization"}
_CONDITIONS = (
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_MATCH",
    "HTTP_IF_UNMODIFIED_SINCE",
    "HTTP_IF_RANGE",
    "HTTP_RANGE",
)


class EdgeCache:
    """Wraps ``application``. ``private_cookies`` are names of cookies that make a request personal;
    ``limit`` is in bytes. One of these a process."""

    def __init__(
        self,
        application: Application,
        *,
        board: Board,
        private_cookies: Iterable[str],
        limit: int,
        trusts_proxy: bool = False,
    ):
        self.application = application
        self.board = board
        self.disk = Disk(board)
        self.entries = Entries(limit)
        self._cookies = tuple(f"{name}=" for name in private_cookies)
        self._scheme = "HTTP_X_FORWARDED_PROTO" if trusts_proxy else "wsgi.url_scheme"
        self._words = board.words
        self._seen = board.count
        self._slot = board.claim_slot()
        self._hits = self._slot + counters.HITS
        self._lookup = self.entries.get

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        # The way of a hit is kept flat: each call in it is one percent of what a bare answer costs.
        method = environ["REQUEST_METHOD"]
        cookie = environ.get("HTTP_COOKIE")
        if (
            (method != "GET" and method != "HEAD")
            # Whoever sends one of these is asking for something of their own.
            or "HTTP_AUTHORIZATION" in environ
            or "HTTP_HX_REQUEST" in environ
            or "HTTP_X_HTTP_METHOD_OVERRIDE" in environ
            or (cookie is not None and any(name in cookie for name in self._cookies))
        ):
            return self.application(environ, start_response)
        if self._words[0] != self._seen:
            self._forget_stale()
        key = (
            environ.get("HTTP_HOST", ""),
            environ["PATH_INFO"],
            environ.get("QUERY_STRING", ""),
            environ.get(self._scheme, ""),
        )
        entry = self._lookup(key)
        if entry is None or entry.fresh_until < monotonic():
            return self._miss(key, entry, environ, start_response)
        entry.was_asked = True
        self._words[self._hits] += 1
        return self._give(entry, environ, start_response)

    def _give(
        self, entry: Entry, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
        variant = entry.by_accepted.get(accepted) or entry.variant_for(accepted)
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known is not None and entry.status[:3] == "200" and _matches(known, variant.etag):
            self._count(counters.NOT_MODIFIED)
            start_response("304 Not Modified", variant.not_modified)
            return []
        start_response(entry.status, variant.headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else variant.body

    def _forget_stale(self) -> None:
        count = self.board.count
        stale = self.board.since(self._seen)
        self._seen = count
        if stale is None:
            self.entries.clear()
        else:
            self.entries.drop_tags(stale)

    def _miss(
        self, key: Key, stale: Entry | None, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        if key[1].startswith(FILES) or sum(map(len, key)) > LONGEST_ADDRESS:
            return self.application(environ, start_response)
        if entry := self._from_disk(key):
            return self._give(entry, environ, start_response)
        may_be_stale = stale is not None and stale.stale_until > monotonic()
        with self.disk.one_at_a_time(key, wait_s=0.0 if may_be_stale else RENDER_WAIT_S) as mine:
            if not mine and may_be_stale:
                # Another worker makes it at this moment; what we have is right but old.
                self._count(counters.STALE)
                return self._give(stale, environ, start_response)
            if entry := self._from_disk(key):
                return self._give(entry, environ, start_response)
            return self._render(key, environ, start_response)

    def _from_disk(self, key: Key) -> Entry | None:
        entry = self.disk.read(key)
        if entry is not None:
            self.entries.put(key, entry, has_query=bool(key[2]))
            self._count(counters.HITS)
        return entry

    def _render(self, key: Key, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Ask Django for the whole answer; keep it when it may be kept."""
        self._count(counters.MISSES)
        method = environ["REQUEST_METHOD"]
        count = self.board.count
        asked = {name: value for name, value in environ.items() if name not in _CONDITIONS}
        asked["REQUEST_METHOD"] = "GET"
        began: list[Any] = []
        parts = self.application(asked, lambda *arguments: began.extend(arguments))
        status, headers = began[0], began[1]
        facts = _facts(status, headers)
        if facts is None:
            start_response(status, headers)
            if method == "HEAD":
                _close(parts)
                return []
            return parts
        try:
            body = b"".join(parts)
        finally:
            _close(parts)
        entry = _entry(status, headers, body, facts)
        if len(body) <= LARGEST:
            self._keep(key, entry, count)
        return self._give(entry, environ, start_response)

    def _keep(self, key: Key, entry: Entry, count: int) -> None:
        """Keep what was made since the board stood at ``count``, unless that is stale already."""
        self.entries.put(key, entry, has_query=bool(key[2]))
        # Only now: what is invalidated after this look is seen at the next request.
        gone = self.board.since(count)
        if gone is None or not entry.tags.isdisjoint(gone):
            self.entries.drop(key)
            return
        self.disk.write(key, entry, count=count)
        self._count(counters.STORED)

    def _count(self, word: int) -> None:
        self._words[self._slot + word] += 1


def _facts(status: str, headers: list[Header]) -> tuple[float, list[str]] | None:
    """(seconds, tags) of an answer that may be kept; None when it may not."""
    if status[:3] not in STORABLE:
        return None
    values: dict[str, str] = {}
    for name, value in headers:
        name = name.lower()
        values[name] = f"{values[name]}, {value}" if name in values else value
    control = values.get("cache-control", "").lower()
    age = _S_MAXAGE.search(control)
    varies = {name.strip().lower() for name in values.get("vary", "").split(",") if name.strip()}
    if (
        "cache-tag" not in values
        or "set-cookie" in values
        or "content-encoding" in values
        or not age
        or "public" not in control
        or "private" in control
        or "no-store" in control
        or not varies <= _VARIES
    ):
        return None
    tags = [tag.strip() for tag in values["cache-tag"].split(",") if tag.strip()]
    return float(age[1]), tags


def _entry(
    status: str, headers: list[Header], body: bytes, facts: tuple[float, list[str]]
) -> Entry:
    seconds, tags = facts
    fresh_until = monotonic() + seconds
    kept = [(name, value) for name, value in headers if name.lower() != "vary"]
    varies = ", ".join(value for name, value in headers if name.lower() == "vary")
    if "accept-encoding" not in varies.lower():
        varies = f"{varies}, Accept-Encoding" if varies else "Accept-Encoding"
    return Entry(
        status=status,
        headers=(*kept, ("Vary", varies)),
        body=body,
        tags=frozenset(map(number_of, tags)),
        fresh_until=fresh_until,
        stale_until=fresh_until + STALE_S,
    )


def _matches(if_none_match: str, etag: str) -> bool:
    """Whether the client has it: the weak comparison of RFC 9110, 13.1.2."""
    if not etag:
        return False
    if if_none_match.strip() == "*":
        return True
    candidates = (part.strip().removeprefix("W/") for part in if_none_match.split(","))
    return etag in candidates


def _close(parts: Iterable[bytes]) -> None:
    close = getattr(parts, "close", None)
    if close is not None:
        close()

"""The WSGI door to which a page says that it was read. Before Django: no session, no cookie, no
query; one short text in, an empty answer out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from publishing.reach.counter import Counter
from publishing.reach.gate import Gate

PATH = "/baca/"
ID_LENGTH = 36
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# Those that run scripts and say what they are. Others do not come here at all.
_ROBOTS = re.compile(r"bot\b|crawl|spider|slurp|headless|preview|lighthouse|monitor", re.IGNORECASE)
_HEADERS = [("Cache-Control", "no-store"), ("Content-Length", "0")]

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class ReadDoor:
    """Wraps ``application``; answers POSTs to :data:`PATH` itself. ``network_of`` names where a
    request comes from."""

    def __init__(
        self,
        application: Application,
        *,
        counter: Counter,
        gate: Gate,
        network_of: Callable[[Environ], str],
    ):
        self.application, self.counter, self.gate = application, counter, gate
        self._network_of = network_of

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("PATH_INFO") != PATH or environ["REQUEST_METHOD"] != "POST":
            return self.application(environ, start_response)
        start_response(self._take(environ), list(_HEADERS))
        return []

    def _take(self, environ: Environ) -> str:
        """The status. 204 says that it was heard, not that it counts."""
        if environ.get("CONTENT_LENGTH") != str(ID_LENGTH):
            return "400 Bad Request"
        text = environ["wsgi.input"].read(ID_LENGTH).decode("ascii", "replace")
        if not _UUID.fullmatch(text):
            return "400 Bad Request"
        if not _is_of_own_page(environ):
            return "403 Forbidden"
        if not _ROBOTS.search(environ.get("HTTP_USER_AGENT", "bot")) and self.gate.admits(
            self._network_of(environ), text
        ):
            self.counter.add(UUID(text))
        return "204 No Content"


def _is_of_own_page(environ: Environ) -> bool:
    """Whether a page of ours asks, as far as the browser says."""
    site = environ.get("HTTP_SEC_FETCH_SITE")
    if site is not None:
        return site == "same-origin"
    return urlsplit(environ.get("HTTP_ORIGIN", "")).netloc == environ.get("HTTP_HOST", "")

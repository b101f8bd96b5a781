"""Varnish: bans by cache tag and by exact address. ``deploy/varnish.vcl`` is the other side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from wagtail.contrib.frontend_cache.backends import BaseBackend

from publishing.cdn.asking import ask, with_token

# Varnish refuses a header above 8 kB; a ban is one header.
LONGEST_PATTERN = 4_000


class VarnishBackend(BaseBackend):
    """One Varnish at ``LOCATION``; ``TOKEN`` is what its VCL expects."""

    def __init__(self, params):
        super().__init__(params)
        self.location = params["LOCATION"]
        self.token = params.get("TOKEN", "")

    def purge_tags(self, tags: Iterable[str]) -> None:
        """Ban whatever carries one of ``tags``."""
        for pattern in _patterns(tags):
            self._ban("X-Ban-Tags", rf"(?:^|,)(?:{pattern})(?:,|$)")

    def purge(self, url: str) -> None:
        self.purge_batch([url])

    def purge_batch(self, urls: Iterable[str]) -> None:
        """Ban ``urls`` exactly, with any query, under every host name."""
        for pattern in _patterns(urlsplit(url).path or "/" for url in urls):
            self._ban("X-Ban-Paths", rf"^(?:{pattern})(?:[?]|$)")

    def _ban(self, header: str, pattern: str) -> None:
        ask("BAN", f"{self.location}/", headers={header: pattern, **with_token(self.token)})


def _patterns(words: Iterable[str]) -> Iterator[str]:
    """Alternatives of a regular expression that match ``words``, as few as fit into headers."""
    pattern = ""
    for word in dict.fromkeys(words):
        escaped = re.escape(word).replace(r"\-", "-")
        if pattern and len(pattern) + len(escaped) >= LONGEST_PATTERN:
            yield pattern
            pattern = ""
        pattern = f"{pattern}|{escaped}" if pattern else escaped
    if pattern:
        yield pattern

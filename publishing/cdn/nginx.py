"""nginx with the cache-purge module: exact addresses. ``deploy/nginx-cache.conf`` is the other
side; it keeps everything so briefly that tags need no word."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from wagtail.contrib.frontend_cache.backends import BaseBackend

from publishing.cdn.asking import ask, with_token

# Purged; or not there, which the module says by 404 or, in older releases, 412.
ANSWERS = frozenset({200, 404, 412})


class NginxBackend(BaseBackend):
    """One nginx at ``LOCATION``; ``TOKEN`` is what its configuration expects."""

    def __init__(self, params):
        super().__init__(params)
        self.location = params["LOCATION"]
        self.token = params.get("TOKEN", "")

    def purge_batch(self, urls: Iterable[str]) -> None:
        """Forget ``urls``, each under its own host name."""
        for url in urls:
            self.purge(url)

    def purge(self, url: str) -> None:
        parts = urlsplit(url)
        target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        ask(
            "PURGE",
            f"{self.location}{target}",
            host=parts.netloc,
            headers=with_token(self.token),
            accepted=ANSWERS,
        )

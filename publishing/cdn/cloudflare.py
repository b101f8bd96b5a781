"""Cloudflare: Wagtail's own backend, taught tags, a time limit and to say when it failed."""

from __future__ import annotations

from collections.abc import Iterable

import orjson
from wagtail.contrib.frontend_cache.backends import CloudflareBackend

from cms.base.outbox import TryLater
from publishing.cdn.asking import ask

API = "https://api.cloudflare.com/client/v4"


class CloudflareTagBackend(CloudflareBackend):
    """The zone ``ZONEID``, with ``BEARER_TOKEN``. ``API`` is another address of the service."""

    def __init__(self, params):
        api = params.pop("API", API)
        super().__init__(params)
        self.cloudflare_purge_endpoint_url = f"{api}/zones/{self.cloudflare_zoneid}/purge_cache"

    def purge_tags(self, tags: Iterable[str]) -> None:
        """Forget whatever carries one of ``tags``."""
        named = list(dict.fromkeys(tags))
        for start in range(0, len(named), self.CHUNK_SIZE):
            self._ask({"tags": named[start : start + self.CHUNK_SIZE]})

    def _purge_urls(self, urls):
        self._ask({"files": list(urls)})

    def _ask(self, content: dict[str, list[str]]) -> None:
        answer = ask(
            "POST",
            self.cloudflare_purge_endpoint_url,
            headers={
                "Authorization": f"Bearer {self.cloudflare_token}",
                "Content-Type": "application/json",
            },
            content=orjson.dumps(content),
        )
        try:
            is_done = orjson.loads(answer.body)["success"] is True
        except (orjson.JSONDecodeError, KeyError, TypeError):
            is_done = False
        if not is_done:
            raise TryLater("the service did not say that it purged")

"""Have all caches in front of the site forget what is stale."""

from __future__ import annotations

import time
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.contrib.frontend_cache.backends import BaseBackend
from wagtail.contrib.frontend_cache.utils import get_backends

from cms.base.addresses import ENGLISH
from cms.base.outbox import GiveUp, TryLater

# Addresses that are the same in every language.
_NO_LANGUAGE = ("/api/", "/feeds/", "/media/", "/static/", f"{ENGLISH}/")
_ITEM = "item-"
# One that did not answer is left alone for so long: the others must not wait for it every time.
REST_S = 10.0
_resting_until: dict[str, float] = {}


def is_used() -> bool:
    """Whether there is any cache in front that can be told."""
    return bool(settings.WAGTAILFRONTENDCACHE)


def forget(*, tags: Iterable[str], paths: Iterable[str]) -> None:
    """Tell every cache about ``tags`` and ``paths`` (paths of the site, or whole addresses).

    A cache that knows no tags hears the addresses alone. All are asked, whichever fails. Raises
    TryLater naming those that could not be told. Harmless when done twice.
    """
    tags = list(tags)
    urls = addresses(tags, paths)
    failures, pause = [], None
    for name, backend in get_backends(settings.WAGTAILFRONTENDCACHE).items():
        try:
            _tell(name, backend, tags, urls)
        except TryLater as error:
            failures.append(f"{name}: {error}")
            pause = max(pause or 0, error.retry_after_s or 0) or None
        except GiveUp as error:
            failures.append(f"{name}: {error}")
    if failures:
        raise TryLater("; ".join(failures), retry_after_s=pause)


def addresses(tags: Iterable[str], paths: Iterable[str]) -> list[str]:
    """Whole addresses, under every host name and in every language, of ``paths`` and of what
    ``tags`` name exactly."""
    named = list(paths)
    for public_id in (tag.removeprefix(_ITEM) for tag in tags if tag.startswith(_ITEM)):
        named += [f"/api/v1/items/{public_id}/", f"/sematan/{public_id}/"]
    found: list[str] = []
    for path in named:
        if "://" in path:
            found.append(path)
            continue
        languages = [path] if path.startswith(_NO_LANGUAGE) else [path, f"{ENGLISH}{path}"]
        found += [f"{origin}{each}" for origin in settings.SITE_ORIGINS for each in languages]
    return list(dict.fromkeys(found))


def _tell(name: str, backend: BaseBackend, tags: list[str], urls: list[str]) -> None:
    rest_s = _resting_until.get(name, 0.0) - time.monotonic()
    if rest_s > 0:
        raise TryLater("did not answer just now", retry_after_s=rest_s)
    try:
        if tags and hasattr(backend, "purge_tags"):
            backend.purge_tags(tags)
        known = [u for u in urls if backend.invalidates_hostname(urlsplit(u).hostname or "")]
        if known:
            backend.purge_batch(known)
    except TryLater:
        _resting_until[name] = time.monotonic() + REST_S
        raise
    _resting_until.pop(name, None)

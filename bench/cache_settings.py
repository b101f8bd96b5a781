"""Our settings with Django's own cache middleware instead of the edge cache, to measure against."""

from cms.config.settings import *  # noqa: F403
from cms.config.settings import MIDDLEWARE as OURS

EDGE_CACHE_MB = 0
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CACHE_MIDDLEWARE_SECONDS = 300
MIDDLEWARE = [
    "django.middleware.cache.UpdateCacheMiddleware",
    *OURS,
    "django.middleware.cache.FetchFromCacheMiddleware",
]

"""Addresses on this site: whole ones, those in English, those of the working rooms."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.utils.translation import get_language

# Before the path of an English page; Indonesian ones have nothing.
ENGLISH = "/en"
# What the API says to one person in their own words: there Accept-Language counts.
PERSONAL_API = ("/api/v1/reports/", "/api/v1/uploads/")
# Whoever opens these signs in first: nothing there is for readers, machines or other sites.
WORKING_ROOMS = (
    "/admin/",
    "/akun/",
    "/berkas/",
    "/juri/",
    "/keamanan/",
    "/lapor/",
    "/masuk/",
    "/ruang-kerja/",
    "/sandi/",
)


def absolute(url: str) -> str:
    """``url`` with scheme and host: paths are on this site."""
    # Nearly every address takes the short way: joining costs more than all else about a feed.
    if url.startswith("/") and not url.startswith("//"):
        return f"{settings.BASE_URL}{url}"
    if url.startswith(("https://", "http://")):
        return url
    return urljoin(f"{settings.BASE_URL}/", url)


def is_english(language: str = "") -> bool:
    """Whether ``language``, or the one that is spoken now, is English."""
    return (language or get_language() or "id").startswith("en")


def spoken(path: str) -> str:
    """``path`` (as Indonesian has it) in the language that is spoken now; a whole address, and one
    that has one language only, as it is."""
    one_language = ("/admin/", "/api/", "/berkas/", f"{ENGLISH}/")
    if not path.startswith("/") or path.startswith(one_language):
        return path
    return localized(path, english=is_english())


def localized(path: str, *, english: bool) -> str:
    """``path`` (as Indonesian has it, without prefix) in English, or as it is."""
    return f"{ENGLISH}{path}" if english else path

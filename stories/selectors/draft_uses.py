"""Texts of other apps that show a photo and are not public yet: whoever writes them registers."""

from __future__ import annotations

from collections.abc import Callable

from wagtail.models import Page

from cms.media.models import Photo

# Of a photo: each page that shows it in its newest text, with the path of the page's unit.
Finder = Callable[[Photo], list[tuple[Page, str]]]
_finders: list[Finder] = []


def register_finder(finder: Finder) -> None:
    """Ask ``finder`` too where a photo is used. Idempotent."""
    if finder not in _finders:
        _finders.append(finder)


def pages_with(photo: Photo) -> list[tuple[Page, str]]:
    """What every finder found."""
    return [pair for finder in _finders for pair in finder(photo)]

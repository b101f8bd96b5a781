"""Smaller files for phones, without a build step.

``cms/css/site.css`` only imports the component files. :class:`BundleFinder` serves the same text
with the imports filled in as ``cms/css/sambang.css``, to ``collectstatic`` (which then hashes and
compresses it) and to the finders that tests use. :class:`LeanFinder` serves the modules that a
phone keeps without their comments and indentation. Side effect of both: they write those files
under ``settings.STATIC_BUNDLE_DIR`` when the text changed.
"""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import AppDirectoriesFinder, BaseFinder
from django.core.files.storage import FileSystemStorage
from rjsmin import jsmin

SOURCE = Path(__file__).parent / "static" / "cms" / "css" / "site.css"
NAME = "cms/css/sambang.css"

_IMPORT = re.compile(r'@import url\("(?P<path>[^":]+)"\) layer\((?P<layer>[\w.-]+)\);')
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")
_AROUND = re.compile(r"\s*([{};,])\s*")


def bundle(source: Path = SOURCE) -> str:
    """The text of ``source`` with each ``@import url("…") layer(x);`` replaced by that file.

    Comments and needless space go. Addresses inside stay right because an imported file names
    pictures from the folder of ``source`` (``../img/…``). Raises FileNotFoundError for a missing
    file.
    """

    def fill(match: re.Match) -> str:
        text = (source.parent / match["path"]).read_text(encoding="utf-8")
        return f"@layer {match['layer']} {{{text}}}"

    text = _IMPORT.sub(fill, source.read_text(encoding="utf-8"))
    text = _SPACE.sub(" ", _COMMENT.sub("", text))
    return _AROUND.sub(r"\1", text).replace(";}", "}").strip() + "\n"


def write_bundle() -> Path:
    """Write the bundle where it differs from what is there, at once or not at all."""
    return _written(NAME, bundle())


def _written(name: str, text: str) -> Path:
    target = Path(settings.STATIC_BUNDLE_DIR) / name
    if not target.exists() or target.read_text(encoding="utf-8") != text:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, suffix=target.suffix)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(temporary).replace(target)
        target.chmod(0o644)
    return target


class BundleFinder(BaseFinder):
    """Finds ``cms/css/sambang.css``, made afresh from its parts."""

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False, **kwargs):
        if path != NAME:
            return []
        found = str(write_bundle())
        return [found] if find_all else found

    def list(self, ignore_patterns):
        write_bundle()
        yield NAME, FileSystemStorage(location=settings.STATIC_BUNDLE_DIR)


class LeanFinder(AppDirectoriesFinder):
    """Finds what the apps bring; scripts under ``settings.STATIC_LEAN`` without what only their
    readers need."""

    def find_in_app(self, app, path):
        found = super().find_in_app(app, path)
        return str(_lean(path, found)) if found and _is_leaned(path) else found

    def list(self, ignore_patterns):
        for path, storage in super().list(ignore_patterns):
            if _is_leaned(path):
                _lean(path, storage.path(path))
                storage = FileSystemStorage(location=settings.STATIC_BUNDLE_DIR)
            yield path, storage


def _is_leaned(path: str) -> bool:
    return path.endswith(".js") and path.startswith(settings.STATIC_LEAN)


def _lean(path: str, source: str) -> Path:
    return _written(path, jsmin(Path(source).read_text(encoding="utf-8")))

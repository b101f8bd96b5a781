"""The bundle of readers' CSS: one request, no build step.

``cms/css/site.css`` only imports the component files. :class:`BundleFinder` serves the same text
with the imports filled in as ``cms/css/sambang.css``, to ``collectstatic`` (which then hashes and
compresses it) and to the finders that tests use. Side effect: it writes that one file under
``settings.STATIC_BUNDLE_DIR`` when the text changed.
"""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

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
    target = Path(settings.STATIC_BUNDLE_DIR) / NAME
    text = bundle()
    if not target.exists() or target.read_text(encoding="utf-8") != text:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, suffix=".css")
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

"""What the officer's app is made of: every file that a phone keeps to start without a network.

The worker gets the list with the hash of each file and takes only what matches, so a phone never
mixes two versions: https://www.w3.org/TR/SRI/
"""

from __future__ import annotations

import base64
import functools
import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

MODULES = Path(__file__).parent / "static" / "stories" / "app"
# Modules import each other by their plain names, so they are served under those.
_MODULE_PREFIX = "stories/app/"
# Modules of the whole site that the app's import, by their plain names too.
SHARED = ("cms/js/presses.js",)
# What the page links through `{% static %}`, under the name with a hash where there is one. Not the
# icon for a home screen: a phone fetches that once, when it installs, with a network.
LINKED = (
    "cms/css/sambang.css",
    "cms/js/theme.js",
    "cms/img/favicon.svg",
    "cms/img/kawung.svg",
    "stories/app/app.css",
)


@dataclass(frozen=True, slots=True)
class ShellFile:
    """One file of the app: where it is, and the hash that its bytes must have."""

    url: str
    integrity: str
    content: bytes


def integrity_of(content: bytes) -> str:
    """The hash of ``content`` as a browser checks it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(content).digest()).decode()


@functools.cache
def shell_files() -> tuple[ShellFile, ...]:
    """Every static file of the app, read once a process."""
    modules = sorted(path.relative_to(MODULES).as_posix() for path in MODULES.rglob("*.js"))
    found = [(module_url(name), _path(_MODULE_PREFIX + name)) for name in modules]
    found += [(f"{settings.STATIC_URL}{name}", _path(name)) for name in SHARED]
    found += [(staticfiles_storage.url(name), _path(_stored_name(name))) for name in LINKED]
    return tuple(
        ShellFile(url, integrity_of(content), content)
        for url, path in found
        for content in [Path(path).read_bytes()]
    )


def module_url(name: str) -> str:
    """The address of the module ``name``, as the others import it."""
    return f"{settings.STATIC_URL}{_MODULE_PREFIX}{name}"


def _is_collected() -> bool:
    return hasattr(staticfiles_storage, "stored_name")


def _stored_name(name: str) -> str:
    """The name behind `{% static name %}`: of the collected file, whose text names hashed ones."""
    return staticfiles_storage.stored_name(name) if _is_collected() else name


def _path(name: str) -> str:
    """The very file that is served under ``name``."""
    return staticfiles_storage.path(name) if _is_collected() else finders.find(name)


def version_of(page: bytes) -> str:
    """A name for this state of the app with ``page`` as its only page."""
    digest = hashlib.sha256(page)
    for file in shell_files():
        digest.update(f"{file.url} {file.integrity}\n".encode())
    return digest.hexdigest()[:16]

"""The API's description as a file: made when the installation is prepared, served as it is."""

from __future__ import annotations

import functools
from pathlib import Path

import orjson
from django.conf import settings
from django.views.decorators.http import require_safe

from cms.base.answers import answer
from cms.base.api.openapi import describe
from cms.config.api import api

JSON = "application/json; charset=utf-8"


def path() -> Path:
    """Where the exported description lies."""
    return settings.OPENAPI_FILE


def make() -> bytes:
    """The description of the API as it is in the code."""
    return orjson.dumps(describe(api, server=settings.BASE_URL), option=orjson.OPT_INDENT_2)


def export() -> Path:
    """Write the description to its file, in one step; return where. Side effect: the file."""
    target = path()
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(".new")
    fresh.write_bytes(make())
    fresh.replace(target)
    return target


@functools.cache
def prepared() -> bytes:
    """The exported description, read once; made once where nothing was prepared."""
    try:
        return path().read_bytes()
    except FileNotFoundError:
        return make()


@require_safe
def openapi_json(request):
    """The description, never made in a request."""
    return answer(request, body=prepared(), content_type=JSON, tags=["openapi"])

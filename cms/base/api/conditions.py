"""``If-Match``: a change is made only to what its maker looked at (RFC 9110, RFC 6585)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from django.utils.http import parse_etags
from django.utils.translation import gettext as _

from cms.base.errors import DomainError

LONGEST = 2_000
DESCRIPTION: dict[str, Any] = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The `ETag` of what you looked at; `*` for whatever it is now.",
    "schema": {"type": "string", "pattern": '^("[!#-~]{1,80}"|[*])$'},
}


class Unconditional(DomainError):
    """A change was asked for without saying of which version."""

    status = HTTPStatus.PRECONDITION_REQUIRED
    code = "precondition-required"


def required_match(request: HttpRequest) -> tuple[str, ...]:
    """The versions in ``If-Match``, with their quotes; ``("*",)`` is any. A weak one never matches.

    Raises Unconditional without the header.
    """
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise Unconditional(
            _("Sertakan If-Match dengan ETag dari keadaan yang Anda lihat, atau * untuk apa pun.")
        )
    return tuple(etag for etag in parse_etags(given[:LONGEST]) if not etag.startswith("W/"))

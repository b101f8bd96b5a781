"""Who asks: the one place where the API looks at credentials."""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext as _

from cms.base.errors import DomainError


class BadToken(DomainError):
    """A token was presented that opens nothing."""

    status = HTTPStatus.UNAUTHORIZED
    code = "bad-token"


def reader(request) -> bool:
    """Let anybody read. Raises BadToken when credentials were presented that open nothing: a
    presented token is never silently taken for an anonymous reader."""
    if request.headers.get("Authorization"):
        raise BadToken(_("Token tidak berlaku."))
    return True

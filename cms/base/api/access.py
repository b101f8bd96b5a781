"""Who asks: the one place where the API looks at credentials."""

from __future__ import annotations

import re
from datetime import timedelta
from http import HTTPStatus

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.accounts import tokens
from cms.accounts.models import ApiToken
from cms.base.api import limits
from cms.base.errors import DomainError, Refused

NOTED_EVERY = timedelta(minutes=1)
_BEARER = re.compile(r"bearer +(\S+)", re.IGNORECASE)


class BadToken(DomainError):
    """A token was presented that opens nothing."""

    status = HTTPStatus.UNAUTHORIZED
    code = "bad-token"


class OutOfScope(Refused):
    """The token is good, but not for this; ``scope`` names what it lacks."""

    code = "insufficient-scope"

    def __init__(self, scope: str):
        super().__init__(_("Token ini tidak punya lingkup %(scope)s.") % {"scope": scope})
        self.scope = scope


def reader(request) -> ApiToken | bool:
    """Let anybody read: the token that was presented, or True for a stranger.

    A presented token is never silently taken for an anonymous reader. Side effects: counts the
    request, notes when the token was used. Raises BadToken, OutOfScope, TooMany.
    """
    if "Authorization" not in request.headers:
        return True
    try:
        token = _presented(request.headers["Authorization"])
    except BadToken:
        limits.count_stranger(request)
        raise
    limits.count_owner(request, token.owner_id)
    if tokens.READ not in token.scopes:
        raise OutOfScope(tokens.READ)
    _note_use(token)
    return token


def _presented(header: str) -> ApiToken:
    found = _BEARER.fullmatch(header[:200])
    if found is None or not tokens.is_wellformed(found[1]):
        raise BadToken(_("Token tidak berlaku."))
    token = ApiToken.objects.select_related("owner").filter(digest=tokens.digest(found[1])).first()
    if token is None or not token.is_live or not token.owner.is_active:
        raise BadToken(_("Token tidak berlaku."))
    return token


def _note_use(token: ApiToken) -> None:
    """Write at most once a minute, however many processes answer for the token."""
    now = timezone.now()
    long_ago = now - NOTED_EVERY
    if token.last_used_at is None or token.last_used_at <= long_ago:
        unnoted = Q(last_used_at__isnull=True) | Q(last_used_at__lte=long_ago)
        ApiToken.objects.filter(unnoted, pk=token.pk).update(last_used_at=now)

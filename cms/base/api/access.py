"""Who asks: the one place where the API looks at credentials."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.utils import check_csrf

from cms.accounts import tokens
from cms.accounts.models import ApiToken
from cms.base.acting import SignedIn
from cms.base.api import limits
from cms.base.errors import DomainError, Refused, TooLarge
from cms.base.numbers import number_in

NOTED_EVERY = timedelta(minutes=1)
SAFE = ("GET", "HEAD")
_BEARER = re.compile(r"bearer +(\S+)", re.IGNORECASE)


class BadToken(DomainError):
    """A token was presented that opens nothing."""

    status = HTTPStatus.UNAUTHORIZED
    code = "bad-token"
    headers = {"WWW-Authenticate": 'Bearer error="invalid_token"'}


class NoToken(DomainError):
    """No credentials were presented where some are needed; a session is none."""

    status = HTTPStatus.UNAUTHORIZED
    code = "token-required"

    def __init__(self, scope: str):
        super().__init__(
            _("Alamat ini memerlukan token dengan lingkup %(scope)s.") % {"scope": scope}
        )
        self.headers = {"WWW-Authenticate": f'Bearer scope="{scope}"'}


class OutOfScope(Refused):
    """The token is good, but not for this; ``scope`` names what it lacks."""

    code = "insufficient-scope"

    def __init__(self, scope: str):
        super().__init__(_("Token ini tidak punya lingkup %(scope)s.") % {"scope": scope})
        self.headers = {"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{scope}"'}


def reader(request) -> ApiToken | bool:
    """Let anybody read: the token that was presented, or True for a stranger.

    A presented token is never silently taken for an anonymous reader. Side effects: counts the
    request, notes when the token was used. Raises BadToken, OutOfScope, TooMany.
    """
    if "Authorization" not in request.headers:
        return True
    return _admitted(request, tokens.READ)


def holder(scope: str, *, bytes_max: int | None = None) -> Callable[[HttpRequest], ApiToken]:
    """Let in whoever presents a token with ``scope``, and nobody else: never a session, so that
    no page of another origin can act with somebody's cookies.

    What changes something is counted under a limit of its own. A body that says that it has more
    than ``bytes_max`` is refused before it is read. Side effects and errors as of :func:`reader`,
    and NoToken, TooLarge.
    """

    def admit(request: HttpRequest) -> ApiToken:
        if "Authorization" not in request.headers:
            raise NoToken(scope)
        token = _admitted(request, scope)
        if request.method not in SAFE:
            limits.count_writer(request, token.owner_id)
        _require_length(request, bytes_max)
        return token

    return admit


def caller(
    scope: str, *, bytes_max: int | None = None
) -> Callable[[HttpRequest], ApiToken | SignedIn]:
    """Let in whoever presents a token with ``scope``, and the page of whoever is signed in.

    Side effects and errors as of :func:`person`, and TooLarge.
    """

    def admit(request: HttpRequest) -> ApiToken | SignedIn:
        who = person(request, scope)
        _require_length(request, bytes_max)
        return getattr(request, "auth", None) or SignedIn(who)

    return admit


def _require_length(request: HttpRequest, bytes_max: int | None) -> None:
    if bytes_max is not None and _said_length(request) > bytes_max:
        raise TooLarge(
            _("Kiriman ini lebih besar daripada %(max)d MB.") % {"max": bytes_max // 1_000_000}
        )


def person(request: HttpRequest, scope: str):
    """Whoever shows a token with ``scope``, or is signed in and shows that their own page asks.

    The token is left as ``request.auth``. Side effects and errors as of :func:`holder`.
    """
    if "Authorization" in request.headers:
        token = request.auth = _admitted(request, scope)
        who = token.owner
    else:
        who = request.user
        if not (who.is_authenticated and who.is_active):
            raise NoToken(scope)
        limits.count_owner(request, who.pk)
        if request.method not in SAFE and check_csrf(request):
            raise Refused(_("Halaman ini sudah kedaluwarsa. Muat ulang, lalu kirim sekali lagi."))
    if request.method == "POST":
        limits.count_writer(request, who.pk)
    return who


def _said_length(request: HttpRequest) -> int:
    return number_in(request.META.get("CONTENT_LENGTH") or "")


def _admitted(request: HttpRequest, scope: str) -> ApiToken:
    try:
        token = _presented(request.headers["Authorization"])
    except BadToken:
        limits.count_stranger(request)
        raise
    limits.count_owner(request, token.owner_id)
    if scope not in token.scopes:
        raise OutOfScope(scope)
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

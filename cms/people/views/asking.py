"""What small scripts of our own pages send: JSON, from this origin only."""

from __future__ import annotations

import json
from functools import wraps
from http import HTTPStatus

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from cms.base.errors import DomainError, Invalid, Refused
from cms.base.numbers import number_in

BODY_MAX = 16 * 1024


def script_door(view):
    """A door for scripts of our pages: refusals as JSON with a sentence, nothing cached.

    Instead of the form's token, which a service worker has none of: the browser says that this
    very origin asks, and the body is JSON, which no form of another site can send.
    """

    @csrf_exempt
    @never_cache
    @wraps(view)
    def door(request: HttpRequest, *args, **kwargs):
        try:
            if request.method not in ("GET", "HEAD"):
                _require_own_origin(request)
            return view(request, *args, **kwargs)
        except DomainError as error:
            response = JsonResponse({"detail": str(error)}, status=error.status)
            for name, value in error.headers.items():
                response[name] = value
            return response

    return door


def signed_in_only(view):
    """Answer 401 to nobody: a script cannot follow a redirect to a sign-in page."""

    @wraps(view)
    def door(request: HttpRequest, *args, **kwargs):
        if not request.user.is_authenticated:
            said = _("Masuk dulu, lalu coba lagi.")
            return JsonResponse({"detail": said}, status=HTTPStatus.UNAUTHORIZED)
        return view(request, *args, **kwargs)

    return door


def json_body(request: HttpRequest) -> dict:
    """The object that was sent. Raises Invalid."""
    said = request.META.get("CONTENT_LENGTH") or ""
    if number_in(said, otherwise=BODY_MAX + 1) > BODY_MAX:
        raise Invalid(_("Permintaan ini tidak dapat dibaca."))
    try:
        found = json.loads(request.body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Invalid(_("Permintaan ini tidak dapat dibaca."))
    return found


def _require_own_origin(request: HttpRequest) -> None:
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    own = f"{request.scheme}://{request.get_host()}"
    is_own = site == "same-origin" if site else origin in (None, own)
    if not is_own or request.content_type != "application/json":
        raise Refused(_("Halaman ini sudah kedaluwarsa. Muat ulang, lalu coba sekali lagi."))

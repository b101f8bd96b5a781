"""How long somebody stays signed in, and when they last showed that it is really them."""

from __future__ import annotations

import time
from functools import wraps
from http import HTTPStatus
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from cms.people.models import RoleAssignment
from cms.people.selectors import officer_of

CONFIRMED = "confirmed"
FRESH_S = 15 * 60
OFFICER_S = 90 * 24 * 3600
PASSWORD, PASSKEY = "password", "passkey"


def begin(request: HttpRequest, user, *, by: str = PASSWORD) -> None:
    """Somebody signed in just now: an officer without an office stays so for 90 days, everybody
    else as long as the settings say."""
    stays = officer_of(user) is not None and not _holds_power(user)
    request.session.set_expiry(OFFICER_S if stays else None)
    confirm(request, by=by)


def _holds_power(user) -> bool:
    return user.is_superuser or RoleAssignment.objects.filter(user=user).exists()


def confirm(request: HttpRequest, *, by: str) -> None:
    """Note that whoever sits there has shown who they are just now, ``by`` what."""
    request.session[CONFIRMED] = {"at": int(time.time()), "by": by}


def is_fresh(request: HttpRequest, *, by: str = "") -> bool:
    """Whether they did so within the last 15 minutes (``by`` the means named, if any)."""
    found = request.session.get(CONFIRMED) or {}
    if by and found.get("by") != by:
        return False
    return 0 <= time.time() - found.get("at", 0) < FRESH_S


def confirm_url(back: str) -> str:
    """Where one shows it again, and then goes to ``back``."""
    return f"{reverse('accounts:confirm')}?{urlencode({'next': back})}"


def safe_next(request: HttpRequest, wanted: str, default: str) -> str:
    """``wanted`` if it leads to a page of this site, else ``default``."""
    fits = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if fits else default


def fresh_posts(view):
    """What changes something here wants to be sure who asks: a POST without that leads to the
    page where one shows it, and from there back to the form."""

    @wraps(view)
    def door(request: HttpRequest, *args, **kwargs):
        if request.method != "POST" or is_fresh(request):
            return view(request, *args, **kwargs)
        messages.info(request, _("Pastikan dulu bahwa ini Anda, lalu ulangi langkah tadi."))
        page = safe_next(request, request.headers.get("Referer", ""), request.path)
        return redirect(confirm_url(page))

    return door


def fresh_script(view):
    """The same for a door that scripts ask: 403, with the address of that page."""

    @wraps(view)
    def door(request: HttpRequest, *args, **kwargs):
        if is_fresh(request):
            return view(request, *args, **kwargs)
        said = {
            "detail": _("Pastikan dulu bahwa ini Anda."),
            "confirm": confirm_url(reverse("accounts:security")),
        }
        return JsonResponse(said, status=HTTPStatus.FORBIDDEN)

    return door

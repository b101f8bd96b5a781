"""Where a browser makes a passkey, signs in with one, or shows that it is still the same person."""

from __future__ import annotations

import json
from http import HTTPStatus
from uuid import UUID

from django.contrib.auth import login
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cms.accounts.backends import NrpOrEmailBackend
from cms.base.client_address import client_address
from cms.base.errors import Invalid, TooMany
from cms.people import sessions, throttle
from cms.people.devices import device_name
from cms.people.services import passkeys
from cms.people.views.asking import json_body, script_door, signed_in_only

# The challenge that this browser was given, for each thing it may be for.
SESSION_KEY = "passkey_challenge"
BACKEND = "cms.accounts.backends.NrpOrEmailBackend"


@script_door
@require_POST
def begin_sign_in(request: HttpRequest) -> JsonResponse:
    """Options to sign in with any passkey of this site."""
    keys = throttle.passkey_keys(client_address(request))
    _require_no_wait(keys)
    # Each one is a row and perhaps a session: counted whether it leads anywhere or not.
    throttle.count_failure(keys)
    return _options(request, passkeys.request_options())


@script_door
@require_POST
def sign_in(request: HttpRequest) -> JsonResponse:
    """The answer of the device; ours says where to go."""
    body = json_body(request)
    keys = throttle.keys(client_address(request), "")[1:]
    _require_no_wait(keys)
    try:
        passkey = passkeys.verify(challenge_id=_challenge(request), credential=_credential(body))
    except passkeys.NotVerified:
        throttle.count_failure(keys)
        raise
    user = passkey.user
    if not NrpOrEmailBackend().user_can_authenticate(user):
        raise passkeys.NotVerified
    login(request, user, backend=BACKEND)
    sessions.confirm(request, by=sessions.PASSKEY)
    wanted = body.get("next")
    wanted = wanted if isinstance(wanted, str) else ""
    return JsonResponse({"next": sessions.safe_next(request, wanted, reverse("home_for_user"))})


@script_door
@signed_in_only
@require_POST
def begin_confirmation(request: HttpRequest) -> JsonResponse:
    """Options to show with one's own passkey that it is still oneself."""
    return _options(request, passkeys.request_options(actor=request.user))


@script_door
@signed_in_only
@require_POST
def confirm(request: HttpRequest) -> JsonResponse:
    """The answer of the device."""
    body = json_body(request)
    passkeys.verify(
        challenge_id=_challenge(request), credential=_credential(body), actor=request.user
    )
    sessions.confirm(request, by=sessions.PASSKEY)
    wanted = body.get("next")
    wanted = wanted if isinstance(wanted, str) else ""
    return JsonResponse({"next": sessions.safe_next(request, wanted, reverse("accounts:security"))})


@script_door
@signed_in_only
@sessions.fresh_script
@require_POST
def begin_registration(request: HttpRequest) -> JsonResponse:
    """Options to make a passkey."""
    return _options(request, passkeys.registration(actor=request.user))


@script_door
@signed_in_only
@sessions.fresh_script
@require_POST
def register(request: HttpRequest) -> JsonResponse:
    """The passkey that the device made."""
    body = json_body(request)
    made = passkeys.register(
        actor=request.user,
        challenge_id=_challenge(request),
        credential=_credential(body),
        name=device_name(request.headers.get("User-Agent", "")),
    )
    return JsonResponse({"name": made.name}, status=HTTPStatus.CREATED)


def _options(request: HttpRequest, made: tuple[UUID, str]) -> JsonResponse:
    challenge_id, options = made
    # Bound to this browser: another one's answer to it is none.
    request.session[SESSION_KEY] = str(challenge_id)
    return JsonResponse(json.loads(options))


def _challenge(request: HttpRequest) -> UUID | None:
    found = request.session.pop(SESSION_KEY, None)
    return UUID(found) if found else None


def _credential(body: dict) -> dict:
    found = body.get("credential")
    if not isinstance(found, dict) or not isinstance(found.get("response"), dict):
        raise Invalid(_("Permintaan ini tidak dapat dibaca."))
    return found


def _require_no_wait(keys) -> None:
    minutes = throttle.minutes_to_wait(keys)
    if minutes:
        raise TooMany(
            ngettext(
                "Terlalu banyak percobaan. Coba lagi dalam %(minutes)s menit.",
                "Terlalu banyak percobaan. Coba lagi dalam %(minutes)s menit.",
                minutes,
            )
            % {"minutes": minutes},
            wait_s=minutes * 60,
        )

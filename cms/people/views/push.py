"""Where a browser says that it wants messages, or wants no more."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cms.base.errors import Conflict, Invalid
from cms.people import web_push
from cms.people.devices import device_name
from cms.people.selectors import push_digests
from cms.people.services.push import subscribe, unsubscribe
from cms.people.views.asking import json_body, script_door, signed_in_only

SESSION_KEY = "push_subscription"


@script_door
@signed_in_only
@require_http_methods(["GET", "HEAD", "POST"])
def subscriptions(request: HttpRequest) -> HttpResponse:
    """GET: our public key, the digests of the browsers that this person gets messages in, and
    ``here``, the one that this session ends when it is signed out.
    POST: a subscription as ``PushSubscription.toJSON()`` gives it, and ``replaces``."""
    if request.method != "POST":
        key = web_push.public_key() if web_push.is_on() else ""
        known = push_digests(request.user)
        here = known.get(request.session.get(SESSION_KEY), "")
        return JsonResponse({"key": key, "known": list(known.values()), "here": here})
    if not web_push.is_on():
        raise Conflict(_("Kabar ke ponsel tidak tersedia di sini."))
    body = json_body(request)
    made = subscribe(
        actor=request.user,
        device=device_name(request.headers.get("User-Agent", "")),
        language=get_language(),
        replaces=_text(body.get("replaces")),
        **_keys_of(body),
    )
    # Signing out here ends the messages here (see ``SignOut``).
    request.session[SESSION_KEY] = made.pk
    return JsonResponse({"device": made.device}, status=HTTPStatus.CREATED)


@script_door
@signed_in_only
@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """No more messages to the browser at ``endpoint``. Twice changes nothing."""
    unsubscribe(actor=request.user, endpoint=_text(json_body(request).get("endpoint")))
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _keys_of(body: dict) -> dict[str, str]:
    keys = body.get("keys") if isinstance(body.get("keys"), dict) else {}
    found = {
        "endpoint": _text(body.get("endpoint")),
        "p256dh": _text(keys.get("p256dh")),
        "auth": _text(keys.get("auth")),
    }
    if not all(found.values()):
        raise Invalid(_("Langganan dari peramban ini tidak lengkap."))
    return found


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""

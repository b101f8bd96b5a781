"""The three addresses for machines: alive, ready, measured.

They are answered by a middleware that stands first: whoever watches comes by address and port,
without TLS, a host name of ours, a cookie or a language.
"""

from __future__ import annotations

import hmac
import ipaddress

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4

from cms.base.health import survey, writing

ALIVE, READY, METRICS = "/sehat/", "/sehat/siap/", "/metrik/"
# Any proxy that speaks for somebody else adds at least one of these.
FORWARDED = (
    "HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_REAL_IP", "HTTP_VIA",
)  # fmt: skip


class HealthMiddleware:
    """Answers the addresses for machines and passes everything else on."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        answer = ANSWERS.get(request.path_info)
        if answer is None:
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            response = HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        else:
            with translation.override(settings.LANGUAGE_CODE):
                response = answer(request)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def alive(request):
    """The process answers. No database, no secret: for whoever restarts what hangs."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def ready(request):
    """Every check as JSON; 503 when something is missing without which nobody is served."""
    if not is_trusted(request):
        return _unauthorised()
    findings = survey()
    return JsonResponse(
        writing.as_json(findings),
        status=200 if writing.is_ready(findings) else 503,
        content_type=writing.JSON_TYPE,
    )


def metrics(request):
    """Every check in the Prometheus text format, read now."""
    if not is_trusted(request):
        return _unauthorised()
    return HttpResponse(writing.as_prometheus(survey()), content_type=CONTENT_TYPE_PLAIN_0_0_4)


ANSWERS = {ALIVE: alive, READY: ready, METRICS: metrics}


def is_trusted(request) -> bool:
    """Whether numbers about the installation may be shown: the right token, or somebody on this
    machine itself.

    Behind a proxy everybody seems to come from this machine, so that counts only where no proxy is
    declared and none has left its mark on the request.
    """
    scheme, _space, given = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    token = settings.METRICS_TOKEN
    if token and scheme.lower() == "bearer":
        return hmac.compare_digest(given.strip().encode(), token.encode())
    if settings.BEHIND_PROXY or any(name in request.META for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _unauthorised():
    return JsonResponse(
        {
            "type": "about:blank",
            "title": _("Perlu token"),
            "status": 401,
            "detail": _("Hanya dari mesin ini sendiri, atau dengan token pemantauan."),
        },
        status=401,
        headers={"WWW-Authenticate": 'Bearer realm="sambang"'},
        content_type="application/problem+json",
    )

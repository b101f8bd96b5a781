"""Errors of the API as RFC 9457 problem details."""

from __future__ import annotations

import logging
from http import HTTPStatus

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from orjson import dumps

from cms.base.clashes import clash_in
from cms.base.errors import DomainError

log = logging.getLogger(__name__)
API_PREFIX = "/api/"
CONTENT_TYPE = "application/problem+json"
NAMED_AT_MOST = 20


def problem(status: int, detail: str, *, code: str = "", **members) -> HttpResponse:
    """A problem document; never stored by a cache."""
    body = {
        "type": f"urn:sambang:problem:{code}" if code else "about:blank",
        "title": _phrase(status),
        "status": int(status),
        "detail": detail,
        **members,
    }
    response = HttpResponse(dumps(body), status=status, content_type=CONTENT_TYPE)
    response["Cache-Control"] = "no-store"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _phrase(status: int) -> str:
    # 460 is tus's own: HTTP has no word for it.
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Checksum Mismatch"


def problem_of(error: DomainError) -> HttpResponse:
    """What ``error`` says, as a problem document with the headers that it names."""
    members = {"errors": error.fields} if getattr(error, "fields", None) else {}
    response = problem(error.status, str(error), code=error.code, **members)
    for name, value in error.headers.items():
        response[name] = value
    return response


class ApiProblemMiddleware:
    """Errors that never reach the API's own handlers, such as an unknown address or a method that
    is not offered, are problem documents too."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        is_ours = request.path_info.startswith(API_PREFIX) and response.status_code >= 400
        if not is_ours or response.headers.get("Content-Type") == CONTENT_TYPE:
            return response
        if response.status_code == HTTPStatus.NOT_FOUND:
            answer = problem(404, _("Tidak ada yang cocok di alamat ini."), code="missing")
        else:
            answer = problem(response.status_code, _("Permintaan ini tidak dapat dilayani."))
        if "Allow" in response.headers:
            answer["Allow"] = response.headers["Allow"]
        return answer


def register_handlers(api: NinjaAPI) -> None:
    """Make every error of ``api`` a problem document."""

    @api.exception_handler(DomainError)
    def domain_error(request, error):
        return problem_of(error)

    @api.exception_handler(ValidationError)
    def invalid(request, error):
        errors = {_name(e["loc"]): _sound(e["msg"]) for e in error.errors[:NAMED_AT_MOST]}
        detail = "; ".join(f"{k}: {v}" for k, v in errors.items())
        return problem(422, detail, code="invalid", errors=errors)

    @api.exception_handler(RequestDataTooBig)
    def too_big(request, error):
        return problem(413, _("Permintaan ini terlalu besar."), code="too-large")

    @api.exception_handler(SuspiciousOperation)
    def suspicious(request, error):
        return problem(400, _("Permintaan ini tidak dapat dibaca."), code="bad-request")

    @api.exception_handler(MultiPartParserError)
    def unreadable(request, error):
        return problem(400, _("Permintaan ini tidak dapat dibaca."), code="bad-request")

    @api.exception_handler(UnreadablePostError)
    def broken_off(request, error):
        return problem(400, _("Permintaan ini terputus di tengah jalan."), code="bad-request")

    @api.exception_handler(PermissionDenied)
    def denied(request, error):
        return problem(403, _("Anda tidak boleh melakukan ini."), code="refused")

    @api.exception_handler(Http404)
    def missing(request, error):
        return problem(404, _("Tidak ada yang cocok di alamat ini."), code="missing")

    @api.exception_handler(HttpError)
    def http_error(request, error):
        return problem(error.status_code, str(error))

    @api.exception_handler(Exception)
    def broken(request, error):
        if clash := clash_in(error):
            log.warning("a clash at %s", request.path, exc_info=error)
            return problem_of(clash)
        log.exception("API error at %s", request.path, exc_info=error)
        return problem(500, _("Terjadi gangguan di sisi kami. Coba lagi sebentar lagi."))


def _name(location: tuple) -> str:
    """What an error is about: a parameter, or a member of the body with those above it."""
    within = location[2:] if location[0] == "body" and len(location) > 2 else location[-1:]
    return _sound(".".join(map(str, within)))[:80]


def _sound(text: str) -> str:
    """``text`` without lone surrogates, which no answer can hold."""
    return text.encode("utf-8", "replace").decode()

"""Errors of the API as RFC 9457 problem details."""

from __future__ import annotations

import logging
from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from orjson import dumps

from cms.base.errors import DomainError, TooMany

log = logging.getLogger(__name__)
API_PREFIX = "/api/"
CONTENT_TYPE = "application/problem+json"


def problem(status: int, detail: str, *, code: str = "", **members) -> HttpResponse:
    """A problem document; never stored by a cache."""
    body = {
        "type": f"urn:sambang:problem:{code}" if code else "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": detail,
        **members,
    }
    response = HttpResponse(dumps(body), status=status, content_type=CONTENT_TYPE)
    response["Cache-Control"] = "no-store"
    response["Access-Control-Allow-Origin"] = "*"
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
        members = {"errors": error.fields} if getattr(error, "fields", None) else {}
        refusal = problem(error.status, str(error), code=error.code, **members)
        if error.status == HTTPStatus.UNAUTHORIZED:
            refusal["WWW-Authenticate"] = 'Bearer error="invalid_token"'
        if scope := getattr(error, "scope", None):
            refusal["WWW-Authenticate"] = f'Bearer error="insufficient_scope", scope="{scope}"'
        if isinstance(error, TooMany):
            refusal["Retry-After"] = str(error.wait_s)
        return refusal

    @api.exception_handler(ValidationError)
    def invalid(request, error):
        errors = {str(e["loc"][-1]): e["msg"] for e in error.errors}
        return problem(422, "; ".join(f"{k}: {v}" for k, v in errors.items()), errors=errors)

    @api.exception_handler(Http404)
    def missing(request, error):
        return problem(404, "Tidak ada yang cocok di alamat ini.", code="missing")

    @api.exception_handler(HttpError)
    def http_error(request, error):
        return problem(error.status_code, str(error))

    @api.exception_handler(Exception)
    def broken(request, error):
        log.exception("API error at %s", request.path, exc_info=error)
        return problem(500, "Terjadi gangguan di sisi kami. Coba lagi sebentar lagi.")

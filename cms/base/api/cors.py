"""The API is open to pages of any origin: what it tells anybody it tells any page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

PREFIX = "/api/v1/"
# Never with cookies (no Allow-Credentials): a page acts by its own token or as a stranger.
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS",
    "Access-Control-Allow-Headers": (
        "Authorization, Content-Type, Idempotency-Key, If-Match, If-Modified-Since, If-None-Match, "
        "Tus-Resumable, Upload-Checksum, Upload-Concat, Upload-Length, Upload-Metadata, "
        "Upload-Offset, X-HTTP-Method-Override, X-Requested-With, X-Request-ID"
    ),
    "Access-Control-Max-Age": "86400",
    "Vary": "Access-Control-Request-Method, Access-Control-Request-Headers",
}
EXPOSED = (
    "ETag, Idempotency-Replayed, Link, Location, RateLimit, RateLimit-Policy, Retry-After, "
    "Tus-Checksum-Algorithm, Tus-Extension, Tus-Max-Size, Tus-Resumable, Tus-Version, "
    "Upload-Concat, Upload-Expires, Upload-Length, Upload-Metadata, Upload-Offset, "
    "WWW-Authenticate"
)


class CorsMiddleware:
    """Answers preflights of the API (204) before anything else, and opens every answer of it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            response = HttpResponse(status=204, headers=PREFLIGHT)
        else:
            response = self.get_response(request)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = EXPOSED
        return response

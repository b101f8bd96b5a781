"""Four small layers: language from the path, policy headers, messages, errors as pages."""

import logging

from django.contrib.messages.middleware import MessageMiddleware
from django.http import HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from cms.base.addresses import ENGLISH, PERSONAL_API, is_english
from cms.base.clashes import clash_in
from cms.base.errors import DomainError, problem_page
from cms.base.problem import API_PREFIX

log = logging.getLogger(__name__)
ADMIN_PREFIX = "/admin/"


class LanguageFromPathMiddleware:
    """``/en/…`` is English, everything else Indonesian.

    Unlike Django's LocaleMiddleware it never looks at Accept-Language or a cookie, so one address
    is one text and may be cached by address alone. Only what the API tells one person, which nobody
    caches, follows Accept-Language: it has no address of its own in English.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        path = request.path_info
        is_personal = path.startswith(PERSONAL_API)
        english = path == ENGLISH or path.startswith(f"{ENGLISH}/")
        if is_personal:
            english = is_english(request.headers.get("Accept-Language") or "id")
        language = "en" if english else "id"
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        if is_personal:
            patch_vary_headers(response, ["Accept-Language"])
        response.headers.setdefault("Content-Language", translation.get_language() or language)
        return response


class ResponsePolicyMiddleware:
    """Relaxes the content policy for Wagtail's admin alone, and names what no page may use."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path_info.startswith(ADMIN_PREFIX):
            # Wagtail's own screens write inline styles and scripts; no public page does.
            response._csp_update = {
                "script-src": ["'unsafe-inline'"],
                "style-src": ["'unsafe-inline'"],
                "img-src": ["blob:"],
            }
        response.headers.setdefault(
            "Permissions-Policy", "geolocation=(self), camera=(self), microphone=(self)"
        )
        return response


class PageMessagesMiddleware(MessageMiddleware):
    """Messages to people; the API speaks to machines, thousands of times a second."""

    def process_request(self, request):
        if not request.path_info.startswith(API_PREFIX):
            super().process_request(request)


class DomainErrorMiddleware:
    """Turns a :class:`DomainError` raised below a page's view, or a clash in the database, into a
    page with its status."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if clash := clash_in(exception):
            log.warning("a clash at %s", request.path, exc_info=exception)
            exception = clash
        if not isinstance(exception, DomainError):
            return None
        if request.headers.get("HX-Request"):
            return HttpResponse(str(exception), status=exception.status, content_type="text/plain")
        return problem_page(
            request,
            status=exception.status,
            title=_("Tidak dapat dilanjutkan"),
            message=str(exception),
        )

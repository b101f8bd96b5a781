"""Content-Security-Policy of every answer: by django-csp, made once where it is the usual one."""

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponseBase

# What django-csp's decorators and our own layers leave on an answer that asks for another policy.
_OWN = "_csp_"


class ContentPolicyMiddleware(CSPMiddleware):
    """django-csp puts the policy together anew for every answer, a tenth of what one costs."""

    def __init__(self, get_response):
        super().__init__(get_response)
        self.usual = build_policy()

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        nonce_taken = bool(request.csp_nonce)
        if nonce_taken or any(name.startswith(_OWN) for name in vars(response)):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self.usual)
        return response

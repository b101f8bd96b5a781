"""How often the API may be asked: strangers by address, tokens by owner.

Counted in Django's cache: exact over all machines with Redis; without it each web process counts
for itself, so the limits are looser by their number. Answers from the edge cache never come here.
A window of a minute begins with the first request in it. When the cache is down nobody is limited.
"""

from __future__ import annotations

import logging
import math
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from cms.base.client_address import client_address, network_of
from cms.base.errors import TooMany
from cms.base.problem import API_PREFIX, problem_of

log = logging.getLogger(__name__)
WINDOW_S = 60
ANONYMOUS, TOKEN, WRITE = "anonymous", "token", "write"
# What the officer's app uses with a session instead of a token.
SESSION_PREFIXES = ("/api/v1/uploads/", "/api/v1/reports/")


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands under a policy after this request."""

    policy: str
    quota: int
    asked: int
    reset_s: int

    def require(self) -> None:
        """Raise TooMany when this request was one too many."""
        if self.asked > self.quota:
            raise TooMany(
                _("Terlalu banyak permintaan. Coba lagi dalam %(seconds)d detik.")
                % {"seconds": self.reset_s},
                wait_s=self.reset_s,
            )

    @property
    def rule(self) -> str:
        """The policy, as the header RateLimit-Policy has it."""
        return f'"{self.policy}";q={self.quota};w={WINDOW_S}'

    def write(self, response: HttpResponse) -> None:
        """Say it in the headers of draft-ietf-httpapi-ratelimit-headers-10."""
        response["RateLimit-Policy"] = self.rule
        # What a shared cache keeps must not tell one reader how another one stands.
        if "no-store" in response.get("Cache-Control", ""):
            left = max(0, self.quota - self.asked)
            response["RateLimit"] = f'"{self.policy}";r={left};t={self.reset_s}'


class ApiLimitMiddleware:
    """Counts strangers before they are answered; says where everybody stands; keeps what was
    answered to credentials out of every cache."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(API_PREFIX):
            return self.get_response(request)
        has_credentials = "Authorization" in request.headers
        # There a signed-in page may act too; the address itself counts whoever turns out to be.
        may_have_session = (
            request.path_info.startswith(SESSION_PREFIXES)
            and settings.SESSION_COOKIE_NAME in request.COOKIES
        )
        try:
            if not (has_credentials or may_have_session):
                count_stranger(request)
            response = self.get_response(request)
            # An address that looks at no credentials is not free of charge for showing some.
            if not hasattr(request, "api_standing"):
                count_stranger(request)
        except TooMany as error:
            response = problem_of(error)
        if has_credentials:
            response["Cache-Control"] = "private, no-store"
            patch_vary_headers(response, ["Authorization"])
        elif may_have_session:
            response.headers.setdefault("Cache-Control", "private, no-store")
        if request.api_standing is not None:
            request.api_standing.write(response)
        return response


def count_stranger(request: HttpRequest) -> None:
    """Count one request of an address without good credentials. Raises TooMany."""
    _stand(request, count_network(network_of(client_address(request))))


def count_network(network: str) -> Standing | None:
    """Count one request from ``network`` without good credentials; how it stands now, None when
    nobody is limited."""
    return _count(ANONYMOUS, network)


def count_owner(request: HttpRequest, owner_id: int) -> None:
    """Count one request with any token of the owner. Raises TooMany."""
    _stand(request, _count(TOKEN, str(owner_id)))


def count_writer(request: HttpRequest, owner_id: int) -> None:
    """Count one request that changes something, with any token of the owner. Raises TooMany."""
    _stand(request, _count(WRITE, str(owner_id)))


def _stand(request: HttpRequest, standing: Standing | None) -> None:
    request.api_standing = standing
    if standing is not None:
        standing.require()


def _count(policy: str, who: str) -> Standing | None:
    quota = settings.API_PER_MINUTE[policy]
    if not quota:
        return None
    try:
        asked, until = _tally(f"api-limit:{policy}:{who}")
    except Exception:
        # Whatever the cache's client raises: a broken count must not close the API.
        log.exception("the API's limits cannot be counted")
        return None
    return Standing(policy, quota, asked, max(1, math.ceil(until - time.time())))


def _tally(key: str) -> tuple[int, float]:
    """Count one more under ``key``; (how many in this window, when it ends)."""
    until = cache.get(key)
    if until is None or until <= time.time():
        cache.add(key, time.time() + WINDOW_S, timeout=WINDOW_S)
        until = cache.get(key) or time.time() + WINDOW_S
    # The window is part of the count's name: the two can never disagree.
    tally = f"{key}:{until}"
    try:
        return cache.incr(tally), until
    except ValueError:
        cache.add(tally, 0, timeout=WINDOW_S * 2)
        return cache.incr(tally), until

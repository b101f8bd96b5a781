"""The WSGI layer that answers lists asked for plainly, before Django's layers.

Whoever copies everything goes through pages that no cache holds, thousands of them; of what such a
page cost, two thirds were layers that have nothing to say about it. A request is plain when it is a
GET of one of the lists, without credentials, cookie or condition. Its bytes are made by the same
function as in the long way, its headers are those that the long way gave to the same host before.
Whatever is not plain or not right takes the long way, which also says what is wrong.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from django.db import connection
from django.utils import translation
from pydantic import BaseModel, ValidationError

from cms.base.answers import CACHE_CONTROL, Prepared, public_headers
from cms.base.api.answering import Asked
from cms.base.api.limits import count_network
from cms.base.client_address import address_in, network_of
from cms.base.errors import DomainError

log = logging.getLogger(__name__)
Environ = dict[str, Any]
Header = tuple[str, str]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

LONGEST_QUERY = 2_000  # characters
PARAMETERS_AT_MOST = 20
HOSTS_AT_MOST = 64
# Whoever sends one of these is asking for something of their own.
_OWN = (
    "HTTP_AUTHORIZATION",
    "HTTP_COOKIE",
    "HTTP_HX_REQUEST",
    "HTTP_IF_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_UNMODIFIED_SINCE",
    "HTTP_RANGE",
    "HTTP_TRANSFER_ENCODING",
)
# What each answer says for itself.
_OF_ITS_OWN = {
    "cache-control",
    "cache-tag",
    "content-length",
    "etag",
    "last-modified",
    "ratelimit-policy",
}


@dataclass(frozen=True, slots=True)
class List:
    """A list: the model of its parameters, and what makes a page of it."""

    parameters: type[BaseModel]
    page: Callable[[Asked, Any], Prepared]


class Express:
    """Wraps ``application``; ``lists`` are named by their paths. One of these a process."""

    def __init__(self, application: Application, *, lists: Mapping[str, List]):
        self.application, self.lists = application, lists
        self._headers: dict[tuple[str, ...], tuple[Header, ...]] = {}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        wanted = self.lists.get(environ["PATH_INFO"])
        if wanted is None or not _is_plain(environ):
            return self.application(environ, start_response)
        asked_at = (
            environ["HTTP_HOST"],
            environ["wsgi.url_scheme"],
            environ.get("HTTP_X_FORWARDED_PROTO", ""),
        )
        usual = self._headers.get(asked_at)
        if usual is None:
            return self._learn(asked_at, environ, start_response)
        found = _answer(environ, wanted)
        if found is None:
            return self.application(environ, start_response)
        body, own = found
        start_response("200 OK", [*own, *usual])
        return [body]

    def _learn(
        self, asked_at: tuple[str, ...], environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Take the long way, and keep what it says to everybody at this host."""

        def begin(status: str, headers: list[Header], *rest: Any) -> Any:
            if status.startswith("200 ") and ("Cache-Control", CACHE_CONTROL) in headers:
                if len(self._headers) >= HOSTS_AT_MOST:
                    self._headers.clear()
                self._headers[asked_at] = tuple(
                    header for header in headers if header[0].lower() not in _OF_ITS_OWN
                )
            return start_response(status, headers, *rest)

        return self.application(environ, begin)


def _is_plain(environ: Environ) -> bool:
    return (
        environ["REQUEST_METHOD"] == "GET"
        and not environ.get("SCRIPT_NAME")
        and bool(environ.get("HTTP_HOST"))
        and environ.get("CONTENT_LENGTH", "0") in ("", "0")
        and not any(name in environ for name in _OWN)
    )


def _answer(environ: Environ, wanted: List) -> tuple[bytes, list[Header]] | None:
    """The body and the headers of its own; None when the long way has something else to say."""
    try:
        query = _query(environ.get("QUERY_STRING", ""), wanted.parameters)
        if query is None:
            return None
        filters = wanted.parameters.model_validate(query)
        standing = count_network(network_of(address_in(environ)))
        if standing is not None:
            standing.require()
        # As before each of Django's requests: what is too old or broken is connected anew.
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        # The thread may have spoken English before.
        translation.activate("id")
        prepared = wanted.page(Asked(environ["PATH_INFO"], query), filters)
    except (DomainError, ValidationError):
        return None
    except Exception:
        # Whatever it was: the long way meets it too, and answers for it as everywhere.
        log.exception("a list could not be answered plainly")
        return None
    headers = public_headers(prepared)
    headers["Content-Length"] = str(len(prepared.body))
    if standing is not None:
        headers["RateLimit-Policy"] = standing.rule
    return prepared.body, list(headers.items())


def _query(text: str, parameters: type[BaseModel]) -> dict[str, str] | None:
    """The parameters in ``text``, each known and named once; None for any other."""
    if not text:
        return {}
    if len(text) > LONGEST_QUERY or not text.isascii() or "%00" in text:
        return None
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=PARAMETERS_AT_MOST)
    except ValueError:
        return None
    query = dict(pairs)
    if len(query) != len(pairs) or not query.keys() <= parameters.model_fields.keys():
        return None
    return query

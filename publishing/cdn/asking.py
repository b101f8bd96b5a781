"""One bounded request to a cache that the operator named."""

from __future__ import annotations

from cms.base import http
from cms.base.outbox import GiveUp, TryLater

TIMEOUT_S = 5.0
TOKEN_HEADER = "X-Purge-Token"  # noqa: S105 (the header's name)
_LONGEST_PAUSE_S = 600


def ask(
    method: str,
    url: str,
    *,
    headers: dict[str, str],
    host: str | None = None,
    content: bytes = b"",
    accepted: frozenset[int] = frozenset({200}),
) -> http.Answer:
    """The answer to one request, if its status is one of ``accepted``.

    The address comes from the environment, so it may be on our own network. Raises TryLater when
    there is no answer or another status, GiveUp when the address can never be used.
    """
    try:
        answer = http.send(
            method,
            url,
            headers=headers,
            host=host,
            content=content,
            timeout_s=TIMEOUT_S,
            is_trusted=True,
        )
    except http.Forbidden as error:
        raise GiveUp(str(error)) from None
    except http.OutboundError as error:
        raise TryLater(str(error)) from None
    if answer.status in accepted:
        return answer
    raise TryLater(
        f"answered {answer.status} to {method}",
        retry_after_s=answer.retry_after_s(at_most_s=_LONGEST_PAUSE_S),
    )


def with_token(token: str) -> dict[str, str]:
    """The header that proves to a cache of ours who asks; none without a token."""
    return {TOKEN_HEADER: token} if token else {}

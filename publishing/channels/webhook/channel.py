"""Signed webhook: the item as JSON, POSTed to an address of the receiver's own."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Mapping
from datetime import UTC
from typing import Any

import orjson
from django.utils.translation import gettext_lazy as _

from cms.base import http
from publishing.channel import Channel, Message, SendError

RETRIED_4XX = {408, 409, 425, 429}
RETRY_AFTER_MAX_S = 86_400


def sign(secret: str, *, timestamp: int, body: bytes) -> str:
    """HMAC-SHA256 over ``timestamp.body``, in hexadecimal."""
    return hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()


def body_of(message: Message) -> bytes:
    """The JSON that is sent: the same bytes at every attempt of one event."""
    occurred = message.occurred_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    head = orjson.dumps(
        {
            "id": message.event_id,
            "event": message.event,
            "seq": message.seq,
            "occurred_at": occurred,
        }
    )
    return head[:-1] + b',"item":' + message.document + b"}"


class WebhookChannel(Channel):
    """Receivers verify the signature and drop an event id that they have seen."""

    kind = "webhook"
    label = _("Webhook bertanda tangan")
    is_idempotent = True

    def check(self, config: Mapping[str, Any]) -> dict[str, str]:
        try:
            http.check_url(str(config.get("url", "")))
        except http.Forbidden as error:
            return {"url": str(error)}
        return {}

    def send(self, message: Message) -> str:
        body = body_of(message)
        timestamp = int(time.time())
        signature = sign(message.secret, timestamp=timestamp, body=body)
        try:
            answer = http.send(
                "POST",
                str(message.config.get("url", "")),
                content=body,
                headers={
                    "Content-Type": "application/json",
                    "User-Agent": "Sambang-Webhook/1",
                    "Sambang-Event": message.event,
                    "Sambang-Event-Id": message.event_id,
                    "Sambang-Signature": f"t={timestamp},v1={signature}",
                },
            )
        except http.Forbidden as error:
            raise SendError(str(error), permanent=True) from None
        except http.NoAnswer as error:
            raise SendError(str(error), is_unknown=True) from None
        return _judge(answer)


def _judge(answer: http.Answer) -> str:
    if 200 <= answer.status < 300:
        return answer.headers.get("x-request-id", "")[:200]
    detail = f"HTTP {answer.status}"
    if answer.status == 410:
        raise SendError(detail, is_gone=True)
    if 300 <= answer.status < 500 and answer.status not in RETRIED_4XX:
        raise SendError(detail, permanent=True)
    raise SendError(
        detail,
        is_unknown=answer.status >= 500,
        retry_after_s=_seconds(answer.headers.get("retry-after", "")),
    )


def _seconds(retry_after: str) -> float | None:
    digits = retry_after.isascii() and retry_after.isdigit()
    return min(float(retry_after), RETRY_AFTER_MAX_S) if digits else None


CHANNEL = WebhookChannel()

"""Signed webhook: the item as JSON, POSTed to an address of the receiver's own."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Mapping
from typing import Any

import orjson
from django.utils.translation import gettext_lazy as _

from cms.base import http
from publishing.channel import Channel, Exchange, Message, Receipt, SendError
from publishing.document import utc

RETRIED_4XX = {408, 409, 425, 429}
RETRY_AFTER_MAX_S = 86_400
LOGGED_CHARACTERS = 4000
HIDDEN = "…"


def sign(secret: str, *, timestamp: int, body: bytes) -> str:
    """HMAC-SHA256 over ``timestamp.body``, in hexadecimal."""
    return hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()


def body_of(message: Message) -> bytes:
    """The JSON that is sent: the same bytes at every attempt of one event."""
    head = orjson.dumps(
        {
            "id": message.event_id,
            "event": message.event,
            "seq": message.seq,
            "occurred_at": utc(message.occurred_at),
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

    def body(self, message: Message) -> bytes:
        return body_of(message)

    def send(self, message: Message) -> Receipt:
        body = body_of(message)
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Sambang-Webhook/1",
            "Sambang-Event": message.event,
            "Sambang-Event-Id": message.event_id,
            "Sambang-Signature": signature_header(message, timestamp=int(time.time()), body=body),
        }
        began = time.monotonic()
        try:
            answer = http.send(
                "POST",
                str(message.config.get("url", "")),
                content=body,
                headers=headers,
                timeout_s=message.timeout_s,
            )
        except http.Forbidden as error:
            raise SendError(
                str(error), permanent=True, exchange=_exchange(headers, began, None)
            ) from None
        except http.NoAnswer as error:
            raise SendError(
                str(error), is_unknown=True, exchange=_exchange(headers, began, None)
            ) from None
        return _judge(answer, _exchange(headers, began, answer))


def signature_header(message: Message, *, timestamp: int, body: bytes) -> str:
    """``t=…,v1=…``; while a secret is being changed, one ``v1`` for the new and one for the old."""
    secrets = [secret for secret in (message.secret, message.previous_secret) if secret]
    signatures = [f"v1={sign(secret, timestamp=timestamp, body=body)}" for secret in secrets]
    return ",".join([f"t={timestamp}", *signatures])


def _exchange(headers: Mapping[str, str], began: float, answer: http.Answer | None) -> Exchange:
    stamp, *signatures = headers["Sambang-Signature"].split(",")
    hidden = ",".join([stamp, *(f"v1={HIDDEN}" for _signature in signatures)])
    text = answer.body.decode("utf-8", "replace").replace("\x00", "\ufffd") if answer else ""
    return Exchange(
        request_headers={**headers, "Sambang-Signature": hidden},
        status=answer.status if answer else None,
        body=text[:LOGGED_CHARACTERS],
        duration_ms=round((time.monotonic() - began) * 1000),
    )


def _judge(answer: http.Answer, exchange: Exchange) -> Receipt:
    if 200 <= answer.status < 300:
        return Receipt(answer.headers.get("x-request-id", "")[:200].replace("\x00", ""), exchange)
    detail = f"HTTP {answer.status}"
    if answer.status == 410:
        raise SendError(detail, is_gone=True, exchange=exchange)
    if 300 <= answer.status < 500 and answer.status not in RETRIED_4XX:
        raise SendError(detail, permanent=True, exchange=exchange)
    raise SendError(
        detail,
        is_unknown=answer.status >= 500,
        retry_after_s=answer.retry_after_s(at_most_s=RETRY_AFTER_MAX_S),
        exchange=exchange,
    )


CHANNEL = WebhookChannel()

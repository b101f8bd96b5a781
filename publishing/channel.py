"""What a channel is. One folder under ``publishing/channels/`` holds all of one channel."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from publishing import channels


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer, for the log: never a secret, nor a signature that still works.

    ``status`` is None when no answer came.
    """

    request_headers: Mapping[str, str]
    status: int | None
    body: str
    duration_ms: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """The remote side took it; ``remote_id`` is its name for it, if it gave one."""

    remote_id: str = ""
    exchange: Exchange | None = None


class SendError(Exception):
    """The remote side refused or failed.

    ``permanent``: trying again cannot help. ``is_gone``: stop the whole subscription.
    ``retry_after_s``: the remote side asked for a pause. ``is_unknown``: it may have acted.
    """

    def __init__(
        self,
        detail: str,
        *,
        permanent: bool = False,
        is_gone: bool = False,
        is_unknown: bool = False,
        retry_after_s: float | None = None,
        exchange: Exchange | None = None,
    ):
        super().__init__(detail)
        self.exchange = exchange
        self.permanent = permanent or is_gone
        self.is_gone = is_gone
        self.is_unknown = is_unknown
        self.retry_after_s = retry_after_s


@dataclass(frozen=True, slots=True)
class Message:
    """What a channel is asked to send: one event of one item, for one subscription.

    ``previous_secret`` still counts for a while after the secret was changed; else it is empty.
    ``timeout_s`` is how long the remote side may take.
    """

    event_id: str
    event: str
    seq: int
    occurred_at: datetime
    document: bytes
    config: Mapping[str, Any]
    secret: str
    previous_secret: str = ""
    timeout_s: float = 20.0


class Channel:
    """Base of all channels. ``is_idempotent``: the remote side drops an event id it has seen, so
    an attempt whose outcome is unknown may be repeated; else a person must look."""

    kind: str = ""
    label: Any = ""
    is_idempotent: bool = False

    def check(self, config: Mapping[str, Any]) -> dict[str, str]:
        """Mistakes in ``config`` by field name; empty when it is right. No side effect."""
        raise NotImplementedError

    def body(self, message: Message) -> bytes:
        """What :meth:`send` would say, for the log. The same bytes at every try of one event."""
        raise NotImplementedError

    def send(self, message: Message) -> Receipt:
        """Send, once, without retrying. Raises SendError."""
        raise NotImplementedError


@cache
def discovered() -> dict[str, Channel]:
    """Every channel found as ``publishing/channels/<name>/channel.py``, by kind.

    Raises ValueError when two channels share a kind.
    """
    found: dict[str, Channel] = {}
    for module in pkgutil.iter_modules(channels.__path__):
        channel = importlib.import_module(f"{channels.__name__}.{module.name}.channel").CHANNEL
        if channel.kind in found:
            raise ValueError(f"two channels of kind {channel.kind!r}")
        found[channel.kind] = channel
    return found


def choices() -> list[tuple[str, Any]]:
    """(kind, label) of every channel, for forms: a new channel needs no migration."""
    return [(kind, channel.label) for kind, channel in sorted(discovered().items())]

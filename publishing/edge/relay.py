"""Invalidations between machines, through a stream in Redis.

A stream keeps what a machine that was away has missed. A machine that was away for longer than the
stream reaches back, or that cannot reach Redis, forgets everything again and again until it can.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import threading
import time

import redis

from publishing.edge.board import Board

log = logging.getLogger(__name__)
STREAM = "sambang:edge"
KEPT_MESSAGES = 100_000
BLOCK_MS = 2_000
BLIND_S = 15.0
_EVERYTHING = "*"
_TIMEOUT_S = 5


class Relay:
    """The stream at ``url``; ``board`` is this machine's."""

    def __init__(self, url: str, board: Board):
        self.board = board
        self._redis = redis.Redis.from_url(
            url, decode_responses=True, socket_timeout=_TIMEOUT_S, socket_connect_timeout=_TIMEOUT_S
        )

    def publish(self, tags: list[str]) -> None:
        """Tell the other machines. Raises redis.RedisError when it cannot."""
        message = {"from": str(self.board.identity), "tags": " ".join(tags)}
        self._redis.xadd(STREAM, message, maxlen=KEPT_MESSAGES, approximate=True)

    def listen_in_background(self) -> threading.Thread:
        """Start the thread that applies other machines' messages. One process a machine listens;
        when it ends another takes over."""
        thread = threading.Thread(target=self._listen, name="edge-relay", daemon=True)
        thread.start()
        return thread

    def _listen(self) -> None:
        lock = os.open(self.board.directory / "relay.lock", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX)
        heard_at = time.monotonic()
        while True:
            try:
                self.apply_news()
                heard_at = time.monotonic()
            except redis.RedisError as error:
                log.warning("edge relay: %s", error)
                if time.monotonic() - heard_at > BLIND_S:
                    # Blind: what others invalidated is unknown, so nothing may grow old here.
                    self.board.invalidate_everything()
                    heard_at = time.monotonic()
                time.sleep(1)

    def apply_news(self, *, block_ms: int = BLOCK_MS) -> int:
        """Apply what other machines said since last time, waiting up to ``block_ms`` for news;
        return how many messages. Raises redis.RedisError."""
        position = self._position()
        answer = self._redis.xread({STREAM: position}, count=1_000, block=block_ms)
        messages = answer[0][1] if answer else []
        for identity, message in messages:
            if message.get("from") != str(self.board.identity):
                tags = message.get("tags", _EVERYTHING).split()
                if _EVERYTHING in tags:
                    self.board.invalidate_everything()
                else:
                    self.board.invalidate(tags)
            self._remember(identity)
        return len(messages)

    def _position(self) -> str:
        """Where to read on: at the end for a machine that never listened. Forgets everything when
        messages were dropped before this machine read them."""
        position = self.board.relay_position()
        oldest, last = self._kept()
        if position == (0, 0) or position < oldest:
            self.board.invalidate_everything()
            position = max(last, (1, 0))
            self.board.set_relay_position(*position)
        return f"{position[0]}-{position[1]}"

    def _kept(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """The first message that is kept if any before it was dropped, and the last one; zeros
        where there is none."""
        try:
            facts = self._redis.xinfo_stream(STREAM)
        except redis.ResponseError:
            # No such stream yet. Whoever fails to publish tries again, so nothing is lost by it.
            return (0, 0), (0, 0)
        dropped = facts.get("entries-added") != facts["length"]
        oldest = _parse(facts["first-entry"][0]) if dropped and facts["first-entry"] else (0, 0)
        return oldest, _parse(facts["last-generated-id"])

    def _remember(self, identity: str) -> None:
        self.board.set_relay_position(*_parse(identity))

    def close(self) -> None:
        """End the connection."""
        with contextlib.suppress(redis.RedisError):
            self._redis.close()


def _parse(identity: str) -> tuple[int, int]:
    milliseconds, _, sequence = identity.partition("-")
    return int(milliseconds), int(sequence or 0)

"""Two machines and a real Redis: what one invalidates the other forgets, whatever was missed."""

import os
import uuid

import pytest
import redis

from publishing.edge import relay as relays
from publishing.edge.board import Board
from publishing.edge.relay import Relay
from tests.edge.conftest import Origin, ask, cache_of

URL = os.environ.get("TEST_REDIS_URL", "")
pytestmark = [
    pytest.mark.redis,
    pytest.mark.skipif(not URL, reason="needs a Redis server (TEST_REDIS_URL)"),
]


@pytest.fixture
def machines(tmp_path, monkeypatch):
    """Two machines on a stream of their own, each with a cache."""
    stream = f"uji:edge:{uuid.uuid4()}"
    monkeypatch.setattr(relays, "STREAM", stream)
    found = []
    for name in ("satu", "dua"):
        board = Board(tmp_path / name)
        relay, origin = Relay(URL, board), Origin()
        relay.apply_news(block_ms=1)
        found.append((relay, cache_of(origin, board), origin))
    yield found
    redis.Redis.from_url(URL).delete(stream)
    for relay, _cache, _origin in found:
        relay.close()


def test_what_one_machine_invalidates_the_other_forgets(machines):
    (sender, _cache, _origin), (receiver, cache, origin) = machines
    sender.publish(["lain"])
    receiver.apply_news(block_ms=1)
    ask(cache)

    sender.publish(["item-1"])
    assert receiver.apply_news(block_ms=500) == 1
    ask(cache)

    assert len(origin.calls) == 2


def test_a_machine_does_not_hear_itself(machines):
    sender, cache, origin = machines[0]
    ask(cache)

    sender.publish(["item-1"])
    sender.apply_news(block_ms=500)
    ask(cache)

    assert len(origin.calls) == 1


def test_what_was_said_while_a_machine_was_away_is_heard(machines):
    (sender, _cache, _origin), (receiver, cache, origin) = machines
    sender.publish(["lain"])
    receiver.apply_news(block_ms=1)
    ask(cache)
    for number in range(5):
        sender.publish([f"item-{number}"])

    assert receiver.apply_news(block_ms=1) == 5
    ask(cache)

    assert len(origin.calls) == 2


def test_a_machine_that_missed_more_than_is_kept_forgets_everything(machines, monkeypatch):
    (sender, _cache, _origin), (receiver, cache, origin) = machines
    sender.publish(["lain"])
    receiver.apply_news(block_ms=1)
    ask(cache)
    sender.publish(["lain"])
    sender.publish(["lain"])
    redis.Redis.from_url(URL).xtrim(relays.STREAM, maxlen=1, approximate=False)

    receiver.apply_news(block_ms=1)
    ask(cache)

    assert len(origin.calls) == 2

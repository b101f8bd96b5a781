"""Limits guessing of passwords, per login and per address, in the shared cache.

Without Redis each web process counts for itself, so the limits are looser by their number.
"""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Iterable

from django.core.cache import cache

WINDOW_S = 15 * 60
PER_LOGIN = 10
PER_ADDRESS = 100
# Pressing “sign in with a passkey”: a whole network may stand behind one address.
PASSKEYS_PER_ADDRESS = 300


def keys(address: str, login: str) -> tuple[tuple[str, int], ...]:
    """(cache key, limit) pairs for one attempt."""
    name = hashlib.sha256(login.strip().lower().encode(errors="replace")).hexdigest()[:32]
    return ((f"signin:login:{name}", PER_LOGIN), (f"signin:address:{address}", PER_ADDRESS))


def passkey_keys(address: str) -> tuple[tuple[str, int], ...]:
    """(cache key, limit) for asking to sign in with a passkey."""
    return ((f"passkey:address:{address}", PASSKEYS_PER_ADDRESS),)


def minutes_to_wait(pairs: Iterable[tuple[str, int]]) -> int:
    """0 when another attempt is allowed, else whole minutes until then."""
    now, longest = time.time(), 0.0
    for key, limit in pairs:
        count, until = cache.get(key, (0, 0.0))
        if count >= limit and until > now:
            longest = max(longest, until - now)
    return math.ceil(longest / 60)


def count_failure(pairs: Iterable[tuple[str, int]]) -> None:
    """Note a failed attempt; the window begins with the first one."""
    now = time.time()
    for key, _limit in pairs:
        count, until = cache.get(key, (0, 0.0))
        until = until if until > now else now + WINDOW_S
        cache.set(key, (count + 1, until), timeout=until - now)


def forget(pairs: Iterable[tuple[str, int]]) -> None:
    """A success clears the count of the login, not of the address."""
    for key, _limit in list(pairs)[:1]:
        cache.delete(key)

"""Where a request comes from."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

# One household or office is given a whole /64.
_IPV6_PREFIX = 64


def client_address(request: HttpRequest) -> str:
    """The client's address, see :func:`address_in`."""
    return address_in(request.META)


def address_in(environ: Mapping[str, Any]) -> str:
    """The client's address: behind a trusted proxy what that proxy saw, which is the last entry of
    X-Forwarded-For; all before it is what the client claims."""
    if settings.BEHIND_PROXY:
        last = environ.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if last:
            return last
    return environ.get("REMOTE_ADDR", "")


@lru_cache(maxsize=4096)
def network_of(address: str) -> str:
    """Who is counted together: an IPv4 address, the /64 around one of IPv6."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if parsed.version == 4:
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((int(parsed), _IPV6_PREFIX), strict=False))

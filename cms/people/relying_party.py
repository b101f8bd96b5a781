"""For which address passkeys are made, and why they cannot be used somewhere else."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """``rp_id`` is the host that keys are bound to, ``origin`` the address that may ask."""

    rp_id: str
    origin: str


def relying_party() -> RelyingParty | None:
    """From ``SAMBANG_BASE_URL``; None where browsers allow no passkeys: without TLS, and at a
    bare number. This machine itself counts as safe, and is then called ``localhost``."""
    parts = urlsplit(settings.BASE_URL)
    host = parts.hostname or ""
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        number = None
    if number is not None:
        if not number.is_loopback:
            return None
        host = "localhost"
    if parts.scheme != "https" and host != "localhost":
        return None
    port = f":{parts.port}" if parts.port else ""
    return RelyingParty(host, f"{parts.scheme}://{host}{port}")

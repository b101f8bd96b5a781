"""The only way out to addresses that people typed in: bounded, and blind to our own network.

The name is resolved once, every address of it is checked, and the connection goes to the address
that was checked (so a second, different answer of the name server changes nothing). No proxy, no
redirect, no retry: an answer with status 3xx is the caller's to judge.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
from django.conf import settings

CONNECT_TIMEOUT_S = 5.0
READ_TIMEOUT_S = 10.0
TOTAL_TIMEOUT_S = 20.0
MAX_RESPONSE_BYTES = 64 * 1024
URL_MAX = 2000


class OutboundError(Exception):
    """No usable answer; ``str(error)`` says why, in plain words for staff."""


class Forbidden(OutboundError):
    """We never send to that address."""


class NoAnswer(OutboundError):
    """The other side could not be reached or did not finish in time; it may have acted."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; ``body`` is cut at the byte limit."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def check_url(url: str) -> tuple[str, str, int]:
    """(scheme, host, port) of ``url``; raises Forbidden unless it is plain http(s) to a host."""
    if len(url) > URL_MAX:
        raise Forbidden("the address is too long")
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise Forbidden("the address is not valid") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise Forbidden("the address must begin with https:// or http://")
    if parts.username or parts.password:
        raise Forbidden("the address must not hold a login")
    return parts.scheme, parts.hostname, port


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        embedded = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in ipaddress.ip_network("64:ff9b::/96"):
            embedded = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if embedded is not None:
            ip = embedded
    return ip.is_global and not ip.is_multicast


def resolve(host: str, port: int) -> str:
    """One checked address of ``host``. Raises Forbidden if *any* of its addresses is not public
    (unless the pair is in ``settings.OUTBOUND_ALLOW``), NoAnswer if it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NoAnswer(f"{host} could not be found") from None
    addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
    if (host, port) not in settings.OUTBOUND_ALLOW and not all(map(_is_public, addresses)):
        raise Forbidden(f"{host} is not an address on the public internet")
    return addresses[0]


def send(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    content: bytes = b"",
    max_bytes: int = MAX_RESPONSE_BYTES,
    timeout_s: float = TOTAL_TIMEOUT_S,
) -> Answer:
    """Send one request and return the answer, read up to ``max_bytes``.

    Raises Forbidden before anything is sent; NoAnswer on a broken or overlong exchange, when the
    other side may or may not have acted.
    """
    scheme, host, port = check_url(url)
    address = resolve(host, port)
    deadline = time.monotonic() + timeout_s
    target = httpx.URL(url).copy_with(host=address)
    host_header = host if port in {80, 443} else f"{host}:{port}"
    timeout = httpx.Timeout(READ_TIMEOUT_S, connect=CONNECT_TIMEOUT_S)
    extensions = {"sni_hostname": host} if scheme == "https" else {}
    try:
        with (
            httpx.Client(timeout=timeout, trust_env=False, follow_redirects=False) as client,
            client.stream(
                method,
                target,
                headers={**(headers or {}), "Host": host_header},
                content=content,
                extensions=extensions,
            ) as response,
        ):
            body = bytearray()
            for chunk in response.iter_raw(8192):
                body += chunk[: max_bytes - len(body)]
                if len(body) >= max_bytes:
                    break
                if time.monotonic() > deadline:
                    raise NoAnswer(f"{host} did not finish in {timeout_s:.0f} s")
            return Answer(response.status_code, dict(response.headers), bytes(body))
    except httpx.TimeoutException:
        raise NoAnswer(f"{host} did not answer in time") from None
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise NoAnswer(f"{host}: {type(error).__name__}") from None

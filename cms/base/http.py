"""The only way out to addresses that people typed in: bounded, and blind to our own network.

The name is resolved once, every address of it is checked, and the connection goes to the address
that was checked (so a second, different answer of the name server changes nothing). No proxy, no
redirect, no retry: an answer with status 3xx is the caller's to judge.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import httpcore
import httpx
from django.conf import settings

CONNECT_TIMEOUT_S = 5.0
READ_TIMEOUT_S = 10.0
TOTAL_TIMEOUT_S = 20.0
MAX_RESPONSE_BYTES = 64 * 1024
URL_MAX = 2000
WRITE_SLICE_BYTES = 4096
NAT64 = ipaddress.ip_network("64:ff9b::/96")
GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
# Protocol assignments and the old 6to4 relays: Python's tables know only parts of them.
ODD_IPV4 = (ipaddress.ip_network("192.0.0.0/24"), ipaddress.ip_network("192.88.99.0/24"))


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

    def retry_after_s(self, *, at_most_s: float) -> float | None:
        """The pause that ``Retry-After`` asks for in seconds; None without one, or for a date."""
        text = self.headers.get("retry-after", "")
        return min(float(text), at_most_s) if text.isascii() and text.isdigit() else None


def check_url(url: str) -> tuple[str, str, int]:
    """(scheme, host, port) of ``url``; raises Forbidden unless it is plain http(s) to a host.

    The host is as it goes over the wire: lower case, other alphabets encoded, no brackets.
    """
    parts = _parse(url)
    return parts.scheme, parts.raw_host.decode("ascii"), parts.port or _default_port(parts)


def _parse(url: str) -> httpx.URL:
    if len(url) > URL_MAX:
        raise Forbidden("the address is too long")
    try:
        parts = httpx.URL(url)
    except (httpx.InvalidURL, ValueError):
        raise Forbidden("the address is not valid") from None
    if parts.scheme not in {"http", "https"} or not parts.raw_host:
        raise Forbidden("the address must begin with https:// or http://")
    if parts.userinfo:
        raise Forbidden("the address must not hold a login")
    if not 0 < (parts.port or _default_port(parts)) < 65_536:
        raise Forbidden("the address is not valid")
    return parts


def _default_port(parts: httpx.URL) -> int:
    return 443 if parts.scheme == "https" else 80


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        embedded = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in NAT64:
            embedded = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if embedded is None:
            # Whatever lies outside has no business on the internet, known to Python or not.
            return ip in GLOBAL_UNICAST and ip.is_global
        ip = embedded
    return ip.is_global and not ip.is_multicast and not any(ip in odd for odd in ODD_IPV4)


def resolve(host: str, port: int, *, is_trusted: bool = False) -> str:
    """One checked address of ``host``. Raises Forbidden if *any* of its addresses is not public
    (unless ``is_trusted``, or the pair is in ``settings.OUTBOUND_ALLOW``), NoAnswer if it has none.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NoAnswer(f"{host} could not be found") from None
    addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
    is_allowed = is_trusted or (host, port) in settings.OUTBOUND_ALLOW
    if not is_allowed and not all(map(_is_public, addresses)):
        raise Forbidden(f"{host} is not an address on the public internet")
    return addresses[0]


class _Deadline:
    """How long one exchange may still take, in seconds."""

    def __init__(self, timeout_s: float):
        self._at = time.monotonic() + timeout_s

    def cut(self, timeout_s: float | None) -> float:
        """``timeout_s``, or what is left if that is less. Raises when nothing is left."""
        left = self._at - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for the whole exchange is over")
        return left if timeout_s is None else min(left, timeout_s)


class _BoundedStream(httpcore.NetworkStream):
    """A connection whose every read and write ends by the deadline, however slowly bytes drip."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: _Deadline):
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes, timeout=None):
        return self._stream.read(max_bytes, self._deadline.cut(timeout))

    def write(self, buffer, timeout=None):
        for start in range(0, len(buffer), WRITE_SLICE_BYTES):
            part = buffer[start : start + WRITE_SLICE_BYTES]
            self._stream.write(part, self._deadline.cut(timeout))

    def close(self):
        self._stream.close()

    def start_tls(self, ssl_context, server_hostname=None, timeout=None):
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.cut(timeout))
        return _BoundedStream(stream, self._deadline)

    def get_extra_info(self, info):
        return self._stream.get_extra_info(info)


class _CheckedBackend(httpcore.SyncBackend):
    """Connects to the address that was checked, whatever name the request carries."""

    def __init__(self, address: str, deadline: _Deadline):
        self._address, self._deadline = address, deadline

    def connect_tcp(
        self, host, port, timeout=None, local_address=None, socket_options=None
    ) -> httpcore.NetworkStream:
        stream = super().connect_tcp(
            self._address, port, self._deadline.cut(timeout), local_address, socket_options
        )
        return _BoundedStream(stream, self._deadline)


@cache
def _tls() -> ssl.SSLContext:
    # Reading the authorities' certificates takes longer than a whole exchange.
    return httpx.create_ssl_context(trust_env=False)


def send(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    content: bytes = b"",
    host: str | None = None,
    max_bytes: int = MAX_RESPONSE_BYTES,
    timeout_s: float = TOTAL_TIMEOUT_S,
    is_trusted: bool = False,
) -> Answer:
    """Send one request and return the answer, read up to ``max_bytes``.

    ``host`` is named to the other side instead of the address's own. ``timeout_s`` is for
    connecting, sending and reading together, once the name is resolved. ``is_trusted``: the
    address was set by whoever operates the installation, so it may lie on our own network.
    Raises Forbidden before anything is sent; NoAnswer on a broken or overlong exchange, when the
    other side may or may not have acted.
    """
    parts = _parse(url)
    scheme, name, port = check_url(url)
    deadline = _Deadline(timeout_s)
    backend = _CheckedBackend(resolve(name, port, is_trusted=is_trusted), deadline)
    context = _tls() if scheme == "https" else None
    timeouts = {"connect": CONNECT_TIMEOUT_S, "read": READ_TIMEOUT_S, "write": READ_TIMEOUT_S}
    sent = {"Accept": "*/*", **(headers or {}), "Host": host or parts.netloc.decode("ascii")}
    try:
        with (
            httpcore.ConnectionPool(ssl_context=context, network_backend=backend) as pool,
            pool.stream(
                method,
                httpcore.URL(
                    scheme=parts.raw_scheme, host=parts.raw_host, port=port, target=parts.raw_path
                ),
                headers=sent,
                content=content,
                extensions={"timeout": timeouts},
            ) as response,
        ):
            body = bytearray()
            for chunk in response.iter_stream():
                body += chunk[: max_bytes - len(body)]
                if len(body) >= max_bytes:
                    break
            received = {
                name.decode("latin-1").lower(): value.decode("latin-1")
                for name, value in response.headers
            }
            return Answer(response.status, received, bytes(body))
    except httpcore.TimeoutException:
        raise NoAnswer(f"{name} did not answer in time") from None
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
        raise NoAnswer(f"{name}: {type(error).__name__}") from None

"""The way out: bounded, and blind to our own network."""

import contextlib
import socket
import threading
import time

import pytest

from cms.base import http as outbound


def test_an_allowed_peer_is_reached(peer):
    answer = outbound.send("POST", f"{peer.url}/", content=b"halo")

    assert (answer.status, answer.body, peer.requests[0][2]) == (200, b"ok", b"halo")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://192.168.1.1/",
        "http://0.0.0.0/",
        "http://[64:ff9b::7f00:1]/",
        "http://[64:ff9b:1::7f00:1]/",
        "http://[::127.0.0.1]/",
        "http://[::ffff:0:127.0.0.1]/",
        "http://[2002:7f00:1::]/",
        "http://[fec0::1]/",
        "http://100.64.0.1/",
        "http://192.0.0.8/",
        "http://224.0.0.1/",
        "http://2130706433/",
        "ftp://example.com/",
        "file:///etc/passwd",
        "https://user:secret@example.com/",
        "http://example.com:99999/",
        "http://example.com/\x00",
        "//example.com/",
        "javascript:alert(1)",
        "http://" + "a" * 3000,
    ],
)
def test_private_and_odd_addresses_are_refused(url):
    with pytest.raises(outbound.Forbidden):
        outbound.send("POST", url)


def test_a_redirect_is_not_followed(peer):
    assert outbound.send("POST", f"{peer.url}/302").status == 302


def test_the_answer_is_cut_at_the_limit(peer):
    assert len(outbound.send("POST", f"{peer.url}/large", max_bytes=1000).body) == 1000


def test_a_cut_connection_is_no_answer(peer):
    with pytest.raises(outbound.NoAnswer):
        outbound.send("POST", f"{peer.url}/cut")


def test_a_name_that_does_not_exist_is_no_answer():
    with pytest.raises(outbound.NoAnswer, match="could not be found"):
        outbound.send("POST", "http://tidak-ada.invalid/")


@pytest.mark.parametrize("opening", [b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_peer_that_drips_is_left_in_time(settings, opening):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        settings.OUTBOUND_ALLOW = (("127.0.0.1", port),)
        over = threading.Event()

        def drip():
            connection, _address = server.accept()
            with connection, contextlib.suppress(OSError):
                connection.recv(9999)
                connection.sendall(opening)
                while not over.wait(0.05):
                    connection.sendall(b"a" if opening else b"")

        thread = threading.Thread(target=drip)
        thread.start()
        began = time.monotonic()
        try:
            with pytest.raises(outbound.NoAnswer, match="in time"):
                outbound.send("POST", f"http://127.0.0.1:{port}/", timeout_s=0.5)
        finally:
            over.set()
            thread.join()

    assert time.monotonic() - began < 2


def test_the_name_is_asked_once_and_the_checked_address_is_used(peer, settings, monkeypatch):
    real, asked = socket.getaddrinfo, []

    def answer_once(host, port, *args, **kwargs):
        if host != "penerima.test":
            return real(host, port, *args, **kwargs)
        asked.append(host)
        # A name server that means harm answers differently the second time.
        return real("127.0.0.1" if len(asked) == 1 else "127.0.0.2", port, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", answer_once)
    settings.OUTBOUND_ALLOW = (("penerima.test", peer.server_port),)

    answer = outbound.send("POST", f"http://penerima.test:{peer.server_port}/")

    assert (answer.status, asked) == (200, ["penerima.test"])
    assert peer.requests[0][1]["Host"] == f"penerima.test:{peer.server_port}"


def test_a_name_in_another_alphabet_is_sent_encoded():
    assert outbound.check_url("https://München.example/") == (
        "https",
        "xn--mnchen-3ya.example",
        443,
    )


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [("120", 120), ("9" * 30, 86_400), ("\xb2", None), ("besok", None), ("", None)],
)
def test_retry_after_is_read_with_care(retry_after, seconds):
    answer = outbound.Answer(status=429, headers={"retry-after": retry_after}, body=b"")

    assert answer.retry_after_s(at_most_s=86_400) == seconds

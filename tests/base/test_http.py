"""The way out: bounded, and blind to our own network."""

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
        "http://224.0.0.1/",
        "http://2130706433/",
        "ftp://example.com/",
        "file:///etc/passwd",
        "https://user:secret@example.com/",
        "http://example.com:99999/",
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

"""What each kind of cache hears, against a real HTTP peer."""

import json
import re

import pytest

from cms.base.outbox import TryLater
from publishing.cdn import telling
from publishing.cdn.varnish import LONGEST_PATTERN

TAGS = ["item-1", "unit-POLDA-32", "regency-32.01"]


def _bans(peer, header):
    return [headers[header] for _path, headers, _body in peer.requests if header in headers]


def test_varnish_bans_by_tag(front):
    peer = front("varnish")

    telling.forget(tags=TAGS, paths=[])

    (pattern,) = _bans(peer, "X-Ban-Tags")
    for tag in TAGS:
        assert re.search(pattern, tag)
        assert re.search(pattern, f"items,{tag},other")
    for other in ("item-10", "unit-POLDA-321", "regency-32x01", "xitem-1", ""):
        assert not re.search(pattern, other)
    assert not re.search(r"\s", pattern)
    assert peer.requests[0][1]["X-Purge-Token"] == "rahasia-bersama-1234567890"


def test_varnish_bans_an_address_with_and_without_english_and_query(front):
    peer = front("varnish")

    telling.forget(tags=[], paths=["/cerita/2026/11/lama/"])

    (pattern,) = _bans(peer, "X-Ban-Paths")
    for url in (
        "/cerita/2026/11/lama/",
        "/en/cerita/2026/11/lama/",
        "/cerita/2026/11/lama/?utm_source=x",
    ):
        assert re.search(pattern, url)
    for url in ("/cerita/2026/11/lama/koreksi/1/", "/cerita/2026/11/lama", "/x/cerita/2026/11/"):
        assert not re.search(pattern, url)


def test_many_tags_are_several_bans(front):
    peer = front("varnish")
    tags = [f"officer-{number:036d}" for number in range(400)]

    telling.forget(tags=tags, paths=[])

    patterns = _bans(peer, "X-Ban-Tags")
    assert len(patterns) > 1
    assert all(len(pattern) < LONGEST_PATTERN + 100 for pattern in patterns)
    assert all(any(re.search(pattern, tag) for pattern in patterns) for tag in tags)


def test_nginx_forgets_exact_addresses_under_their_host(front, settings):
    settings.SITE_ORIGINS = ["https://sambang.example.id", "https://lain.example.id"]
    peer = front("nginx")

    telling.forget(tags=["item-1", "items"], paths=["/cerita/a/"])

    asked = {(headers["Host"], path) for path, headers, _body in peer.requests}
    assert asked == {
        (host, path)
        for host in ("sambang.example.id", "lain.example.id")
        for path in (
            "/cerita/a/",
            "/en/cerita/a/",
            "/api/v1/items/1/",
            "/sematan/1/",
            "/en/sematan/1/",
        )
    }


@pytest.mark.parametrize("status", [200, 404, 412])
def test_nginx_without_a_copy_is_content(front, status):
    front("nginx").status = status

    telling.forget(tags=[], paths=["/cerita/a/"])


def test_cloudflare_hears_tags_and_addresses_in_portions(front):
    peer = front("cloudflare")
    peer.body = b'{"success": true}'

    telling.forget(tags=[f"topic-{number}" for number in range(31)], paths=["/a/"])

    contents = [json.loads(body) for _path, _headers, body in peer.requests]
    assert [len(content.get("tags", [])) for content in contents] == [30, 1, 0]
    assert contents[2] == {
        "files": ["https://sambang.example.id/a/", "https://sambang.example.id/en/a/"]
    }
    assert {path for path, _headers, _body in peer.requests} == {"/zones/z1/purge_cache"}
    assert peer.requests[0][1]["Authorization"] == "Bearer rahasia-cloudflare-123456"


@pytest.mark.parametrize("body", [b"ok", b'{"success": false}', b"[]", b""])
def test_cloudflare_that_does_not_confirm_is_asked_again(front, body):
    front("cloudflare").body = body

    with pytest.raises(TryLater, match="did not say"):
        telling.forget(tags=["items"], paths=[])


@pytest.mark.parametrize("kind", ["varnish", "nginx", "cloudflare"])
@pytest.mark.parametrize("status", [302, 401, 403, 405, 429, 500, 503])
def test_a_refusal_is_no_success(front, kind, status):
    front(kind).status = status

    with pytest.raises(TryLater, match=str(status)) as caught:
        telling.forget(tags=["items"], paths=["/a/"])
    if status == 429:
        assert caught.value.retry_after_s == 120


@pytest.mark.parametrize("kind", ["varnish", "nginx", "cloudflare"])
def test_nobody_listening_is_no_success(front, kind):
    front(kind, url="http://127.0.0.1:9")

    with pytest.raises(TryLater, match=kind):
        telling.forget(tags=["items"], paths=["/a/"])


def test_one_that_fails_does_not_keep_the_others_from_hearing(front, settings):
    peer = front("varnish", "nginx")
    settings.WAGTAILFRONTENDCACHE["varnish"]["LOCATION"] = "http://127.0.0.1:9"

    with pytest.raises(TryLater, match=r"\Avarnish: "):
        telling.forget(tags=["items"], paths=["/a/"])

    assert len(peer.requests) == 2


def test_one_that_failed_rests(front, settings):
    peer = front("varnish")
    peer.status = 503
    for _round in range(3):
        with pytest.raises(TryLater):
            telling.forget(tags=["items"], paths=[])

    assert len(peer.requests) == 1


def test_media_and_the_api_have_no_english_address(settings):
    settings.SITE_ORIGINS = ["https://a.example"]

    found = telling.addresses([], ["/media/a.webp", "/api/v1/items/", "https://cdn.example/x.webp"])

    assert found == [
        "https://a.example/media/a.webp",
        "https://a.example/api/v1/items/",
        "https://cdn.example/x.webp",
    ]


def test_nothing_in_front_hears_nothing(settings, peer):
    settings.WAGTAILFRONTENDCACHE = {}

    telling.forget(tags=["items"], paths=["/a/"])

    assert not telling.is_used()
    assert peer.requests == []

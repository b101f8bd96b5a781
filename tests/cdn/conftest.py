"""A real HTTP peer that stands for the caches in front of the site."""

import pytest

from publishing.cdn import telling


@pytest.fixture(autouse=True)
def rested(settings):
    """No cache is resting from another test; the peer is reached as an operator's address is."""
    telling._resting_until.clear()
    yield
    telling._resting_until.clear()


@pytest.fixture
def front(settings, peer):
    """Has the settings name the peer as a cache of a kind; returns the peer."""
    settings.OUTBOUND_ALLOW = ()
    settings.SITE_ORIGINS = ["https://sambang.example.id"]

    def named(*kinds, url=peer.url):
        backends = {
            "varnish": {"BACKEND": "publishing.cdn.varnish.VarnishBackend", "LOCATION": url},
            "nginx": {"BACKEND": "publishing.cdn.nginx.NginxBackend", "LOCATION": url},
            "cloudflare": {
                "BACKEND": "publishing.cdn.cloudflare.CloudflareTagBackend",
                "ZONEID": "z1",
                "BEARER_TOKEN": "rahasia-cloudflare-123456",
                "API": url,
            },
        }
        for kind in ("varnish", "nginx"):
            backends[kind]["TOKEN"] = "rahasia-bersama-1234567890"
        settings.WAGTAILFRONTENDCACHE = {kind: backends[kind] for kind in kinds}
        return peer

    settings.WAGTAILFRONTENDCACHE = {}
    return named

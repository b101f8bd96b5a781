"""WebSub: links, and a ping after the purge, towards a real HTTP peer."""

from datetime import timedelta
from urllib.parse import parse_qs

import feedparser
import pytest
from django.utils import timezone

from cms.base.outbox import OutboxState
from publishing import services
from publishing.models import FeedVersion, HubPing, PublishedItem, Purge
from publishing.services import hub
from publishing.sitemaps.parts import cache_tags_of
from tests.factories.stories import story_page
from tests.feeds.stories import random_stories
from tests.feeds.validators import MISTAKES

pytestmark = pytest.mark.django_db
TOPIC = "http://127.0.0.1:8000/feeds/site.rss"


@pytest.fixture
def hubs(settings, peer):
    """The peer is the hub; nothing else asks for it."""
    settings.WEBSUB_HUBS = (f"{peer.url}/hub",)
    return settings.WEBSUB_HUBS


def _change(row):
    versions = hub.feeds_of(row=row, tags=row.cache_tags.split())
    Purge.objects.create(tags=hub.stale_tags(row=row, versions=versions))
    hub.note_change(row=row, versions=versions)


def _purged():
    Purge.objects.update(state=OutboxState.DONE)


@pytest.mark.parametrize("extension", sorted(MISTAKES))
def test_a_feed_names_its_hub_and_itself_once(client, hubs, extension):
    random_stories(2)

    answer = client.get(f"/feeds/site.{extension}")

    assert answer["Link"].count('rel="self"') == 1
    assert f'<{hubs[0]}>; rel="hub"' in answer["Link"]
    assert hubs[0].encode() in answer.content
    assert MISTAKES[extension](answer.content) == []
    if extension == "json":
        assert answer.json()["hubs"] == [{"type": "WebSub", "url": hubs[0]}]
    else:
        links = feedparser.parse(answer.content).feed.links
        assert [link.href for link in links if link.rel == "hub"] == [hubs[0]]


def test_without_hubs_there_is_no_link_and_no_ping(client):
    row = random_stories(1)[0]

    assert "hub" not in client.get("/feeds/site.rss")["Link"]
    _change(row)
    assert not HubPing.objects.exists()


def test_a_change_is_told_for_every_feed_that_somebody_reads(client, hubs, peer):
    row = random_stories(1, kind="story")[0]
    client.get("/feeds/site.rss"), client.get("/feeds/cerita.atom")
    client.get("/feeds/local-heroes.json")

    _change(row)
    _purged()
    hub.ping_due()

    told = [parse_qs(body.decode()) for _path, _headers, body in peer.requests]
    base = "http://127.0.0.1:8000/feeds"
    assert {one["hub.url"][0] for one in told} == {
        f"{base}/{slug}.{extension}" for slug in ("site", "cerita") for extension in MISTAKES
    }
    assert {one["hub.mode"][0] for one in told} == {"publish"}
    assert not HubPing.objects.exclude(state=OutboxState.DONE).exists()


def test_a_hub_hears_nothing_before_the_caches_are_purged(client, hubs, peer):
    row = random_stories(1)[0]
    client.get("/feeds/site.rss")
    _change(row)

    hub.ping_due()
    assert peer.requests == []
    assert {ping.last_error for ping in HubPing.objects.all()} == {"caches are not purged yet"}

    _purged()
    HubPing.objects.update(next_attempt_at=timezone.now())
    hub.ping_due()
    assert len(peer.requests) == 3


def test_many_changes_of_one_feed_are_one_ping(client, hubs, peer):
    rows = random_stories(20, kind="award", unit_codes=())
    client.get("/feeds/penghargaan.rss")
    for row in rows:
        _change(row)
    _purged()

    hub.ping_due()

    assert len(peer.requests) == 3
    assert not HubPing.objects.exclude(state=OutboxState.DONE).exists()


@pytest.mark.parametrize(
    ("path", "state"),
    [
        ("/204", OutboxState.DONE),
        ("/404", OutboxState.FAILED),
        ("/302", OutboxState.FAILED),
        ("/429", OutboxState.WAITING),
        ("/503", OutboxState.WAITING),
        ("/cut", OutboxState.WAITING),
    ],
)
def test_what_a_hub_answers_decides(peer, path, state):
    ping = HubPing.objects.create(topic_url=TOPIC, hub_url=f"{peer.url}{path}")

    hub.ping_due()

    ping.refresh_from_db()
    assert ping.state == state
    assert len(peer.requests) == 1
    if path == "/429":
        assert ping.next_attempt_at > timezone.now() + timedelta(seconds=100)


def test_a_hub_that_never_answers_is_given_up(peer):
    ping = HubPing.objects.create(topic_url=TOPIC, hub_url=f"{peer.url}/503")
    for _try in range(20):
        HubPing.objects.filter(state=OutboxState.WAITING).update(next_attempt_at=timezone.now())
        hub.ping_due()

    ping.refresh_from_db()
    assert ping.state == OutboxState.FAILED
    assert len(peer.requests) == 9


@pytest.mark.parametrize("host", ["127.0.0.1:1", "10.0.0.8", "[::1]", "169.254.169.254"])
def test_a_hub_inside_our_network_is_never_asked(host):
    ping = HubPing.objects.create(topic_url=TOPIC, hub_url=f"http://{host}/")

    hub.ping_due()

    ping.refresh_from_db()
    assert ping.state == OutboxState.FAILED


def test_what_was_told_long_ago_is_forgotten(peer):
    old = timezone.now() - timedelta(days=3)
    HubPing.objects.create(
        topic_url=TOPIC, hub_url=peer.url, state=OutboxState.DONE, finished_at=old
    )
    HubPing.objects.create(
        topic_url=TOPIC, hub_url=peer.url, state=OutboxState.DONE, finished_at=timezone.now()
    )

    hub.ping_due()

    assert HubPing.objects.count() == 1


def test_release_and_withdrawal_reach_hub_and_feed(client, hubs):
    client.get("/feeds/site.atom")
    page = story_page()
    page.get_latest_revision().publish(skip_permission_checks=True)
    item = client.get("/feeds/site.json").json()["items"][0]
    assert HubPing.objects.filter(topic_url=TOPIC).count() == 1

    services.withdraw(actor=None, page=page, reason="Permintaan keluarga")

    assert HubPing.objects.filter(topic_url=TOPIC).count() == 2
    assert client.get("/feeds/site.json").json()["items"] == []
    assert f'deleted-entry ref="{item["id"]}"'.encode() in client.get("/feeds/site.atom").content
    assert len(FeedVersion.objects.get(key="site").gone) == 1
    row = PublishedItem.objects.get()
    assert set(cache_tags_of(row.pk)) < set(Purge.objects.latest("pk").tags)
    assert row.path in Purge.objects.latest("pk").paths

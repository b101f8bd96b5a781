"""The site behind its edge cache: what readers get, and how soon they hear of a change."""

from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction

from cms.base.outbox import OutboxState
from cms.people.services import officers as people
from publishing.edge import machine
from publishing.models import PublishedItem, Purge
from publishing.services import purge, withdraw
from stories.models import StoryPage
from tests.edge.conftest import ask, cache_of
from tests.factories.people import OfficerFactory, person
from tests.factories.stories import story_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """``with commit():`` runs what a commit would set going, at the end of the block."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def site(settings, tmp_path):
    settings.EDGE_DIR = tmp_path / "edge"
    # As the test client does: a request must not close the connection that holds the test.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield cache_of(get_wsgi_application(), machine.board())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def _publish(page):
    page.get_latest_revision().publish()
    return StoryPage.objects.get(pk=page.pk)


def _is_kept(site, path, **headers):
    """Whether a second request for ``path`` is answered without Django."""
    ask(site, path, host="localhost", **headers)
    before = machine.stats()["hits"]
    ask(site, path, host="localhost", **headers)
    return machine.stats()["hits"] == before + 1


@pytest.mark.parametrize(
    "path",
    [
        "/", "/en/", "/cerita/", "/bhabinkamtibmas/", "/local-heroes/", "/penghargaan/", "/umpan/",
        "/feeds/site.rss", "/feeds/site.atom", "/feeds/site.json", "/api/v1/items/", "/cari/",
    ],
)  # fmt: skip
def test_every_public_address_is_kept(site, path):
    assert _is_kept(site, path)


def test_a_story_and_its_officer_are_kept(site):
    officer = OfficerFactory()
    page = _publish(story_page(officer=officer))

    assert _is_kept(site, page.public_path)
    assert _is_kept(site, f"/bhabinkamtibmas/{officer.slug}/")
    assert _is_kept(site, f"/api/v1/items/{page.public_id}/")


@pytest.mark.parametrize("path", ["/admin/", "/lapor/", "/masuk/", "/gaya/", "/tidak-ada/"])
def test_nothing_private_is_kept(site, path):
    assert not _is_kept(site, path)


def test_a_story_is_in_the_list_as_soon_as_it_is_published(site, commit):
    ask(site, "/cerita/", host="localhost")

    with commit():
        page = _publish(story_page(title="Pos ronda menyala lagi"))

    assert page.title in ask(site, "/cerita/", host="localhost").body.decode()


def test_a_withdrawn_story_is_gone_from_everything_at_once(site, commit):
    page = _publish(story_page(title="Yang akan ditarik"))
    other = _publish(story_page(title="Cerita tetangga", slug="tetangga"))
    addresses = [
        "/", "/cerita/", page.public_path, f"/en{page.public_path}", other.public_path,
        "/feeds/site.rss", "/feeds/site.atom", "/feeds/site.json", "/api/v1/items/",
        f"/api/v1/items/{page.public_id}/",
    ]  # fmt: skip
    before = [ask(site, path, host="localhost").body.decode() for path in addresses]

    with commit():
        withdraw(actor=person("publisher"), page=page, reason="Permintaan keluarga")

    after = {path: ask(site, path, host="localhost") for path in addresses}
    assert sum(page.title in body for body in before) >= 8
    assert [path for path in addresses if page.title in after[path].body.decode()] == []
    assert after[page.public_path].status == after[f"/en{page.public_path}"].status == 410


def test_a_withdrawn_story_leaves_the_pages_of_others_at_once(site, commit):
    page = _publish(story_page(title="Yang disematkan orang"))
    card = f"/sematan/{page.public_id}/"
    asked = {"query": urlencode({"url": f"{settings.BASE_URL}{page.public_path}"})}
    before = [
        ask(site, card, host="localhost"),
        ask(site, "/oembed/", host="localhost", **asked),
    ]
    hits = machine.stats()["hits"]
    ask(site, card, host="localhost")
    ask(site, "/oembed/", host="localhost", **asked)
    assert machine.stats()["hits"] == hits + 2

    with commit():
        withdraw(actor=person("publisher"), page=page, reason="Permintaan keluarga")

    after = [
        ask(site, card, host="localhost"),
        ask(site, "/oembed/", host="localhost", **asked),
    ]
    assert [answer.status for answer in before] == [200, 200]
    assert [answer.status for answer in after] == [410, 410]
    assert not [answer for answer in after if page.title in answer.body.decode()]


def test_a_change_elsewhere_leaves_a_story_kept(site, commit):
    page = _publish(story_page(slug="pertama"))
    api = f"/api/v1/items/{page.public_id}/"
    ask(site, page.public_path, host="localhost")
    ask(site, api, host="localhost")
    hits = machine.stats()["hits"]

    with commit():
        _publish(story_page(slug="kedua", officer=OfficerFactory()))
    ask(site, page.public_path, host="localhost")
    ask(site, api, host="localhost")

    assert machine.stats()["hits"] == hits + 2


def test_an_officer_who_changes_shows_at_once(site, commit):
    officer = OfficerFactory(signed_up=True)
    page = _publish(story_page(officer=officer))
    item = f"/api/v1/items/{page.public_id}/"
    addresses = [
        (f"/bhabinkamtibmas/{officer.slug}/", ""), ("/bhabinkamtibmas/", ""),
        ("/api/v1/officers/", ""), (f"/api/v1/officers/{officer.public_id}/", ""),
        ("/api/v1/items/", "include=officers"), (item, "include=officers"),
    ]  # fmt: skip

    def read():
        return {
            path: ask(site, path, host="localhost", query=query).body.decode()
            for path, query in addresses
        }

    before = read()
    facts = people.OfficerFacts(
        nrp=officer.nrp, name="Made Wirawan", rank=officer.rank, unit=officer.unit
    )
    with commit():
        people.change_officer(actor=person("administrator"), officer=officer, facts=facts)

    assert [path for path, body in before.items() if officer.name not in body] == []
    assert [path for path, body in read().items() if "Made Wirawan" not in body] == []


def test_an_officer_who_leaves_is_gone_from_the_sitemap_at_once(site, commit):
    officer = OfficerFactory(signed_up=True)
    assert officer.slug in ask(site, "/sitemap-petugas-0.xml", host="localhost").body.decode()

    facts = people.OfficerFacts(
        nrp=officer.nrp, name=officer.name, rank=officer.rank, unit=officer.unit, is_active=False
    )
    with commit():
        people.change_officer(actor=person("administrator"), officer=officer, facts=facts)

    assert ask(site, "/sitemap-petugas-0.xml", host="localhost").status == 404


def test_a_host_that_is_not_ours_is_never_kept(site, settings):
    settings.ALLOWED_HOSTS = ["localhost"]

    first = ask(site, "/", host="jahat.example")
    second = ask(site, "/", host="jahat.example")

    assert (first.status, second.status) == (400, 400)
    assert machine.stats()["stored"] == 0


def test_a_purge_that_a_crash_left_is_done_by_the_sweeper(site):
    ask(site, "/", host="localhost")
    # A process that died between commit and invalidation leaves just the row.
    row = Purge.objects.create(tags=["items"])
    missed = machine.stats()["misses"]

    assert purge.purge_due() == 1
    ask(site, "/", host="localhost")

    row.refresh_from_db()
    assert row.state == OutboxState.DONE
    assert machine.stats()["misses"] == missed + 1


def test_a_release_leaves_no_purge_to_do(site, commit):
    with commit():
        _publish(story_page())

    assert set(Purge.objects.values_list("state", flat=True)) == {OutboxState.DONE}


def test_a_release_that_is_rolled_back_makes_nothing_stale(site, commit):
    count = machine.board().count
    with commit(), transaction.atomic():
        _publish(story_page())
        transaction.set_rollback(True)

    assert machine.board().count == count
    assert not PublishedItem.objects.exists()


def test_the_layer_can_be_switched_off(settings):
    settings.EDGE_CACHE_MB = 0
    application = get_wsgi_application()

    assert machine.wrap(application) is application


def test_the_preview_of_a_draft_is_never_kept(site):
    assert settings.SESSION_COOKIE_NAME == "sessionid"
    page = story_page()

    assert not _is_kept(site, f"/admin/pages/{page.pk}/edit/preview/", COOKIE="sessionid=x")

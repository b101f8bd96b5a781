"""When the caches in front hear: after the commit, twice, and again after a crash."""

import pytest
from django.apps import apps
from django.db import transaction
from django.utils import timezone

from cms.base.outbox import OutboxState
from cms.media.models import DoomedFile
from cms.media.services import files
from publishing.admin.where import DONE, context_of
from publishing.models import HubPing, Purge
from publishing.services import hub, purge, release, withdraw
from stories.models import StoryPage
from tests.factories.people import person
from tests.factories.stories import story_page

pytestmark = pytest.mark.django_db


def _let_time_pass():
    Purge.objects.filter(state=OutboxState.WAITING).update(next_attempt_at=timezone.now())


def _released():
    page = story_page()
    page.get_latest_revision().publish()
    return StoryPage.objects.get(pk=page.pk)


def _paths(peer):
    return {path for path, _headers, _body in peer.requests}


def test_nothing_is_told_inside_the_transaction(front, django_capture_on_commit_callbacks):
    peer = front("varnish", "nginx")
    with django_capture_on_commit_callbacks() as waiting:
        _released()

    assert peer.requests == []
    assert waiting
    assert not apps.is_installed("wagtail.contrib.frontend_cache")


def test_a_release_is_told_after_the_commit(front, django_capture_on_commit_callbacks):
    peer = front("varnish", "nginx")
    with django_capture_on_commit_callbacks(execute=True):
        page = _released()

    assert f"item-{page.public_id}" in str(peer.requests)
    assert f"/api/v1/items/{page.public_id}/" in _paths(peer)
    assert {page.url, f"/en{page.url}"} <= _paths(peer)


def test_a_new_address_has_the_old_one_forgotten_too(front, django_capture_on_commit_callbacks):
    page = _released()
    old = page.url
    peer = front("nginx")
    new = f"{old[:-1]}-2/"
    StoryPage.objects.filter(pk=page.pk).update(public_path=new)
    with django_capture_on_commit_callbacks(execute=True):
        release(actor=None, page=StoryPage.objects.get(pk=page.pk))

    assert {old, f"/en{old}", new, f"/en{new}"} <= _paths(peer)


def test_a_withdrawal_is_told_after_the_commit(front, django_capture_on_commit_callbacks):
    page = _released()
    peer = front("nginx")
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(actor=person("administrator"), page=page, reason="Permintaan keluarga")

    assert page.url in _paths(peer)


def test_caches_are_told_a_second_time_and_then_never_again(front):
    peer = front("varnish")
    row = purge.plan(["items"])

    assert purge.purge_due() == 1
    row.refresh_from_db()
    assert (row.state, row.told_at is None) == (OutboxState.WAITING, False)
    _let_time_pass()
    assert purge.purge_due() == 1
    row.refresh_from_db()

    assert row.state == OutboxState.DONE
    assert len(peer.requests) == 2
    assert purge.purge_due() == 0


def test_hubs_wait_for_the_first_word_only(front, settings):
    peer = front("varnish")
    row = purge.plan(["items"])
    settings.OUTBOUND_ALLOW = (("127.0.0.1", peer.server_port),)
    ping = HubPing.objects.create(topic_url="https://a.example/feeds/site.rss", hub_url=peer.url)
    hub.ping_due()
    ping.refresh_from_db()
    assert ping.state == OutboxState.WAITING

    purge.purge_due()
    HubPing.objects.update(next_attempt_at=timezone.now())
    hub.ping_due()

    ping.refresh_from_db()
    row.refresh_from_db()
    assert (ping.state, row.state) == (OutboxState.DONE, OutboxState.WAITING)


def test_a_change_told_once_is_done_for_the_editor(front):
    front("varnish")
    page = _released()
    purge.purge_due()

    shown = context_of(page, person("administrator"))

    assert Purge.objects.exclude(seq=0).get().state == OutboxState.WAITING
    line = next(line for line in shown["lines"] if line.name == "Tembolok dan CDN")
    assert (line.state, line.sentence) == (DONE, "Salinan lama sudah dibersihkan.")


def test_a_cache_that_is_away_is_told_later(front):
    peer = front("varnish")
    peer.status = 503
    row = purge.plan(["items"])
    purge.purge_due()
    row.refresh_from_db()
    assert (row.state, row.told_at) == (OutboxState.WAITING, None)
    assert "503" in row.last_error

    peer.status = 200
    row.attempt_count = 0
    row.save()
    _let_time_pass()
    # As another process, which has not seen it fail.
    purge.telling._resting_until.clear()
    purge.purge_due()

    row.refresh_from_db()
    assert row.told_at is not None


def test_a_change_that_is_rolled_back_is_never_told(front):
    peer = front("varnish")
    with transaction.atomic():
        purge.plan(["items"])
        transaction.set_rollback(True)

    assert purge.purge_due() == 0
    assert peer.requests == []


def test_a_deleted_picture_is_forgotten_by_the_caches(front, settings):
    peer = front("nginx")
    files.doom(storage="public", names=["a/b.webp"])
    files.doom(storage="default", names=["c/asli.jpg"])

    assert files.delete_doomed() == 2
    purge.purge_due()

    assert _paths(peer) == {"/media/a/b.webp"}
    assert not DoomedFile.objects.exists()


def test_without_caches_in_front_a_deleted_picture_leaves_no_row(settings):
    settings.WAGTAILFRONTENDCACHE = {}
    files.doom(storage="public", names=["a/b.webp"])

    assert files.delete_doomed() == 1
    assert not Purge.objects.exists()

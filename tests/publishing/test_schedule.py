"""What is due goes live, none early, whoever asks and wherever it happens."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.base.models import AuditEvent
from publishing.models import HomePage, ItemState, PublishedItem
from publishing.services import publish_due, release_due
from tests.parallel import at_once

pytestmark = pytest.mark.django_db
ZONES = {"WIB": 7, "WITA": 8, "WIT": 9}


def _due_at(page, moment):
    page.go_live_at = moment
    page.save_revision(approved_go_live_at=moment)


def _in_zone(moment, hours):
    return moment.astimezone(datetime.timezone(datetime.timedelta(hours=hours)))


def _pages(page, count):
    parent = page.get_parent()
    return [
        parent.add_child(instance=HomePage(title=f"Warga {n}", slug=f"warga-{n}", live=False))
        for n in range(count)
    ]


@pytest.mark.parametrize("zone", ZONES)
def test_a_moment_is_the_same_in_every_zone_of_indonesia(page, zone):
    early, due = _pages(page, 2)
    now = timezone.now()
    _due_at(due, _in_zone(now - datetime.timedelta(seconds=1), ZONES[zone]))
    _due_at(early, _in_zone(now + datetime.timedelta(minutes=1), ZONES[zone]))

    assert publish_due() == 1

    assert [item.title for item in PublishedItem.objects.all()] == [due.title]
    due.refresh_from_db()
    assert (due.live, due.go_live_at) == (True, None)


def test_an_expired_page_says_so_everywhere(page):
    page.get_latest_revision().publish()
    path = PublishedItem.objects.get().path
    HomePage.objects.filter(pk=page.pk).update(
        expire_at=timezone.now() - datetime.timedelta(seconds=1)
    )

    publish_due()

    item = PublishedItem.objects.get()
    shown = Client().get(path)
    change = Client().get("/api/v1/changes/").json()["changes"][-1]
    assert (item.state, item.title, item.body_html) == (ItemState.EXPIRED, "", "")
    assert shown.status_code == 410
    assert "Masa tayang" in shown.content.decode()
    assert change["state"] == "expired"
    assert AuditEvent.objects.filter(verb="item.expired").exists()


def test_an_unpublished_page_is_missing_and_not_gone(page):
    page.get_latest_revision().publish()
    path = PublishedItem.objects.get().path

    HomePage.objects.get(pk=page.pk).unpublish()

    assert Client().get(path).status_code == 404
    assert AuditEvent.objects.filter(verb="item.unpublished").exists()


def test_a_page_that_breaks_does_not_hold_up_the_others(page, adapter):
    broken, sound = _pages(page, 2)
    now = timezone.now()
    _due_at(broken, now - datetime.timedelta(minutes=1))
    _due_at(sound, now)
    adapter.broken = broken.title

    with pytest.raises(ExceptionGroup, match="1 due pages failed, 1 were done"):
        publish_due()

    assert [item.title for item in PublishedItem.objects.all()] == [sound.title]
    broken.refresh_from_db()
    assert not broken.live
    adapter.broken = None
    assert publish_due() == 1


def test_a_live_page_that_breaks_does_not_hold_up_the_others(page, adapter):
    broken, sound = _pages(page, 2)
    HomePage.objects.filter(pk__in=[broken.pk, sound.pk]).update(
        live=True, first_published_at=timezone.now(), last_published_at=timezone.now()
    )
    adapter.broken = broken.title

    with pytest.raises(ExceptionGroup, match="1 releases failed, 1 were done"):
        release_due()

    assert [item.title for item in PublishedItem.objects.all()] == [sound.title]


def test_pages_are_compared_in_turn_until_all_were(page, adapter):
    lost = _pages(page, 5)
    HomePage.objects.filter(pk__in=[each.pk for each in lost]).update(
        live=True, first_published_at=timezone.now(), last_published_at=timezone.now()
    )

    released = [release_due(slice_size=2) for _call in range(5)]

    assert sum(released) == 5
    assert max(released) <= 2


def test_an_embargo_that_ended_waits_for_no_turn(page):
    *_others, embargoed = _pages(page, 4)
    moment = timezone.now()
    HomePage.objects.filter(pk=embargoed.pk).update(
        live=True, first_published_at=moment, last_published_at=moment,
        embargo_until=moment - datetime.timedelta(seconds=1),
    )  # fmt: skip

    assert release_due(slice_size=1) == 1


def test_the_sweep_asks_as_often_whatever_there_is(page, django_assert_num_queries):
    first, *others = _pages(page, 5)
    first.save_revision().publish()
    with CaptureQueriesContext(connection) as captured:
        release_due()

    for each in others:
        each.save_revision().publish()
    with django_assert_num_queries(len(captured)):
        assert release_due() == 0


@pytest.mark.django_db(transaction=True)
def test_two_sweepers_publish_each_page_once(page):
    now = timezone.now()
    for each in _pages(page, 6):
        _due_at(each, now)

    done = at_once(publish_due, publish_due)

    assert sum(done) == 6
    assert AuditEvent.objects.filter(verb="item.released").count() == 6
    assert connection.is_usable()

""" "Di mana ini?": the editor's side panel and the page of its own, for whoever may edit."""

import datetime

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page

from cms.people.models import Role
from publishing import services
from publishing.models import Delivery, HubPing, Purge
from publishing.services import deliver
from publishing.whereabouts import whereabouts
from tests.factories.people import UserFactory, person
from tests.factories.publishing_events import receiver
from tests.factories.stories import story_page

pytestmark = pytest.mark.django_db
ASKED_BY_HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def boss():
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    return client


def where(client, page, **headers):
    return client.get(f"/admin/integrasi/di-mana/{page.pk}/", **headers)


def published(page):
    page.get_latest_revision().publish()
    page.refresh_from_db()
    return page


def test_a_draft_is_nowhere_and_says_so(page, boss):
    answer = where(boss, page)

    assert answer.status_code == 200
    assert "Belum terbit" in answer.text
    assert "Kiriman ke penerima" not in answer.text


def test_a_schedule_and_an_embargo_are_said(page, boss):
    page.go_live_at = timezone.now() + datetime.timedelta(days=1)
    page.save_revision().publish()
    planned = where(boss, page).text
    page.go_live_at, page.embargo_until = None, timezone.now() + datetime.timedelta(days=2)
    page.save_revision().publish()

    assert "Dijadwalkan terbit" in planned
    assert "embargo" in where(boss, page).text


def test_a_released_page_shows_every_place(page, boss, peer):
    receiver(peer, name="Kantor Berita")
    receiver(peer, "/500", name="Kantor Lain")
    page = published(page)
    Purge.objects.update(state="done", finished_at=timezone.now())
    HubPing.objects.create(
        topic_url="https://a.test/", hub_url="https://hub.test/", last_error="the hub answered 500",
        seq=whereabouts(page).item.seq,
    )  # fmt: skip
    deliver.deliver_due()

    text = where(boss, page).text

    for words in (
        "/uji/warga-rukun/", "/feeds/site.rss", "/api/v1/items/", "Salinan lama sudah dibersihkan",
        "menunggu: 1", "the hub answered 500", "Kantor Berita", "Terkirim", "Kantor Lain",
        "Penerima sedang bermasalah (HTTP 500)", "Dicoba lagi paling cepat",
    ):  # fmt: skip
        assert words in text


def test_a_withdrawn_page_says_why_and_where_it_is_no_more(page, boss):
    page = published(page)
    services.withdraw(actor=None, page=page, reason="Salah orang")

    text = where(boss, page).text

    assert "Ditarik; alamatnya menjawab 410" in text
    assert "Salah orang" in text
    assert "Tidak ada dalam umpan mana pun" in text


def test_htmx_asks_again_only_while_something_is_on_its_way(page, boss, peer):
    receiver(peer)
    page = published(page)

    busy = where(boss, page, **ASKED_BY_HTMX)
    deliver.deliver_due()
    Purge.objects.update(state="done")
    quiet = where(boss, page, **ASKED_BY_HTMX)

    assert (busy.status_code, quiet.status_code) == (200, 286)
    assert 'hx-trigger="every' in busy.text
    assert "hx-trigger" not in quiet.text
    assert "<html" not in busy.text


def test_a_paused_receiver_is_named_as_the_reason(page, boss):
    receiver(is_active=False, paused_reason="manual")

    assert "penerima dijeda" in where(boss, published(page)).text


def test_it_costs_the_same_for_more_receivers(page):
    def cost(count):
        for _number in range(count):
            receiver()
        Delivery.objects.all().delete()
        fresh = published(page)
        fresh.title += "!"
        fresh.save_revision().publish()
        fresh = type(page).objects.get(pk=page.pk)
        with CaptureQueriesContext(connection) as queries:
            whereabouts(fresh)
        return len(queries)

    assert cost(1) == cost(4) == 5


def test_the_editor_has_it_as_a_side_panel(page, boss):
    page = published(page)

    answer = boss.get(f"/admin/pages/{page.pk}/edit/")

    assert answer.status_code == 200
    assert 'data-side-panel="where"' in answer.text
    assert "Salinan lama sedang dibersihkan" in answer.text
    assert "htmx" in answer.text


def test_a_page_that_publishing_does_not_know_has_none(page, boss):
    root = Page.objects.get(depth=1)

    assert where(boss, root).status_code == 404
    assert where(boss, type("Nobody", (), {"pk": 999_999})).status_code == 404


def _staff(role, unit_code):
    user = person(role, unit_code)
    content_type, _made = ContentType.objects.get_or_create(app_label="wagtailadmin", model="admin")
    permission, _made = Permission.objects.get_or_create(
        content_type=content_type, codename="access_admin", defaults={"name": "Access admin"}
    )
    user.user_permissions.add(permission)
    group, _made = Group.objects.get_or_create(name="uji penyunting")
    for permission in Permission.objects.filter(codename="change_page"):
        GroupPagePermission.objects.get_or_create(
            group=group, page=Page.objects.get(depth=1), permission=permission
        )
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("role", "unit_code", "status"),
    [
        (Role.EDITOR, "POLRES-3201", 200),
        (Role.EDITOR, "POLRES-3202", 403),
        (Role.LEADER, "POLRES-3201", 403),
    ],
)
def test_only_whoever_may_edit_the_story_sees_it(role, unit_code, status):
    story = story_page()

    answer = where(_staff(role, unit_code), story)

    assert answer.status_code in ({200} if status == 200 else {302, 403})
    assert ("Belum terbit" in answer.text) is (status == 200)

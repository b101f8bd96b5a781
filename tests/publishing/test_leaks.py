"""What is not public is in no public answer: every address is asked for every state."""

import datetime

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone

from cms.media.models import PublicUse
from publishing.models import PublishedItem
from publishing.services import publish_due, release_due, withdraw
from stories.models import StoryPage, Topic
from tests.factories.people import OfficerFactory, person
from tests.factories.stories import story_page

pytestmark = pytest.mark.django_db
SECRET = "Kalongkangker"
HOUR = datetime.timedelta(hours=1)
STATES = ("draft", "scheduled", "embargo", "unpublished", "expired", "withdrawn")


def _addresses(page, officer):
    """Every public address that would show the story if it were public."""
    feeds = [
        "site", "cerita", "provinsi/32", "kabupaten/32.01", "satuan/POLRES-3201",
        f"petugas/{officer.public_id}", "topik/hoaks", "foto", "program/kearifan-lokal",
    ]  # fmt: skip
    return [
        "/", "/en/", "/cerita/", f"/cerita/?q={SECRET}", "/cerita/?provinsi=32",
        f"/cari/?q={SECRET}", f"/en/cari/?q={SECRET}", f"/bhabinkamtibmas/{officer.slug}/",
        page.address,
        f"/en{page.address}", f"{page.address}teks-lama/1/",
        "/api/v1/items/", f"/api/v1/items/?q={SECRET}", f"/api/v1/items/{page.public_id}/",
        "/api/v1/stories/", f"/api/v1/search/?q={SECRET}", "/api/v1/media/", "/api/v1/changes/",
        f"/api/v1/officers/{officer.public_id}/?include=items", "/api/v1/topics/",
        "/sitemap.xml", "/sitemap-berita-1.xml", "/umpan/", "/feeds/umpan.opml",
        *[f"/feeds/{feed}.{kind}" for feed in feeds for kind in ("rss", "atom", "json")],
        *_sitemaps(),
    ]  # fmt: skip


def _sitemaps():
    index = Client().get("/sitemap.xml").content.decode()
    found = [part.partition("</loc>")[0] for part in index.split("<loc>")[1:]]
    return [f"/{address.split('/', 3)[3]}" for address in found]


def _story(officer):
    page = story_page(officer=officer, photos=2, title=f"Rahasia {SECRET}", summary=f"{SECRET}.")
    page.topics.add(Topic.objects.get_or_create(slug="hoaks", defaults={"name": "Hoaks"})[0])
    page.save_revision()
    return page


def _bring(page, state):
    now = timezone.now()
    if state == "scheduled":
        page.go_live_at = now + HOUR
        page.save_revision(approved_go_live_at=page.go_live_at)
        publish_due()
        return
    if state == "draft":
        return
    if state == "embargo":
        page.embargo_until = now + HOUR
        page.save_revision()
    page.get_latest_revision().publish()
    page = StoryPage.objects.get(pk=page.pk)
    if state == "unpublished":
        page.unpublish()
    elif state == "expired":
        StoryPage.objects.filter(pk=page.pk).update(expire_at=now - HOUR)
        publish_due()
    elif state == "withdrawn":
        withdraw(actor=person("publisher"), page=page, reason="Permintaan keluarga")
    release_due()


def _showing(page, officer):
    client = Client()
    answers = {path: client.get(path) for path in _addresses(page, officer)}
    assert not [path for path, answer in answers.items() if answer.status_code >= 500]
    # A search repeats what was asked; nobody learns anything from that.
    return [
        path
        for path, answer in answers.items()
        if f"Rahasia {SECRET}" in answer.content.decode()
        or (
            page.address in answer.content.decode().replace(f'"{page.address}"', "")
            and answer.status_code == 200
            and "changes" not in path
        )
    ]


@pytest.mark.parametrize("state", STATES)
def test_what_is_not_public_is_nowhere(state):
    officer = OfficerFactory()
    page = _story(officer)

    _bring(page, state)

    page = StoryPage.objects.get(pk=page.pk)
    assert _showing(page, officer) == []
    assert not PublicUse.objects.exists()
    _folders, files = storages["public"].listdir("") if storages["public"].exists("") else ([], [])
    assert files == []


def test_the_same_story_is_everywhere_once_it_is_public():
    officer = OfficerFactory()
    page = _story(officer)

    _bring(page, "public")

    page = StoryPage.objects.get(pk=page.pk)
    assert len(_showing(page, officer)) >= 40


def test_an_embargo_that_ends_lets_the_story_out():
    officer = OfficerFactory()
    page = _story(officer)
    _bring(page, "embargo")
    StoryPage.objects.filter(pk=page.pk).update(embargo_until=timezone.now())

    release_due()

    assert PublishedItem.objects.get().title == f"Rahasia {SECRET}"

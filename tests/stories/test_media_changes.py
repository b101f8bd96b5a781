"""What the public sees when consent, marks or the picture itself change under a released story."""

import datetime

import pytest
from django.utils import timezone

from cms.media.models import Consent, Derivative, PublicUse
from cms.media.permissions import publishable
from cms.media.services.consent import (
    record_consent,
    set_mark,
    withdraw_consent,
)
from cms.media.services.consent_endings import sweep_expired_consents
from cms.media.services.redaction import redact
from cms.people.models import Notice, Role
from publishing.models import ItemState, PublishedItem
from stories.models import StoryPage
from tests.factories.people import OfficerFactory, person
from tests.factories.stories import described_photo, story_page

pytestmark = pytest.mark.django_db
WORDS = {
    "subject": "Ibu Sari",
    "guardian": "parent",
    "given_by": "Bapak Sari",
    "purpose": "Cerita di situs",
    "evidence": "Formulir 12",
}


@pytest.fixture
def editor():
    return person(Role.EDITOR, "POLRES-3201")


@pytest.fixture
def story(editor):
    """A released story with one photo, and an owner."""
    page = story_page(officer=OfficerFactory(signed_up=True, posted=True), photos=1, owner=editor)
    page.lead_photo.unit_path = page.unit_path
    page.lead_photo.save()
    page.get_latest_revision().publish()
    return StoryPage.objects.get(pk=page.pk)


def _item():
    return PublishedItem.objects.get()


def test_withdrawn_consent_takes_the_story_away(story, editor, client):
    consent = record_consent(actor=editor, photo=story.lead_photo, **WORDS)
    assert client.get(story.public_path).status_code == 200

    withdraw_consent(actor=editor, consent=consent)

    assert client.get(story.public_path).status_code == 410
    assert _item().state == ItemState.WITHDRAWN
    assert not PublicUse.objects.exists()
    assert Notice.objects.filter(user=editor, text__contains="ditarik").exists()


def test_withdrawn_consent_leaves_the_story_when_another_stands(story, editor, client):
    first = record_consent(actor=editor, photo=story.lead_photo, **WORDS)
    record_consent(actor=editor, photo=story.lead_photo, **WORDS)

    withdraw_consent(actor=editor, consent=first)

    assert client.get(story.public_path).status_code == 200
    assert PublicUse.objects.count() == 1
    assert not Derivative.objects.filter(public_file="").exists()


def test_withdrawn_consent_takes_the_same_file_that_another_officer_sent(story, editor, client):
    """Who is in the one is in the other; and nobody publishes it again."""
    other = described_photo(unit_path=story.unit_path)
    assert other.upload.sha256 == story.lead_photo.upload.sha256
    consent = record_consent(actor=editor, photo=other, **WORDS)

    withdraw_consent(actor=editor, consent=consent)

    assert client.get(story.public_path).status_code == 410
    assert not publishable(photos=[story.lead_photo])
    assert Notice.objects.filter(user=editor, text__contains="ditarik").exists()


def test_withdrawn_consent_leaves_the_same_file_where_the_person_agreed(story, editor, client):
    record_consent(actor=editor, photo=story.lead_photo, **WORDS)
    other = described_photo(unit_path=story.unit_path)
    consent = record_consent(actor=editor, photo=other, **WORDS)

    withdraw_consent(actor=editor, consent=consent)

    assert client.get(story.public_path).status_code == 200


def test_withdrawn_consent_leaves_the_same_file_that_is_redacted_since(story, editor):
    other = described_photo(unit_path=story.unit_path)
    consent = record_consent(actor=editor, photo=other, **WORDS)
    withdraw_consent(actor=editor, consent=consent)

    redact(actor=editor, photo=story.lead_photo, boxes=[[0.1, 0.1, 0.3, 0.3]])

    assert publishable(photos=[story.lead_photo])
    assert not publishable(photos=[other])


def test_a_new_mark_takes_the_story_away(story, editor, client):
    set_mark(actor=editor, photo=story.lead_photo, mark="child")

    assert client.get(story.public_path).status_code == 410


def test_expired_consent_takes_the_story_away(story, editor, client):
    record_consent(actor=editor, photo=story.lead_photo, expires_on=timezone.localdate(), **WORDS)
    set_mark(actor=editor, photo=story.lead_photo, mark="child")
    assert client.get(story.public_path).status_code == 200
    Consent.objects.update(expires_on=timezone.localdate() - datetime.timedelta(days=1))

    sweep_expired_consents()

    assert client.get(story.public_path).status_code == 410


def test_redaction_releases_the_story_with_new_files(story, editor, client):
    before = _item()
    old_url = before.lead_image["url"] if "url" in before.lead_image else str(before.lead_image)

    redact(actor=editor, photo=story.lead_photo, boxes=[[0.1, 0.1, 0.3, 0.3]])

    after = _item()
    assert after.state == ItemState.LIVE
    assert after.seq > before.seq
    assert old_url not in str(after.lead_image)
    names = Derivative.objects.values_list("public_file", flat=True)
    assert all(names)
    assert any(name in client.get(story.public_path).text for name in names)

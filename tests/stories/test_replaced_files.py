"""A photo or film gets another file: nobody in the new one was asked, and nobody looked at it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection

from cms.base.models import AuditEvent
from cms.media.models import Consent, Derivative, PublicUse, Upload
from cms.media.permissions import publishable
from cms.media.services.consent import as_owner, record_consent, withdraw_consent
from cms.media.services.consent_endings import sweep_reminders
from cms.media.services.ingest import ingest
from cms.people.models import Notice, Role
from publishing.models import ItemState, PublishedItem
from publishing.services import restore
from stories.models import MediaAsset, StoryPage
from tests import files
from tests.factories.people import person
from tests.factories.stories import described_photo, described_video, story_page
from tests.stories.test_publishing import _staff

pytestmark = pytest.mark.django_db
WORDS = {"subject": "Ibu S", "given_by": "Ibu S", "purpose": "Cerita", "evidence": "Formulir 1"}


@pytest.fixture
def desk():
    return _staff(Role.PUBLISHER)


def _photo(user):
    return described_photo(
        data=files.png(64, 48), name="a.png", unit_path=user.role_assignments.get().unit.path
    )


def _video(user):
    return described_video(unit_path=user.role_assignments.get().unit.path)


def _publishable(thing) -> bool:
    return bool(publishable(**{f"{kind}s": [one] for kind, one in as_owner(thing).items()}))


def _replace(client, thing) -> None:
    """In Wagtail's own form; then the new file is prepared."""
    is_photo = "photo" in as_owner(thing)
    new = (files.png(90, 60), "b.png") if is_photo else (files.mp4(1, "160x120"), "b.mp4")
    url = reverse(f"wagtail{'images' if is_photo else 'media'}:edit", args=[thing.pk])
    root = Collection.get_first_root_node().pk
    words = {"title": "Baru", "alt_text": "Warga", "collection": root, "protect_mark": ""}
    mark = {"protect_mark": thing.protect_mark}
    answer = client.post(url, words | mark | {"file": files.uploaded(*new)})
    assert answer.status_code == 302
    ingest(Upload.objects.get(**as_owner(thing)).pk)


KINDS = pytest.mark.parametrize("make", [_photo, _video], ids=["photo", "film"])


@KINDS
def test_a_consent_of_the_old_file_is_kept_but_counts_no_more(desk, make):
    client, user = desk
    thing = make(user)
    type(thing).objects.filter(pk=thing.pk).update(protect_mark="victim")
    thing.refresh_from_db()
    consent = record_consent(actor=user, **as_owner(thing), **WORDS)
    assert _publishable(thing)

    _replace(client, thing)

    consent.refresh_from_db()
    assert consent.replaced_at is not None
    assert not consent.is_valid
    assert not _publishable(thing)
    event = AuditEvent.objects.get(verb="media.file-replaced")
    assert event.data == {"consents": [consent.pk], "was_public": False}
    kind = "photo" if "photo" in as_owner(thing) else "video"
    html = client.get(reverse("media_protection", args=[kind, thing.pk])).content.decode()
    assert "Untuk berkas lama" in html

    record_consent(actor=user, **as_owner(thing), **WORDS)
    assert _publishable(thing)


@KINDS
def test_a_file_nobody_agreed_to_needs_nobodys_agreement_after_another(desk, make):
    """Unmarked, and its people agreed: the new one is unmarked too, and free."""
    client, user = desk
    thing = make(user)
    record_consent(actor=user, **as_owner(thing), **WORDS)

    _replace(client, thing)

    assert _publishable(thing)
    assert MediaAsset.objects.get(**as_owner(thing)).consent == "none"


@KINDS
@pytest.mark.parametrize("is_withdrawn", [True, False])
def test_the_same_file_sent_again_undoes_no_refusal(desk, make, is_withdrawn):
    client, user = desk
    thing = make(user)
    consent = record_consent(actor=user, **as_owner(thing), **WORDS)
    if is_withdrawn:
        withdraw_consent(actor=user, consent=consent)
    else:
        over = timezone.localdate() - timedelta(days=1)
        Consent.objects.filter(pk=consent.pk).update(expires_on=over)

    _replace(client, thing)

    assert not _publishable(thing)


@KINDS
def test_who_agreed_to_the_old_file_may_still_take_it_back(desk, make):
    client, user = desk
    thing = make(user)
    consent = record_consent(actor=user, **as_owner(thing), **WORDS)
    _replace(client, thing)

    withdraw_consent(actor=user, consent=consent)

    assert not _publishable(thing)


@KINDS
def test_nobody_is_reminded_of_a_consent_of_an_old_file(desk, make):
    client, user = desk
    thing = make(user)
    soon = timezone.localdate() + timedelta(days=5)
    record_consent(actor=user, **as_owner(thing), expires_on=soon, **WORDS)
    _replace(client, thing)

    assert sweep_reminders() == 0


@KINDS
@pytest.mark.parametrize("has_owner", [True, False])
def test_a_public_file_that_is_replaced_leaves_the_public_until_somebody_releases_it(
    desk, make, has_owner
):
    client, user = desk
    thing = make(user)
    is_photo = "photo" in as_owner(thing)
    shown = {"lead_photo": thing} if is_photo else {"lead_photo": None, "body": [("video", thing)]}
    page = story_page(owner=user if has_owner else None, **shown)
    page.get_latest_revision().publish()
    editor = person(Role.EDITOR)
    assert PublicUse.objects.exists()

    _replace(client, thing)

    assert PublishedItem.objects.get().state == ItemState.WITHDRAWN
    assert not PublicUse.objects.exists()
    assert not Derivative.objects.exclude(public_file="").exists()
    told = Notice.objects.filter(text__contains="ditarik dari publik: Berkas gambarnya diganti")
    assert told.filter(user=user if has_owner else editor).exists()

    restore(actor=user, page=StoryPage.objects.get(pk=page.pk), reason="Sudah diperiksa.")
    assert PublishedItem.objects.get().state == ItemState.LIVE
    assert PublicUse.objects.exists()

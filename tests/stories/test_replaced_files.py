"""A photo or film gets another file: nobody in the new one was asked, and nobody looked at it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.base.models import AuditEvent
from cms.media.models import Consent, Derivative, PublicUse, Upload
from cms.media.permissions import publishable
from cms.media.services import retention
from cms.media.services.captions import save_captions
from cms.media.services.consent import as_owner, record_consent, withdraw_consent
from cms.media.services.consent_endings import sweep_reminders
from cms.media.services.erasure import erase, record_request
from cms.media.services.ingest import ingest
from cms.people.models import Notice, Role
from publishing.models import ItemState, PublishedItem
from publishing.services import restore
from stories.models import MediaAsset, StoryPage
from stories.services.accept import accept, accept_into
from stories.services.unaccept import unaccept
from tests import files
from tests.factories.people import person
from tests.factories.stories import (
    ReportFactory,
    described_photo,
    described_video,
    story_page,
)
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
    where = type(thing).objects.get(pk=thing.pk).collection_id
    words = {"title": "Baru", "alt_text": "Warga", "collection": where, "protect_mark": ""}
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


# --- the same file that was sent elsewhere ---


def _twin(thing, user):
    twin = (_photo if "photo" in as_owner(thing) else _video)(user)
    assert twin.upload.sha256 == thing.upload.sha256
    return twin


@KINDS
def test_a_refusal_holds_back_the_same_file_elsewhere_after_another_took_its_place(desk, make):
    client, user = desk
    thing = make(user)
    twin = _twin(thing, user)
    withdraw_consent(actor=user, consent=record_consent(actor=user, **as_owner(thing), **WORDS))
    assert not _publishable(twin)

    _replace(client, thing)

    assert not _publishable(twin)
    record_consent(actor=user, **as_owner(twin), **WORDS)
    assert _publishable(twin), "the person agreed to this one"


@KINDS
def test_a_consent_to_an_old_file_that_is_taken_back_takes_the_same_file_elsewhere(desk, make):
    client, user = desk
    thing = make(user)
    twin = _twin(thing, user)
    is_photo = "photo" in as_owner(twin)
    shown = {"lead_photo": twin} if is_photo else {"lead_photo": None, "body": [("video", twin)]}
    story_page(owner=user, **shown).get_latest_revision().publish()
    consent = record_consent(actor=user, **as_owner(thing), **WORDS)
    _replace(client, thing)
    assert PublishedItem.objects.get().state == ItemState.LIVE

    withdraw_consent(actor=user, consent=consent)

    assert PublishedItem.objects.get().state == ItemState.WITHDRAWN
    assert not _publishable(twin)


def test_who_is_in_the_new_file_alone_holds_the_old_one_back_nowhere(desk):
    client, user = desk
    thing = _photo(user)
    twin = _twin(thing, user)
    _replace(client, thing)

    withdraw_consent(actor=user, consent=record_consent(actor=user, **as_owner(thing), **WORDS))

    assert _publishable(twin)


def test_a_twin_that_got_another_file_itself_is_free_of_the_refusal(desk):
    client, user = desk
    thing = _photo(user)
    twin = _twin(thing, user)
    withdraw_consent(actor=user, consent=record_consent(actor=user, **as_owner(thing), **WORDS))

    _replace(client, twin)

    assert _publishable(twin)


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


# --- the originals of earlier files ---


@KINDS
def test_erasing_takes_the_earlier_original_too(desk, make):
    client, user = desk
    thing = make(user)
    first = thing.upload
    _replace(client, thing)
    request = record_request(
        actor=user,
        **as_owner(type(thing).objects.get()),
        asker_name="Ibu S",
        contact="0812",
        capacity="self",
        ground="erase",
        words="Mohon dihapus.",
        received_on=timezone.localdate(),
    )

    erase(actor=user, request=request, reason="Pemohon tidak pernah setuju.")

    first.refresh_from_db()
    assert not first.file
    assert not Upload.objects.exclude(file="").exists()


@KINDS
def test_hold_of_an_earlier_original_is_shown_and_ended(desk, make):
    client, user = desk
    thing = make(user)
    first = thing.upload
    retention.hold(actor=user, upload=first, reason="Perkara 12")
    _replace(client, thing)
    kind = "photo" if "photo" in as_owner(thing) else "video"
    html = client.get(reverse("media_protection", args=[kind, thing.pk])).content.decode()
    assert "Perkara 12" in html

    client.post(reverse("media_hold", args=[kind, thing.pk]), {"end": "1", "berkas": first.pk})

    first.refresh_from_db()
    assert first.held_at is None


def test_film_that_is_replaced_before_it_was_ready_comes_back_as_no_second_one(desk):
    client, user = desk
    video = _video(user)
    first = video.upload
    Upload.objects.filter(pk=first.pk).update(state="received")

    _replace(client, video)
    ingest(first.pk)

    assert MediaAsset.objects.count() == 1


def test_captions_of_the_old_film_go_with_it(desk):
    client, user = desk
    video = _video(user)
    words = "00:00.000 --> 00:00.900\nSaya Siti, saksi perkara itu.\n"
    save_captions(actor=user, video=video, language="id", text=words)

    _replace(client, video)

    assert not Derivative.objects.filter(video=video, content_type="text/vtt").exists()


# --- what a report sent ---


@pytest.fixture
def report(desk):
    return ReportFactory(claimed=True, claimed_by=desk[1], with_photos=1)


@pytest.mark.parametrize("mark", ["", "victim"])
def test_report_brings_a_photo_that_got_another_file_into_its_story(desk, report, mark):
    client, user = desk
    type(report).objects.filter(pk=report.pk).update(protect_mark=mark)
    photo = report.attachments.get().upload.photo
    _replace(client, photo)

    page = accept(actor=user, report_id=report.pk)

    assert [one.pk for one in page.photos()] == [photo.pk]


def test_taking_one_report_out_of_a_story_takes_its_replaced_photo_out(desk, report):
    client, user = desk
    photo = report.attachments.get().upload.photo
    page = accept(actor=user, report_id=report.pk)
    other = ReportFactory(claimed=True, claimed_by=user)
    accept_into(actor=user, report_id=other.pk, page_id=page.pk)
    _replace(client, photo)

    unaccept(actor=user, report_id=report.pk)

    assert StoryPage.objects.get().get_latest_revision_as_object().lead_photo is None


def test_report_and_library_show_a_photo_that_got_another_file(desk, report):
    client, _user = desk
    photo = report.attachments.get().upload.photo
    _replace(client, photo)

    html = client.get(f"/admin/meja/{report.pk}/").content.decode()

    shown = photo.derivatives.model.objects.filter(photo=photo, content_type="image/jpeg")
    assert any(row.file.url in html for row in shown)
    assert MediaAsset.objects.get().report_id == report.pk

"""What is held, or what somebody asks to be deleted, stays in the desk's sight and in storage,
whatever its officer does with it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.base.errors import Conflict
from cms.media.models import ResumableUpload, Upload
from cms.media.permissions import publishable
from cms.media.services import retention
from cms.media.services.erasure import record_request
from cms.media.services.uploads import forget
from cms.people.models import Role
from stories.services.attachments import MediaEdit, edit_media
from tests.factories.stories import ReportFactory
from tests.stories.test_publishing import _staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return _staff(Role.PUBLISHER)


@pytest.fixture
def report():
    return ReportFactory(returned=True, with_photos=1)


@pytest.fixture
def upload(report) -> Upload:
    return report.attachments.get().upload


def _held(user, upload) -> None:
    retention.hold(actor=user, upload=upload, reason="Perkara 12")


def _asked(user, upload):
    return record_request(
        actor=user,
        photo=upload.photo,
        asker_name="Ibu S",
        contact="0812",
        capacity="self",
        ground="erase",
        words="Mohon dihapus.",
        received_on=timezone.localdate(),
    )


def _taken_out(report, upload) -> None:
    edit_media(report, [MediaEdit(upload.pk, is_removed=True)])


@pytest.mark.parametrize("dispute", [_held, _asked])
def test_officer_does_not_drop_what_is_in_dispute(desk, report, upload, dispute):
    dispute(desk[1], upload)
    _taken_out(report, upload)

    with pytest.raises(Conflict, match="meja redaksi"):
        forget(actor=report.officer.user, upload_id=upload.pk)

    assert Upload.objects.filter(pk=upload.pk).exclude(file="").exists()


def test_officer_does_not_drop_what_is_held_through_tus(desk, client, report, upload):
    ResumableUpload.objects.create(
        pk=upload.pk,
        owner=report.officer.user,
        length=upload.byte_count,
        offset=upload.byte_count,
        state="kept",
        expires_at=timezone.now() + timedelta(days=1),
    )
    _held(desk[1], upload)
    _taken_out(report, upload)
    client.force_login(report.officer.user)

    answer = client.delete(f"/api/v1/uploads/{upload.pk}", headers={"tus-resumable": "1.0.0"})

    assert answer.status_code == 409
    assert Upload.objects.filter(pk=upload.pk).exists()


def test_hold_of_what_its_officer_took_out_is_ended(desk, report, upload):
    client, user = desk
    _held(user, upload)
    _taken_out(report, upload)

    client.post(reverse("media_hold", args=["photo", upload.photo_id]), {"end": "1"})

    upload.refresh_from_db()
    assert upload.held_at is None


def test_request_about_what_its_officer_took_out_is_decided(desk, report, upload):
    client, user = desk
    request = _asked(user, upload)
    _taken_out(report, upload)

    client.post(
        reverse("media_erasure_decide", args=[request.pk]),
        {"reason": "Pemohon tidak pernah setuju.", "erase": "1"},
    )

    request.refresh_from_db()
    assert not request.is_open


def test_what_its_officer_took_out_is_not_published_for_being_held(desk, report, upload):
    _held(desk[1], upload)
    _taken_out(report, upload)

    assert not publishable(photos=[upload.photo])


def test_what_its_officer_took_out_is_theirs_alone_once_the_hold_has_ended(desk, report, upload):
    client, user = desk
    _held(user, upload)
    _taken_out(report, upload)
    retention.let_go(actor=user, upload=upload)

    answer = client.get(reverse("media_protection", args=["photo", upload.photo_id]))

    assert answer.status_code == 404

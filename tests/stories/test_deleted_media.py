"""Deleting a photo in Wagtail: what a report, a hold or a request needs stays; a request whose
photo is gone all the same can be closed."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.media.models import ErasureRequest, Photo
from cms.media.services import retention
from cms.media.services.erasure import record_request
from cms.people.models import Role
from tests.factories.media import ready_photo
from tests.factories.stories import ReportFactory
from tests.stories.test_publishing import _staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return _staff(Role.PUBLISHER)


@pytest.fixture
def photo(desk) -> Photo:
    return ready_photo(unit_path=desk[1].role_assignments.get().unit.path)


def _asked(user, photo) -> ErasureRequest:
    return record_request(
        actor=user,
        photo=photo,
        asker_name="Ibu S",
        contact="0812",
        capacity="self",
        ground="erase",
        words="Mohon dihapus.",
        received_on=timezone.localdate(),
    )


def _held(user, photo) -> None:
    retention.hold(actor=user, upload=photo.upload, reason="Perkara 12")


def _in_a_report(user, photo) -> None:
    ReportFactory(declined=True).attachments.create(upload=photo.upload, position=0)


@pytest.mark.parametrize("needed", [_asked, _held, _in_a_report])
def test_photo_that_somebody_needs_is_not_deleted_in_wagtail(desk, photo, needed):
    client, user = desk
    needed(user, photo)

    client.post(reverse("wagtailimages:delete", args=[photo.pk]))

    assert Photo.objects.filter(pk=photo.pk).exists()


def test_photo_that_nobody_needs_is_deleted_in_wagtail(desk, photo):
    desk[0].post(reverse("wagtailimages:delete", args=[photo.pk]))

    assert not Photo.objects.exists()


@pytest.mark.parametrize("answer", ["erase", "refuse"])
def test_request_whose_photo_is_gone_is_closed(desk, photo, answer):
    client, user = desk
    request = _asked(user, photo)
    photo.delete()
    address = reverse("media_erasure", args=[request.pk])
    assert client.get(address).status_code == 200

    said = {"reason": "Sudah dihapus di pustaka.", answer: "1"}
    client.post(reverse("media_erasure_decide", args=[request.pk]), said)

    request.refresh_from_db()
    assert (request.is_open, request.asker_name == "") == (False, answer == "erase")


def test_request_whose_photo_is_gone_has_nothing_to_block(desk, photo):
    client, user = desk
    request = _asked(user, photo)
    photo.delete()

    answer = client.post(reverse("media_erasure_block", args=[request.pk]), follow=True)

    assert "tutup permohonannya" in answer.content.decode()

"""The same bytes are stored once, whichever door they come through."""

import pytest

from cms.base.errors import Conflict, Missing, TooMany
from cms.media.models import Original, Upload
from cms.media.services.files import delete_doomed
from cms.media.services.quota import require_quota
from cms.media.services.uploads import forget, receive
from tests import files
from tests.factories.people import UserFactory
from tests.factories.stories import ReportFactory
from tests.parallel import at_once


@pytest.fixture
def picture() -> bytes:
    return files.jpeg_with_gps()


def _send(user, data: bytes, name: str = "a.jpg") -> Upload:
    return receive(actor=user, file=files.uploaded(data, name))


@pytest.mark.django_db
def test_the_same_bytes_are_one_original(picture, stored, django_capture_on_commit_callbacks):
    before = stored()
    with django_capture_on_commit_callbacks(execute=True):
        sent = [_send(UserFactory(), picture) for _n in range(3)]
    delete_doomed()

    assert {upload.original_id for upload in sent} == {Original.objects.get().pk}
    assert {upload.file.name for upload in sent} == {Original.objects.get().name}
    originals = {name for name in stored() - before if name.startswith("originals/")}
    assert originals == {Original.objects.get().name}


@pytest.mark.django_db(transaction=True)
def test_three_at_once_are_one_original(picture, stored):
    users = [UserFactory() for _n in range(3)]

    sent = at_once(*(lambda user=user: _send(user, picture) for user in users))

    delete_doomed()
    names = {Upload.objects.get(pk=upload.pk).file.name for upload in sent}
    assert names == {Original.objects.get().name}
    assert names <= stored()


@pytest.mark.django_db
def test_bytes_that_storage_lost_are_kept_when_they_come_again(picture):
    first = _send(UserFactory(), picture)
    first.file.storage.delete(first.file.name)

    second = _send(UserFactory(), picture)

    delete_doomed()
    first.refresh_from_db()
    assert first.original_id == second.original_id
    for upload in (first, second):
        with upload.file.open("rb") as file:
            assert file.read() == picture


@pytest.mark.django_db
def test_only_its_owner_forgets_it(picture):
    upload = _send(UserFactory(), picture)

    with pytest.raises(Missing):
        forget(actor=UserFactory(), upload_id=upload.pk)

    assert Upload.objects.filter(pk=upload.pk).exists()


@pytest.mark.django_db
def test_the_day_counts_every_door_and_what_is_made(picture, settings):
    user = UserFactory()
    settings.UPLOADS_PER_DAY = {"files": 2, "bytes": 10**9}
    sent = [_send(user, picture), _send(user, files.png(), "a.png")]

    with pytest.raises(TooMany):
        _send(user, files.webp(), "a.webp")

    settings.UPLOADS_PER_DAY = {"files": 10, "bytes": sum(upload.byte_count for upload in sent)}
    require_quota(user, 0)
    with pytest.raises(TooMany):
        require_quota(user, 1)


@pytest.mark.django_db
def test_what_a_report_uses_is_not_forgotten():
    upload = ReportFactory(with_photos=1).attachments.get().upload

    with pytest.raises(Conflict):
        forget(actor=upload.owner, upload_id=upload.pk)

    assert Upload.objects.get(pk=upload.pk).original_id

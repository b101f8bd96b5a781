"""``manage.py retry_uploads``: the operator's door for what failed."""

import io

import pytest
from django.core.management import CommandError, call_command

from cms.media.models import Upload, UploadState
from tests.factories.media import prepared, ready_photo, received

pytestmark = pytest.mark.django_db
WHY = "Berkas ini gagal disiapkan beberapa kali."


def _failed(upload: Upload) -> Upload:
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.FAILED, failure=WHY)
    return upload


def _run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("retry_uploads", *arguments, stdout=out)
    return out.getvalue()


def test_what_failed_is_listed_with_its_reason_and_left():
    prepared()
    failed = _failed(received())

    told = _run()

    assert f"{failed.pk} photo {WHY}" in told
    assert "1 failed, 0 tried again" in told
    assert Upload.objects.get(pk=failed.pk).state == UploadState.FAILED


def test_one_that_is_named_is_prepared_again(django_capture_on_commit_callbacks):
    named, other = _failed(received()), _failed(received())

    with django_capture_on_commit_callbacks(execute=True):
        _run(str(named.pk))

    assert Upload.objects.get(pk=named.pk).state == UploadState.READY
    assert Upload.objects.get(pk=other.pk).state == UploadState.FAILED


def test_all_are_prepared_again(django_capture_on_commit_callbacks):
    for _number in range(2):
        _failed(received())

    with django_capture_on_commit_callbacks(execute=True):
        _run("--all")

    assert Upload.objects.filter(state=UploadState.READY).count() == 2


def test_unknown_id_is_said():
    with pytest.raises(CommandError, match="not among those that failed"):
        _run("x")


def test_file_that_another_one_replaced_is_not_tried_again():
    photo = ready_photo()
    Upload.objects.update(photo=None, former_photo=photo)
    _failed(Upload.objects.get())

    assert "0 failed" in _run("--all")

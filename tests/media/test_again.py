"""Photos made by an older recipe are prepared again: in turns, once, behind all else."""

import io
import uuid
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from cms.base.outbox import OutboxState
from cms.media.models import DERIVE_STEP, Photo, PipelineStep, Upload, UploadState
from cms.media.pictures import RECIPE
from cms.media.services import contents, derivatives
from cms.media.services.again import sweep_recipes
from cms.media.services.ingest import ingest, sweep_uploads
from cms.media.services.redaction import redact
from cms.media.services.steps.photo_derive import derive
from cms.media.services.steps.work import LeaseLost, Work
from tests.factories.media import prepared, ready_photo, received
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def _made_long_ago(photo: Photo, *, poor: bool = False) -> None:
    """As an older version left it; ``poor``: its files are not what they should be."""
    Photo.objects.filter(pk=photo.pk).update(recipe=0)
    photo.upload.steps.all().delete()
    if poor:
        for row in photo.derivatives.all():
            row.file.storage.delete(row.file.name)
            row.file.storage.save(row.file.name, io.BytesIO(b"poor"))


def _read(photo: Photo) -> dict[tuple[str, str], bytes]:
    kept = {}
    for row in photo.derivatives.all():
        with row.file.storage.open(row.file.name, "rb") as file:
            kept[row.preset, row.content_type] = file.read()
    return kept


def test_new_photo_is_made_by_the_recipe_of_today_and_left_alone():
    photo = ready_photo()

    assert photo.recipe == RECIPE
    assert sweep_recipes() == 0


def test_old_photo_gets_its_files_anew_and_once(django_capture_on_commit_callbacks):
    photo = ready_photo()
    good = _read(photo)
    _made_long_ago(photo, poor=True)

    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_recipes() == 1

    photo = Photo.objects.get(pk=photo.pk)
    assert _read(photo) == good
    assert (photo.recipe, photo.upload.state) == (RECIPE, UploadState.READY)
    assert photo.upload.steps.get().state == OutboxState.DONE
    assert sweep_recipes() == 0


def test_public_photo_is_public_again_with_its_new_files(
    django_capture_on_commit_callbacks, changes
):
    photo = ready_photo()
    derivatives.make_public(photo=photo, used_by=f"story:{uuid.uuid4()}")
    _made_long_ago(photo)
    before = set(photo.derivatives.values_list("public_file", flat=True))

    with django_capture_on_commit_callbacks(execute=True):
        sweep_recipes()

    after = set(photo.derivatives.values_list("public_file", flat=True))
    assert "" not in after
    assert len(after) == len(before)
    assert not before & after
    assert [change.reason for change in changes] == ["replaced"]


def test_what_was_hidden_stays_hidden(django_capture_on_commit_callbacks):
    photo = ready_photo()
    redact(actor=UserFactory(is_superuser=True), photo=photo, boxes=[(0, 0, 1, 1)])
    hidden = _read(photo)
    _made_long_ago(photo, poor=True)

    with django_capture_on_commit_callbacks(execute=True):
        sweep_recipes()

    assert _read(photo) == hidden


def test_redaction_made_meanwhile_is_not_undone():
    upload = prepared()
    row = PipelineStep.objects.get(upload=upload, name=DERIVE_STEP)
    PipelineStep.objects.filter(pk=row.pk).update(state=OutboxState.RUNNING)
    seen = Upload.objects.select_related("photo").get(pk=upload.pk)
    redact(actor=UserFactory(is_superuser=True), photo=upload.photo, boxes=[(0, 0, 1, 1)])
    hidden = _read(upload.photo)

    with pytest.raises(LeaseLost):
        derive(Work(seen, row, needed=["inspect", DERIVE_STEP], kept={}))

    assert _read(upload.photo) == hidden


@pytest.mark.parametrize("count", [1, 3])
def test_each_sweep_takes_a_turn_of_the_newest(count, django_capture_on_commit_callbacks):
    photos = [ready_photo() for _number in range(count + 2)]
    for photo in photos:
        _made_long_ago(photo)

    with django_capture_on_commit_callbacks():
        assert sweep_recipes(turn=count) == count

    raised = Photo.objects.filter(recipe=RECIPE).order_by("pk").values_list("pk", flat=True)
    assert list(raised) == [photo.pk for photo in photos[-count:]]


def test_nobody_waits_behind_it(django_capture_on_commit_callbacks):
    _made_long_ago(ready_photo())
    fresh = received()
    PipelineStep.objects.create(upload=fresh, name="inspect")

    assert sweep_recipes() == 0

    ingest(fresh.pk)
    with django_capture_on_commit_callbacks():
        assert sweep_recipes() == 1


def test_lost_turn_is_found_by_the_sweeper(django_capture_on_commit_callbacks):
    photo = ready_photo()
    _made_long_ago(photo)
    with django_capture_on_commit_callbacks():  # the queue forgets it
        sweep_recipes()
    assert photo.upload.steps.get().state == OutboxState.WAITING

    past = timezone.now() - timedelta(hours=1)
    photo.upload.steps.update(next_attempt_at=past)
    Upload.objects.filter(photo=photo).update(queued_at=past)
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_uploads() == 1

    assert photo.upload.steps.get().state == OutboxState.DONE


def test_photo_without_its_original_keeps_what_it_has():
    photo = ready_photo()
    kept = _read(photo)
    _made_long_ago(photo)
    upload = photo.upload
    contents.let_go(upload)
    upload.save()

    assert sweep_recipes() == 0

    photo.refresh_from_db()
    assert (photo.recipe, _read(photo)) == (RECIPE, kept)


def test_turn_that_fails_takes_nothing_away(django_capture_on_commit_callbacks):
    photo = ready_photo()
    kept = _read(photo)
    _made_long_ago(photo)
    upload = photo.upload
    upload.file.storage.delete(upload.file.name)
    upload.file.storage.save(upload.file.name, io.BytesIO(b"no picture"))

    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_recipes() == 1

    upload.refresh_from_db()
    assert upload.state == UploadState.READY
    assert _read(photo) == kept
    assert upload.steps.get().state == OutboxState.FAILED
    assert sweep_recipes() == 0


def test_master_stays_the_one_that_pages_show(django_capture_on_commit_callbacks, stored):
    photo = ready_photo()
    _made_long_ago(photo)

    with django_capture_on_commit_callbacks(execute=True):
        sweep_recipes()

    assert Photo.objects.get(pk=photo.pk).file.name == photo.file.name
    assert photo.file.name in stored()


def test_master_of_a_redacted_photo_is_made_again(django_capture_on_commit_callbacks, stored):
    """Downloads, cards and further redactions are made from it."""
    photo = ready_photo()
    redact(actor=UserFactory(is_superuser=True), photo=photo, boxes=[(0, 0, 1, 1)])
    with photo.file.open("rb") as file:
        good = file.read()
    old = photo.file.name
    photo.file.storage.delete(old)
    photo.file.storage.save(old, io.BytesIO(b"poor"))
    _made_long_ago(photo)

    with django_capture_on_commit_callbacks(execute=True):
        sweep_recipes()

    photo = Photo.objects.get()
    with photo.file.open("rb") as file:
        assert file.read() == good
    assert old not in stored()


@pytest.mark.parametrize("name", ["0020_redacted_made_again", "0025_redacted_masters_again"])
def test_only_redacted_photos_were_asked(name):
    redacted, plain = ready_photo(), ready_photo()
    redact(actor=UserFactory(is_superuser=True), photo=redacted, boxes=[(0, 0, 1, 1)])
    migration = import_module(f"cms.media.migrations.{name}")

    migration.ask_redacted_ones(apps, None)

    plain.refresh_from_db()
    assert plain.recipe == RECIPE
    assert list(Photo.objects.filter(recipe__lt=RECIPE)) == [redacted]

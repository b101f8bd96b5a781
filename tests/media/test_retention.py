"""How long originals stay: days, use, protection and a hold decide; everything else stays."""

from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image, ImageChops, ImageStat

from cms.base.errors import Conflict, Invalid, Refused
from cms.base.models import AuditEvent
from cms.media.models import DERIVE_STEP, FilmRedaction, PhotoRendition, PipelineStep, Upload
from cms.media.services import retention
from cms.media.services.derivatives import make_public
from cms.media.services.film_redaction import redact_film
from cms.media.services.redaction import redact
from cms.media.services.retention import hold, let_go, sweep_originals, sweep_renditions
from cms.media.services.retrying import retry
from tests import files
from tests.factories.media import plain_video, prepared, received
from tests.factories.people import person, unit
from tests.factories.stories import ReportFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept_a_year(settings):
    settings.ORIGINALS_KEPT_DAYS = 365


def _path() -> str:
    """Where the editors of these tests work."""
    return unit("POLRES-3201").path


def _old(upload: Upload) -> Upload:
    Upload.objects.filter(pk=upload.pk).update(created_at=timezone.now() - timedelta(days=366))
    upload.refresh_from_db()
    return upload


def _is_there(upload: Upload) -> bool:
    name = upload.file.name
    upload.refresh_from_db()
    return upload.file.storage.exists(name) and upload.file.name == name


def _sweep(commit) -> int:
    with commit(execute=True):
        return sweep_originals()


def test_original_goes_when_its_days_are_over_and_the_picture_stays(
    stored, django_capture_on_commit_callbacks
):
    # Other bytes: the same ones would be stored once for both.
    upload, young = _old(prepared()), prepared(files.jpeg_with_gps(320, 240))
    before = stored()

    assert _sweep(django_capture_on_commit_callbacks) == 1

    assert before - stored() == {upload.file.name}
    upload.refresh_from_db()
    assert (upload.file.name, upload.original_gone_at is None) == ("", False)
    assert upload.photo.derivatives.exists()
    assert _is_there(young)
    assert AuditEvent.objects.filter(verb="media.original-gone").count() == 1
    assert _sweep(django_capture_on_commit_callbacks) == 0


def test_originals_stay_for_ever_unless_days_are_set(settings):
    settings.ORIGINALS_KEPT_DAYS = 0
    upload = _old(prepared())

    assert sweep_originals() == 0
    assert _is_there(upload)


def _held(upload):
    hold(actor=person("editor", "POLRES-3201"), upload=upload, reason="Perkara 12/2026")


def _public(upload):
    make_public(photo=upload.photo, used_by="story:x")


def _marked(upload):
    type(upload.photo).objects.update(protect_mark="child")


def _in_an_open_report(upload):
    report = ReportFactory(submitted=True)
    report.attachments.create(upload=upload, position=0)


def _prepared_again(upload):
    PipelineStep.objects.filter(upload=upload, name=DERIVE_STEP).update(state="waiting")


@pytest.mark.parametrize("needed", [_held, _public, _marked, _in_an_open_report, _prepared_again])
def test_original_stays_while_somebody_needs_it(needed):
    upload = _old(prepared(unit_path=_path()))
    needed(upload)

    assert sweep_originals() == 0
    assert _is_there(upload)


@pytest.mark.parametrize("state", ["waiting", "running", "failed"])
def test_original_of_a_film_stays_until_its_redaction_is_settled(state):
    video = plain_video(unit_path=_path())
    upload = _old(video.upload)
    redact_film(actor=person("editor", "POLRES-3201"), video=video, whole_picture=True)
    over = timezone.now() if state == "failed" else None
    FilmRedaction.objects.update(state=state, finished_at=over, last_error="x")

    assert sweep_originals() == 0
    assert _is_there(upload)


def test_originals_that_have_to_stay_never_stop_the_others(monkeypatch):
    """(The bound is a number of ours, not our code.)"""
    monkeypatch.setattr(retention, "LOOKED_AT_A_ROUND", 5)
    report = ReportFactory(submitted=True)
    for number in range(12):
        kept = _old(received(files.png(64 + number, 48), "a.png"))
        Upload.objects.filter(pk=kept.pk).update(state="ready")
        report.attachments.create(upload=kept, position=number)
    freed = {_old(prepared(files.png(200, 150 + number), "b.png")) for number in range(3)}

    # Fifteen of them, five a round, whatever order their keys have.
    assert sum(sweep_originals() for _round in range(4)) == len(freed)
    assert not any(_is_there(upload) for upload in freed)
    assert Upload.objects.filter(original_gone_at=None).count() == 12


def test_a_round_lets_a_bounded_number_go_and_the_next_goes_on(monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    for number in range(5):
        _old(prepared(files.png(200, 150 + number), "b.png"))

    assert [sweep_originals() for _round in range(4)] == [2, 2, 1, 0]


@pytest.mark.parametrize("rows", [1, 4])
def test_what_has_to_stay_takes_a_constant_number_of_queries(rows, django_assert_num_queries):
    report = ReportFactory(submitted=True)
    for number in range(rows):
        upload = _old(received(files.png(64 + number, 48), "a.png"))
        Upload.objects.filter(pk=upload.pk).update(state="ready")
        report.attachments.create(upload=upload, position=number)

    # The next keys, those among them whose time is over, what reports need.
    with django_assert_num_queries(3):
        sweep_originals()


def test_original_that_waits_to_be_prepared_stays():
    upload = _old(received())

    assert sweep_originals() == 0
    assert _is_there(upload)


def test_bytes_that_two_sent_stay_for_the_second_and_may_be_sent_again(
    stored, django_capture_on_commit_callbacks
):
    upload, young = _old(prepared()), prepared()
    name = upload.file.name

    _sweep(django_capture_on_commit_callbacks)
    assert _is_there(young)

    _old(young)
    assert _sweep(django_capture_on_commit_callbacks) == 1
    assert name not in stored()
    again = prepared()
    assert (again.state, _is_there(again)) == ("ready", True)


def test_hold_needs_a_reason_and_leaves_its_name():
    editor = person("editor", "POLRES-3201")
    upload = prepared(unit_path=_path())

    with pytest.raises(Invalid):
        hold(actor=editor, upload=upload, reason="  ")
    hold(actor=editor, upload=upload, reason="Pengaduan  warga")

    upload.refresh_from_db()
    assert (upload.hold_reason, upload.held_by) == ("Pengaduan warga", editor)
    let_go(actor=editor, upload=upload)
    with pytest.raises(Conflict):
        let_go(actor=editor, upload=upload)
    events = AuditEvent.objects.filter(verb__startswith="media.h").order_by("pk")
    assert [(one.verb, one.data["reason"]) for one in events] == [
        ("media.held", "Pengaduan warga"),
        ("media.hold-ended", "Pengaduan warga"),
    ]


def test_nobody_outside_the_unit_holds():
    upload = prepared(unit_path=_path())

    with pytest.raises(Refused):
        hold(actor=person("editor", "POLRES-3275"), upload=upload, reason="Perkara")


def test_photo_without_its_original_is_redacted_from_the_master():
    editor = person("editor", "POLRES-3201")
    upload = prepared(files.jpeg_with_gps(), unit_path=_path())
    Upload.objects.filter(pk=upload.pk).update(file="", original_gone_at=timezone.now())

    redact(actor=editor, photo=upload.photo, boxes=[[0.1, 0.1, 0.3, 0.3]])

    upload.photo.refresh_from_db()
    assert upload.photo.is_redacted


def test_photo_without_its_original_can_hide_more_and_never_less():
    """Another person who objects is hidden too; whoever is hidden stays so."""
    editor = person("editor", "POLRES-3201")
    upload = prepared(files.jpeg_with_gps(), unit_path=_path())
    Upload.objects.filter(pk=upload.pk).update(file="", original_gone_at=timezone.now())
    photo, first, second = upload.photo, [0.1, 0.1, 0.3, 0.3], [0.6, 0.6, 0.2, 0.2]
    redact(actor=editor, photo=photo, boxes=[first])
    hidden = _pixels(photo, first)

    for less in ([], [second], [[0.1, 0.1, 0.2, 0.3], second]):
        with pytest.raises(Conflict, match="hanya ditambah"):
            redact(actor=editor, photo=photo, boxes=less)

    redact(actor=editor, photo=photo, boxes=[second, first])
    assert photo.redactions.count() == 2
    assert _difference(hidden, _pixels(photo, first)) < 12
    redact(actor=editor, photo=photo, boxes=[[0.05, 0.05, 0.5, 0.5], second])


def _pixels(photo, box) -> Image.Image:
    with photo.file.open("rb") as file, Image.open(file) as image:
        left, top = round(box[0] * image.width), round(box[1] * image.height)
        right, bottom = left + int(box[2] * image.width), top + int(box[3] * image.height)
        return image.convert("RGB").crop((left, top, right, bottom))


def _difference(one: Image.Image, other: Image.Image) -> float:
    return max(ImageStat.Stat(ImageChops.difference(one, other)).mean)


def test_failed_upload_whose_original_is_gone_says_so(django_capture_on_commit_callbacks):
    upload = prepared()
    Upload.objects.filter(pk=upload.pk).update(
        file="", original_gone_at=timezone.now(), state="failed", failure="rusak"
    )
    upload.steps.all().delete()

    with django_capture_on_commit_callbacks(execute=True):
        retry(actor=None, upload_id=upload.pk)

    upload.refresh_from_db()
    assert (upload.state, "tidak ada lagi" in upload.failure) == ("failed", True)


def test_renditions_of_the_admin_go_after_a_month(stored, django_capture_on_commit_callbacks):
    photo = prepared().photo
    old, young = photo.get_rendition("max-100x100"), photo.get_rendition("max-90x90")
    PhotoRendition.objects.filter(pk=old.pk).update(made_at=timezone.now() - timedelta(days=31))

    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_renditions() == 1

    assert old.file.name not in stored()
    assert young.file.name in stored()


def test_the_protection_screen_holds_and_lets_go(client):
    editor = person("editor", is_superuser=True)
    upload = prepared()
    client.force_login(editor)
    address = f"/admin/perlindungan/foto/{upload.photo.pk}/"

    client.post(f"{address}tahan/", {"reason": "Perkara 12/2026"})
    assert "Perkara 12/2026" in client.get(address).content.decode()

    client.post(f"{address}tahan/", {"end": "1"})
    upload.refresh_from_db()
    assert upload.held_at is None


@pytest.mark.parametrize("reason", ["Perkara\x00 12", "", "x" * 301])
def test_reason_that_cannot_be_kept_is_said(client, reason):
    upload = prepared()
    client.force_login(person("editor", is_superuser=True))
    address = f"/admin/perlindungan/foto/{upload.photo.pk}/"

    answer = client.post(f"{address}tahan/", {"reason": reason}, follow=True)

    upload.refresh_from_db()
    assert (answer.status_code, upload.held_at) == (200, None)
    assert any(message.level_tag == "error" for message in answer.context["messages"])

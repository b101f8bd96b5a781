"""The rights of the people in a picture: marks, consent, redaction, and nothing around them."""

import datetime
import io
from datetime import timedelta

import pytest
from django.core.files.images import ImageFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageChops, ImageStat

from cms.base.errors import Conflict, Invalid, Refused
from cms.base.models import AuditEvent
from cms.media import pictures
from cms.media.models import (
    Consent,
    DoomedFile,
    Photo,
    PipelineStep,
    Redaction,
    Upload,
    UploadState,
)
from cms.media.permissions import publishable
from cms.media.services.consent import (
    record_consent,
    set_mark,
    withdraw_consent,
)
from cms.media.services.consent_endings import sweep_expired_consents
from cms.media.services.derivatives import is_public, make_public
from cms.media.services.ingest import ingest
from cms.media.services.redaction import redact
from cms.people.models import Role
from tests import files
from tests.factories.media import ready_photo, ready_video, received
from tests.factories.people import UserFactory, person, unit
from tests.media.screens import seen

pytestmark = pytest.mark.django_db

DETAIL = [1 / 3, 1 / 3, 1 / 3, 1 / 3]
WORDS = {
    "subject": "Anak A",
    "guardian": "parent",
    "given_by": "Ibu A",
    "purpose": "Dimuat di situs",
    "evidence": "Formulir 12/2026",
}


TYPED = {**WORDS, "uses": ["site", "social"]}


@pytest.fixture
def editor():
    return person(Role.EDITOR, "POLRES-3201")


@pytest.fixture
def photo():
    return ready_photo(unit_path=unit("POLSEK-320101").path, protect_mark="child")


def _picture(field) -> Image.Image:
    with field.open("rb") as file, Image.open(file) as image:
        return image.convert("RGB")


def _detail(image: Image.Image) -> Image.Image:
    width, height = image.size
    return image.crop((width // 3, height // 3, width * 2 // 3, height * 2 // 3))


# --- publishable ---


def test_unmarked_photo_may_be_published():
    assert publishable(photos=[ready_photo()], videos=[ready_video()])


@pytest.mark.parametrize("mark", ["child", "victim", "witness", "undercover", "ongoing_case"])
def test_marked_photo_may_not_be_published_and_the_reason_names_it(mark):
    photo = ready_photo(protect_mark=mark)

    verdict = publishable(photos=[ready_photo(), photo])

    assert not verdict
    assert photo.title in verdict.reason


def test_marked_film_may_not_be_published():
    assert not publishable(videos=[ready_video(protect_mark="witness")])


def test_consent_allows_until_its_last_day(photo, editor):
    today = timezone.localdate()
    record_consent(actor=editor, photo=photo, expires_on=today, **WORDS)
    assert publishable(photos=[photo])

    Consent.objects.update(expires_on=today - timedelta(days=1))
    assert not publishable(photos=[photo])


def test_redaction_allows(photo, editor):
    redact(actor=editor, photo=photo, boxes=[DETAIL])

    assert publishable(photos=[photo])


def test_redaction_allows_what_somebody_agreed_to_for_another_use_before(editor):
    photo = ready_photo()
    record_consent(actor=editor, photo=photo, uses=["award"], **WORDS)
    assert "tidak mencakup" in publishable(photos=[photo]).reason

    redact(actor=editor, photo=photo, boxes=[DETAIL])

    assert publishable(photos=[photo])


def test_withdrawn_consent_forbids_even_without_a_mark(editor):
    photo = ready_photo()
    consent = record_consent(actor=editor, photo=photo, **WORDS)
    withdraw_consent(actor=editor, consent=consent)

    verdict = publishable(photos=[photo])

    assert not verdict
    assert "ditarik" in verdict.reason


def test_withdrawn_consent_is_resolved_by_a_later_redaction_only(editor):
    photo = ready_photo()
    redact(actor=editor, photo=photo, boxes=[DETAIL])
    consent = record_consent(actor=editor, photo=photo, **WORDS)
    withdraw_consent(actor=editor, consent=consent)
    photo.refresh_from_db()
    assert not publishable(photos=[photo])

    redact(actor=editor, photo=photo, boxes=[DETAIL, [0, 0, 0.2, 0.2]])
    assert publishable(photos=[photo])


def test_consent_of_another_subject_does_not_undo_a_withdrawal(editor):
    photo = ready_photo()
    consent = record_consent(actor=editor, photo=photo, **WORDS)
    withdraw_consent(actor=editor, consent=consent)
    record_consent(actor=editor, photo=photo, **{**WORDS, "subject": "Anak B"})
    assert not publishable(photos=[photo])

    record_consent(actor=editor, photo=photo, **{**WORDS, "subject": "ANAK A"})
    assert publishable(photos=[photo])


@pytest.mark.parametrize(
    ("state", "failure", "words"),
    [
        (UploadState.PROCESSING, "", "masih disiapkan"),
        (UploadState.RECEIVED, "", "masih disiapkan"),
        (UploadState.FAILED, "rusak", "tidak dapat dibaca"),
    ],
)
def test_unfinished_media_may_not_be_published(state, failure, words):
    photo = ready_photo()
    Upload.objects.update(state=state, failure=failure)

    assert words in publishable(photos=[photo]).reason


def test_photo_without_derivatives_may_not_be_published():
    photo = ready_photo()
    photo.derivatives.all().delete()

    assert "masih disiapkan" in publishable(photos=[photo]).reason


@pytest.mark.parametrize("rows", [1, 5])
def test_publishable_takes_constant_queries(rows, django_assert_num_queries):
    photos = [ready_photo(data=files.png(200, 150), name="a.png") for _ in range(rows)]

    with django_assert_num_queries(5):
        assert publishable(photos=photos)


# --- consent ---


def test_consent_is_written_down_without_names_in_the_chain(photo, editor):
    record_consent(actor=editor, photo=photo, **WORDS)

    event = AuditEvent.objects.get(verb="media.consent-recorded")
    assert "Anak" not in str(event.data)


HANDLERS = [
    (Role.EDITOR, "POLSEK-320101", True),
    (Role.PUBLISHER, "POLDA-32", True),
    (Role.ADMINISTRATOR, "MABES", True),
    (Role.LEADER, "POLRES-3201", False),
    (Role.EDITOR, "POLRES-3202", False),
    (Role.PANELIST, "MABES", False),
    (None, "", False),
]


@pytest.mark.parametrize(("role", "unit_code", "allowed"), HANDLERS)
def test_handling_is_for_editors_and_publishers_of_the_unit(photo, role, unit_code, allowed):
    actor = person(role, unit_code) if role else UserFactory()
    consent = Consent.objects.create(photo=photo, recorded_by=actor, **WORDS)
    deeds = [
        lambda: record_consent(actor=actor, photo=photo, **WORDS),
        lambda: withdraw_consent(actor=actor, consent=consent),
        lambda: set_mark(actor=actor, photo=photo, mark=""),
        lambda: redact(actor=actor, photo=photo, boxes=[DETAIL]),
    ]

    for deed in deeds:
        if allowed:
            deed()
        else:
            with pytest.raises(Refused):
                deed()


def test_owner_may_not_resolve_their_own_mark(photo):
    with pytest.raises(Refused):
        redact(actor=photo.upload.owner, photo=photo, boxes=[DETAIL])


def test_consent_needs_all_words(photo, editor):
    with pytest.raises(Invalid) as refused:
        record_consent(
            actor=editor, photo=photo, **{**WORDS, "subject": "  ", "evidence": "x" * 301}
        )

    assert set(refused.value.fields) == {"subject", "evidence"}


def test_consent_of_the_past_is_refused(photo, editor):
    with pytest.raises(Invalid):
        record_consent(actor=editor, photo=photo, expires_on=datetime.date(2020, 1, 1), **WORDS)


def test_withdrawal_takes_every_public_copy_and_tells_who_published(
    photo, editor, changes, stored, django_capture_on_commit_callbacks
):
    consent = record_consent(actor=editor, photo=photo, **WORDS)
    make_public(photo=photo, used_by="page:1")
    make_public(photo=photo, used_by="hero:2")
    names = {d.public_file.name for d in photo.derivatives.all()}
    assert names <= stored("public")

    with django_capture_on_commit_callbacks(execute=True):
        withdraw_consent(actor=editor, consent=consent)

    assert not names & stored("public")
    assert not is_public(photo=photo)
    assert [c.reason for c in changes] == ["consent-recorded", "consent-withdrawn"]
    assert changes[-1].photo == photo


def test_consent_that_ran_out_takes_the_public_copies(
    photo, editor, changes, stored, django_capture_on_commit_callbacks
):
    record_consent(actor=editor, photo=photo, expires_on=timezone.localdate(), **WORDS)
    make_public(photo=photo, used_by="page:1")
    names = {d.public_file.name for d in photo.derivatives.all()}
    assert sweep_expired_consents() == 0

    Consent.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_expired_consents() == 1

    assert not names & stored("public")
    assert changes[-1].reason == "consent-expired"
    assert sweep_expired_consents() == 0


def test_marking_a_photo_is_announced(photo, editor, changes):
    set_mark(actor=editor, photo=photo, mark="")
    assert changes == []

    set_mark(actor=editor, photo=photo, mark="victim")
    assert [(c.reason, c.photo) for c in changes] == [("marked", photo)]


def test_consent_is_withdrawn_once(photo, editor):
    consent = record_consent(actor=editor, photo=photo, **WORDS)
    withdraw_consent(actor=editor, consent=consent)

    with pytest.raises(Conflict):
        withdraw_consent(actor=editor, consent=consent)


# --- redaction ---


def test_redaction_is_burnt_into_master_and_every_derivative(photo, editor):
    before = _picture(photo.file)
    with photo.upload.file.open("rb") as file:
        original = file.read()

    redact(actor=editor, photo=photo, boxes=[DETAIL])

    after = _picture(photo.file)
    assert ImageStat.Stat(ImageChops.difference(_detail(before), _detail(after))).mean[0] > 20
    corner = (0, 0, after.width // 4, after.height // 4)
    outside = ImageChops.difference(before.crop(corner), after.crop(corner))
    assert ImageStat.Stat(outside).mean[0] < 4
    for row in photo.derivatives.all():
        shown = _picture(row.file).resize(after.size)
        assert ImageStat.Stat(ImageChops.difference(_detail(shown), _detail(after))).mean[0] < 12
    with photo.upload.file.open("rb") as file:
        assert file.read() == original


def test_redaction_cannot_be_undone_from_the_pixels(photo, editor):
    """The stripes of four pixels inside the box are gone: no neighbour differs sharply."""
    redact(actor=editor, photo=photo, boxes=[DETAIL])

    inside = _detail(_picture(photo.file)).convert("L")
    inside = inside.crop((4, 4, inside.width - 4, inside.height - 4))
    steps = ImageChops.difference(inside, ImageChops.offset(inside, 2, 0))
    steps = steps.crop((4, 0, steps.width, steps.height))
    assert ImageStat.Stat(steps).extrema[0][1] < 60


def test_redaction_removes_the_old_files_and_renditions(
    photo, editor, stored, django_capture_on_commit_callbacks
):
    rendition = photo.get_rendition("max-165x165").file.name
    old = {photo.file.name, rendition, *(d.file.name for d in photo.derivatives.all())}
    assert old <= stored()

    with django_capture_on_commit_callbacks(execute=True):
        redact(actor=editor, photo=photo, boxes=[DETAIL])

    assert not old & stored()


def test_redaction_leaves_rows_of_what_must_go_if_the_process_dies_at_once(photo, editor):
    """Nothing after the commit is run here."""
    rendition = photo.get_rendition("max-165x165").file.name
    old = {photo.file.name, rendition, *(d.file.name for d in photo.derivatives.all())}

    redact(actor=editor, photo=photo, boxes=[DETAIL])

    assert old <= set(DoomedFile.objects.values_list("name", flat=True))


def test_signed_form_goes_with_the_photo_that_it_was_about(photo, editor):
    form = files.uploaded(b"%PDF-1.4 ditandatangani", "formulir.pdf")
    said = {"subject": "Anak S", "given_by": "Ibu S", "purpose": "Cerita", "evidence": "Formulir 1"}
    said["guardian"] = "parent"
    consent = record_consent(actor=editor, photo=photo, evidence_file=form, **said)

    photo.delete()

    assert DoomedFile.objects.filter(name=consent.evidence_file.name).exists()


def test_redaction_of_a_published_photo_replaces_the_public_copies(
    photo, editor, changes, stored, django_capture_on_commit_callbacks
):
    make_public(photo=photo, used_by="page:1")
    old = {d.public_file.name for d in photo.derivatives.all()}

    with django_capture_on_commit_callbacks(execute=True):
        redact(actor=editor, photo=photo, boxes=[DETAIL])

    new = {d.public_file.name for d in photo.derivatives.all()}
    assert not old & stored("public")
    assert new <= stored("public")
    assert [c.reason for c in changes] == ["redacted"]


def test_empty_redaction_shows_the_photo_again(photo, editor):
    before = _picture(photo.file)
    redact(actor=editor, photo=photo, boxes=[DETAIL])

    redact(actor=editor, photo=photo, boxes=[])

    assert photo.is_redacted is False
    assert ImageStat.Stat(ImageChops.difference(before, _picture(photo.file))).mean[0] < 1
    assert not publishable(photos=[photo])


BAD_BOXES = [
    [[0.1, 0.1, 0, 0.2]],
    [[2, 2, 0.5, 0.5]],
    [[float("nan"), 0, 1, 1]],
    [[float("inf"), 0, 1, 1]],
    [["a", 0, 1, 1]],
    [[0, 0, 1]],
    [None],
    [[0, 0, 0.1, 0.1]] * 51,
]


@pytest.mark.parametrize("boxes", BAD_BOXES)
def test_senseless_boxes_are_refused(photo, editor, boxes):
    with pytest.raises(Invalid):
        redact(actor=editor, photo=photo, boxes=boxes)

    assert not Redaction.objects.exists()


def test_boxes_over_the_edge_are_cut(photo, editor):
    made = redact(actor=editor, photo=photo, boxes=[[-0.5, 0.9, 0.7, 5]])

    assert made.boxes == [[0.0, 0.9, pytest.approx(0.2), pytest.approx(0.1)]]


def test_photo_still_being_prepared_cannot_be_redacted(editor, django_capture_on_commit_callbacks):
    photo = ready_photo()
    Upload.objects.update(state=UploadState.PROCESSING)

    with pytest.raises(Conflict):
        redact(actor=editor, photo=photo, boxes=[DETAIL])


def test_new_file_forgets_the_redaction_of_the_old_one(photo, editor):
    redact(actor=editor, photo=photo, boxes=[DETAIL])

    photo.file = ImageFile(io.BytesIO(files.png()), "b.png")
    photo.save()

    assert Photo.objects.get().is_redacted is False
    assert not publishable(photos=[Photo.objects.get()])


def test_pictures_that_agree_in_the_averages_give_the_same_pixels():
    """Nothing finer than a cell survives: what was in it cannot be computed back."""
    box = pictures.Box(0.25, 0.25, 0.5, 0.5)
    flat = Image.new("RGB", (320, 320), "gray")
    for row in range(8):
        for column in range(8):
            tone = 20 + (row * 31 + column * 7) % 200
            corner = (80 + column * 20, 80 + row * 20)
            flat.paste((tone, tone, tone), (*corner, corner[0] + 20, corner[1] + 20))
    detailed = flat.copy()
    for x in range(80, 240):
        for y in range(80, 240):
            tone = flat.getpixel((x, y))[0]
            tone = tone + 20 if (x + y) % 2 else tone - 20
            detailed.putpixel((x, y), (tone, tone, tone))

    one, other = pictures.obscure(flat, [box]), pictures.obscure(detailed, [box])

    assert flat.tobytes() != detailed.tobytes()
    assert ImageStat.Stat(ImageChops.difference(one, other)).extrema[0][1] <= 1


def test_preparing_again_hides_again(photo, editor):
    redact(actor=editor, photo=photo, boxes=[DETAIL])
    hidden = _picture(photo.file)

    PipelineStep.objects.filter(upload=photo.upload, name="derive").delete()
    Upload.objects.filter(pk=photo.upload.pk).update(state=UploadState.RECEIVED)
    ingest(photo.upload.pk)

    largest = photo.derivatives.order_by("-width").first()
    shown = _picture(largest.file).resize(hidden.size)
    assert ImageStat.Stat(ImageChops.difference(_detail(shown), _detail(hidden))).mean[0] < 12


# --- the screen ---


@pytest.fixture
def desk(client, editor):
    from django.contrib.auth.models import Permission  # noqa: PLC0415

    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(editor)
    return client


def _url(name, photo, *more):
    return reverse(name, args=["photo", photo.pk, *more])


def test_screen_shows_verdict_and_forms(desk, photo):
    html = desk.get(_url("media_protection", photo)).content.decode()

    assert "Belum boleh diterbitkan" in html
    assert "data-redaction" in html


def test_screen_records_and_withdraws_consent(desk, photo):
    assert desk.post(_url("media_consent", photo), TYPED).status_code == 302
    consent = photo.consents.get()
    assert "Boleh diterbitkan" in desk.get(_url("media_protection", photo)).content.decode()

    assert desk.post(_url("media_withdraw", photo, consent.pk)).status_code == 302
    assert not publishable(photos=[photo])


def test_screen_keeps_what_was_typed(desk, photo):
    response = desk.post(
        _url("media_consent", photo), {**TYPED, "expires_on": "2020-01-01", "evidence": "Map 7"}
    )

    assert response.status_code == 422
    assert "Map 7" in response.content.decode()
    assert "sudah lewat" in response.content.decode()


def test_screen_saves_the_mark(desk, photo):
    desk.post(_url("media_mark", photo), {"protect_mark": ""})

    photo.refresh_from_db()
    assert photo.protect_mark == ""
    assert AuditEvent.objects.get(verb="media.mark-changed").data == {
        "before": "child",
        "after": "",
    }


def _boxes(*rows, seen=""):
    data = {"box-TOTAL_FORMS": len(rows), "box-INITIAL_FORMS": 0, "seen": seen}
    for number, row in enumerate(rows):
        for name, value in zip(("x", "y", "width", "height"), row, strict=True):
            data[f"box-{number}-{name}"] = value
    return data


def test_screen_redacts_from_numbers_without_a_script(desk, photo):
    said = _boxes((10, 20, 30, 40), seen=seen(desk, "photo", photo))
    response = desk.post(reverse("media_redact", args=[photo.pk]), said)

    assert response.status_code == 302
    assert photo.redactions.get().boxes == [[0.1, 0.2, 0.3, 0.4]]
    html = desk.get(_url("media_protection", photo)).content.decode()
    assert 'value="30.0"' in html


@pytest.mark.parametrize(
    "row", [("a", 1, 2, 3), (10, 20, -5, 40), ("nan", 1, 2, 3), (99.9, 1, 1, 1)]
)
def test_screen_refuses_senseless_numbers_and_keeps_them(desk, photo, row):
    said = _boxes(row, seen=seen(desk, "photo", photo))
    response = desk.post(reverse("media_redact", args=[photo.pk]), said)

    assert 400 <= response.status_code < 500
    assert f'value="{row[0]}"' in response.content.decode()
    assert not Redaction.objects.exists()


def test_area_that_a_colleague_hid_meanwhile_is_not_shown_again(desk, photo, editor):
    """Both opened the screen; the one hid a face, the other sends a number plate."""
    before = seen(desk, "photo", photo)
    redact(actor=editor, photo=photo, boxes=[(0.1, 0.1, 0.2, 0.2)])
    url = reverse("media_redact", args=[photo.pk])

    answer = desk.post(url, _boxes((60, 60, 20, 20), seen=before))

    assert answer.status_code == 409
    assert [one.initial["x"] for one in answer.context["boxes"].initial_forms] == [60, 10]
    both = _boxes((60, 60, 20, 20), (10, 10, 20, 20), seen=answer.context["seen"])
    assert desk.post(url, both).status_code == 302
    assert photo.redactions.latest("pk").boxes == [[0.6, 0.6, 0.2, 0.2], [0.1, 0.1, 0.2, 0.2]]


def test_screen_names_the_same_file_sent_by_others(desk, photo):
    html = desk.get(_url("media_protection", photo)).content.decode()
    assert "persis sama" not in html
    ready_photo(unit_path=photo.unit_path)

    html = desk.get(_url("media_protection", photo)).content.decode()

    assert "persis sama ada pula pada 1 kiriman lain" in html


def test_what_cannot_be_prepared_is_not_said_to_be_on_its_way(desk, photo):
    Upload.objects.filter(photo=photo).update(state="failed", failure="Berkas ini rusak.")

    said = _boxes((10, 20, 30, 40), seen=seen(desk, "photo", photo))
    html = desk.post(reverse("media_redact", args=[photo.pk]), said).content.decode()

    assert "tidak dapat disiapkan: Berkas ini rusak." in html
    assert "masih disiapkan" not in html


def test_version_seen_outlives_a_slip(desk, photo, editor):
    before = seen(desk, "photo", photo)
    redact(actor=editor, photo=photo, boxes=[(0.1, 0.1, 0.2, 0.2)])

    answer = desk.post(
        reverse("media_redact", args=[photo.pk]), _boxes(("a", 1, 2, 3), seen=before)
    )

    assert (answer.status_code, answer.context["seen"]) == (422, before)


def test_screen_is_not_there_for_another_unit(client, photo):
    from django.contrib.auth.models import Permission  # noqa: PLC0415

    stranger = person(Role.EDITOR, "POLRES-3202")
    stranger.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(stranger)

    assert client.get(_url("media_protection", photo)).status_code == 404
    assert client.post(_url("media_consent", photo), WORDS).status_code == 404
    assert client.post(reverse("media_redact", args=[photo.pk]), _boxes()).status_code == 404


def test_screen_for_films_has_consent_and_their_own_redaction(desk):
    video = ready_video(unit_path=unit("POLSEK-320101").path, protect_mark="child")

    html = desk.get(reverse("media_protection", args=["video", video.pk])).content.decode()
    desk.post(reverse("media_consent", args=["video", video.pk]), TYPED)

    assert 'data-redaction="film"' in html
    assert publishable(videos=[video])


def test_waiting_photo_has_a_screen_too(desk, editor):
    upload = received()
    assert upload.photo is None
    assert desk.get(reverse("media_protection", args=["photo", 999_999])).status_code == 404

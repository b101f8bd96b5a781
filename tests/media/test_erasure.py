"""Deletion on request: who may, what goes when, what wins over it, and what is kept of it."""

import io
import json
import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from cms.base.errors import Conflict, Invalid, Missing, Refused
from cms.base.health import Light, survey
from cms.base.models import AuditEvent
from cms.media.models import (
    Consent,
    Derivative,
    ErasureRequest,
    ErasureState,
    FaceProposal,
    FaceTrack,
    Photo,
    PhotoPrint,
    PublicUse,
    Upload,
    Video,
)
from cms.media.permissions import publishable
from cms.media.selectors import erasure_requests, same_bytes_elsewhere
from cms.media.services.consent import record_consent
from cms.media.services.derivatives import make_public
from cms.media.services.erasure import block, erase, record_request, refuse
from cms.media.services.retention import hold, let_go
from cms.people.models import Role
from publishing.models import ItemState, PublishedItem
from stories.models import StoryPage
from tests import files
from tests.factories.media import plain_video, ready_photo
from tests.factories.people import UserFactory, person, unit
from tests.factories.stories import described_photo, story_page

pytestmark = pytest.mark.django_db
ASKED = {
    "asker_name": "Ibu Sartika",
    "contact": "0812-0000-1111",
    "capacity": "self",
    "ground": "erase",
    "words": "Mohon foto saya di depan rumah dihapus.",
}
WHY = "Pemohon terlihat jelas dan tidak pernah setuju."


@pytest.fixture
def editor():
    return person(Role.EDITOR, "POLRES-3201")


def _photo(**fields):
    place = {"unit_path": unit("POLSEK-320101").path}
    return ready_photo(data=files.png(160, 120), name="a.png", **(place | fields))


def _film():
    return plain_video(unit_path=unit("POLSEK-320101").path)


def _asked(actor, **thing):
    return record_request(actor=actor, received_on=timezone.localdate(), **ASKED, **thing)


def _files(thing) -> list[str]:
    return [row.file.name for row in thing.derivatives.all()]


def _everything_said() -> str:
    return json.dumps(list(AuditEvent.objects.values_list("data", flat=True)))


# --- recording ---


def test_request_is_written_down_and_changes_nothing_else(editor):
    photo = _photo()

    request = _asked(editor, photo=photo)

    assert (request.state, request.thing_key) == (ErasureState.RECEIVED, photo.public_id)
    assert publishable(photos=[photo])
    assert AuditEvent.objects.get(verb="media.erasure-asked").data["request"] == request.pk
    assert "Sartika" not in _everything_said()


@pytest.mark.parametrize(
    "field", [{"asker_name": " "}, {"contact": "x" * 201}, {"words": ""}, {"capacity": "king"},
              {"ground": "none"}, {"received_on": timezone.localdate() + timedelta(2)}]
)  # fmt: skip
def test_incomplete_request_is_refused_by_field(editor, field):
    said = ASKED | {"received_on": timezone.localdate()} | field

    with pytest.raises(Invalid) as refused:
        record_request(actor=editor, photo=_photo(), **said)

    assert set(refused.value.fields) == set(field)


def test_one_open_request_about_one_thing(editor):
    photo = _photo()
    request = _asked(editor, photo=photo)

    with pytest.raises(Conflict):
        _asked(editor, photo=photo)
    with pytest.raises(IntegrityError), transaction.atomic():
        ErasureRequest.objects.create(
            photo=photo, thing_key=photo.public_id, recorded_by=editor,
            capacity="self", ground="erase",
        )  # fmt: skip
    refuse(actor=editor, request=request, reason=WHY)
    assert _asked(editor, photo=photo)


# --- away from the public, at once ---


def test_one_press_takes_it_from_every_public_place(editor, django_capture_on_commit_callbacks):
    photo = described_photo()
    with django_capture_on_commit_callbacks(execute=True):
        page = story_page(lead_photo=photo)
        page.get_latest_revision().publish()
    names = [row.public_file.name for row in photo.derivatives.all()]
    admin = person(Role.ADMINISTRATOR, "MABES")
    request = _asked(admin, photo=photo)

    with django_capture_on_commit_callbacks(execute=True):
        block(actor=admin, request=request)

    assert PublishedItem.objects.get().state == ItemState.WITHDRAWN
    assert Client().get(StoryPage.objects.get(pk=page.pk).public_path).status_code == 410
    assert not PublicUse.objects.exists()
    assert not any(storages["public"].exists(name) for name in names)
    photo.refresh_from_db()
    assert "permohonan penghapusan" in publishable(photos=[photo]).reason
    assert storages["default"].exists(photo.file.name), "nothing is decided yet"


@pytest.mark.parametrize("make", [_photo, _film])
def test_blocked_media_cannot_be_published_and_can_again_once_refused(editor, make):
    thing = make()
    kind = "photo" if isinstance(thing, Photo) else "video"
    request = block(actor=editor, request=_asked(editor, **{kind: thing}))
    shown = {"lead_photo": thing} if kind == "photo" else {"body": [("video", thing)]}
    page = story_page(**shown)
    assert not publishable(**{f"{kind}s": [type(thing).objects.get(pk=thing.pk)]})
    with pytest.raises(Exception, match="permohonan penghapusan"):
        page.get_latest_revision().publish()

    refuse(actor=editor, request=request, reason=WHY)

    assert publishable(**{f"{kind}s": [type(thing).objects.get(pk=thing.pk)]})


# --- deletion ---


def test_everything_of_a_photo_goes_for_good(editor, stored, django_capture_on_commit_callbacks):
    photo = _photo()
    Upload.objects.filter(photo=photo).update(caption="Ibu Sartika di rumah")
    photo.alt_text, photo.credit = "Ibu Sartika", "Bripka A"
    photo.tags.add("Sartika")
    photo.save()
    paper = io.BytesIO(b"%PDF-1.4 tanda tangan")
    paper.name = "f.pdf"
    words = {"subject": "Ibu Sartika", "given_by": "Ibu Sartika", "purpose": "x", "evidence": "y"}
    record_consent(actor=editor, photo=photo, evidence_file=paper, **words)
    FaceProposal.objects.create(photo=photo, x=0.1, y=0.1, width=0.1, height=0.1, score=0.9)
    photo.get_rendition("max-165x165")
    make_public(photo=photo, used_by="page:1")
    old = {photo.file.name, photo.upload.file.name, *_files(photo)}
    old |= {photo.renditions.get().file.name, Consent.objects.get().evidence_file.name}
    public = {row.public_file.name for row in photo.derivatives.all()}
    assert old <= stored()

    with django_capture_on_commit_callbacks(execute=True):
        request = erase(actor=editor, request=_asked(editor, photo=photo), reason=WHY)

    photo = Photo.objects.get(pk=photo.pk)
    upload = Upload.objects.get(photo=photo)
    assert not old & stored()
    assert photo.file.size < 1000, "a grey picture where screens need one"
    assert not public & stored("public")
    assert not Consent.objects.exists()
    assert not FaceProposal.objects.exists()
    assert not PhotoPrint.objects.exists()
    assert not Derivative.objects.exists()
    assert (upload.file.name, upload.original, upload.caption, upload.facts) == ("", None, "", {})
    assert (photo.alt_text, photo.credit, photo.tags.count()) == ("", "", 0)
    assert (request.state, request.asker_name, request.contact, request.words) == (
        ErasureState.ERASED, "", "", "",
    )  # fmt: skip
    assert not publishable(photos=[photo])
    kept = _everything_said()
    assert "Sartika" not in kept
    assert "0812" not in kept
    assert AuditEvent.objects.get(verb="media.erased").data["request"] == request.pk


def test_everything_of_a_film_goes_for_good(editor, stored, django_capture_on_commit_callbacks):
    video = _film()
    marks = [[0, 0.1, 0.1, 0.1, 0.1], [1, 0.1, 0.1, 0.1, 0.1]]
    FaceTrack.objects.create(video=video, marks=marks, begins_s=0, ends_s=1, score=0.9)
    make_public(video=video, used_by="page:1")
    old = {video.file.name, video.upload.file.name, *_files(video)}
    public = {row.public_file.name for row in video.derivatives.all()}

    with django_capture_on_commit_callbacks(execute=True):
        erase(actor=editor, request=_asked(editor, video=video), reason=WHY)

    assert not old & stored()
    assert not public & stored("public")
    assert not FaceTrack.objects.exists()
    assert not publishable(videos=[Video.objects.get(pk=video.pk)])


def test_legal_hold_wins_over_deletion_and_is_said(editor):
    photo = _photo()
    hold(actor=editor, upload=photo.upload, reason="Perkara LP/12/2026")
    request = _asked(editor, photo=photo)

    with pytest.raises(Conflict, match="LP/12/2026"):
        erase(actor=editor, request=request, reason=WHY)

    request.refresh_from_db()
    assert request.asker_name == "Ibu Sartika"
    assert storages["default"].exists(photo.upload.file.name)
    assert block(actor=editor, request=request).state == ErasureState.BLOCKED, "the public's end"
    let_go(actor=editor, upload=photo.upload)
    assert erase(actor=editor, request=request, reason=WHY).state == ErasureState.ERASED


def test_same_bytes_of_another_sender_stay_and_are_counted(
    editor, stored, django_capture_on_commit_callbacks
):
    photo, other = _photo(), _photo()
    assert same_bytes_elsewhere(photo) == 1
    name = other.upload.file.name

    with django_capture_on_commit_callbacks(execute=True):
        erase(actor=editor, request=_asked(editor, photo=photo), reason=WHY)
    assert name in stored()

    with django_capture_on_commit_callbacks(execute=True):
        erase(actor=editor, request=_asked(editor, photo=other), reason=WHY)
    assert name not in stored()


def test_decision_needs_a_reason_and_is_made_once(editor):
    request = _asked(editor, photo=_photo())
    for deed in (refuse, erase):
        with pytest.raises(Invalid):
            deed(actor=editor, request=request, reason="  ya ")

    erase(actor=editor, request=request, reason=WHY)

    for deed in (refuse, erase):
        with pytest.raises((Conflict, Missing)):
            deed(actor=editor, request=request, reason=WHY)
    with pytest.raises((Conflict, Missing)):
        block(actor=editor, request=request)


def test_row_that_is_erased_cannot_hold_a_name(editor):
    request = erase(actor=editor, request=_asked(editor, photo=_photo()), reason=WHY)

    with pytest.raises(IntegrityError), transaction.atomic():
        ErasureRequest.objects.filter(pk=request.pk).update(asker_name="Ibu Sartika")


# --- who may ---

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
def test_requests_are_handled_by_those_who_look_after_the_people(
    editor, client, role, unit_code, allowed
):
    photo = _photo()
    actor = person(role, unit_code) if role else UserFactory()
    actor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(actor)
    request = _asked(editor, photo=photo)
    deeds = [
        lambda: _asked(actor, photo=_photo()),
        lambda: block(actor=actor, request=request),
        lambda: refuse(actor=actor, request=request, reason=WHY),
        lambda: erase(actor=actor, request=_asked(editor, photo=_photo()), reason=WHY),
    ]
    assert (request in erasure_requests(actor)) == allowed
    page = client.get(reverse("media_erasure", args=[request.pk]))
    assert page.status_code == (200 if allowed else 404)
    assert ("Sartika" in page.content.decode()) == allowed
    assert ("Sartika" in client.get(reverse("media_erasures")).content.decode()) == allowed

    for deed in deeds:
        if allowed:
            deed()
        else:
            with pytest.raises(Refused):
                deed()
    for name in ("media_erasure_block", "media_erasure_decide"):
        answer = client.post(reverse(name, args=[request.pk]), {"reason": WHY, "erase": "1"})
        assert answer.status_code != 500
        if not allowed:
            assert answer.status_code == 404
    assert Photo.objects.get(pk=photo.pk).derivatives.exists(), "it was refused, or not allowed"


# --- the screens ---


@pytest.fixture
def desk(client, editor):
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(editor)
    return client


@pytest.mark.parametrize(("kind", "make"), [("photo", _photo), ("video", _film)])
def test_whole_way_through_the_screens(desk, kind, make):
    thing = make()
    typed = ASKED | {"received_on": timezone.localdate().isoformat()}
    door = reverse("media_erasure_record", args=[kind, thing.pk])
    assert desk.post(door, typed | {"contact": ""}).status_code == 422
    assert desk.post(door, typed).status_code == 302
    request = ErasureRequest.objects.get()
    protection = reverse("media_protection", args=[kind, thing.pk])
    assert f"/permohonan-penghapusan/{request.pk}/" in desk.get(protection).content.decode()

    desk.post(reverse("media_erasure_block", args=[request.pk]))
    assert (
        "Ditahan dari publik"
        in desk.get(reverse("media_erasure", args=[request.pk])).content.decode()
    )
    decide = reverse("media_erasure_decide", args=[request.pk])
    assert desk.post(decide, {"reason": "", "erase": "1"}).status_code == 422
    assert desk.post(decide, {"reason": WHY, "erase": "1"}).status_code == 302

    request.refresh_from_db()
    assert request.state == ErasureState.ERASED
    assert WHY in desk.get(reverse("media_erasure", args=[request.pk])).content.decode()
    edit = "wagtailimages:edit" if kind == "photo" else "wagtailmedia:edit"
    for address in (protection, reverse("media_erasures"), reverse(edit, args=[thing.pk])):
        assert desk.get(address).status_code in (200, 302), address


def test_screen_says_the_hold_before_anybody_presses(desk, editor):
    photo = _photo()
    hold(actor=editor, upload=photo.upload, reason="Perkara LP/12/2026")
    request = _asked(editor, photo=photo)

    assert "LP/12/2026" in desk.get(reverse("media_erasure", args=[request.pk])).content.decode()
    answer = desk.post(
        reverse("media_erasure_decide", args=[request.pk]), {"reason": WHY, "erase": "1"}
    )
    assert answer.status_code == 422
    assert "LP/12/2026" in answer.content.decode()


@pytest.mark.parametrize("count", [1, 5])
def test_list_takes_constant_queries(editor, count, django_assert_num_queries):
    for _number in range(count):
        _asked(editor, photo=_photo())
    erasure_requests(editor)

    with django_assert_num_queries(3):
        rows = erasure_requests(editor)
        assert len(rows) == count
        assert all(row.recorded_by and row.kind == "photo" for row in rows)


def test_own_request_is_listed_however_many_others_have(editor):
    far = {"unit_path": unit("POLSEK-330101").path, "capacity": "self", "ground": "erase"}
    ErasureRequest.objects.bulk_create(
        ErasureRequest(thing_key=uuid.uuid4(), recorded_by=editor, **far) for _number in range(200)
    )
    mine = _asked(editor, photo=_photo())

    assert erasure_requests(editor) == [mine]


def test_health_tells_of_requests_that_wait_too_long(editor):
    request = _asked(editor, photo=_photo())
    for hours, light in ((1, Light.GREEN), (49, Light.YELLOW), (73, Light.RED)):
        at = timezone.now() - timedelta(hours=hours)
        ErasureRequest.objects.filter(pk=request.pk).update(recorded_at=at)
        found = {finding.probe.name: finding for finding in survey()}
        assert found["erasures_waiting_seconds"].light == light


@pytest.mark.parametrize(("days_ago", "late"), [(0, False), (3, False), (4, True)])
def test_screens_say_by_when_a_request_is_to_be_answered(desk, editor, days_ago, late):
    received = timezone.localdate() - timedelta(days=days_ago)
    row = record_request(actor=editor, received_on=received, **ASKED, photo=_photo())

    page = desk.get(reverse("media_erasures")).content.decode()

    last_day = date_format(received + timedelta(days=3), "j F Y")
    assert f"jawab paling lambat {last_day}" in page
    assert ("light--failed" in page) == row.is_late == late
    refuse(actor=editor, request=row, reason=WHY)
    assert "jawab paling lambat" not in desk.get(reverse("media_erasures")).content.decode()

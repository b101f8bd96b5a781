"""What a machine proposes and a person decides: faces of a photo, and what they block."""

from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction
from django.urls import reverse
from PIL import Image

from cms.base.errors import Invalid, Refused
from cms.base.models import AuditEvent
from cms.base.outbox import OutboxState
from cms.media import faces, focus
from cms.media.models import (
    FACES_STEP,
    FaceLook,
    FaceProposal,
    FaceState,
    PipelineStep,
    Redaction,
)
from cms.media.permissions import publishable
from cms.media.services.faces import (
    ask_for_faces,
    covered_share,
    decide_faces,
    note_faces,
)
from cms.media.services.redaction import change_redaction, redact
from cms.media.tasks import look_for_faces_of
from cms.people.models import Role
from tests import files
from tests.factories.media import ready_photo
from tests.factories.people import person, unit
from tests.media.screens import seen

pytestmark = pytest.mark.django_db

ASTRONAUT = (Path(__file__).parent / "faces" / "astronaut.jpg").read_bytes()
LEFT, RIGHT = (0.1, 0.1, 0.2, 0.2), (0.6, 0.1, 0.2, 0.2)
needs_model = pytest.mark.skipif(
    not faces.is_available(), reason="the optional extra for faces is not installed (make faces)"
)


@pytest.fixture(autouse=True)
def wanted(settings):
    settings.FIND_FACES = True


@pytest.fixture
def editor():
    return person(Role.EDITOR, "POLRES-3201")


@pytest.fixture
def photo():
    return ready_photo(unit_path=unit("POLSEK-320101").path, protect_mark="victim")


def _propose(photo, *boxes):
    names = ("x", "y", "width", "height")
    return [
        FaceProposal.objects.create(photo=photo, score=0.9, **dict(zip(names, box, strict=True)))
        for box in boxes
    ]


def _states(photo):
    return list(photo.face_proposals.order_by("id").values_list("state", flat=True))


@needs_model
def test_face_of_a_real_photo_is_proposed_and_blocks_until_it_is_hidden(editor):
    photo = ready_photo(data=ASTRONAUT, name="a.jpg", protect_mark="witness")

    (proposal,) = photo.face_proposals.all()
    assert photo.face_look.found_count == 1
    assert "1 wajah belum diputuskan" in publishable(photos=[photo]).reason
    decide = {proposal.pk: FaceState.CONFIRMED}
    change_redaction(actor=editor, photo=photo, boxes=[], decisions=decide)
    assert photo.redactions.get().boxes == [pytest.approx(list(proposal.box), abs=1e-4)]
    assert publishable(photos=[photo])
    with photo.file.open("rb") as file, Image.open(file) as master:
        assert faces.find(master.convert("RGB")) == []


@needs_model
def test_looking_again_keeps_what_was_decided(editor):
    photo = ready_photo(data=ASTRONAUT, name="a.jpg")
    (proposal,) = photo.face_proposals.all()
    decide_faces(actor=editor, photo=photo, decisions={proposal.pk: FaceState.DISMISSED})

    look_for_faces_of.call(photo.pk)

    assert _states(photo) == [FaceState.DISMISSED]


@needs_model
def test_a_new_file_forgets_the_faces_of_the_old_one():
    photo = ready_photo(data=ASTRONAUT, name="a.jpg")

    photo.file = files.uploaded(files.png(), "b.png")
    photo.save()

    assert not photo.face_proposals.exists()
    assert not FaceLook.objects.filter(photo=photo).exists()


def test_marked_photo_waits_while_faces_are_looked_for(photo):
    redacted = Redaction(photo=photo, boxes=[LEFT], made_by=photo.upload.owner)
    redacted.save()
    photo.is_redacted = True
    PipelineStep.objects.filter(name=FACES_STEP).update(state=OutboxState.RUNNING)

    assert "masih dicari" in publishable(photos=[photo]).reason


def test_failed_look_stops_nobody(photo, editor):
    redact(actor=editor, photo=photo, boxes=[LEFT])
    PipelineStep.objects.filter(name=FACES_STEP).update(state=OutboxState.FAILED)

    assert publishable(photos=[photo])


def test_switched_off_nothing_is_looked_for(settings):
    settings.FIND_FACES = False

    photo = ready_photo(data=ASTRONAUT, name="a.jpg")

    assert not FaceLook.objects.exists()
    assert publishable(photos=[photo])


def test_open_face_blocks_a_marked_photo_even_with_consent_and_redaction(photo, editor):
    _propose(photo, LEFT)

    redact(actor=editor, photo=photo, boxes=[RIGHT])

    assert "wajah belum diputuskan" in publishable(photos=[photo]).reason


def test_open_face_does_not_block_an_unmarked_photo(editor):
    photo = ready_photo()
    _propose(photo, LEFT)

    assert publishable(photos=[photo])
    assert not publishable(photos=[photo], is_marked=True)


def test_dismissed_face_no_longer_blocks(photo, editor):
    first, second = _propose(photo, LEFT, RIGHT)
    said = {first.pk: FaceState.DISMISSED}

    redact(actor=editor, photo=photo, boxes=[RIGHT], decisions=said)

    assert _states(photo) == [FaceState.DISMISSED, FaceState.CONFIRMED]
    second.refresh_from_db()
    assert second.decided_by == editor
    assert publishable(photos=[photo])


def test_face_that_is_no_longer_covered_is_open_again(photo, editor):
    _propose(photo, LEFT)
    redact(actor=editor, photo=photo, boxes=[LEFT])
    assert _states(photo) == [FaceState.CONFIRMED]

    redact(actor=editor, photo=photo, boxes=[RIGHT])

    assert _states(photo) == [FaceState.PROPOSED]
    assert not publishable(photos=[photo])


def test_half_covered_face_is_not_hidden(photo, editor):
    _propose(photo, LEFT)

    redact(actor=editor, photo=photo, boxes=[(0.1, 0.1, 0.1, 0.2)])

    assert _states(photo) == [FaceState.PROPOSED]


def test_decisions_alone_make_no_new_picture(photo, editor):
    (proposal,) = _propose(photo, LEFT)
    redact(actor=editor, photo=photo, boxes=[RIGHT])
    before = photo.file.name

    said = {proposal.pk: FaceState.DISMISSED}
    assert change_redaction(actor=editor, photo=photo, boxes=[RIGHT], decisions=said) is None

    photo.refresh_from_db()
    assert photo.file.name == before
    assert _states(photo) == [FaceState.DISMISSED]
    assert Redaction.objects.count() == 1
    assert AuditEvent.objects.get(verb="media.faces-decided").data["dismissed"] == 1


def test_a_decision_needs_somebody(photo):
    (proposal,) = _propose(photo, LEFT)

    with pytest.raises(IntegrityError), transaction.atomic():
        FaceProposal.objects.filter(pk=proposal.pk).update(state=FaceState.DISMISSED)


def test_deciding_is_for_editors_of_the_unit(photo):
    (proposal,) = _propose(photo, LEFT)
    stranger = person(Role.EDITOR, "POLRES-3202")

    with pytest.raises(Refused):
        decide_faces(actor=stranger, photo=photo, decisions={proposal.pk: "dismissed"})
    with pytest.raises(Refused):
        ask_for_faces(actor=stranger, photo=photo)


def test_senseless_decision_is_refused(photo, editor):
    (proposal,) = _propose(photo, LEFT)

    with pytest.raises(Invalid):
        decide_faces(actor=editor, photo=photo, decisions={proposal.pk: "maybe"})


@pytest.mark.parametrize(
    ("veils", "share"),
    [([], 0), ([(0, 0, 1, 1)], 1), ([(0.1, 0.1, 0.1, 0.2)], 0.5), ([LEFT, LEFT], 1)],
)
def test_share_of_a_face_that_is_covered(veils, share):
    assert covered_share(LEFT, veils) == pytest.approx(share, abs=0.09)


@pytest.mark.parametrize("rows", [1, 5])
def test_publishable_of_marked_photos_takes_constant_queries(rows, django_assert_num_queries):
    photos = [
        ready_photo(data=files.png(200, 150), name="a.png", protect_mark="child")
        for _ in range(rows)
    ]
    for photo in photos:
        _propose(photo, LEFT)

    with django_assert_num_queries(7):
        assert not publishable(photos=photos)


# --- the screen ---


@pytest.fixture
def desk(client, editor):
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(editor)
    return client


def _post(desk, photo, boxes=(), **faces_said):
    data = {"box-TOTAL_FORMS": len(boxes), "box-INITIAL_FORMS": 0, **faces_said}
    data.setdefault("seen", seen(desk, "photo", photo))
    for number, row in enumerate(boxes):
        for name, value in zip(("x", "y", "width", "height"), row, strict=True):
            data[f"box-{number}-{name}"] = value * 100
    return desk.post(reverse("media_redact", args=[photo.pk]), data)


def test_screen_shows_every_proposal_with_its_choice(desk, photo):
    (proposal,) = _propose(photo, LEFT)

    html = desk.get(reverse("media_protection", args=["photo", photo.pk])).content.decode()

    assert f'data-face="{proposal.pk}"' in html
    assert 'data-box="10.0 10.0 20.0 20.0"' in html


def test_screen_hides_confirmed_faces_without_a_script(desk, photo):
    first, second = _propose(photo, LEFT, RIGHT)

    said = {f"face-{first.pk}-said": "confirmed", f"face-{second.pk}-said": "dismissed"}
    assert _post(desk, photo, **said).status_code == 302

    assert _states(photo) == [FaceState.CONFIRMED, FaceState.DISMISSED]
    assert photo.redactions.get().boxes == [list(LEFT)]


def test_screen_ignores_faces_of_other_photos(desk, photo):
    other = ready_photo(data=files.png(), name="b.png")
    (proposal,) = _propose(other, LEFT)

    _post(desk, photo, **{f"face-{proposal.pk}-said": "dismissed"})

    assert _states(other) == [FaceState.PROPOSED]


def test_screen_queues_a_new_look(desk, photo, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = desk.post(reverse("media_look_for_faces", args=[photo.pk]), follow=True)

    words = "sedang dicari" if faces.is_available() else "tidak terpasang"
    assert words in response.content.decode()


def test_decision_of_a_colleague_meanwhile_is_not_overwritten(desk, photo, editor):
    first, second = _propose(photo, LEFT, RIGHT)
    before = seen(desk, "photo", photo)
    redact(actor=editor, photo=photo, boxes=[], decisions={first.pk: FaceState.CONFIRMED})

    said = {f"face-{first.pk}-said": "dismissed", f"face-{second.pk}-said": "dismissed"}
    answer = _post(desk, photo, seen=before, **said)

    assert answer.status_code == 409
    assert _states(photo) == [FaceState.CONFIRMED, FaceState.PROPOSED]
    assert [one["said"].value() for one in answer.context["faces"]] == ["confirmed", "dismissed"]


# --- what every crop keeps ------------------------------------------------------------------------


@needs_model
def test_first_look_holds_crops_where_the_faces_are():
    photo = ready_photo(data=ASTRONAUT, name="a.jpg")

    (proposal,) = photo.face_proposals.all()
    photo.refresh_from_db()
    assert focus.box_of(photo) == pytest.approx(proposal.box, abs=0.01)


@needs_model
def test_looking_again_leaves_the_focal_point_to_people():
    photo = ready_photo(data=ASTRONAUT, name="a.jpg")
    photo.refresh_from_db()
    focus.point_at(photo, None)
    photo.save()

    look_for_faces_of.call(photo.pk)

    photo.refresh_from_db()
    assert not photo.has_focal_point()


def test_first_look_does_not_move_what_a_person_chose(photo):
    photo.face_look.delete()
    focus.point_at(photo, LEFT)
    photo.save()

    note_faces(photo=photo, found=[faces.Face(*RIGHT, 0.9)])

    photo.refresh_from_db()
    assert focus.box_of(photo) == pytest.approx(LEFT, abs=0.01)


def test_all_faces_stay_in_view(photo):
    photo.face_look.delete()

    note_faces(photo=photo, found=[faces.Face(*LEFT, 0.9), faces.Face(*RIGHT, 0.8)])

    photo.refresh_from_db()
    assert focus.box_of(photo) == pytest.approx((0.1, 0.1, 0.7, 0.2), abs=0.01)


def test_a_new_file_forgets_the_focal_point_of_the_old_one(photo):
    focus.point_at(photo, LEFT)
    photo.save()

    photo.file = files.uploaded(files.png(), "b.png")
    photo.save()

    photo.refresh_from_db()
    assert not photo.has_focal_point()

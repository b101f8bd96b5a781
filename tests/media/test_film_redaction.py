"""People hidden in films: asked for, burnt into everything readers get, and what it resolves."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from cms.base.errors import Conflict, Invalid, Refused
from cms.base.models import AuditEvent
from cms.base.outbox import OutboxState
from cms.media import faces, films
from cms.media.announcements import users_of
from cms.media.models import (
    FACES_STEP,
    FaceState,
    FaceTrack,
    FilmLook,
    FilmRedaction,
    PipelineStep,
    Upload,
    UploadState,
    Video,
)
from cms.media.permissions import publishable
from cms.media.selectors import redaction_version
from cms.media.services.consent import record_consent, withdraw_consent
from cms.media.services.derivatives import make_public
from cms.media.services.files import delete_doomed
from cms.media.services.film_faces import ask_for_film_faces, note_faces
from cms.media.services.film_redaction import (
    BACK_OFF_S,
    burn_due,
    redact_film,
    sweep_film_redactions,
)
from cms.media.services.ingest import ingest
from cms.people.models import Role
from tests import files
from tests.factories.media import plain_video, prepared
from tests.factories.people import UserFactory, person, unit
from tests.media.films import clips, scenes
from tests.media.screens import seen

pytestmark = pytest.mark.django_db
ASTRONAUT = Path(__file__).parent / "faces" / "astronaut.jpg"
AREA = [[0, 0.2, 0.2, 0.3, 0.3], [0.5, 0.4, 0.2, 0.3, 0.3]]
OTHER_AREA = [[0, 0.6, 0.6, 0.2, 0.2], [0.5, 0.6, 0.6, 0.2, 0.2]]
WORDS = {"subject": "Ibu S", "given_by": "Ibu S", "purpose": "Cerita", "evidence": "Formulir 1"}
needs_model = pytest.mark.skipif(
    not faces.is_available(), reason="the optional extra for faces is not installed (make faces)"
)


@pytest.fixture
def editor():
    return person(Role.EDITOR, "POLRES-3201")


@pytest.fixture
def video():
    return plain_video(unit_path=unit("POLSEK-320101").path, protect_mark="victim")


def _burnt(actor, video, **wish) -> FilmRedaction:
    """Asked for and done."""
    row = redact_film(actor=actor, video=video, **wish)
    assert burn_due() == 1
    row.refresh_from_db()
    video.refresh_from_db()
    return row


def _track(video, *, state=FaceState.PROPOSED, marks=AREA, **fields) -> FaceTrack:
    return FaceTrack.objects.create(
        video=video,
        marks=marks,
        begins_s=marks[0][0],
        ends_s=marks[-1][0],
        score=0.9,
        state=state,
        **fields,
    )


# --- the pixels of every file ---


@pytest.mark.once
def test_moving_head_is_gone_from_every_derivative_and_nothing_else_is(
    tmp_path, editor, stored, django_capture_on_commit_callbacks
):
    """More than a minute, so that the stream is made too; public, so that copies are replaced."""
    scene = scenes.walking_head(tmp_path, seconds=61, rate=2)
    upload = prepared(scene.path.read_bytes(), "walk.mp4", unit_path=unit("POLSEK-320101").path)
    video = upload.video
    make_public(video=video, used_by="page:1")
    before = {row.preset: _content(row) for row in _whole_files(video)}
    old = {row.public_file.name for row in video.derivatives.all()}
    old_private = {row.file.name for row in video.derivatives.all()} | {video.file.name}
    original = _content(upload)

    with django_capture_on_commit_callbacks(execute=True):
        row = _burnt(editor, video, tracks=[scene.track])

    assert (row.state, row.percent, video.is_redacted) == (OutboxState.DONE, 100, True)
    assert not old & stored("public")
    assert not old_private & stored()
    after = {row.preset: row for row in _whole_files(video)}
    assert set(after) == set(before) == {"240p", "hls-240p", "poster"}
    assert video.derivatives.count() == len(old) == 5
    assert {row.public_file.name for row in video.derivatives.all()} <= stored("public")
    assert video.file.name == after["240p"].file.name
    for preset in ("240p", "hls-240p"):
        shown = _pictures(after[preset], tmp_path)
        plain = _pictures_of(before[preset], tmp_path)
        assert len(shown) == len(plain) == 122
        for (second, one), (_same, other) in list(zip(plain, shown, strict=True))[::6]:
            head = scenes.scaled(scene.head(second), other.size, by=2)
            assert scenes.detail(other, head) < scenes.detail(one, head) / 5, (preset, second)
            top = (0, 0, other.width, other.height // 5)
            assert scenes.difference(one, other, top) < 12, (preset, second)
    poster = Image.open(io.BytesIO(_content(after["poster"]))).convert("RGB")
    heads = (16, 80, 290, 144)
    assert scenes.detail(poster, scenes.scaled(heads, poster.size)) < scenes.detail(
        Image.open(io.BytesIO(before["poster"])).convert("RGB"), scenes.scaled(heads, poster.size)
    )
    assert _content(Upload.objects.get(pk=upload.pk)) == original


def _whole_files(video):
    return [row for row in video.derivatives.all() if not row.is_playlist]


def _content(row) -> bytes:
    with row.file.storage.open(row.file.name, "rb") as file:
        return file.read()


def _pictures(row, directory: Path):
    return _pictures_of(_content(row), directory)


def _pictures_of(content: bytes, directory: Path):
    path = directory / "looked-at.mp4"
    path.write_bytes(content)
    return scenes.pictures_of(path)


@pytest.mark.once
def test_taking_the_redaction_back_shows_the_film_again(tmp_path, editor):
    scene = scenes.walking_head(tmp_path, seconds=2)
    video = prepared(scene.path.read_bytes(), "a.mp4").video
    video.protect_mark = "witness"
    video.save()
    plain = _pictures(video.derivatives.get(preset="240p"), tmp_path)
    admin = person(Role.ADMINISTRATOR, "MABES")

    _burnt(admin, video, whole_picture=True)
    hidden = _pictures(video.derivatives.get(preset="240p"), tmp_path)
    assert publishable(videos=[video])
    _burnt(admin, video)

    again = _pictures(video.derivatives.get(preset="240p"), tmp_path)
    everything = (0, 0, *plain[0][1].size)
    assert scenes.difference(plain[5][1], hidden[5][1], everything) > 20
    assert scenes.difference(plain[5][1], again[5][1], everything) < 2
    assert video.is_redacted is False
    assert not publishable(videos=[video])


@pytest.mark.once
def test_preparing_again_hides_again(tmp_path, editor):
    scene = scenes.walking_head(tmp_path, seconds=2)
    video = prepared(scene.path.read_bytes(), "a.mp4", unit_path=unit("POLSEK-320101").path).video
    _burnt(editor, video, whole_picture=True, is_mute=True)

    PipelineStep.objects.filter(upload=video.upload, name="film").delete()
    Upload.objects.filter(pk=video.upload.pk).update(state=UploadState.RECEIVED)
    ingest(video.upload.pk)

    row = video.derivatives.get(preset="240p")
    (_second, picture), *_rest = _pictures(row, tmp_path)
    assert scenes.detail(picture, (0, 0, *picture.size)) < 2
    assert not scenes.has_sound(tmp_path / "looked-at.mp4")


# --- what it resolves ---


def test_marked_film_may_be_published_once_it_is_done_and_not_before(video, editor):
    row = redact_film(actor=editor, video=video, tracks=[AREA])
    assert not publishable(videos=[video])

    assert burn_due() == 1

    video.refresh_from_db()
    assert publishable(videos=[video])
    assert FilmRedaction.objects.get(pk=row.pk).state == OutboxState.DONE


def test_sound_alone_hides_nobody(video, editor):
    _burnt(editor, video, is_mute=True)

    assert video.is_redacted is False
    assert not publishable(videos=[video])


def test_open_face_blocks_a_marked_film_though_redacted(video, editor):
    far = [[0, 0.7, 0.7, 0.1, 0.1], [0.5, 0.7, 0.7, 0.1, 0.1]]
    face = _track(video, marks=far)

    _burnt(editor, video, tracks=[AREA])
    assert "1 wajah belum diputuskan" in publishable(videos=[video]).reason
    redact_film(actor=editor, video=video, tracks=[AREA], decisions={face.pk: FaceState.DISMISSED})

    assert publishable(videos=[video])


def test_open_face_does_not_block_an_unmarked_film():
    video = plain_video()
    _track(video)

    assert publishable(videos=[video])
    assert not publishable(videos=[video], is_marked=True)


def test_marked_film_waits_while_faces_are_looked_for(video, editor):
    _burnt(editor, video, tracks=[AREA])
    PipelineStep.objects.filter(name=FACES_STEP).delete()
    PipelineStep.objects.create(
        upload=video.upload, name=FACES_STEP, state=OutboxState.RUNNING, attempt_count=1
    )

    assert "masih dicari" in publishable(videos=[video]).reason


@pytest.mark.parametrize(
    "wish", [{"all_faces": True}, {"whole_picture": True}, {"tracks": [AREA]}, {"decisions": True}]
)
def test_hidden_faces_are_confirmed_and_open_again_when_it_is_taken_back(
    video, editor, wish, monkeypatch
):
    monkeypatch.setattr("cms.media.services.film_redaction.can_look_for_faces", lambda: True)
    face = _track(video)
    FilmLook.objects.create(video=video, found_count=1)
    if wish == {"decisions": True}:
        wish = {"decisions": {face.pk: FaceState.CONFIRMED}}

    row = _burnt(editor, video, **wish)
    face.refresh_from_db()
    assert (face.state, face.decided_by) == (FaceState.CONFIRMED, editor)
    assert row.hides_something
    assert publishable(videos=[video])

    _burnt(editor, video, decisions={face.pk: FaceState.PROPOSED})
    face.refresh_from_db()
    assert (face.state, face.decided_by) == (FaceState.PROPOSED, None)


def test_confirmed_face_stays_hidden_when_nobody_speaks_of_it(video, editor):
    face = _track(video)
    _burnt(editor, video, decisions={face.pk: FaceState.CONFIRMED})

    row = _burnt(editor, video, tracks=[AREA])

    assert row.faces == [face.pk]


def test_decision_alone_makes_no_new_film(video, editor):
    face = _track(video)

    decided = redact_film(actor=editor, video=video, decisions={face.pk: FaceState.DISMISSED})

    assert decided is None
    assert not FilmRedaction.objects.exists()
    face.refresh_from_db()
    assert face.state == FaceState.DISMISSED
    assert AuditEvent.objects.filter(verb="media.faces-decided").count() == 1


def test_withdrawn_consent_is_resolved_by_a_later_redaction_only(editor):
    video = plain_video(unit_path=unit("POLSEK-320101").path)
    _burnt(editor, video, tracks=[AREA])
    withdraw_consent(actor=editor, consent=record_consent(actor=editor, video=video, **WORDS))
    assert not publishable(videos=[video])

    _burnt(editor, video, whole_picture=True)

    assert publishable(videos=[video])


def test_who_published_is_told(video, editor, changes):
    make_public(video=video, used_by="page:1")

    _burnt(editor, video, tracks=[AREA])

    told = [(change.reason, change.users) for change in changes]
    assert told == [("redaction-asked", ("page:1",)), ("redacted", ("page:1",))]


# --- what the public has meanwhile ---


def _public(video, stored) -> set[str]:
    """Names of the public files of ``video``, by its rows; they are there."""
    names = {row.public_file.name for row in video.derivatives.exclude(public_file="")}
    assert names <= stored("public")
    return names


def test_public_film_is_out_of_reach_from_the_asking_to_the_burning_in(
    video, editor, stored, settings, django_capture_on_commit_callbacks
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    make_public(video=video, used_by="page:1")
    old = _public(video, stored)

    redact_film(actor=editor, video=video, tracks=[AREA])
    delete_doomed()

    assert not old & stored("public")
    make_public(video=video, used_by="page:2")
    assert _public(video, stored) == set(), "nobody else brings it back meanwhile"
    assert set(users_of(video=video)) == {"page:1", "page:2"}

    burn_due()

    new = _public(video, stored)
    assert new
    assert not new & old
    assert Video.objects.get().awaits_redaction is False


def test_film_becomes_public_only_with_its_redaction(video, editor, stored):
    redact_film(actor=editor, video=video, whole_picture=True)
    make_public(video=video, used_by="page:1")
    assert _public(video, stored) == set()

    burn_due()

    assert _public(video, stored)


@pytest.mark.parametrize("wish", [{"tracks": [AREA]}, {"is_mute": True}], ids=["area", "sound"])
def test_a_redaction_that_failed_leaves_the_film_out_of_reach(video, editor, stored, wish, changes):
    make_public(video=video, used_by="page:1")
    name = video.upload.file.name
    kept = Path(storages["default"].path(name)).read_bytes()
    Path(storages["default"].path(name)).write_bytes(b"broken")
    row = redact_film(actor=editor, video=video, **wish)
    burn_due()
    row.refresh_from_db()
    assert row.state == OutboxState.FAILED
    assert _public(video, stored) == set()

    # Tried again, it comes; given up by a person, the old film does.
    assert redact_film(actor=editor, video=video) is None
    assert _public(video, stored)
    assert changes[-1].reason == "replaced"
    Path(storages["default"].path(name)).write_bytes(kept)
    _burnt(editor, video, **wish)
    assert _public(video, stored)
    assert AuditEvent.objects.filter(verb="media.film-redaction-dropped").count() == 1


def test_what_hides_less_leaves_the_old_film_until_it_is_done(video, editor, stored):
    _burnt(editor, video, whole_picture=True)
    make_public(video=video, used_by="page:1")
    old = _public(video, stored)

    redact_film(actor=editor, video=video)

    assert _public(video, stored) == old


def test_a_new_file_does_not_wait_for_a_redaction_of_the_old_one(video, editor):
    redact_film(actor=editor, video=video, whole_picture=True)
    video.refresh_from_db()

    video.file = files.uploaded(files.mp4(), "b.mp4")
    video.save()

    assert Video.objects.get().awaits_redaction is False


def test_a_new_file_forgets_what_was_hidden_in_the_old_one(video, editor):
    _burnt(editor, video, tracks=[AREA])
    _track(video)

    video.file = files.uploaded(files.mp4(), "b.mp4")
    video.save()

    assert Video.objects.get().is_redacted is False
    assert not FilmRedaction.objects.exists()
    assert not FaceTrack.objects.exists()
    assert not publishable(videos=[Video.objects.get()])


# --- asking ---


@pytest.mark.parametrize(
    "tracks",
    [
        [[[0, 0.1, 0.1, 0.1, 0.1]]],
        [[[0, 0.1, 0.1, 0.1, 0.1], [0, 0.2, 0.1, 0.1, 0.1]]],
        [[[0, 0.1, 0.1, 0.1, 0.1], [99, 0.1, 0.1, 0.1, 0.1]]],
        [[[-1, 0.1, 0.1, 0.1, 0.1], [0.5, 0.1, 0.1, 0.1, 0.1]]],
        [[[float("nan"), 0.1, 0.1, 0.1, 0.1], [0.5, 0.1, 0.1, 0.1, 0.1]]],
        [[[0, 0.1, 0.1, 0, 0.1], [0.5, 0.1, 0.1, 0.1, 0.1]]],
        [[[0, 0.1, 0.1], [0.5, 0.1, 0.1, 0.1, 0.1]]],
        [[["a", 0.1, 0.1, 0.1, 0.1], [0.5, 0.1, 0.1, 0.1, 0.1]]],
        [AREA] * 51,
        [[[n / 10_000, 0.1, 0.1, 0.1, 0.1] for n in range(1001)]],
        [[]],
        [None],
    ],
)
def test_senseless_areas_are_refused(video, editor, tracks):
    with pytest.raises((Invalid, TypeError)):
        redact_film(actor=editor, video=video, tracks=tracks)

    assert not FilmRedaction.objects.exists()


def test_areas_are_put_in_order_and_cut_to_the_picture(video, editor):
    row = redact_film(
        actor=editor, video=video, tracks=[[[0.5, 0.9, 0.9, 0.5, 0.5], [0, -0.1, 0, 0.2, 0.2]]]
    )

    assert row.tracks == [[[0, 0, 0, 0.1, 0.2], [0.5, 0.9, 0.9, 0.1, 0.1]]]


HANDLERS = [
    (Role.EDITOR, "POLSEK-320101", True),
    (Role.PUBLISHER, "POLDA-32", True),
    (Role.LEADER, "POLRES-3201", False),
    (Role.EDITOR, "POLRES-3202", False),
    (Role.PANELIST, "MABES", False),
    (None, "", False),
]


@pytest.mark.parametrize(("role", "unit_code", "allowed"), HANDLERS)
def test_films_are_redacted_by_those_who_look_after_the_people(video, role, unit_code, allowed):
    actor = person(role, unit_code) if role else UserFactory()
    if allowed:
        assert redact_film(actor=actor, video=video, tracks=[AREA])
    else:
        with pytest.raises(Refused):
            redact_film(actor=actor, video=video, tracks=[AREA])
        with pytest.raises(Refused):
            ask_for_film_faces(actor=actor, video=video)


def test_one_redaction_at_a_time(video, editor):
    redact_film(actor=editor, video=video, tracks=[AREA])

    with pytest.raises(Conflict):
        redact_film(actor=editor, video=video, whole_picture=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        FilmRedaction.objects.create(video=video, made_by=editor)


def test_film_still_being_prepared_cannot_be_redacted(video, editor):
    Upload.objects.update(state=UploadState.PROCESSING)

    with pytest.raises(Conflict):
        redact_film(actor=editor, video=video, tracks=[AREA])


def test_all_faces_need_the_finder(video, editor, settings):
    settings.FIND_FACES = False

    with pytest.raises(Conflict, match="tidak terpasang"):
        redact_film(actor=editor, video=video, all_faces=True)
    with pytest.raises(Conflict, match="tidak terpasang"):
        ask_for_film_faces(actor=editor, video=video)


def test_film_without_its_original_can_hide_more_and_never_less(video, editor):
    upload = video.upload
    upload.file = ""
    upload.save()
    _burnt(editor, video, tracks=[AREA])
    assert video.is_redacted

    for less in ({}, {"tracks": [OTHER_AREA]}):
        with pytest.raises(Conflict, match="hanya ditambah"):
            redact_film(actor=editor, video=video, **less)

    _burnt(editor, video, tracks=[AREA, OTHER_AREA], is_mute=True)
    assert len(FilmRedaction.objects.filter(state=OutboxState.DONE)) == 2
    with pytest.raises(Conflict, match="hanya ditambah"):
        redact_film(actor=editor, video=video, tracks=[AREA, OTHER_AREA])


def test_chain_holds_numbers_and_no_places(video, editor):
    _burnt(editor, video, tracks=[AREA])

    asked = AuditEvent.objects.get(verb="media.film-redaction-asked")
    done = AuditEvent.objects.get(verb="media.redacted")
    assert (asked.data["areas"], done.data["areas"]) == (1, 1)
    assert "0.2" not in f"{asked.data}{done.data}"


# --- the work ---


def test_broken_original_fails_in_plain_words_and_leaves_the_film(video, editor, stored):
    name = video.upload.file.name
    storages["default"].delete(name)
    storages["default"].save(name, ContentFile(b"no film at all"))
    before = stored()

    row = _burnt(editor, video, tracks=[AREA])

    assert (row.state, video.is_redacted) == (OutboxState.FAILED, False)
    assert "rusak" in row.last_error
    assert stored() == before
    assert redact_film(actor=editor, video=video, tracks=[AREA]), "it can be asked for again"


def test_storage_that_is_away_is_tried_again_and_given_up_in_words(video, editor, caplog):
    row = redact_film(actor=editor, video=video, tracks=[AREA])
    storages["default"].delete(video.upload.file.name)
    Upload.objects.update(file="originals/gone/gone.mp4")

    for _try in range(len(BACK_OFF_S) + 1):
        FilmRedaction.objects.update(next_attempt_at=timezone.now())
        burn_due()

    row.refresh_from_db()
    assert row.state == OutboxState.FAILED
    assert row.last_error


def test_dead_worker_is_replaced_when_its_lease_is_over(video, editor):
    row = redact_film(actor=editor, video=video, tracks=[AREA])
    over = timezone.now() - timedelta(seconds=1)
    FilmRedaction.objects.update(
        state=OutboxState.RUNNING, attempt_count=1, next_attempt_at=over, percent=60
    )

    assert burn_due() == 1

    row.refresh_from_db()
    assert (row.state, row.attempt_count) == (OutboxState.DONE, 2)


def test_worker_that_lost_its_lease_changes_nothing(video, editor, stored, monkeypatch):
    row = redact_film(actor=editor, video=video, tracks=[AREA])
    before = stored()
    make = films.prepare

    def slow(*args, **options):
        made = make(*args, **options)
        FilmRedaction.objects.update(attempt_count=7)  # another worker took it over
        return made

    monkeypatch.setattr(films, "prepare", slow)
    burn_due(limit=1)

    row.refresh_from_db()
    video.refresh_from_db()
    assert (row.state, row.attempt_count) == (OutboxState.RUNNING, 7)
    assert video.is_redacted is False
    assert stored() == before


def test_work_whose_queue_was_lost_is_queued_again(
    video, editor, django_capture_on_commit_callbacks
):
    assert sweep_film_redactions() is False
    row = redact_film(actor=editor, video=video, tracks=[AREA])

    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_film_redactions() is True
        assert sweep_film_redactions() is False, "once a minute is enough"

    row.refresh_from_db()
    assert row.state == OutboxState.DONE


# --- faces ---


@needs_model
@pytest.mark.once
def test_real_face_that_moves_is_one_track_and_gone_from_the_film(tmp_path, editor, settings):
    settings.FIND_FACES = True
    path = tmp_path / "face.mp4"
    with Image.open(ASTRONAUT) as picture:
        for number in range(8):
            frame = Image.new("RGB", (640, 300), "#556655")
            frame.paste(picture, (20 + number * 20, 0))
            frame.save(tmp_path / f"{number}.png")
    clips.run(*("-framerate", "4", "-i", str(tmp_path / "%d.png")), *(*clips.H264, str(path)))

    video = prepared(path.read_bytes(), "face.mp4", protect_mark="witness").video

    (face,) = video.face_tracks.all()
    assert video.film_look.found_count == 1
    assert face.marks[-1][1] - face.marks[0][1] == pytest.approx(140 / 640, abs=0.05)
    assert "1 wajah belum diputuskan" in publishable(videos=[video]).reason
    _burnt(person(Role.ADMINISTRATOR, "MABES"), video, all_faces=True)
    assert publishable(videos=[video])
    for _second, picture in _pictures(video.derivatives.get(preset="300p"), tmp_path):
        assert faces.find(picture) == []


def test_looking_again_keeps_what_was_decided(video, editor):
    decided = _track(video, state=FaceState.DISMISSED, decided_by=editor, decided_at=timezone.now())
    _track(video, marks=[[0, 0.9, 0.9, 0.1, 0.1], [1, 0.9, 0.9, 0.1, 0.1]])
    again = films.Joined(tuple(tuple(mark) for mark in AREA), 0.8)
    other = films.Joined(((0, 0.6, 0.6, 0.1, 0.1), (1, 0.6, 0.6, 0.1, 0.1)), 0.7)

    note_faces(video=video, found=[again, other])

    assert [track.state for track in video.face_tracks.order_by("id")] == [
        FaceState.DISMISSED,
        FaceState.PROPOSED,
    ]
    assert video.face_tracks.order_by("id")[0] == decided
    assert video.film_look.found_count == 2


@needs_model
def test_faces_are_looked_for_again_as_a_step(
    video, editor, settings, django_capture_on_commit_callbacks
):
    settings.FIND_FACES = True
    PipelineStep.objects.all().delete()

    with django_capture_on_commit_callbacks(execute=True):
        ask_for_film_faces(actor=editor, video=video)

    assert PipelineStep.objects.get().state == OutboxState.DONE
    assert video.film_look.found_count == 0


# --- the screen ---


@pytest.fixture
def desk(client, editor):
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(editor)
    return client


def _screen(video):
    return reverse("media_protection", args=["video", video.pk])


def _said(video, **fields):
    return {"what": "chosen", "areas": "", "seen": redaction_version(video)} | fields


def test_screen_takes_areas_as_numbers_without_a_script(desk, video):
    answer = desk.post(
        reverse("media_redact_film", args=[video.pk]),
        _said(video, areas="1 0 20 20 30 30\n1 0,5 40 20 30 30\n\n", is_mute="on"),
    )

    assert answer.status_code == 302
    row = FilmRedaction.objects.get()
    assert row.tracks == [AREA]
    assert row.is_mute
    html = desk.get(_screen(video)).content.decode()
    assert "menunggu gilirannya" in html
    assert "data-redaction" not in html, "one at a time"


@pytest.mark.parametrize(
    ("areas", "words"),
    [
        ("1 0 20 20 30", "Baris 1"),
        ("1 0 20 20 30 30\nx y z", "Baris 2"),
        ("1 0 20 20 30 30", "waktu mulai dan waktu selesai"),
        ("1 0 20 20 30 30\n1 900 20 20 30 30", "di luar lamanya"),
    ],
)
def test_screen_names_what_is_wrong_and_keeps_it(desk, video, areas, words):
    answer = desk.post(reverse("media_redact_film", args=[video.pk]), _said(video, areas=areas))

    html = answer.content.decode()
    assert 400 <= answer.status_code < 500
    assert words in html
    assert areas.splitlines()[0] in html
    assert not FilmRedaction.objects.exists()


def test_old_form_takes_nothing_back_that_was_hidden_since(desk, video, editor):
    before = seen(desk, "video", video)
    redact_film(actor=editor, video=video, tracks=[AREA], is_mute=True)
    burn_due()

    url = reverse("media_redact_film", args=[video.pk])
    said = _said(video, seen=before, what="whole", areas="1 0 10 10 20 20\n1 1 10 10 20 20")
    answer = desk.post(url, said)

    assert answer.status_code == 409
    assert FilmRedaction.objects.get().tracks == [AREA]
    assert answer.context["film_form"].initial == {
        "what": "whole",
        "is_mute": True,
        "areas": "1 0 20.0 20.0 30.0 30.0\n1 0.5 40.0 20.0 30.0 30.0\n"
        "2 0 10.0 10.0 20.0 20.0\n2 1 10.0 10.0 20.0 20.0",
    }


def test_screen_shows_progress_until_it_is_over(desk, video, editor):
    redact_film(actor=editor, video=video, tracks=[AREA])
    FilmRedaction.objects.update(state=OutboxState.RUNNING, attempt_count=1, percent=42)
    url = reverse("media_film_progress", args=[video.pk])

    assert 'value="42"' in desk.get(url).content.decode()
    FilmRedaction.objects.update(next_attempt_at=timezone.now())
    burn_due()

    answer = desk.get(url)
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (200, "true")
    html = desk.get(_screen(video)).content.decode()
    assert "1 0 20.0 20.0 30.0 30.0" in html
    assert "Boleh diterbitkan" in html


def test_screen_says_why_it_failed_and_keeps_the_wish(desk, video, editor):
    redact_film(actor=editor, video=video, tracks=[AREA])
    FilmRedaction.objects.update(
        state=OutboxState.FAILED, finished_at=timezone.now(), last_error="Berkas ini rusak."
    )

    html = desk.get(_screen(video)).content.decode()

    assert "Berkas ini rusak." in html
    assert "1 0 20.0 20.0 30.0 30.0" in html


def test_screen_lists_faces_and_takes_decisions(desk, video):
    face = _track(video)

    html = desk.get(_screen(video)).content.decode()
    assert f'data-track="{face.pk}"' in html
    desk.post(
        reverse("media_redact_film", args=[video.pk]),
        _said(video, **{f"face-{face.pk}-said": "dismissed"}),
    )

    face.refresh_from_db()
    assert face.state == FaceState.DISMISSED


def test_screen_is_not_there_for_another_unit(client, video):
    stranger = person(Role.EDITOR, "POLRES-3202")
    stranger.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(stranger)

    assert client.get(reverse("media_film_progress", args=[video.pk])).status_code == 404
    for name in ("media_redact_film", "media_look_in_film"):
        assert client.post(reverse(name, args=[video.pk]), _said(video)).status_code == 404


@pytest.mark.parametrize("count", [1, 5])
def test_publishable_films_take_constant_queries(count, django_assert_num_queries):
    made = [plain_video() for _ in range(count)]
    for video in made:
        video.protect_mark = "victim"
        video.is_redacted = True

    with django_assert_num_queries(5):
        assert publishable(videos=made)

"""Files that a phone sends for a report: before its text or after, each ends in its place."""

import uuid

import pytest

from cms.base.outbox import OutboxState
from cms.media.models import (
    Photo,
    PipelineStep,
    ProtectMark,
    ResumableUpload,
    Upload,
    Video,
)
from cms.media.services.steps import film, photo_derive
from cms.media.services.steps.work import Work
from cms.media.services.uploads import assign_mark, assign_unit
from publishing.models import PublishedItem
from stories.models import MediaAsset, ReportAttachment
from stories.services.arrivals import STRAYS_BATCH, gather, gather_strays
from stories.services.attachments import MAX_FILES
from tests import files
from tests.factories.media import prepared, received
from tests.factories.people import OfficerFactory
from tests.factories.stories import ReportFactory, described_photo, photo_file, story_page
from tests.factories.tokens import program_of
from tests.media.tus.client import ALL, Tus, metadata
from tests.media.tus.conftest import own_storage, s3_bucket, s3_server
from tests.stories.test_api_reports import REPORTS, body

pytestmark = pytest.mark.django_db
__all__ = ["own_storage", "s3_bucket", "s3_server"]


@pytest.fixture
def officer():
    return OfficerFactory(signed_up=True, posted=True)


@pytest.fixture
def tus(officer) -> Tus:
    return Tus(officer.user)


@pytest.fixture
def send(tus, django_capture_on_commit_callbacks):
    """A function: a whole file for a report; the answer to it."""

    def deed(report_id, data: bytes | None = None, who: Tus = tus, **said: str):
        data = files.jpeg_with_gps() if data is None else data
        said = {"report": str(report_id), "kind": "photo"} | said
        with django_capture_on_commit_callbacks(execute=True):
            return who.create(len(data), data, Upload_Metadata=metadata(**said))

    return deed


@pytest.fixture
def text(officer, django_capture_on_commit_callbacks):
    """A function: the words of a report; the answer to them."""

    def deed(report_id, **changes):
        with django_capture_on_commit_callbacks(execute=True):
            return program_of(officer.user).send(REPORTS, body(id=str(report_id), **changes))

    return deed


def shown(report_id) -> list[tuple[int, str]]:
    return list(
        ReportAttachment.objects.filter(report=report_id).values_list("position", "caption")
    )


@pytest.mark.parametrize("first", ["text", "file"])
def test_text_and_file_meet_whichever_comes_first(send, text, tus, officer, first):
    key = uuid.uuid4()
    deeds = [lambda: text(key), lambda: send(key, slot="4", caption="Pos ronda")]

    answers = [deed() for deed in (deeds if first == "text" else reversed(deeds))]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert shown(key) == [(4, "Pos ronda")]
    upload = Upload.objects.get()
    assert upload.unit_path == officer.unit.path
    receipt = tus.status(f"{ALL}{upload.pk}")
    assert (receipt["report"], receipt["slot"], receipt["is_attached"]) == (str(key), 4, True)


def test_files_stand_in_their_slots(send, text):
    key = uuid.uuid4()
    text(key)

    for slot in ("2", "0", "1"):
        send(key, files.jpeg_with_gps(640 + int(slot), 480), slot=slot, caption=f"Foto {slot}")

    assert shown(key) == [(0, "Foto 0"), (1, "Foto 1"), (2, "Foto 2")]


def test_a_report_of_somebody_else_is_404_before_the_first_byte(send):
    other = ReportFactory(submitted=True)

    answer = send(other.pk)

    assert answer.status_code == 404
    assert not Upload.objects.exists()


def test_a_full_report_takes_no_more_also_counting_what_is_on_its_way(send, tus):
    report = ReportFactory(officer=OfficerFactory(signed_up=True))
    key, mine = uuid.uuid4(), {"report": str(uuid.uuid4())}
    answers = [
        tus.create(500, Upload_Metadata=metadata(**mine)).status_code for _n in range(MAX_FILES + 1)
    ]

    assert answers == [201] * MAX_FILES + [409]
    assert tus.create(500, Upload_Metadata=metadata(report=str(key))).status_code == 201
    assert report.attachments.count() == 0


@pytest.mark.parametrize("state", ["submitted", "claimed", "returned", "accepted", "published"])
def test_a_file_that_comes_late_is_taken_in_every_state(send, officer, state):
    report = ReportFactory(officer=officer, **{state: True})
    before = report.changed_at

    assert send(report.pk).status_code == 201

    assert report.attachments.count() == 1
    report.refresh_from_db()
    assert (report.state, report.changed_at > before) == (state, True)


def test_what_was_taken_out_is_not_taken_again(send, text):
    key = uuid.uuid4()
    text(key, submit=False)
    keep = send(key, files.jpeg_with_gps(640, 480), slot="0")["Location"].rpartition("/")[2]
    send(key, files.jpeg_with_gps(650, 480), slot="1")

    text(key, submit=False, media=[{"id": keep}])
    gather(belongs_to=key)

    assert [str(one.upload_id) for one in ReportAttachment.objects.all()] == [keep]


def test_the_same_picture_twice_is_one_of_the_report(send, text, tus):
    key = uuid.uuid4()
    text(key)
    send(key, slot="0")

    again = send(key, slot="1")

    assert len(shown(key)) == 1
    assert tus.client.get(again["Location"]).json()["is_attached"] is False


def test_all_files_of_a_report_are_told_in_one_answer(send, text, tus, officer):
    key = uuid.uuid4()
    text(key)
    send(key, slot="1")
    tus.create(500, Upload_Metadata=metadata(report=str(key), slot="0", kind="photo"))
    send(key, files.svg(), slot="2")

    found = tus.client.get(ALL, {"report": str(key)}).json()["uploads"]

    assert [(one["slot"], one["state"], one["is_attached"]) for one in found] == [
        (0, "receiving", False),
        (1, "ready", True),
        (2, "refused", False),
    ]
    assert found[2]["code"] == "unsupported-media"
    other = Tus(OfficerFactory(signed_up=True).user)
    assert other.client.get(ALL, {"report": str(key)}).json() == {"uploads": []}
    assert tus.client.get(ALL).status_code == 422


@pytest.mark.parametrize("count", [1, 5])
def test_the_answer_for_a_report_costs_the_same(send, text, tus, django_assert_num_queries, count):
    key = uuid.uuid4()
    text(key)
    for number in range(count):
        send(key, files.jpeg_with_gps(640 + number, 480), slot=str(number))
    tus.client.get(ALL, {"report": str(key)})

    with django_assert_num_queries(5):
        tus.client.get(ALL, {"report": str(key)})


def test_a_process_that_died_in_between_loses_no_file(officer):
    report = ReportFactory(officer=officer, submitted=True)
    upload = received(owner=officer.user)
    Upload.objects.filter(pk=upload.pk).update(belongs_to=report.pk, slot=0)
    received(owner=officer.user, name="b.jpg")

    assert gather_strays() == 1
    assert gather_strays() == 0

    assert report.attachments.get().upload_id == upload.pk


# --- What is said of a file while it is being prepared -------------------------------------------


def test_a_mark_that_comes_after_the_file_holds_for_its_photo(send, text, officer):
    key = uuid.uuid4()
    text(key, submit=False)
    send(key)
    assert Photo.objects.get().protect_mark == ""

    text(key, protect_mark=ProtectMark.CHILD)

    assert Upload.objects.get().protect_mark == ProtectMark.CHILD
    assert Photo.objects.get().protect_mark == ProtectMark.CHILD


def test_late_file_of_a_marked_report_is_marked_in_the_library_at_once():
    report = ReportFactory(submitted=True, protect_mark="victim")
    upload = prepared(owner=report.officer.user)
    Upload.objects.filter(pk=upload.pk).update(belongs_to=report.pk, slot=0)

    gather(belongs_to=report.pk)

    assert MediaAsset.objects.get().protect_mark == "victim"


def test_photo_that_is_public_leaves_with_the_mark_of_its_report(client):
    photo = described_photo()
    page = story_page(lead_photo=photo)
    page.get_latest_revision().publish()
    path = PublishedItem.objects.get().path

    assign_mark(upload_ids=[photo.upload.pk], protect_mark="victim")

    assert client.get(path).status_code == 410


def test_a_file_that_comes_after_the_mark_has_it(send, text):
    key = uuid.uuid4()
    text(key, protect_mark=ProtectMark.VICTIM)

    send(key)

    assert Photo.objects.get().protect_mark == ProtectMark.VICTIM


FILM = pytest.param(film.prepare, Video, "a.mp4", marks=pytest.mark.once)


@pytest.mark.parametrize(("step", "model", "name"), [(photo_derive.derive, Photo, "a.jpg"), FILM])
def test_what_is_said_while_a_file_is_prepared_reaches_what_it_becomes(step, model, name):
    """The worker has read the upload already when its report takes it."""
    upload = received(files.mp4() if name == "a.mp4" else None, name)
    row = PipelineStep.objects.create(
        upload=upload, name="test", state=OutboxState.RUNNING, attempt_count=1
    )
    work = Work(upload, row, needed=["test"], kept={})
    assign_unit(upload_ids=[upload.pk], unit_path="000100010001")
    assign_mark(upload_ids=[upload.pk], protect_mark=ProtectMark.WITNESS)

    step(work)

    thing = model.objects.get(upload=upload)
    assert (thing.unit_path, thing.protect_mark) == ("000100010001", ProtectMark.WITNESS)


# --- Taken out on its way, full, and left lying ---------------------------------------------------


def removing(upload_id) -> dict:
    return {"media_changes": [{"id": str(upload_id), "remove": True}]}


def test_a_file_taken_out_on_its_way_leaves_its_place(officer, tus, text):
    report = ReportFactory(officer=officer, returned=True)
    said = {"report": str(report.pk)}
    ids = [str(uuid.uuid4()) for _file in range(MAX_FILES)]
    for one in ids:
        assert tus.create(500, Upload_Metadata=metadata(id=one, **said)).status_code == 201
    assert tus.create(500, Upload_Metadata=metadata(**said)).status_code == 409

    assert text(report.pk, submit=False, **removing(ids[0])).status_code == 200

    assert tus.create(500, Upload_Metadata=metadata(**said)).status_code == 201


def test_a_file_taken_out_before_its_last_byte_stays_its_senders_own(
    officer, tus, text, django_capture_on_commit_callbacks
):
    report = ReportFactory(officer=officer, returned=True)
    data, key = files.jpeg_with_gps(), uuid.uuid4()
    address = tus.address(len(data), Upload_Metadata=metadata(id=str(key), report=str(report.pk)))
    tus.patch(address, 0, data[:500])
    text(report.pk, submit=False, **removing(key))

    with django_capture_on_commit_callbacks(execute=True):
        assert tus.patch(address, 500, data[500:]).status_code == 204

    assert Upload.objects.get(pk=key).belongs_to is None
    assert not report.attachments.exists()
    assert gather_strays() == 0


def describing(upload_id, caption: str) -> dict:
    return {"media_changes": [{"id": str(upload_id), "caption": caption}]}


@pytest.mark.parametrize("begun", [0, 500])
@pytest.mark.parametrize(
    ("caption", "is_shown"), [("Pos  yang baru dicat", "Pos yang baru dicat"), ("", "")]
)
def test_what_is_said_of_a_file_on_its_way_comes_with_it(
    officer, tus, text, django_capture_on_commit_callbacks, begun, caption, is_shown
):
    report = ReportFactory(officer=officer, returned=True)
    data, key = files.jpeg_with_gps(), uuid.uuid4()
    said = metadata(id=str(key), report=str(report.pk), caption="Pos ronda")
    address = tus.address(len(data), Upload_Metadata=said)
    if begun:
        tus.patch(address, 0, data[:begun])
    text(report.pk, submit=False, **describing(key, caption))

    with django_capture_on_commit_callbacks(execute=True):
        assert tus.patch(address, begun, data[begun:]).status_code == 204

    assert shown(report.pk) == [(0, is_shown)]


def test_what_is_said_of_a_file_that_was_left_lying_is_shown(officer, text):
    report = ReportFactory(officer=officer, returned=True)
    left = received(owner=officer.user)
    Upload.objects.filter(pk=left.pk).update(belongs_to=report.pk, slot=0, caption="Pos ronda")

    text(report.pk, submit=False, **describing(left.pk, "Pos yang baru dicat"))

    assert shown(report.pk) == [(0, "Pos yang baru dicat")]


def test_nobody_describes_what_somebody_else_sends(officer, text):
    other = OfficerFactory(signed_up=True, posted=True)
    key, theirs = uuid.uuid4(), ReportFactory(officer=other, returned=True)
    Tus(other.user).create(500, Upload_Metadata=metadata(id=str(key), report=str(theirs.pk)))
    left = received(owner=other.user)
    Upload.objects.filter(pk=left.pk).update(belongs_to=theirs.pk)
    own = ReportFactory(officer=officer, returned=True)

    for one in (key, left.pk):
        assert text(own.pk, submit=False, **describing(one, "Milik saya")).status_code == 200

    assert ResumableUpload.objects.get(pk=key).caption is None
    assert Upload.objects.get(pk=left.pk).caption == ""


def test_nobody_turns_away_what_somebody_else_sends(officer, text):
    other = OfficerFactory(signed_up=True, posted=True)
    key, theirs = uuid.uuid4(), ReportFactory(officer=other, returned=True)
    Tus(other.user).create(500, Upload_Metadata=metadata(id=str(key), report=str(theirs.pk)))
    own = ReportFactory(officer=officer, returned=True)

    assert text(own.pk, submit=False, **removing(key)).status_code == 200

    assert ResumableUpload.objects.get(pk=key).belongs_to == theirs.pk


def test_the_plain_form_leaves_the_places_of_what_is_coming(officer, tus, client):
    report = ReportFactory(officer=officer, returned=True)
    for _file in range(2):
        tus.create(500, Upload_Metadata=metadata(report=str(report.pk)))
    client.force_login(officer.user)
    colours = ["red", "blue", "green", "teal", "black", "white", "gold", "pink", "navy"]
    photos = [photo_file(f"{colour}.png", colour) for colour in colours]

    answer = client.post(f"/lapor/{report.pk}/ubah/", {"action": "draft", "photos": photos})

    assert answer.status_code == 422
    assert "termasuk yang masih dalam perjalanan" in answer.content.decode()
    assert report.attachments.count() == MAX_FILES - 2


def test_pictures_that_came_twice_hide_no_file_that_was_left_lying(officer):
    report = ReportFactory(id=uuid.UUID(int=1), officer=officer, submitted=True)
    first = received(owner=officer.user)
    Upload.objects.filter(pk=first.pk).update(belongs_to=report.pk, slot=0)
    assert gather_strays() == 1
    values = {
        field.attname: getattr(first, field.attname) for field in Upload._meta.concrete_fields
    }
    values["belongs_to"] = report.pk
    Upload.objects.bulk_create(  # one picture, sent again and again by a phone that is not well
        Upload(**(values | {"id": uuid.uuid4()})) for _time in range(STRAYS_BATCH + 1)
    )
    lost = ReportFactory(id=uuid.UUID(int=2**128 - 1), officer=officer, submitted=True)
    left = received(files.jpeg_with_gps(640, 480), owner=officer.user, name="b.jpg")
    Upload.objects.filter(pk=left.pk).update(belongs_to=lost.pk, slot=0)

    assert gather_strays() == 1

    assert lost.attachments.count() == 1

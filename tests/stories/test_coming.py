"""Files of a report that are still on their way: counted, asked about, told when they come late."""

import datetime
import uuid

import pytest
from django.utils import timezone

from cms.base.errors import Conflict
from cms.media.models import ResumableState, ResumableUpload, Upload
from cms.people.models import Notice, Role
from stories.models import Report, StoryPage
from stories.selectors.coming import Coming, coming_to
from stories.services import accept, late_files, unaccept
from stories.services.accept import FilesComing
from stories.services.desk import holding, splitting
from tests import files
from tests.factories.people import person
from tests.factories.stories import ReportFactory
from tests.factories.tokens import program_of
from tests.media.tus.client import metadata
from tests.stories.at_desk import client_of, sit
from tests.stories.test_api_reports import REPORTS, body
from tests.stories.test_arrivals import officer, own_storage, s3_bucket, s3_server, send, text, tus

pytestmark = pytest.mark.django_db
__all__ = ["officer", "own_storage", "s3_bucket", "s3_server", "send", "text", "tus"]
SENTENCE = "{} dari {} berkas masih dalam perjalanan"
TICK = 'name="without_coming"'


def _announce(tus, key, **said) -> str:
    answer = tus.create(500, Upload_Metadata=metadata(report=str(key), kind="photo", **said))
    assert answer.status_code == 201
    return answer["Location"].rpartition("/")[2]


def _coming(key) -> Coming:
    return coming_to(Report.objects.get(pk=key))


# --- Counting -------------------------------------------------------------------------------------


def test_what_the_phone_said_is_waited_for_and_counted_down(send, text):
    key = uuid.uuid4()
    assert text(key, files=2).status_code == 201
    assert _coming(key) == Coming(2, 2)

    send(key, files.jpeg_with_gps(640, 480))
    assert _coming(key) == Coming(1, 2)

    send(key, files.jpeg_with_gps(650, 480))
    assert not _coming(key)


def test_an_old_app_says_no_number_and_what_it_announced_is_counted(tus, text):
    key = uuid.uuid4()
    text(key)
    assert not _coming(key)

    _announce(tus, key)

    assert _coming(key) == Coming(1, 1)


def test_what_was_announced_is_not_counted_twice(tus, text):
    key = uuid.uuid4()
    _announce(tus, key)
    text(key, files=3)
    _announce(tus, key)

    assert _coming(key) == Coming(3, 3)


def test_a_file_that_was_refused_is_not_waited_for(tus, text):
    key = uuid.uuid4()
    text(key, files=2)
    pk = _announce(tus, key)
    ResumableUpload.objects.filter(pk=pk).update(state=ResumableState.REFUSED, reason="Rusak.")

    assert _coming(key) == Coming(1, 1)


def test_the_same_picture_twice_is_not_waited_for(send, text):
    key = uuid.uuid4()
    text(key, files=2)
    send(key, slot="0")
    send(key, slot="1")

    assert not _coming(key)


def test_after_seven_days_nothing_is_waited_for(text):
    key = uuid.uuid4()
    text(key, files=2)
    long_ago = timezone.now() - datetime.timedelta(days=7, minutes=1)
    Report.objects.filter(pk=key).update(files_expected_at=long_ago)

    assert not _coming(key)


def test_somebody_elses_upload_counts_for_nothing(text):
    key, other = uuid.uuid4(), person(Role.EDITOR)
    text(key)
    ResumableUpload.objects.create(
        owner=other, length=5, belongs_to=key, expires_at=timezone.now() + datetime.timedelta(1)
    )

    assert not _coming(key)


def test_what_moved_with_a_part_is_not_waited_for_again(send, text):
    key, user = uuid.uuid4(), person(Role.EDITOR)
    text(key, files=2)
    send(key)
    holding.claim(actor=user, report_id=key)
    moved = Report.objects.get(pk=key).attachments.get()

    part = splitting.split(
        actor=user,
        report_id=key,
        data=splitting.SplitInput(
            kept_title="Ronda",
            kept_text="Ronda malam bersama warga RW 3.",
            title="Panen",
            text="Panen cabai bersama karang taruna.",
            attachment_ids=frozenset([moved.pk]),
        ),
    )

    assert (_coming(key), bool(_coming(part.pk))) == (Coming(1, 1), False)


# --- What the officer says ------------------------------------------------------------------------


def test_the_app_says_that_fewer_come(officer, text):
    key = uuid.uuid4()
    text(key, files=3)

    answer = program_of(officer.user).send(f"{REPORTS}{key}/files/", {"files": 1})

    assert (answer.status_code, answer.json()["coming"]) == (200, {"left": 1, "total": 1})


@pytest.mark.parametrize("files", [-1, 11, "dua", None, 1.5])
def test_a_number_that_is_none_is_refused(officer, text, files):
    key = uuid.uuid4()
    text(key)

    answers = [program_of(officer.user).send(f"{REPORTS}{key}/files/", {"files": files})]
    if files is not None:
        answers.append(program_of(officer.user).send(REPORTS, body(files=files)))

    assert {answer.status_code for answer in answers} == {422}


def test_nobody_says_it_of_somebody_elses_report(officer, client):
    other = ReportFactory(submitted=True)
    client.force_login(officer.user)

    answers = [
        program_of(officer.user).send(f"{REPORTS}{other.pk}/files/", {"files": 0}),
        client.post(f"/lapor/{other.pk}/cukup/"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_the_officer_says_on_the_page_that_no_more_come(officer, tus, text, client):
    key = uuid.uuid4()
    text(key, files=3)
    _announce(tus, key)
    client.force_login(officer.user)
    assert SENTENCE.format(3, 3) in client.get(f"/lapor/{key}/").content.decode()

    answer = client.post(f"/lapor/{key}/cukup/", follow=True)

    assert "Redaksi tidak menunggu berkas lagi." in answer.content.decode()
    assert not _coming(key)


# --- At the desk ----------------------------------------------------------------------------------


@pytest.mark.parametrize("view", ["list", "columns"])
def test_the_list_says_what_is_on_its_way(text, view):
    key = uuid.uuid4()
    text(key, files=5)
    client, _user = sit()

    html = client.get("/admin/meja/", {"view": view}).content.decode()

    assert SENTENCE.format(5, 5) in html


@pytest.mark.parametrize("door", ["accept", "into"])
def test_accepting_asks_first_and_goes_on_after_a_tick(text, door):
    key = uuid.uuid4()
    text(key, files=2)
    client, user = sit()
    holding.claim(actor=user, report_id=key)
    into = accept.accept(
        actor=user,
        report_id=holding.claim(actor=user, report_id=ReportFactory(submitted=True).pk).pk,
    )
    address, said = {
        "accept": ("terima", {}),
        "into": ("terima", {"page": into.pk}),
    }[door]

    asked = client.post(f"/admin/meja/{key}/{address}/", said)
    stood = Report.objects.get(pk=key).state
    answer = client.post(f"/admin/meja/{key}/{address}/", said | {"without_coming": "on"})

    html = asked.content.decode()
    assert (asked.status_code, stood) == (409, "claimed")
    assert SENTENCE.format(2, 2) in html
    assert TICK in html
    assert answer.status_code == 302
    assert Report.objects.get(pk=key).state == "accepted"


@pytest.mark.parametrize("wants", ["html", "json"])
def test_joining_many_says_so_and_can_be_said_again(text, wants):
    key = uuid.uuid4()
    text(key, files=1)
    client, _user = sit()
    said = {"step": "merge", "report": [str(ReportFactory(submitted=True).pk), str(key)]}
    headers = {"Accept": "application/json"} if wants == "json" else {}

    asked = client.post("/admin/meja/massal/", said, headers=headers)
    answer = client.post("/admin/meja/massal/", said | {"without_coming": "on"}, headers=headers)

    assert asked.status_code == 409
    if wants == "json":
        assert asked.json()["code"] == "files-coming"
    else:
        assert "Gabung sekarang, tanpa menunggu" in asked.content.decode()
    assert answer.status_code == 302
    assert StoryPage.objects.get().sources.count() == 2


def test_an_open_page_hears_of_new_files_and_of_those_that_are_ready(send, text):
    key = uuid.uuid4()
    text(key, files=1)
    client, _user = sit()
    versions = []

    def look():
        now = client.post(f"/admin/meja/{key}/hadir/").json()
        assert (
            f'data-version="{now["version"]}"' in client.get(f"/admin/meja/{key}/").content.decode()
        )
        versions.append(now["version"])
        return now["coming"]

    assert look() == SENTENCE.format(1, 1)
    send(key)
    Upload.objects.update(state="processing")
    assert look() == ""
    Upload.objects.update(state="ready")
    look()
    assert len(set(versions)) == 3


@pytest.mark.parametrize("rows", [1, 5])
def test_counting_asks_nothing_more(rows, tus, text, django_assert_num_queries):
    client, _user = sit()
    for number in range(rows):
        key = uuid.uuid4()
        text(key, files=3, title=f"Sambang {number}")
        _announce(tus, key)
    client.get("/admin/meja/")

    with django_assert_num_queries(9):
        client.get("/admin/meja/pembaruan/")


# --- Late -----------------------------------------------------------------------------------------


@pytest.fixture
def late(send, text):
    """A report that was accepted before its file came, who accepted it, and the story."""
    key, user = uuid.uuid4(), person(Role.EDITOR)
    text(key, files=1, title="Ronda malam")
    holding.claim(actor=user, report_id=key)
    page = accept.accept(actor=user, report_id=key, without_coming=True)
    send(key, caption="Warga di pos ronda")
    return Report.objects.get(pk=key), user, page


def test_who_holds_the_story_is_told_once(late, send):
    report, user, _page = late
    send(report.pk, files.jpeg_with_gps(700, 500))

    notice = Notice.objects.get(user=user)
    assert (notice.path, "Ronda malam" in notice.text) == (f"/admin/meja/{report.pk}/", True)


def test_who_wrote_in_it_last_is_told_too_unless_they_left(send, text):
    key, first, last = uuid.uuid4(), person(Role.EDITOR), person(Role.PUBLISHER)
    text(key, files=1)
    holding.claim(actor=first, report_id=key)
    page = accept.accept(actor=first, report_id=key, without_coming=True)
    page.save_revision(user=last, clean=False)
    first.is_active = False
    first.save()

    send(key)

    told = Notice.objects.filter(path=f"/admin/meja/{key}/")
    assert [notice.user for notice in told] == [last]


def test_late_files_go_into_the_story_by_one_press(late):
    report, user, page = late
    client = client_of(user)
    assert "Masukkan ke cerita" in client.get(f"/admin/meja/{report.pk}/").content.decode()

    answer = client.post(f"/admin/meja/{report.pk}/susulan/")

    newest = StoryPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert answer["Location"] == f"/admin/pages/{page.pk}/edit/"
    assert (len(newest.photos()), newest.lead_alt) == (1, "Warga di pos ronda")
    assert str(report.officer) in newest.lead_photo.credit
    assert "Masukkan ke cerita" not in client.get(f"/admin/meja/{report.pk}/").content.decode()
    # Taking the acceptance back is not hindered by what was ours.
    unaccept.unaccept(actor=user, report_id=report.pk, discard_edits=True)
    again = accept.accept(actor=user, report_id=report.pk)
    assert len(again.photos()) == 1


def test_late_files_may_stay_with_the_report(late):
    report, user, page = late
    client = client_of(user)

    client.post(f"/admin/meja/{report.pk}/susulan/biarkan/")

    assert "Masukkan ke cerita" not in client.get(f"/admin/meja/{report.pk}/").content.decode()
    assert StoryPage.objects.get(pk=page.pk).get_latest_revision_as_object().photos() == []
    with pytest.raises(Conflict):
        late_files.place(actor=user, report_id=report.pk)


def test_late_files_are_placed_by_whoever_works_there_alone(late):
    report, _user, _page = late
    answers = [
        sit(**who)[0].post(f"/admin/meja/{report.pk}/{step}")
        for step in ("susulan/", "susulan/biarkan/")
        for who in ({"role": Role.LEADER}, {"unit_code": "POLSEK-990101"})
    ]

    assert {answer.status_code for answer in answers} <= {403, 404}


def test_a_story_that_waits_for_approval_is_not_written_in(late):
    report, user, page = late
    page.get_workflow().start(page, user)

    with pytest.raises(Conflict):
        late_files.place(actor=user, report_id=report.pk)


def test_asking_says_how_many(text):
    key, user = uuid.uuid4(), person(Role.EDITOR)
    text(key, files=4)
    holding.claim(actor=user, report_id=key)

    with pytest.raises(FilesComing, match="4 dari 4"):
        accept.accept(actor=user, report_id=key)

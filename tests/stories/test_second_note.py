"""A report that was mended and sent, and came back again: nothing sent blindly passes the second
note."""

import uuid

import pytest

from cms.people.models import Role
from stories.models import ReportState
from stories.services.desk import holding
from stories.services.desk.deciding import return_report
from tests.factories.people import OfficerFactory, person
from tests.factories.stories import ReportFactory
from tests.factories.tokens import program_of
from tests.stories.test_api_reports import REPORTS, body

pytestmark = pytest.mark.django_db
FIRST, SECOND = "Tolong tambahkan hasilnya.", "Wajah anak itu belum boleh terlihat."


@pytest.fixture
def officer():
    return OfficerFactory(signed_up=True, posted=True)


@pytest.fixture
def phone(officer):
    return program_of(officer.user)


@pytest.fixture
def report(officer):
    report = ReportFactory(officer=officer, submitted=True)
    give_back(report, FIRST)
    return report


def give_back(report, note):
    editor = person(Role.EDITOR, report.unit.code)
    holding.claim(actor=editor, report_id=report.pk)
    return_report(actor=editor, report_id=report.pk, note=note)
    report.refresh_from_db()


def state_of(report) -> str:
    report.refresh_from_db()
    return report.state


def test_what_the_phone_sends_again_is_answered_with_the_note(phone, report):
    seen = phone.get(f"{REPORTS}{report.pk}/").json()["submitted_at"]
    mended = body(
        id=str(report.pk), text="Warga sepakat berjaga. Hasilnya baik.", seen_submitted_at=seen
    )
    assert phone.send(REPORTS, mended).status_code == 200  # this answer was lost on its way
    report.refresh_from_db()
    give_back(report, SECOND)

    again = phone.send(REPORTS, mended)

    assert again.status_code == 422
    assert SECOND in again.json()["errors"]["seen_submitted_at"]
    assert state_of(report) == ReportState.RETURNED
    read = phone.get(f"{REPORTS}{report.pk}/").json()["submitted_at"]
    assert phone.send(REPORTS, mended | {"seen_submitted_at": read}).status_code == 200
    assert state_of(report) == ReportState.SUBMITTED


def test_the_first_sending_is_no_answer_to_a_note(phone, officer):
    first = body(id=str(uuid.uuid4()), seen_submitted_at=None)
    assert phone.send(REPORTS, first).status_code == 201
    report = officer.reports.get()
    give_back(report, FIRST)

    assert phone.send(REPORTS, first).status_code == 422
    assert state_of(report) == ReportState.RETURNED


def test_who_names_nothing_sends_all_the_same(phone, report):
    assert phone.send(REPORTS, body(id=str(report.pk))).status_code == 200
    assert state_of(report) == ReportState.SUBMITTED


def test_a_time_without_a_zone_is_refused(phone, report):
    sent = body(id=str(report.pk), seen_submitted_at="2026-11-26T08:00:00")

    assert phone.send(REPORTS, sent).status_code == 422
    assert state_of(report) == ReportState.RETURNED


def test_an_old_page_brings_the_second_note_and_sends_when_it_was_read(client, officer, report):
    client.force_login(officer.user)
    url = f"/lapor/{report.pk}/ubah/"
    page = client.get(url)
    assert FIRST in page.content.decode()
    form = {k: v or "" for k, v in page.context["form"].initial.items()} | {"action": "send"}
    assert client.post(url, form).status_code == 303
    report.refresh_from_db()
    give_back(report, SECOND)

    old = client.post(url, form | {"text": "Ditulis sebelum catatan kedua dibaca."})

    assert old.status_code == 422
    assert SECOND in str(old.context["form"].non_field_errors())
    assert "Ditulis sebelum catatan kedua dibaca." in old.content.decode()
    assert state_of(report) == ReportState.RETURNED
    form["seen_submitted_at"] = old.context["form"]["seen_submitted_at"].value()
    assert client.post(url, form).status_code == 303
    assert state_of(report) == ReportState.SUBMITTED


@pytest.mark.parametrize("seen", ["kemarin", "2026-11-26T08:00", "9" * 5000])
def test_a_moment_that_nobody_can_read_is_an_old_page(client, officer, report, seen):
    client.force_login(officer.user)
    url = f"/lapor/{report.pk}/ubah/"
    form = {k: v or "" for k, v in client.get(url).context["form"].initial.items()}

    answer = client.post(url, form | {"action": "send", "seen_submitted_at": seen})

    assert answer.status_code == 422
    assert state_of(report) == ReportState.RETURNED

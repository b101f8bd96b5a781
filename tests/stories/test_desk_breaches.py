"""Late reports are told once, to those who answer for them; leaders' thanks."""

import datetime

import pytest
from django.db import transaction
from django.utils import timezone

from cms.base.errors import Invalid, Refused
from cms.config.sweeps import SWEEPS
from cms.people.models import Notice, Role
from stories.models import Commendation, DeskPresence, Report
from stories.services.desk import breaches, commending
from stories.tasks import sweep_desk
from tests.factories.people import person
from tests.factories.stories import ReportFactory
from tests.parallel import at_once
from tests.stories.at_desk import sit

pytestmark = pytest.mark.django_db


def _told(user) -> list[str]:
    return list(Notice.objects.filter(user=user).values_list("text", flat=True))


def test_the_nearest_desk_with_staff_is_told_once():
    near, far, leader = person(Role.EDITOR), person(Role.EDITOR, "POLDA-32"), person(Role.LEADER)
    report = ReportFactory(overdue=True, title="Ronda")

    told = [breaches.tell_breaches() for _round in range(2)]

    report.refresh_from_db()
    assert told == [1, 0]
    assert report.breach_told_at is not None
    assert _told(near) == ["Laporan “Ronda” melewati batas waktunya."]
    assert _told(far) == _told(leader) == []


def test_where_no_desk_is_near_the_one_above_is_told():
    far = person(Role.PUBLISHER, "MABES")
    ReportFactory(overdue=True)

    breaches.tell_breaches()

    assert len(_told(far)) == 1


def test_the_holder_is_told_wherever_they_sit():
    near, holder = person(Role.EDITOR), person(Role.EDITOR, "POLDA-32")
    ReportFactory(claimed=True, claimed_by=holder, due_at=timezone.now())

    breaches.tell_breaches()

    assert (len(_told(near)), len(_told(holder))) == (1, 1)


def test_many_late_reports_make_one_notice():
    editor = person(Role.EDITOR)
    for _number in range(4):
        ReportFactory(overdue=True)

    breaches.tell_breaches()

    assert _told(editor) == ["4 laporan melewati batas waktunya."]


def test_what_is_decided_or_not_due_is_not_told():
    editor = person(Role.EDITOR)
    late = {"due_at": timezone.now() - datetime.timedelta(hours=1)}
    for state in ("returned", "accepted", "declined", "published"):
        ReportFactory(**{state: True}, **late)
    ReportFactory(submitted=True)

    assert breaches.tell_breaches() == 0
    assert _told(editor) == []


def test_a_reopened_report_may_be_late_a_second_time():
    client, _user = sit()
    report = ReportFactory(declined=True, breach_told_at=timezone.now())

    client.post(f"/admin/meja/{report.pk}/buka-lagi/")
    Report.objects.filter(pk=report.pk).update(due_at=timezone.now())

    assert breaches.tell_breaches() == 1


def test_more_than_one_batch_is_told_in_one_round():
    person(Role.EDITOR)
    reports = [ReportFactory(overdue=True) for _number in range(3)]

    told = [breaches.tell_breaches(at_once=2) for _round in range(3)]

    assert told == [2, 1, 0]
    assert Report.objects.exclude(breach_told_at=None).count() == len(reports)


@pytest.mark.parametrize("count", [1, 5])
def test_telling_asks_as_much_for_one_report_as_for_five(count, django_assert_num_queries):
    for _number in range(count):
        ReportFactory(overdue=True)

    # Savepoint twice, candidates, lock, mark, staff; nobody is there to be told.
    with django_assert_num_queries(6):
        breaches.tell_breaches()


def test_a_process_that_dies_before_the_end_leaves_nothing_half_told():
    editor = person(Role.EDITOR)
    ReportFactory(overdue=True)

    def tell_and_die():
        with transaction.atomic():
            breaches.tell_breaches()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tell_and_die()

    assert _told(editor) == []
    assert breaches.tell_breaches() == 1
    assert len(_told(editor)) == 1


def test_the_sweeper_looks_often_enough_and_forgets_old_heartbeats():
    editor = person(Role.EDITOR)
    old = timezone.now() - datetime.timedelta(hours=1)
    DeskPresence.objects.create(report=ReportFactory(overdue=True), user=editor, seen_at=old)

    sweep_desk()

    assert next(sweep.every_s for sweep in SWEEPS if sweep.run is sweep_desk) <= 30
    assert len(_told(editor)) == 1
    assert not DeskPresence.objects.exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_sweepers_at_once_tell_once():
    editor = person(Role.EDITOR)
    for _number in range(3):
        ReportFactory(overdue=True)

    told = at_once(*[breaches.tell_breaches] * 3)

    assert sum(told) == 3
    assert len(_told(editor)) == 1


# --- Thanks ---------------------------------------------------------------------------------------


def test_a_leader_thanks_once_and_the_officer_reads_it():
    client, leader = sit(Role.LEADER, first_name="Agus", last_name="Prasetyo")
    report = ReportFactory(submitted=True)
    words = {"note": "Terima kasih, kerja yang tulus."}

    shown = client.get(f"/admin/meja/{report.pk}/")
    first = client.post(f"/admin/meja/{report.pk}/apresiasi/", words)
    second = client.post(f"/admin/meja/{report.pk}/apresiasi/", words)

    client.force_login(report.officer.user)
    page = client.get(f"/lapor/{report.pk}/").content.decode()
    assert shown.context["can_commend"]
    assert (first.status_code, second.status_code) == (302, 409)
    assert Commendation.objects.get().leader == leader
    assert _told(report.officer.user) == [
        f"Agus Prasetyo memberi apresiasi untuk laporan “{report.title}”."
    ]
    assert "Terima kasih, kerja yang tulus." in page
    assert "Agus Prasetyo" in page


def test_two_leaders_thank_each_for_themselves():
    report = ReportFactory(published=True)
    for code in ("POLRES-3201", "POLDA-32"):
        commending.commend(
            actor=person(Role.LEADER, code), report_id=report.pk, text="Kerja yang baik sekali."
        )

    assert Commendation.objects.filter(report=report).count() == 2


@pytest.mark.parametrize("text", ["", "bagus", "x" * 601])
def test_thanks_need_words(text):
    report = ReportFactory(submitted=True)

    with pytest.raises(Invalid):
        commending.commend(actor=person(Role.LEADER), report_id=report.pk, text=text)


def test_editors_and_leaders_of_others_do_not_thank():
    report = ReportFactory(submitted=True)

    for actor in (person(Role.EDITOR), person(Role.LEADER, "POLRES-3275")):
        with pytest.raises(Refused):
            commending.commend(actor=actor, report_id=report.pk, text="Kerja yang baik sekali.")

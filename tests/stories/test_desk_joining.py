"""Merged, split, and taken back."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from cms.base.errors import Conflict, Invalid, Refused
from cms.base.models import AuditEvent
from cms.people.models import Notice, Role
from stories.models import Report, StoryPage
from stories.services import accept, intake, unaccept
from stories.services.desk import holding, merging, splitting
from tests.factories.people import OfficerFactory, person, unit
from tests.factories.stories import ReportFactory
from tests.stories.at_desk import sit

pytestmark = pytest.mark.django_db
PARTS = {
    "kept_title": "Ronda malam",
    "kept_text": "Ronda malam bersama warga RW 3.",
    "title": "Panen cabai",
    "text": "Panen cabai bersama karang taruna.",
}


def _split(client, report, **parts):
    """Send the form as the page shows it now, filled in with ``PARTS`` and ``parts``."""
    address = f"/admin/meja/{report.pk}/pisah/"
    version = client.get(address).context["version"]
    return client.post(address, PARTS | {"version": version} | parts)


def _body(page) -> list[str]:
    return [block.block_type for block in page.get_latest_revision_as_object().body]


# --- Merging --------------------------------------------------------------------------------------


def test_reports_of_one_event_become_one_story_with_all_officers():
    client, user = sit()
    reports = [ReportFactory(submitted=True, with_photos=1) for _number in range(3)]

    response = client.post(
        "/admin/meja/massal/", {"step": "merge", "report": [r.pk for r in reports]}
    )

    page = StoryPage.objects.get()
    latest = page.get_latest_revision_as_object()
    assert response["Location"] == f"/admin/pages/{page.pk}/edit/"
    assert set(Report.objects.values_list("state", flat=True)) == {"accepted"}
    assert {link.officer for link in latest.story_officers.all()} == {r.officer for r in reports}
    assert len(latest.photos()) == 3
    assert page.sources.count() == 3
    assert Notice.objects.filter(text__contains="digabung").count() == 3
    assert user == Report.objects.first().events.last().actor


def test_merging_is_all_or_nothing():
    user = person(Role.EDITOR)
    mine, other = ReportFactory(submitted=True), ReportFactory(claimed=True)

    with pytest.raises(Conflict):
        merging.merge(actor=user, report_ids=[mine.pk, other.pk])

    mine.refresh_from_db()
    assert mine.state == "submitted"
    assert not StoryPage.objects.exists()


@pytest.mark.parametrize("count", [0, 1])
def test_one_report_is_no_merger(count):
    reports = [ReportFactory(submitted=True).pk for _number in range(count)]

    with pytest.raises(Invalid):
        merging.merge(actor=person(Role.EDITOR), report_ids=[*reports, *reports])


def test_reports_of_the_same_place_and_day_are_pointed_at():
    client, user = sit()
    report = ReportFactory(claimed=True, claimed_by=user)
    near = ReportFactory(submitted=True, title="Ronda dari sudut lain")
    ReportFactory(
        submitted=True, title="Tahun lalu", happened_at=report.happened_at.replace(year=2025)
    )

    page = client.get(f"/admin/meja/{report.pk}/")
    asked = client.post("/admin/meja/gabung/", {"report": [report.pk, near.pk]})

    assert page.context["same_event"] == [near]
    assert asked.context["reports"] == [report, near]
    assert not StoryPage.objects.exists()


@pytest.fixture
def older_and_newer():
    """Two reports of one event, each with a photo, the older first."""
    older = ReportFactory(submitted=True, with_photos=1, title="Dari pagi", text="Kami mulai pagi.")
    later = older.happened_at + timedelta(hours=3)
    newer = ReportFactory(
        submitted=True, with_photos=1, title="Dari siang", text="Kami selesai.", happened_at=later
    )
    return older, newer


def test_who_joins_reports_is_asked_which_leads_and_the_oldest_is_proposed(older_and_newer):
    client, _user = sit()
    older, newer = older_and_newer

    asked = client.post("/admin/meja/gabung/", {"report": [newer.pk, older.pk]})

    page = asked.content.decode()
    assert asked.context["reports"] == [older, newer]
    assert page.count("checked") == 1
    assert f'name="lead" value="{older.pk}" aria-describedby="desk-merge-help" checked' in page


@pytest.mark.parametrize("leads", [0, 1])
def test_the_report_that_leads_comes_first_with_its_words_and_photos(older_and_newer, leads):
    client, _user = sit()
    lead = older_and_newer[leads]

    client.post(
        "/admin/meja/massal/",
        {"step": "merge", "report": [r.pk for r in older_and_newer], "lead": lead.pk},
    )

    page = StoryPage.objects.get().get_latest_revision_as_object()
    assert page.title == lead.title
    assert page.lead_photo == lead.attachments.get().upload.photo
    assert lead.text in str(page.body[0])


def test_a_lead_that_is_not_joined_joins_nothing(older_and_newer):
    with pytest.raises(Invalid):
        merging.merge(
            actor=person(Role.EDITOR),
            report_ids=[report.pk for report in older_and_newer],
            lead_id=uuid.uuid4(),
        )

    assert not StoryPage.objects.exists()


@pytest.mark.parametrize("wrong", [[], ["x"], [str(uuid.uuid4())], ["one"], ["one", "elsewhere"]])
def test_the_question_says_what_cannot_be_joined(wrong):
    client, _user = sit()
    reports = {
        "one": ReportFactory(submitted=True),
        "elsewhere": ReportFactory(submitted=True, officer__unit=unit("POLRES-3275")),
    }

    response = client.post(
        "/admin/meja/gabung/", {"report": [getattr(reports.get(w), "pk", w) for w in wrong]}
    )

    assert response.status_code in (404, 422)
    assert response.context["problem"]


@pytest.mark.parametrize("rows", [2, 6])
def test_the_question_asks_the_same_for_two_reports_as_for_six(rows, django_assert_num_queries):
    client, _user = sit()
    ids = [ReportFactory(submitted=True, with_photos=1).pk for _number in range(rows)]
    client.post("/admin/meja/gabung/", {"report": ids})

    with django_assert_num_queries(QUESTION_QUERIES):
        client.post("/admin/meja/gabung/", {"report": ids})


QUESTION_QUERIES = 15


# --- Splitting ------------------------------------------------------------------------------------


def test_a_report_is_shared_out_among_two():
    client, user = sit()
    report = ReportFactory(claimed=True, claimed_by=user, with_photos=2, protect_mark="child")
    moved = report.attachments.last()

    response = _split(client, report, attachment=moved.pk)

    part = Report.objects.get(split_from=report)
    report.refresh_from_db()
    assert response["Location"] == f"/admin/meja/{part.pk}/"
    assert (report.title, part.title) == ("Ronda malam", "Panen cabai")
    assert (report.attachments.count(), part.attachments.get().pk) == (1, moved.pk)
    assert (part.state, part.claimed_by, part.protect_mark) == ("claimed", user, "child")
    assert (part.officer, part.due_at) == (report.officer, report.due_at)
    assert Notice.objects.filter(user=report.officer.user).count() == 1


def test_the_officers_own_words_stay_in_the_audit_and_the_officer_sees_both():
    client, user = sit()
    report = ReportFactory(claimed=True, claimed_by=user, text="Kata-kata asli dari pelapor.")
    _split(client, report)
    part = Report.objects.get(split_from=report)

    client.force_login(report.officer.user)
    pages = [client.get(f"/lapor/{each.pk}/").content.decode() for each in (report, part)]

    event = AuditEvent.objects.get(verb="report.split")
    assert event.data["text"] == "Kata-kata asli dari pelapor."
    assert "Sebagian dipisah redaksi" in pages[0]
    assert "Dipisah redaksi dari laporan Anda" in pages[1]


@pytest.mark.parametrize("field", sorted(PARTS))
@pytest.mark.parametrize("value", ["", "pendek" * 2000])
def test_an_incomplete_part_is_refused_and_kept_on_the_page(field, value):
    client, user = sit()
    report = ReportFactory(claimed=True, claimed_by=user)

    response = _split(client, report, **{field: value})

    assert response.status_code == 422
    assert f'id="e-{field}"' in response.content.decode()
    assert not Report.objects.filter(split_from=report).exists()


def test_only_the_holder_splits():
    report = ReportFactory(claimed=True)

    with pytest.raises(Conflict):
        splitting.split(
            actor=person(Role.EDITOR), report_id=report.pk, data=splitting.SplitInput(**PARTS)
        )


def test_files_of_another_report_do_not_move():
    client, user = sit()
    report = ReportFactory(claimed=True, claimed_by=user)
    other = ReportFactory(claimed=True, claimed_by=user, with_photos=1)

    _split(client, report, attachment=other.attachments.get().pk)

    assert other.attachments.count() == 1


@pytest.mark.parametrize(
    "parts", [{}, {"kept_title": "Dua hal", "kept_text": "Ronda, lalu panen cabai."}]
)
def test_pressed_twice_there_is_one_part(parts):
    client, user = sit()
    report = ReportFactory(
        claimed=True, claimed_by=user, title="Dua hal", text="Ronda, lalu panen cabai."
    )
    version = client.get(f"/admin/meja/{report.pk}/pisah/").context["version"]

    answers = [_split(client, report, version=version, **parts) for _press in range(2)]

    assert [answer.status_code for answer in answers] == [302, 409]
    assert Report.objects.filter(split_from=report).count() == 1


def test_an_older_page_writes_nothing_over_and_keeps_what_was_typed():
    client, user = sit()
    report = ReportFactory(claimed=True, claimed_by=user)
    older = client.get(f"/admin/meja/{report.pk}/pisah/").context["version"]
    _split(client, report)

    answer = _split(client, report, version=older, kept_text="Ronda malam, panen dan voli.")

    page = answer.content.decode()
    report.refresh_from_db()
    assert answer.status_code == 409
    assert report.text == PARTS["kept_text"]
    assert "Ronda malam, panen dan voli." in page
    assert PARTS["kept_text"] in page


def test_what_both_were_seen_of_is_split_again():
    client, user = sit()
    report = ReportFactory(claimed=True, claimed_by=user)
    refused = _split(client, report, version="lama")

    answer = _split(client, report, version=refused.context["version"])

    assert answer.status_code == 302


def test_a_phone_that_sends_again_after_a_split_is_still_told_that_it_arrived():
    officer = OfficerFactory(signed_up=True)
    data = intake.ReportInput(
        activity_id=ReportFactory(submitted=True).activity_id,
        village_code="32.01.01.1001",
        happened_at=ReportFactory(submitted=True).happened_at,
        title="Dua hal",
        text="Ronda malam lalu panen cabai.",
    )
    sent = {"actor": officer.user, "report_id": uuid.uuid4(), "data": data, "submit": True}
    report = intake.save_report(**sent).report
    editor = person(Role.EDITOR)
    holding.claim(actor=editor, report_id=report.pk)
    splitting.split(actor=editor, report_id=report.pk, data=splitting.SplitInput(**PARTS))

    again = intake.save_report(**sent)

    assert again.is_clean
    assert Report.objects.filter(officer=officer).count() == 2


# --- Taking an acceptance back --------------------------------------------------------------------


def _accepted(user, **fields):
    report = ReportFactory(claimed=True, claimed_by=user, **fields)
    return report, accept.accept(actor=user, report_id=report.pk)


def test_an_untouched_draft_goes_when_its_acceptance_is_taken_back():
    client, user = sit()
    report, page = _accepted(user, with_photos=2)

    response = client.post(f"/admin/meja/{report.pk}/batal-terima/")

    report.refresh_from_db()
    assert response.status_code == 302
    assert (report.state, report.claimed_by) == ("claimed", user)
    assert not StoryPage.objects.filter(pk=page.pk).exists()
    assert report.attachments.first().upload.photo is not None


def test_a_draft_that_somebody_wrote_on_in_goes_only_when_that_is_said():
    client, user = sit()
    report, page = _accepted(user)
    page.title = "Judul yang dipikirkan lama"
    page.save_revision(user=user, clean=False)

    asked = client.post(f"/admin/meja/{report.pk}/batal-terima/")
    still_there = StoryPage.objects.filter(pk=page.pk).exists()
    client.post(f"/admin/meja/{report.pk}/batal-terima/", {"discard": "on"})

    assert asked.status_code == 409
    assert 'name="discard"' in asked.content.decode()
    assert still_there
    assert not StoryPage.objects.filter(pk=page.pk).exists()


def test_of_a_joint_story_only_the_reports_own_part_goes():
    user = person(Role.EDITOR)
    first, second = (
        ReportFactory(claimed=True, claimed_by=user, with_photos=2) for _number in range(2)
    )
    page = merging.merge(actor=user, report_ids=[first.pk, second.pk])
    before = _body(page)

    unaccept.unaccept(actor=user, report_id=first.pk)

    latest = StoryPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    of_second = {a.upload.photo_id for a in second.attachments.all()}
    assert [block.block_type for block in latest.body] == before[: len(before) // 2]
    assert {photo.pk for photo in latest.photos()} == of_second
    assert latest.lead_photo is None
    assert [link.officer for link in latest.story_officers.all()] == [second.officer]
    assert page.sources.get().report == second


def test_a_report_whose_acceptance_was_taken_back_is_accepted_anew():
    user = person(Role.EDITOR)
    report, _page = _accepted(user)
    unaccept.unaccept(actor=user, report_id=report.pk)

    again = accept.accept(actor=user, report_id=report.pk)

    assert again.sources.get().report == report


def test_a_story_that_was_ever_public_keeps_its_reports():
    report = ReportFactory(accepted=True)
    StoryPage.objects.update(first_published_at=report.submitted_at)

    with pytest.raises(Conflict, match="pernah terbit"):
        unaccept.unaccept(actor=person(Role.EDITOR), report_id=report.pk, discard_edits=True)

    report.refresh_from_db()
    assert report.state == "accepted"


def test_a_story_that_waits_for_approval_keeps_its_reports():
    user = person(Role.EDITOR)
    report, page = _accepted(user)
    page.get_workflow().start(page, user)

    with pytest.raises(Conflict, match="menunggu persetujuan"):
        unaccept.unaccept(actor=user, report_id=report.pk, discard_edits=True)


def test_another_unit_takes_nothing_back():
    report = ReportFactory(accepted=True)

    with pytest.raises(Refused):
        unaccept.unaccept(actor=person(Role.EDITOR, "POLRES-3275"), report_id=report.pk)


# --- What accepting fills in ----------------------------------------------------------------------


def test_pictures_are_credited_and_the_lead_photo_keeps_its_caption():
    user = person(Role.EDITOR)
    report = ReportFactory(claimed=True, claimed_by=user, with_photos=2)
    report.attachments.update(caption="Warga menyalakan lampu pos ronda")
    known = report.attachments.last().upload.photo
    type(known).objects.filter(pk=known.pk).update(credit="Antara")

    page = accept.accept(actor=user, report_id=report.pk)

    credits = [type(photo).objects.get(pk=photo.pk).credit for photo in page.photos()]
    assert credits == [f"{report.officer} / {report.unit.name}", "Antara"]
    assert page.lead_alt == "Warga menyalakan lampu pos ronda"
    assert page.body[2].value[0]["caption"] == "Warga menyalakan lampu pos ronda"


def test_an_undercover_officer_is_not_credited_by_name():
    user = person(Role.EDITOR)
    report = ReportFactory(claimed=True, claimed_by=user, with_photos=1, protect_mark="undercover")

    page = accept.accept(actor=user, report_id=report.pk)

    photo = page.photos()[0]
    assert type(photo).objects.get(pk=photo.pk).credit == unit("POLSEK-320101").name


def test_what_was_taken_back_is_due_anew():
    user = person(Role.EDITOR)
    report, _page = _accepted(user)
    Report.objects.filter(pk=report.pk).update(due_at=timezone.now() - timedelta(days=3))

    unaccept.unaccept(actor=user, report_id=report.pk)

    report.refresh_from_db()
    assert report.due_at > timezone.now()

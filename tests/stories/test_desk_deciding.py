"""Spiked and restored, priorities, due rules, ready-made notes."""

import datetime

import pytest
from django.utils import timezone

from cms.base.errors import Conflict, Invalid
from cms.base.models import AuditEvent
from cms.people.models import Notice, Role
from stories.models import CoachingNote, DeskDraft, DueRule, Report
from stories.note_variables import fill
from stories.services.desk import deciding, drafts, holding, priority
from stories.services.due import set_due
from tests.factories.people import OfficerFactory, person, unit
from tests.factories.stories import ReportFactory, activity
from tests.stories.at_desk import sit

pytestmark = pytest.mark.django_db


def test_spiking_and_restoring_from_the_queue():
    client, _user = sit()
    report = ReportFactory(overdue=True)

    client.post(f"/admin/meja/{report.pk}/sisihkan/", {"note": "Laporan percobaan"})
    report.refresh_from_db()
    spiked = report.state
    client.post(f"/admin/meja/{report.pk}/pulihkan/")
    report.refresh_from_db()

    assert (spiked, report.state) == ("spiked", "submitted")
    assert report.due_at > timezone.now()
    assert report.breach_told_at is None


def test_the_officer_learns_that_it_was_put_aside_but_not_why():
    client, _user = sit()
    report = ReportFactory(submitted=True)
    client.post(f"/admin/meja/{report.pk}/sisihkan/", {"note": "Kembar dengan yang lain"})

    officer_client, _officer = sit(role=None)
    officer_client.force_login(report.officer.user)
    page = officer_client.get(f"/lapor/{report.pk}/").content.decode()

    assert "Disisihkan redaksi" in page
    assert "Kembar dengan yang lain" not in page
    assert AuditEvent.objects.get(verb="report.spike").data["note"] == "Kembar dengan yang lain"


def test_nobody_spikes_what_another_holds():
    report = ReportFactory(claimed=True)

    with pytest.raises(Conflict):
        deciding.spike(actor=person(Role.EDITOR), report_id=report.pk, reason="Percobaan saja")


@pytest.mark.parametrize("state", ["returned", "accepted", "declined", "published"])
def test_what_was_decided_is_not_spiked(state):
    report = ReportFactory(**{state: True})

    with pytest.raises(Conflict):
        deciding.spike(actor=person(Role.EDITOR), report_id=report.pk, reason="Percobaan saja")


def test_what_was_returned_is_taken_back():
    client, user = sit()
    report = ReportFactory(returned=True, due_at=timezone.now())

    client.post(f"/admin/meja/{report.pk}/batal-kembalikan/")

    report.refresh_from_db()
    assert (report.state, report.claimed_by) == ("claimed", user)
    assert report.due_at > timezone.now() + datetime.timedelta(hours=5)
    assert Notice.objects.filter(user=report.officer.user).count() == 1


def test_a_report_whose_officer_left_does_not_stay_returned():
    client, _user = sit()
    report = ReportFactory(returned=True, officer__is_active=False)
    address = f"/admin/meja/{report.pk}/batal-kembalikan/"

    assert address in client.get(f"/admin/meja/{report.pk}/").content.decode()
    client.post(address)

    report.refresh_from_db()
    assert report.state == "claimed"


@pytest.mark.parametrize("state", ["submitted", "accepted", "declined", "published"])
def test_only_what_was_returned_is_taken_back_from_its_officer(state):
    report = ReportFactory(**{state: True})

    with pytest.raises(Conflict):
        deciding.recall(actor=person(Role.EDITOR), report_id=report.pk)


def test_a_priority_is_set_by_whoever_works_here_and_is_audited():
    client, _user = sit()
    report = ReportFactory(submitted=True)

    client.post(f"/admin/meja/{report.pk}/prioritas/", {"priority": "3"})

    report.refresh_from_db()
    assert report.get_priority_display() == "Segera"
    assert AuditEvent.objects.filter(verb="report.priority", object_id=str(report.pk)).count() == 1
    assert "Segera" in client.get("/admin/meja/").content.decode()


@pytest.mark.parametrize("value", [-1, 4, 99])
def test_an_unknown_priority_is_refused(value):
    report = ReportFactory(submitted=True)

    with pytest.raises(Invalid):
        priority.set_priority(actor=person(Role.EDITOR), report_id=report.pk, priority=value)


# --- Due rules ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "mark", "hours"),
    [
        ("sambang", "", 24),
        ("patroli", "", 48),
        ("sambang", "victim", 6),
        ("patroli", "victim", 6),
        ("sambang", "child", 2),
        ("patroli", "child", 3),
    ],
)
def test_the_most_particular_rule_holds(slug, mark, hours):
    patrol = activity("patroli")
    DueRule.objects.create(activity=patrol, hours=48)
    DueRule.objects.create(protect_mark="child", hours=2)
    DueRule.objects.create(activity=patrol, protect_mark="child", hours=3)
    DueRule.objects.create(activity=patrol, protect_mark="witness", hours=1, is_active=False)
    report = Report(activity=activity(slug), protect_mark=mark)
    begin = timezone.now()

    set_due(report, since=begin)

    assert report.due_at - begin == datetime.timedelta(hours=hours)
    assert report.warn_at - begin == datetime.timedelta(hours=hours * 0.8)


def test_without_any_rule_a_day_is_given():
    DueRule.objects.update(is_active=False)
    report = Report(activity=activity(), protect_mark="child")
    begin = timezone.now()

    set_due(report, since=begin)

    assert report.due_at - begin == datetime.timedelta(hours=24)


def test_late_and_nearly_late_are_marked_and_counted():
    client, _user = sit()
    now = timezone.now()
    ReportFactory(overdue=True)
    ReportFactory(
        submitted=True,
        due_at=now + datetime.timedelta(hours=1),
        warn_at=now - datetime.timedelta(minutes=1),
    )
    ReportFactory(submitted=True, warn_at=now + datetime.timedelta(hours=9))
    Report.objects.filter(warn_at=None).update(warn_at=now - datetime.timedelta(hours=9))

    page = client.get("/admin/meja/")

    html = page.content.decode()
    assert (page.context["late"], page.context["near"]) == (1, 1)
    assert (html.count("desk__row--late"), html.count("desk__row--near")) == (1, 1)


# --- Notes ----------------------------------------------------------------------------------------


def test_variables_are_filled_in_and_unknown_ones_stay():
    officer = OfficerFactory(name="Siti Rahma")
    report = ReportFactory(submitted=True, officer=officer, title="Ronda")

    assert fill("{nama}: {judul}, {apa}", report) == "Siti Rahma: Ronda, {apa}"


def test_a_ready_made_note_is_filled_in_sent_and_counted():
    client, user = sit()
    report = ReportFactory(claimed=True, claimed_by=user)
    note = CoachingNote.objects.create(title="Hasil", text="Terima kasih, {nama}. Apa hasilnya?")

    page = client.get(f"/admin/meja/{report.pk}/?note={note.pk}").content.decode()
    client.post(
        f"/admin/meja/{report.pk}/kembalikan/",
        {"note": "Terima kasih, {nama}. Apa hasilnya?", "from_note": note.pk},
    )

    note.refresh_from_db()
    sent = report.events.get(event="return").note
    assert f"Terima kasih, {report.officer.name}. Apa hasilnya?</textarea>" in page
    assert sent == f"Terima kasih, {report.officer.name}. Apa hasilnya?"
    assert note.used_count == 1


def test_notes_of_other_units_are_neither_offered_nor_counted():
    client, user = sit()
    report = ReportFactory(claimed=True, claimed_by=user)
    foreign = CoachingNote.objects.create(
        title="Milik orang", text="Catatan orang lain", unit=unit("POLRES-3275")
    )
    above = CoachingNote.objects.create(
        title="Dari Polda", text="Catatan Polda", unit=unit("POLDA-32")
    )
    wrong = CoachingNote.objects.create(
        title="Untuk patroli", text="Rute patroli?", activity=activity("patroli")
    )

    page = client.get(f"/admin/meja/{report.pk}/").content.decode()
    deciding.return_report(
        actor=user,
        report_id=report.pk,
        note="Tolong dilengkapi ya.",
        from_notes=(foreign.pk, above.pk),
    )

    foreign.refresh_from_db()
    above.refresh_from_db()
    assert above.title in page
    assert foreign.title not in page
    assert wrong.title not in page
    assert (foreign.used_count, above.used_count) == (0, 1)


def test_the_library_shows_adds_changes_and_retires():
    client, _user = sit()
    path = unit("POLRES-3201").path
    data = {"unit": path, "title": "Foto gelap", "topic": "photo", "text": "Fotonya gelap, {nama}."}

    added = client.post("/admin/meja/catatan/baru/", data)
    note = CoachingNote.objects.get(title="Foto gelap")
    opened = client.get(f"/admin/meja/catatan/{note.pk}/").context["form"].initial
    changed = client.post(
        f"/admin/meja/catatan/{note.pk}/",
        {**data, "version": opened["version"], "text": "Fotonya agak gelap, {nama}."},
    )
    client.post(f"/admin/meja/catatan/{note.pk}/pakai/", {"active": "0"})
    note.refresh_from_db()

    assert (added.status_code, changed.status_code) == (302, 302)
    assert (note.text, note.is_active) == ("Fotonya agak gelap, {nama}.", False)
    assert "Foto gelap" not in client.get("/admin/meja/catatan/").content.decode()
    assert "Foto gelap" in client.get("/admin/meja/catatan/?all=on").content.decode()
    assert AuditEvent.objects.filter(verb__startswith="note.").count() == 3


def test_a_polsek_keeps_its_note_when_mabes_mends_a_word():
    client, _user = sit(Role.EDITOR, "MABES")
    note = CoachingNote.objects.create(
        title="Hasil", text="Tuliskan hasilnya, ya.", topic="result", unit=unit("POLSEK-320101")
    )
    form = client.get(f"/admin/meja/catatan/{note.pk}/").context["form"]
    chosen = [str(option.data["value"]) for option in form["unit"] if option.data["selected"]]

    client.post(
        f"/admin/meja/catatan/{note.pk}/",
        form.initial | {"unit": chosen, "activity": "", "text": "Tuliskan hasilnya, ya Pak."},
    )

    note.refresh_from_db()
    assert note.unit == unit("POLSEK-320101")
    assert note.text == "Tuliskan hasilnya, ya Pak."


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"text": "Halo {naam}, apa kabar?"}, "{naam}"),
        ({"text": "pendek"}, "paling sedikit 10"),
        ({"unit": ""}, "unit"),
        ({"title": ""}, "title"),
        ({"topic": "rahasia"}, "topic"),
    ],
)
def test_a_wrong_note_is_refused_with_a_sentence(changes, word):
    client, _user = sit()
    data = {
        "unit": unit("POLRES-3201").path,
        "title": "Judul",
        "topic": "photo",
        "text": "Isi yang cukup panjang.",
    }
    before = CoachingNote.objects.count()

    response = client.post("/admin/meja/catatan/baru/", data | changes)

    assert response.status_code == 422
    assert word in response.content.decode()
    assert CoachingNote.objects.count() == before


@pytest.mark.parametrize("code", ["POLRES-3275", "POLDA-32", None])
def test_notes_of_others_and_of_everybody_are_not_changed_from_a_polres(code):
    client, _user = sit()
    note = CoachingNote.objects.create(
        title="Punya lain", text="Jangan diubah ya.", unit=code and unit(code)
    )

    response = client.post(f"/admin/meja/catatan/{note.pk}/pakai/", {"active": "0"})

    note.refresh_from_db()
    assert response.status_code == 403
    assert note.is_active


@pytest.mark.parametrize("rows", [1, 5])
def test_the_library_asks_as_much_for_one_note_as_for_five(rows, django_assert_num_queries):
    client, _user = sit()
    CoachingNote.objects.all().delete()
    for number in range(rows):
        CoachingNote.objects.create(
            title=f"Catatan {number}", text="Isi catatan.", unit=unit("POLRES-3201")
        )
    client.get("/admin/meja/catatan/")

    with django_assert_num_queries(LIBRARY_QUERIES):
        client.get("/admin/meja/catatan/")


LIBRARY_QUERIES = 12


def test_a_decision_throws_away_what_was_typed():
    user = person(Role.EDITOR)
    report = ReportFactory(claimed=True, claimed_by=user)
    drafts.autosave(
        actor=user, report_id=report.pk, field="decline", text="Sudah pernah", version=0
    )

    deciding.decline(actor=user, report_id=report.pk, note="Sudah pernah dimuat.")

    assert not DeskDraft.objects.exists()
    assert Notice.objects.filter(user=report.officer.user).count() == 1


def test_a_claim_keeps_what_somebody_typed_before():
    first, second = person(Role.EDITOR), person(Role.EDITOR)
    report = ReportFactory(claimed=True, claimed_by=first)
    drafts.autosave(actor=first, report_id=report.pk, field="return", text="Setengah", version=0)
    holding.release_claim(actor=first, report_id=report.pk)
    holding.claim(actor=second, report_id=report.pk)

    assert DeskDraft.objects.get().text == "Setengah"

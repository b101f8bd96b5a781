"""Who holds a report: given, handed over, taken over; and what becomes of what was typed."""

import pytest

from cms.base.errors import Conflict, Invalid
from cms.people.models import Notice, Role
from stories.models import DeskDraft, DeskPresence, Report
from stories.services.desk import deciding, drafts, holding
from tests.factories.people import person
from tests.factories.stories import ReportFactory
from tests.parallel import at_once
from tests.stories.at_desk import client_of, sit

pytestmark = pytest.mark.django_db


def _standing(report) -> tuple[str, object]:
    report.refresh_from_db()
    return report.state, report.claimed_by


def test_a_waiting_report_is_assigned_to_a_colleague_who_is_told():
    client, user = sit()
    colleague = person(Role.EDITOR)
    report = ReportFactory(submitted=True)

    response = client.post(f"/admin/meja/{report.pk}/serahkan/", {"colleague": colleague.pk})

    assert response.status_code == 302
    assert _standing(report) == ("claimed", colleague)
    notice = Notice.objects.get(user=colleague)
    assert (str(user) in notice.text, notice.path) == (True, f"/admin/meja/{report.pk}/")


def test_the_holder_hands_over():
    client, user = sit()
    colleague = person(Role.PUBLISHER, "POLDA-32")
    report = ReportFactory(claimed=True, claimed_by=user)

    client.post(f"/admin/meja/{report.pk}/serahkan/", {"colleague": colleague.pk})

    assert _standing(report) == ("claimed", colleague)
    assert report.events.last().event == "hand_over"


def test_nobody_hands_over_what_another_holds():
    user, colleague = person(Role.EDITOR), person(Role.EDITOR)
    report = ReportFactory(claimed=True)

    with pytest.raises(Conflict):
        holding.assign(actor=user, report_id=report.pk, colleague_id=colleague.pk)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: person(Role.EDITOR, "POLRES-3275").pk,
        lambda: person(Role.LEADER).pk,
        lambda: person(Role.EDITOR, is_active=False).pk,
        lambda: 999_999,
        lambda: 0,
    ],
)
def test_a_report_is_given_to_nobody_who_may_not_work_on_it(wrong):
    report = ReportFactory(submitted=True)

    with pytest.raises(Invalid):
        holding.assign(actor=person(Role.EDITOR), report_id=report.pk, colleague_id=wrong())

    assert _standing(report) == ("submitted", None)


def test_a_take_over_keeps_what_the_holder_typed_and_tells_them_at_once():
    holder, taker = person(Role.EDITOR), person(Role.EDITOR)
    report = ReportFactory(claimed=True, claimed_by=holder)
    drafts.autosave(
        actor=holder, report_id=report.pk, field="return", text="Tolong tambah", version=0
    )

    response = client_of(taker).post(f"/admin/meja/{report.pk}/ambil-alih/", {"holder": holder.pk})

    assert response.status_code == 302
    assert _standing(report) == ("claimed", taker)
    assert Notice.objects.get(user=holder).path == f"/admin/meja/{report.pk}/"
    for person_ in (holder, taker):
        page = client_of(person_).get(f"/admin/meja/{report.pk}/").content.decode()
        assert "Tolong tambah" in page


def test_a_take_over_from_somebody_who_let_go_meanwhile_is_refused():
    holder, third, taker = (person(Role.EDITOR) for _n in range(3))
    report = ReportFactory(claimed=True, claimed_by=holder)
    holding.assign(actor=holder, report_id=report.pk, colleague_id=third.pk)

    with pytest.raises(Conflict, match=str(third)):
        holding.take_over(actor=taker, report_id=report.pk, holder_id=holder.pk)


def test_the_loser_reads_both_texts_when_sending_too_late():
    holder, taker = person(Role.EDITOR), person(Role.EDITOR)
    report = ReportFactory(claimed=True, claimed_by=holder)
    holding.take_over(actor=taker, report_id=report.pk, holder_id=holder.pk)
    drafts.autosave(
        actor=taker, report_id=report.pk, field="return", text="Tulisan pengambil", version=0
    )

    response = client_of(holder).post(
        f"/admin/meja/{report.pk}/kembalikan/", {"note": "Tulisan pemegang lama"}
    )

    page = response.content.decode()
    assert response.status_code == 409
    assert "Tulisan pengambil" in page
    assert "Tulisan pemegang lama" in page
    assert _standing(report) == ("claimed", taker)


def test_autosave_goes_on_from_what_was_saved():
    user = person(Role.EDITOR)
    report = ReportFactory(claimed=True, claimed_by=user)
    client = client_of(user)
    url = f"/admin/meja/{report.pk}/tulisan/"

    first = client.post(url, {"field": "return", "text": "Satu", "version": 0}).json()
    second = client.post(url, {"field": "return", "text": "Satu dua", **first}).json()

    assert (first["version"], second["version"]) == (1, 2)
    assert DeskDraft.objects.get().text == "Satu dua"


def test_two_windows_of_one_person_never_overwrite_each_other():
    user = person(Role.EDITOR)
    report = ReportFactory(claimed=True, claimed_by=user)
    client = client_of(user)
    url = f"/admin/meja/{report.pk}/tulisan/"
    client.post(url, {"field": "return", "text": "Jendela satu", "version": 0})

    other = client.post(url, {"field": "return", "text": "Jendela dua", "version": 0})

    assert other.status_code == 409
    assert other.json()["other_text"] == "Jendela satu"
    assert DeskDraft.objects.get().text == "Jendela satu"


def test_autosave_after_a_take_over_keeps_the_text_and_says_who_holds_it():
    holder, taker = person(Role.EDITOR), person(Role.EDITOR, first_name="Sinta", last_name="Ayu")
    report = ReportFactory(claimed=True, claimed_by=holder)
    holding.take_over(actor=taker, report_id=report.pk, holder_id=holder.pk)

    response = client_of(holder).post(
        f"/admin/meja/{report.pk}/tulisan/",
        {"field": "return", "text": "Masih mengetik", "version": 0},
    )

    assert response.status_code == 409
    assert "Sinta Ayu" in response.json()["problem"]
    assert DeskDraft.objects.get(user=holder).text == "Masih mengetik"


@pytest.mark.parametrize(
    ("late", "is_kept"),
    [("Tolong sebut has", False), ("Tolong sebut hasil, {nama}.", False), ("Yang lain", True)],
)
def test_an_autosave_that_arrives_after_its_words_were_sent_leaves_nothing(late, is_kept):
    user = person(Role.EDITOR)
    report = ReportFactory(claimed=True, claimed_by=user)
    deciding.return_report(actor=user, report_id=report.pk, note="Tolong sebut hasil, {nama}.")

    client_of(user).post(
        f"/admin/meja/{report.pk}/tulisan/", {"field": "return", "text": late, "version": 0}
    )

    assert DeskDraft.objects.exists() is is_kept


def test_lines_count_as_on_the_page():
    user = person(Role.EDITOR)
    report = ReportFactory(claimed=True, claimed_by=user)
    text = "\n".join(["Tolong tambahkan hasil musyawarahnya, terima kasih"[:49]] * 40)

    client_of(user).post(
        f"/admin/meja/{report.pk}/tulisan/",
        {"field": "return", "text": text.replace("\n", "\r\n"), "version": 0},
    )

    assert DeskDraft.objects.get().text == text


def test_lines_that_were_sent_leave_nothing():
    user = person(Role.EDITOR)
    report = ReportFactory(claimed=True, claimed_by=user)
    note = "Tolong tambahkan hasilnya.\r\nDan fotonya juga, ya."
    deciding.return_report(actor=user, report_id=report.pk, note=note)

    client_of(user).post(
        f"/admin/meja/{report.pk}/tulisan/", {"field": "return", "text": note, "version": 0}
    )

    assert not DeskDraft.objects.exists()


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"field": "state", "text": "x"}, 422),
        ({"text": "x"}, 422),
        ({"field": "return", "text": "\x00" + "y" * 9000, "version": "abc"}, 200),
    ],
)
def test_autosave_takes_no_nonsense(data, status):
    user = person(Role.EDITOR)
    report = ReportFactory(claimed=True, claimed_by=user)

    response = client_of(user).post(f"/admin/meja/{report.pk}/tulisan/", data)

    assert response.status_code == status
    assert all(len(draft.text) <= 2000 for draft in DeskDraft.objects.all())


def test_nobody_throws_away_what_another_typed():
    holder, other = person(Role.EDITOR), person(Role.EDITOR)
    report = ReportFactory(claimed=True, claimed_by=holder)
    saved = drafts.autosave(
        actor=holder, report_id=report.pk, field="return", text="Milik saya", version=0
    )

    client_of(other).post(f"/admin/meja/{report.pk}/tulisan/hapus/", {"draft": saved.draft.pk})

    assert DeskDraft.objects.count() == 1


def test_who_has_a_report_open_is_seen_until_they_leave():
    (client, user), (other_client, _other) = sit(first_name="Ani", last_name="W"), sit()
    report = ReportFactory(submitted=True)
    url = f"/admin/meja/{report.pk}/hadir/"

    client.post(url)
    seen = other_client.post(url).json()
    client.post(url, {"leave": "1"})
    after = other_client.post(url).json()

    assert (seen["here"], after["here"]) == ([str(user)], [])
    assert seen["here_text"] == "Ani W juga membuka laporan ini."
    assert after["here_text"] == "Hanya Anda yang membuka laporan ini."
    assert "Ani W membuka" not in other_client.get("/admin/meja/").content.decode()


def test_a_heartbeat_that_stopped_no_longer_counts():
    (client, user), (other_client, _other) = sit(), sit()
    report = ReportFactory(submitted=True)
    url = f"/admin/meja/{report.pk}/hadir/"
    client.post(url)
    presence = DeskPresence.objects.get(user=user)
    DeskPresence.objects.update(seen_at=presence.seen_at.replace(year=2020))

    assert other_client.post(url).json()["here"] == []


def test_a_stranger_neither_beats_nor_hears():
    client, _user = sit(unit_code="POLRES-3275")
    report = ReportFactory(submitted=True)

    response = client.post(f"/admin/meja/{report.pk}/hadir/")

    assert response.status_code == 404
    assert not DeskPresence.objects.exists()


def test_the_heartbeat_tells_of_a_new_holder():
    (client, user), taker = sit(), person(Role.EDITOR)
    report = ReportFactory(claimed=True, claimed_by=user)
    holding.take_over(actor=taker, report_id=report.pk, holder_id=user.pk)

    answer = client.post(f"/admin/meja/{report.pk}/hadir/").json()

    assert (answer["holder"], answer["holder_name"]) == (taker.pk, str(taker))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_who_take_over_at_once_leave_one_holder():
    holder = person(Role.EDITOR)
    report = ReportFactory(claimed=True, claimed_by=holder)
    takers = [person(Role.EDITOR) for _number in range(4)]

    def take(client):
        return client.post(
            f"/admin/meja/{report.pk}/ambil-alih/", {"holder": holder.pk}
        ).status_code

    clients = [client_of(user) for user in takers]
    statuses = at_once(*[lambda client=client: take(client) for client in clients])

    held = Report.objects.get(pk=report.pk)
    assert sorted(statuses) == [302, 409, 409, 409]
    assert held.claimed_by in takers
    assert Notice.objects.filter(user=holder).count() == 1

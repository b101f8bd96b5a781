"""A report that came back and is being rewritten: its officer has the new words, the desk those
that were sent."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from stories.models import Report
from stories.services.desk.splitting import SplitInput, split
from stories.services.intake import ReportInput, save_report
from tests.factories.stories import ReportFactory
from tests.stories.at_desk import sit

pytestmark = pytest.mark.django_db
HALF = "Nama korbannya Siti, belum selesai saya tulis"


@pytest.fixture
def report():
    return ReportFactory(returned=True, title="Ronda malam", text="Kami berkeliling bersama warga.")


def _save(report, *, submit=False, **words) -> Report:
    typed = {"title": report.title, "text": report.text} | words
    data = ReportInput(
        activity_id=report.activity_id,
        village_code=report.village.code,
        happened_at=report.happened_at,
        **typed,
    )
    saved = save_report(actor=report.officer.user, report_id=report.pk, data=data, submit=submit)
    return Report.objects.get(pk=saved.report.pk)


def _officer(report) -> Client:
    client = Client()
    client.force_login(report.officer.user)
    return client


def test_the_desk_reads_what_was_sent(report):
    client, _user = sit()

    _save(report, title="", text=HALF)

    page = client.get(f"/admin/meja/{report.pk}/").content.decode()
    assert "Kami berkeliling bersama warga." in page
    assert HALF not in page


@pytest.mark.parametrize("view", ["list", "columns"])
def test_an_emptied_title_leaves_the_desk_its_link(view, report):
    client, _user = sit()

    _save(report, title="")

    page = client.get(f"/admin/meja/?state=returned&view={view}").content.decode()
    link = page.split(f'id="t-{report.pk}"')[1].split("</a>")[0]
    assert link.endswith("Ronda malam")


def test_the_desk_finds_it_by_what_was_sent(report):
    client, _user = sit()

    _save(report, title="Penyuluhan narkoba")

    assert str(report.pk) in client.get("/admin/meja/?state=returned&q=Ronda").content.decode()
    found = client.get("/admin/meja/?state=returned&q=narkoba").content.decode()
    assert f'id="t-{report.pk}"' not in found


@pytest.mark.parametrize("address", ["", "ubah/"])
def test_its_officer_has_the_new_words(address, report):
    _save(report, title="Ronda dan rapat", text=HALF)

    page = _officer(report).get(f"/lapor/{report.pk}/{address}").content.decode()

    assert "Ronda dan rapat" in page
    assert HALF in page


def test_the_officers_list_has_the_new_title(report):
    _save(report, title="Ronda dan rapat")

    assert "Ronda dan rapat" in _officer(report).get("/lapor/").content.decode()


def test_what_is_sent_again_is_read_by_both(report):
    _save(report, text=HALF)
    sent = _save(report, title="Ronda dan rapat", text=f"{HALF}, sekarang selesai.", submit=True)

    assert (sent.state, sent.title) == ("submitted", "Ronda dan rapat")
    assert sent.text == f"{HALF}, sekarang selesai."
    assert (sent.rewritten_title, sent.rewritten_text, sent.rewritten_at) == ("", "", None)


def test_what_could_not_be_sent_stays_its_officers(report):
    kept = _save(report, text="Pendek.", submit=True)

    assert kept.state == "returned"
    assert (kept.title, kept.own_title, kept.own_text) == (
        "Ronda malam",
        "Ronda malam",
        "Pendek.",
    )


def test_the_same_words_again_are_no_other_words(report):
    _save(report, text=HALF)
    kept = _save(report)

    assert not kept.is_rewritten


def test_what_was_not_sent_stays_its_officers_when_the_desk_takes_the_report_back(report):
    client, _user = sit()
    _save(report, text=HALF)

    client.post(f"/admin/meja/{report.pk}/batal-kembalikan/")

    desk = client.get(f"/admin/meja/{report.pk}/").content.decode()
    own = _officer(report).get(f"/lapor/{report.pk}/").content.decode()
    assert HALF not in desk
    assert HALF in own.split("Perbaikan Anda yang belum terkirim")[1]


def test_a_report_that_came_back_is_never_without_words(report):
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(title="")


def test_after_a_split_the_officer_reads_their_own_words_as_theirs():
    report = ReportFactory(claimed=True, text="Kami ronda malam.\n\nLalu kami panen cabai.")
    parts = SplitInput(
        kept_title="Ronda malam",
        kept_text="Kata redaksi: hanya ronda malam.",
        title="Panen cabai",
        text="Kata redaksi: hanya panen cabai.",
    )
    part = split(actor=report.claimed_by, report_id=report.pk, data=parts)

    for one, of_desk in ((report, parts.kept_text), (part, parts.text)):
        page = _officer(report).get(f"/lapor/{one.pk}/").content.decode()
        own, shared_out = page.split("Yang Anda tulis")[1].split("Bagian laporan ini", 1)
        assert "Lalu kami panen cabai." in own
        assert of_desk not in own
        assert of_desk in shared_out

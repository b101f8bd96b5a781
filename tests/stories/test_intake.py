"""What an officer sends becomes one report; nothing typed or attached is lost."""

import datetime
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from cms.base.models import AuditEvent
from cms.people.services.notices import notify
from stories.models import Report, ReportEvent
from tests.factories.people import OfficerFactory, PostingFactory, person, place
from tests.factories.stories import ReportFactory, activity, photo_file
from tests.parallel import at_once

pytestmark = pytest.mark.django_db


def _officer_client(officer=None):
    officer = officer or OfficerFactory(signed_up=True, posted=True)
    client = Client()
    client.force_login(officer.user)
    return client, officer


def _typed(**changes):
    """What a complete form sends."""
    now = timezone.localtime() - datetime.timedelta(hours=2)
    return {
        "report_id": str(uuid.uuid4()),
        "activity": activity().pk,
        "programme": "",
        "village": place().code,
        "happened_at": now.strftime("%Y-%m-%dT%H:%M"),
        "title": "Sambang ke pos ronda",
        "text": "Warga RW 05 sepakat menyalakan lagi pos ronda setiap malam Sabtu.",
        "protect_mark": "",
        "has_consent": "on",
        "action": "send",
    } | changes


def test_a_complete_form_becomes_a_submitted_report():
    client, officer = _officer_client()
    typed = _typed(photos=[photo_file("a.png"), photo_file("b.png", "red")])

    response = client.post("/lapor/baru/", typed)

    report = Report.objects.get()
    assert response.status_code == 303
    assert response["Location"] == f"/lapor/{typed['report_id']}/"
    assert str(report.pk) == typed["report_id"]
    assert (report.state, report.officer, report.unit_path) == (
        "submitted",
        officer,
        officer.unit.path,
    )
    assert report.due_at - report.submitted_at == datetime.timedelta(hours=24)
    assert report.attachments.count() == 2
    assert list(report.events.values_list("event", flat=True)) == ["submit"]
    assert AuditEvent.objects.filter(verb="report.submit", object_id=str(report.pk)).count() == 1


def test_a_marked_report_is_due_sooner_and_marks_its_files():
    client, _officer = _officer_client()

    client.post("/lapor/baru/", _typed(protect_mark="child", photos=[photo_file()]))

    report = Report.objects.get()
    assert report.due_at - report.submitted_at == datetime.timedelta(hours=6)
    assert report.attachments.get().upload.protect_mark == "child"


def test_the_same_form_sent_twice_makes_one_report():
    client, _officer = _officer_client()
    typed = _typed()

    first = client.post("/lapor/baru/", typed | {"photos": [photo_file()]})
    second = client.post("/lapor/baru/", typed | {"photos": [photo_file()]})

    assert (first.status_code, second.status_code) == (303, 303)
    assert Report.objects.count() == 1
    assert Report.objects.get().attachments.count() == 1
    assert ReportEvent.objects.count() == 1


def test_a_form_after_the_desk_took_it_is_a_conflict_that_keeps_the_text():
    client, officer = _officer_client()
    report = ReportFactory(officer=officer, claimed=True)

    response = client.post(
        f"/lapor/{report.pk}/ubah/", _typed(report_id=str(report.pk), title="Judul lain")
    )

    assert response.status_code == 409
    assert "sudah di meja redaksi" in response.content.decode()
    assert "Judul lain" in response.content.decode()
    report.refresh_from_db()
    assert report.title != "Judul lain"


def test_somebody_elses_report_id_is_not_found():
    client, _officer = _officer_client()
    other = ReportFactory()

    forged = client.post("/lapor/baru/", _typed(report_id=str(other.pk)))
    edited = client.post(f"/lapor/{other.pk}/ubah/", _typed())
    seen = client.get(f"/lapor/{other.pk}/")

    assert [r.status_code for r in (forged, edited, seen)] == [404, 404, 404]
    other.refresh_from_db()
    assert other.state == "draft"


def test_a_garbled_report_id_costs_nobody_the_text():
    client, _officer = _officer_client()

    response = client.post("/lapor/baru/", _typed(report_id="bukan-uuid"))

    assert response.status_code == 303
    assert Report.objects.get().title == "Sambang ke pos ronda"


def test_a_very_long_title_is_refused_and_everything_typed_is_kept():
    client, _officer = _officer_client()
    title = "P" * 100_000

    response = client.post("/lapor/baru/", _typed(title=title, photos=[photo_file()]))

    page = response.content.decode()
    assert response.status_code == 422
    assert "Judul terlalu panjang: 100000 huruf, paling banyak 150." in page
    assert title in page
    assert "pos ronda setiap malam Sabtu" in page
    report = Report.objects.get()
    assert (report.state, report.title, report.attachments.count()) == ("draft", "", 1)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": "  "}, "Beri judul laporannya."),
        ({"text": "pendek"}, "paling sedikit 20 huruf"),
        ({"text": "x" * 10_001}, "paling banyak 10000"),
        ({"village": "99.99.99.9999"}, "tidak ada dalam daftar"),
        ({"village": "32.01.01"}, "tidak ada dalam daftar"),
        ({"village": "9" * 5000}, "tidak ada dalam daftar"),
        ({"village": ""}, "Pilih desa"),
        ({"activity": "999999"}, "tidak ada dalam daftar"),
        ({"activity": "abc"}, "tidak ada dalam daftar"),
        ({"activity": ""}, "Pilih kegiatannya"),
        ({"programme": "999999"}, "Program itu tidak ada"),
        ({"protect_mark": "sembarang"}, "Pilih salah satu"),
        ({"happened_at": "kemarin"}, "tidak terbaca"),
        ({"happened_at": ""}, "Isi waktu"),
        ({"happened_at": "0001-01-01T00:00"}, "lebih dari 90 hari"),
        ({"happened_at": "9999-12-31T23:59"}, "belum terjadi"),
        ({"happened_at": "2020-01-01T10:00"}, "lebih dari 90 hari"),
    ],
)
def test_a_wrong_field_gets_a_sentence_and_is_not_sent(changes, sentence):
    client, _officer = _officer_client()

    response = client.post("/lapor/baru/", _typed(**changes))

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert Report.objects.get().state == "draft"


def test_the_time_is_the_villages_own():
    village = place("91.01.01.2001", "Kampung Timur")
    officer = OfficerFactory(signed_up=True)
    PostingFactory(officer=officer, village=village)
    client, _officer = _officer_client(officer)

    client.post("/lapor/baru/", _typed(village=village.code, happened_at=_wit("%Y-%m-%dT%H:%M")))

    assert timezone.now() - Report.objects.get().happened_at < datetime.timedelta(minutes=62)


def _wit(shape):
    in_papua = timezone.now() + datetime.timedelta(hours=9) - datetime.timedelta(hours=1)
    return in_papua.strftime(shape)


def test_a_retired_village_is_refused_by_name():
    client, _officer = _officer_client()
    village = place("32.01.01.1009", "Desa Lama")
    village.retired_on = datetime.date(2025, 1, 1)
    village.save()

    response = client.post("/lapor/baru/", _typed(village=village.code))

    assert response.status_code == 422
    assert "Desa Lama tidak berlaku lagi" in response.content.decode()


def test_broken_files_are_named_and_good_ones_stay():
    client, _officer = _officer_client()
    files = [
        photo_file("baik.png"),
        SimpleUploadedFile("rusak.jpg", b"bukan gambar sama sekali", content_type="image/jpeg"),
        SimpleUploadedFile("kosong.png", b"", content_type="image/png"),
    ]

    response = client.post("/lapor/baru/", _typed(photos=files))

    page = response.content.decode()
    report = Report.objects.get()
    assert response.status_code == 422
    assert "Berkas “rusak.jpg” tidak diterima" in page
    assert "Berkas “kosong.png” tidak diterima" in page
    assert (report.state, report.attachments.count()) == ("draft", 1)
    assert report.title == "Sambang ke pos ronda"


def test_the_eleventh_file_is_named():
    client, _officer = _officer_client()
    files = [photo_file(f"{n}.png", f"#{n:02x}0000") for n in range(11)]

    response = client.post("/lapor/baru/", _typed(photos=files))

    assert response.status_code == 422
    assert "Berkas “10.png” tidak diterima" in response.content.decode()
    assert Report.objects.get().attachments.count() == 10


def test_files_can_be_captioned_reordered_and_removed_while_it_is_a_draft():
    client, officer = _officer_client()
    report = ReportFactory(officer=officer, with_photos=3)
    first, second, third = report.attachments.all()

    client.post(
        f"/lapor/{report.pk}/ubah/",
        _typed(
            report_id=str(report.pk),
            action="draft",
            remove=[str(second.pk), "abc", "-1"],
            **{
                f"position-{first.pk}": "7",
                f"caption-{first.pk}": "Ketua RT\x00",
                f"position-{third.pk}": "²",
            },
        ),
    )

    assert [(a.pk, a.caption) for a in report.attachments.all()] == [
        (third.pk, ""),
        (first.pk, "Ketua RT"),
    ]


def test_another_reports_attachment_cannot_be_removed():
    client, officer = _officer_client()
    report = ReportFactory(officer=officer)
    other = ReportFactory(with_photos=1)

    client.post(
        f"/lapor/{report.pk}/ubah/",
        _typed(report_id=str(report.pk), remove=[str(other.attachments.get().pk)]),
    )

    assert other.attachments.count() == 1


def test_a_returned_report_is_sent_again():
    client, officer = _officer_client()
    report = ReportFactory(officer=officer, returned=True)

    response = client.post(f"/lapor/{report.pk}/ubah/", _typed(report_id=str(report.pk)))

    report.refresh_from_db()
    assert response.status_code == 303
    assert report.state == "submitted"
    assert report.due_at > timezone.now()


def test_a_draft_may_lack_everything():
    client, _officer = _officer_client()

    response = client.post("/lapor/baru/", {"report_id": str(uuid.uuid4()), "action": "draft"})

    assert response.status_code == 303
    assert Report.objects.get().state == "draft"


def test_searching_a_village_keeps_what_was_typed_and_saves_nothing():
    client, _officer = _officer_client()
    place("32.01.01.1002", "Karadenan")

    response = client.post("/lapor/baru/", _typed(action="search", village_query="Karad"))

    page = response.content.decode()
    assert response.status_code == 200
    assert "32.01.01.1002" in page
    assert "Sambang ke pos ronda" in page
    assert not Report.objects.exists()


def test_searching_with_files_chosen_keeps_the_files():
    client, _officer = _officer_client()

    response = client.post(
        "/lapor/baru/", _typed(action="search", village_query="Karad", photos=[photo_file()])
    )

    assert response.status_code == 200
    assert Report.objects.get().attachments.count() == 1


@pytest.mark.parametrize("path", ["/lapor/", "/lapor/baru/"])
def test_only_officers_report(path):
    editor = person()
    client = Client()
    client.force_login(editor)

    response = client.get(path)

    assert response.status_code == 403
    assert "Halaman ini untuk Bhabinkamtibmas" in response.content.decode()


def test_a_retired_officer_reads_why():
    client, officer = _officer_client()
    officer.is_active = False
    officer.save()

    response = client.get("/lapor/")

    assert response.status_code == 403
    assert "tidak terhubung dengan data anggota yang aktif" in response.content.decode()


def test_nobody_reports_without_signing_in():
    response = Client().get("/lapor/")

    assert response.status_code == 302


@pytest.mark.parametrize("value", ["\x00", "a\x00b", b"\xed\xa0\x80", b"\xff", "\u202e"])
def test_odd_characters_never_break_the_form(value):
    client, _officer = _officer_client()

    response = client.post(
        "/lapor/baru/",
        _typed(title=value, text=value, village=value, village_query=value, happened_at=value),
    )

    assert response.status_code == 422


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_asks_as_much_for_one_row_as_for_five(rows, django_assert_num_queries):
    client, officer = _officer_client()
    for _number in range(rows):
        ReportFactory(officer=officer, submitted=True)

    with django_assert_num_queries(5):
        response = client.get("/lapor/")

    assert response.content.decode().count("state--submitted") == rows


@pytest.mark.parametrize("rows", [1, 5])
def test_the_status_page_asks_as_much_for_one_photo_as_for_five(rows, django_assert_num_queries):
    client, officer = _officer_client()
    report = ReportFactory(officer=officer, submitted=True, with_photos=rows)

    with django_assert_num_queries(9):
        response = client.get(f"/lapor/{report.pk}/")

    assert response.content.decode().count('<figure class="attachment">') == rows


def test_news_can_be_put_aside():
    client, officer = _officer_client()
    notify(user=officer.user, text="Laporan Anda terbit.", path="/cerita/2026/11/pos-ronda/")

    before = client.get("/lapor/").content.decode()
    client.post("/lapor/")
    after = client.get("/lapor/").content.decode()

    assert 'href="/cerita/2026/11/pos-ronda/"' in before
    assert "Laporan Anda terbit." not in after


def test_the_list_is_paged_by_cursor():
    client, officer = _officer_client()
    for _number in range(21):
        ReportFactory(officer=officer)

    first = client.get("/lapor/")
    second = client.get(f"/lapor/{first.context['next_url']}")

    seen = {r.pk for r in first.context["reports"]} | {r.pk for r in second.context["reports"]}
    assert len(first.context["reports"]) == 20
    assert len(seen) == 21
    assert client.get("/lapor/?cursor=palsu").status_code == 422


def test_the_status_page_tells_each_step_in_plain_words():
    client, officer = _officer_client()
    report = ReportFactory(officer=officer, returned=True)

    page = client.get(f"/lapor/{report.pk}/").content.decode()

    assert "Laporan terkirim ke meja redaksi" in page
    assert "Diterima redaksi – sedang dibaca" in page
    assert "Tolong tambahkan hasil musyawarahnya." in page
    assert f"/lapor/{report.pk}/ubah/" in page


def test_a_claimed_report_cannot_be_opened_for_editing():
    client, officer = _officer_client()
    report = ReportFactory(officer=officer, claimed=True)

    assert client.get(f"/lapor/{report.pk}/ubah/").status_code == 409


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_same_form_in_parallel_makes_one_report():
    officer = OfficerFactory(signed_up=True, posted=True)
    typed = _typed()

    def phone():
        client = Client()
        client.force_login(officer.user)
        form = typed | {"photos": [photo_file()]}
        return lambda: client.post("/lapor/baru/", form).status_code

    statuses = at_once(*(phone() for _number in range(4)))

    assert statuses == [303] * 4
    assert Report.objects.count() == 1
    assert Report.objects.get().attachments.count() == 1
    assert ReportEvent.objects.filter(event="submit").count() == 1

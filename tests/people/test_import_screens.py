"""The import in the admin: from the file to the officers, for administrators only."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cms.people.models import Officer, OfficerImport, Role
from cms.people.services.roles import grant, sync_groups
from tests.factories.people import person, place, unit

HERE = "/admin/bhabinkamtibmas/impor/"
GOOD = b"NRP;Nama;Pangkat;Satuan;Desa\n85010203;Budi Santoso;Bripka;POLSEK-320101;32.01.01.1001"
WRONG = GOOD + b"\n850;Ani;Bripka;POLSEK-320101;"


@pytest.fixture
def administrator(client, db):

    unit("POLSEK-320101")
    place()
    user = person()
    grant(
        actor=person(is_superuser=True),
        user=user,
        role=Role.ADMINISTRATOR,
        unit=unit("POLRES-3201"),
    )
    client.force_login(user)
    return user


def send(client, content, name="anggota.csv"):
    return client.post(HERE, {"file": SimpleUploadedFile(name, content)})


def test_a_file_is_shown_first_and_then_applied(client, administrator):
    shown = client.get(send(client, GOOD).url)
    assert "Terapkan: 1 baru, 0 berubah" in shown.content.decode()
    assert Officer.objects.count() == 0

    answer = client.post(f"{shown.request['PATH_INFO']}terapkan/", follow=True)

    assert "1 baru" in answer.content.decode()
    assert Officer.objects.get().name == "Budi Santoso"


def test_mistakes_are_shown_and_come_as_a_file(client, administrator):
    where = send(client, WRONG).url

    text = client.get(where).content.decode()
    report = client.get(f"{where}kesalahan.csv")

    assert "1 baris salah" in text
    assert "terapkan/" not in text
    assert report.headers["Content-Disposition"].startswith("attachment")
    assert "850" in report.content.decode("utf-8-sig")


def test_applying_a_wrong_file_is_refused_in_words(client, administrator):
    where = send(client, WRONG).url

    answer = client.post(f"{where}terapkan/", follow=True)

    assert "perbaiki dulu" in answer.content.decode()
    assert Officer.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"", 422), (b"bukan tabel", 422), (b"PK\x03\x04", 415), (b"x" * (13 * 1024 * 1024), 413)],
)
def test_a_file_that_cannot_be_read_is_answered_beside_the_field(
    client, administrator, content, status
):
    assert send(client, content).status_code == status


def test_no_file_at_all_is_answered_beside_the_field(client, administrator):
    answer = client.post(HERE)

    assert answer.status_code == 422
    assert "Pilih berkas dulu" in answer.content.decode()


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_templates_are_there_to_download(client, administrator, extension):
    answer = client.get(f"{HERE}contoh.{extension}")

    assert answer.status_code == 200
    assert f".{extension}" in answer.headers["Content-Disposition"]


def test_it_is_in_the_administrators_menu(client, administrator):
    assert HERE in client.get("/admin/").content.decode()


def test_editors_do_not_see_it(client, db):

    editor = person(Role.EDITOR)
    sync_groups(user=editor)
    client.force_login(editor)

    assert HERE not in client.get("/admin/").content.decode()
    assert client.get(HERE).status_code == 403
    assert send(client, GOOD).status_code == 403


def test_nobody_sees_the_file_of_somebody_else(client, administrator):
    where = send(client, GOOD).url
    client.force_login(person(is_superuser=True))

    assert client.get(where).status_code == 404
    assert client.post(f"{where}terapkan/").status_code == 404
    assert OfficerImport.objects.get().committed_at is None

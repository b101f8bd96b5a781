"""“Berkas gagal”: staff of a unit try files again that could not be prepared."""

import pytest

from cms.base.models import AuditEvent
from cms.media.models import Upload, UploadState
from cms.people.models import Role
from tests.factories.media import prepared, ready_photo, received
from tests.factories.people import person, unit
from tests.stories.at_desk import client_of

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/berkas-gagal/"
WHY = "Berkas ini gagal disiapkan beberapa kali."


@pytest.fixture
def editor():
    return person(Role.EDITOR)


def _failed(unit_code="POLSEK-320101", **more) -> Upload:
    upload = received(unit_path=unit(unit_code).path, **more)
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.FAILED, failure=WHY)
    return upload


def _state(upload) -> str:
    return Upload.objects.get(pk=upload.pk).state


def test_what_failed_in_ones_units_is_listed_with_its_reason(editor):
    failed, elsewhere = _failed(), _failed("POLSEK-327501")
    prepared(unit_path=failed.unit_path)

    response = client_of(editor).get(ADDRESS)

    assert [one.upload for one in response.context["failures"]] == [failed]
    assert WHY in response.content.decode()
    assert str(elsewhere.pk) not in response.content.decode()


def test_one_is_tried_again_and_who_did_it_is_recorded(editor, django_capture_on_commit_callbacks):
    wanted, other = _failed(), _failed()

    with django_capture_on_commit_callbacks(execute=True):
        client_of(editor).post(f"{ADDRESS}lagi/", {"only": wanted.pk, "upload": other.pk})

    assert (_state(wanted), _state(other)) == (UploadState.READY, UploadState.FAILED)
    event = AuditEvent.objects.get(verb="media.retry")
    assert (event.actor_id, event.object_id) == (editor.pk, str(wanted.pk))


@pytest.mark.parametrize(("said", "tried"), [("chosen", 2), ("all", 3)])
def test_those_chosen_or_all_are_tried_again(editor, said, tried):
    failed = [_failed() for _number in range(3)]
    data = {"upload": [f.pk for f in failed[:2]], **({"all": "1"} if said == "all" else {})}

    client_of(editor).post(f"{ADDRESS}lagi/", data)

    assert [_state(one) for one in failed].count(UploadState.FAILED) == 3 - tried


def test_what_fails_again_says_who_tried_it_last(editor):
    failed = _failed()
    client_of(editor).post(f"{ADDRESS}lagi/", {"only": failed.pk})
    Upload.objects.filter(pk=failed.pk).update(state=UploadState.FAILED, failure=WHY)

    page = client_of(editor).get(ADDRESS).content.decode()

    assert f"Terakhir dicoba lagi oleh {editor}" in page


def test_a_file_of_another_unit_is_not_tried_again(editor):
    elsewhere = _failed("POLSEK-327501")

    page = client_of(editor).post(f"{ADDRESS}lagi/", {"only": elsewhere.pk}, follow=True)

    assert _state(elsewhere) == UploadState.FAILED
    assert "satuan ini" in page.content.decode()


@pytest.mark.parametrize("data", [{}, {"upload": "x"}, {"only": ""}])
def test_nothing_chosen_is_said(editor, data):
    page = client_of(editor).post(f"{ADDRESS}lagi/", data, follow=True)

    assert "Pilih dulu berkasnya." in page.content.decode()


def test_what_is_no_longer_failed_is_left_with_a_sentence(editor):
    upload = prepared(unit_path=unit("POLSEK-320101").path)

    client_of(editor).post(f"{ADDRESS}lagi/", {"only": upload.pk})

    assert _state(upload) == UploadState.READY
    assert not AuditEvent.objects.filter(verb="media.retry").exists()


def test_a_file_that_another_one_replaced_is_not_listed(editor):
    photo = ready_photo()
    Upload.objects.update(photo=None, former_photo=photo, unit_path=unit("POLSEK-320101").path)
    Upload.objects.update(state=UploadState.FAILED, failure=WHY)

    assert client_of(editor).get(ADDRESS).context["failures"] == []


@pytest.mark.parametrize("role", [Role.LEADER, None])
def test_who_looks_after_no_media_has_neither_screen_nor_entry(role):
    client = client_of(person(role))

    assert client.get(ADDRESS).status_code != 200
    assert "berkas-gagal" not in client.get("/admin/").content.decode()


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_asks_the_same_for_one_file_as_for_five(editor, rows, django_assert_num_queries):
    client = client_of(editor)
    for _number in range(rows):
        client.post(f"{ADDRESS}lagi/", {"only": _failed().pk})
    Upload.objects.update(state=UploadState.FAILED, failure=WHY)
    client.get(ADDRESS)

    with django_assert_num_queries(LIST_QUERIES):
        client.get(ADDRESS)


LIST_QUERIES = 15

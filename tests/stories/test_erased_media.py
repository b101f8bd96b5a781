"""What was deleted on request leaves no hole in the screens that still name it."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from cms.base.errors import Conflict
from cms.media.models import Photo
from cms.media.services.erasure import erase, record_request
from cms.people.models import Role
from stories.models import LibraryChange, MediaAsset, ReportAttachment
from stories.services.library import bulk
from tests.factories.library import asset
from tests.factories.media import plain_video
from tests.factories.people import person, unit
from tests.factories.stories import ReportFactory, figure, story_page

pytestmark = pytest.mark.django_db
ASKED = {
    "asker_name": "Ibu S",
    "contact": "0812",
    "capacity": "self",
    "ground": "erase",
    "words": "x",
}


def _erase(actor, **thing):
    today = timezone.localdate()
    request = record_request(actor=actor, received_on=today, **ASKED, **thing)
    erase(actor=actor, request=request, reason="Pemohon tidak pernah setuju.")


@pytest.fixture
def boss():
    return person(Role.ADMINISTRATOR, "MABES")


def _said_of(model, field: str) -> str:
    return str(list(model.objects.values_list(field, flat=True)))


@pytest.mark.parametrize(
    ("said", "deed", "words"),
    [
        ({"alt_text": "Ibu Siti di depan rumahnya"}, bulk.set_decorative, {}),
        ({"credit": "Foto: Ibu Siti"}, bulk.set_credit, {"credit": "Humas"}),
    ],
)
def test_undoing_a_deed_of_the_library_brings_no_erased_words_back(boss, said, deed, words):
    row, other = asset(unit_path=unit().path, **said), asset(unit_path=unit().path, **said)
    outcome = deed(actor=boss, assets=[row, other], **words)

    _erase(boss, photo=row.photo)

    assert bulk.undo(actor=boss, change_id=outcome.change_id) == 1
    photo = Photo.objects.get(pk=row.photo_id)
    assert (photo.alt_text, photo.credit) == ("", "")
    assert str(row.pk) not in LibraryChange.objects.get().before


def test_what_the_officer_wrote_under_an_erased_photo_goes_too(boss):
    report = ReportFactory(submitted=True, with_photos=1)
    attachment = report.attachments.get()
    ReportAttachment.objects.update(caption="Ibu Siti, korban")

    _erase(boss, photo=attachment.upload.photo)

    assert _said_of(ReportAttachment, "caption") == "['']"


def test_history_of_the_site_tells_no_title_of_an_erased_photo(boss):
    photo = asset(unit_path=unit().path, title="Ibu Siti, korban").photo
    log(photo, "wagtail.edit", user=boss)
    assert "Siti" in _said_of(ModelLogEntry, "label")

    _erase(boss, photo=photo)

    assert "Siti" not in _said_of(ModelLogEntry, "label")


def test_nobody_asks_again_about_what_is_erased(boss):
    photo = asset(unit_path=unit().path).photo
    _erase(boss, photo=photo)

    with pytest.raises(Conflict, match="sudah dihapus"):
        _erase(boss, photo=Photo.objects.get())

    assert Photo.objects.get().blocked_at


def test_report_library_and_story_of_an_erased_photo_and_film_still_open(client, boss):
    editor = person(Role.EDITOR)
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    report = ReportFactory(submitted=True, with_photos=1)
    photo = report.attachments.get().upload.photo
    video = plain_video(owner=report.officer.user, unit_path=unit().path)
    ReportAttachment.objects.create(report=report, upload=video.upload, position=9)
    story = story_page(lead_photo=photo, body=[("figure", figure(photo)), ("video", video)])

    _erase(boss, photo=photo)
    _erase(boss, video=video)

    client.force_login(editor)
    addresses = ["/admin/meja/", f"/admin/meja/{report.pk}/", "/admin/pustaka/",
                 f"/admin/pages/{story.pk}/edit/", f"/admin/pages/{story.pk}/view_draft/",
                 *(f"/admin/pustaka/{row.pk}/" for row in MediaAsset.objects.all())]  # fmt: skip
    statuses = {address: client.get(address).status_code for address in addresses}
    client.force_login(report.officer.user)
    for address in ("/lapor/", f"/lapor/{report.pk}/"):
        statuses[address] = client.get(address).status_code
    assert set(statuses.values()) == {200}, statuses

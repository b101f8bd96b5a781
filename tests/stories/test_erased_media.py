"""What was deleted on request leaves no hole in the screens that still name it."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from cms.media.services.erasure import erase, record_request
from cms.people.models import Role
from stories.models import MediaAsset, ReportAttachment
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


def test_report_library_and_story_of_an_erased_photo_and_film_still_open(client):
    boss = person(Role.ADMINISTRATOR, "MABES")
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

"""What an officer has not sent is theirs alone: at no door does anybody else meet it."""

import pytest
from django.urls import reverse

from cms.base.errors import Refused
from cms.media.models import Photo, Upload, Video
from cms.media.permissions import publishable
from cms.media.services import consent, originals
from cms.people.models import Role, RoleAssignment
from stories.models import MediaAsset, ReportAttachment
from stories.services import intake
from stories.services.attachments import AttachmentChanges
from tests.factories.library import asset
from tests.factories.media import prepared, received
from tests.factories.people import OfficerFactory, UserFactory, person, unit
from tests.factories.stories import ReportFactory, story_page
from tests.stories.at_desk import client_of

pytestmark = pytest.mark.django_db
FAR = "POLSEK-330101"
PURPOSE = "Memeriksa pelat nomor kendaraan"


def _in_draft(**fields):
    asset(report=ReportFactory(), **fields)


def _taken_out_of_a_returned_one(**fields):
    """As the officer's form does it, after the desk has seen it."""
    report = ReportFactory(returned=True)
    asset(report=report, **fields)
    assert MediaAsset.objects.exists()
    intake.save_report(
        actor=report.officer.user,
        report_id=report.pk,
        data=intake.ReportInput(title=report.title, text=report.text),
        changes=AttachmentChanges(
            remove=frozenset(report.attachments.values_list("pk", flat=True))
        ),
        submit=False,
    )


def _report_not_here(**fields):
    """Resumable uploads come before the text; nobody knows their unit yet."""
    asset(owner=OfficerFactory(signed_up=True).user, **fields)


def _report_not_here_of_an_editor(**fields):
    """Somebody who reports, and works at the desk of the unit too."""
    officer = OfficerFactory(signed_up=True)
    RoleAssignment.objects.create(user=officer.user, role=Role.EDITOR, unit=officer.unit)
    asset(owner=officer.user, **fields)


def _sent(**fields):
    asset(report=ReportFactory(submitted=True), **fields)


def _put_there_by_an_editor(**fields):
    asset(unit_path=unit().path, **fields)


OWN = [
    _in_draft,
    _taken_out_of_a_returned_one,
    _report_not_here,
    _report_not_here_of_an_editor,
]
FOR_THE_DESK = [_sent, _put_there_by_an_editor]
STAFF = [
    (Role.EDITOR, "POLRES-3201"),
    (Role.LEADER, "POLSEK-320101"),
    (Role.EDITOR, FAR),
    (Role.ADMINISTRATOR, "MABES"),
    (None, "superuser"),
]
LISTS = {
    "photo": ["wagtailimages:index", "wagtailimages_chooser:choose", "stories_library:list"],
    "video": ["wagtailmedia:index", "wagtailmedia:chooser", "stories_library:list"],
}


def _gives_file(client, thing) -> bool:
    answer = client.get(thing.derivatives.first().file.url)
    if answer.streaming:
        assert b"".join(answer.streaming_content)
    return answer.status_code == 200


def _doors_that_open(client, kind, thing) -> list[str]:
    """Which doors of one photo or film answer with something of it."""
    wagtail = "wagtailimages" if kind == "photo" else "wagtailmedia"
    chooser = "wagtailimages_chooser:chosen" if kind == "photo" else "wagtailmedia:media_chosen"
    link = client.post(reverse("media_original", args=[kind, thing.pk]), {"purpose": PURPOSE})
    opened = {
        "edit": client.get(reverse(f"{wagtail}:edit", args=[thing.pk])).status_code == 200,
        "chosen": client.get(reverse(chooser, args=[thing.pk])).status_code == 200,
        "protection": client.get(reverse("media_protection", args=[kind, thing.pk])).status_code
        == 200,
        "original": bool(link.status_code == 200 and link.context.get("original_link")),
        "file": _gives_file(client, thing),
    }
    client.post(reverse(f"{wagtail}:delete", args=[thing.pk]))
    opened["delete"] = not type(thing).objects.filter(pk=thing.pk).exists()
    return [door for door, is_open in opened.items() if is_open]


@pytest.mark.parametrize("kind", ["photo", "video"])
@pytest.mark.parametrize("case", OWN)
def test_nobody_else_meets_what_was_not_sent(case, kind):
    case(kind=kind, title="RAHASIA DRAF")
    thing = (Photo if kind == "photo" else Video).objects.get()

    for role, where in STAFF:
        user = person(role, where) if role else UserFactory(is_superuser=True)
        client = client_of(user)
        for name in LISTS[kind]:
            assert "RAHASIA DRAF" not in client.get(reverse(name)).content.decode(), (name, role)
        assert _doors_that_open(client, kind, thing) == [], (role, where)


@pytest.mark.parametrize("kind", ["photo", "video"])
@pytest.mark.parametrize("case", FOR_THE_DESK)
def test_the_desk_has_what_is_for_it(case, kind):
    case(kind=kind, title="Untuk meja")
    client = client_of(person(Role.EDITOR))

    for name in LISTS[kind]:
        assert "Untuk meja" in client.get(reverse(name)).content.decode(), name
    thing = (Photo if kind == "photo" else Video).objects.get()
    doors = ["edit", "chosen", "protection", "original", "file"]
    if case is not _sent:  # what a report shows is not deleted
        doors.append("delete")
    assert _doors_that_open(client, kind, thing) == doors


@pytest.mark.parametrize("case", OWN)
def test_officer_keeps_what_they_did_not_send(client, case):
    case()
    upload = Upload.objects.get()
    client.force_login(upload.owner)

    assert _gives_file(client, upload.photo)
    assert originals.link_to_original(actor=upload.owner, upload=upload, purpose=PURPOSE)


def test_before_it_is_prepared_it_is_no_other_ones_original_either():
    actor = person(Role.EDITOR)
    for report, is_open in ((ReportFactory(), False), (ReportFactory(submitted=True), True)):
        upload = received(owner=report.officer.user, unit_path=report.unit_path)
        ReportAttachment.objects.create(report=report, upload=upload)
        if is_open:
            assert originals.link_to_original(actor=actor, upload=upload, purpose=PURPOSE)
        else:
            with pytest.raises(Refused):
                originals.link_to_original(actor=actor, upload=upload, purpose=PURPOSE)


def test_nobody_handles_the_people_in_what_was_not_sent():
    _in_draft()
    with pytest.raises(Refused):
        consent.set_mark(actor=person(Role.EDITOR), mark="child", photo=Photo.objects.get())


def test_what_was_not_sent_is_not_published_whoever_names_it():
    """A forged form can put any number into a story; it shows nothing and goes nowhere."""
    _in_draft(title="Foto draf")
    photo = Photo.objects.get()
    page = story_page(lead_photo=photo, lead_alt="Warga di pos ronda")
    client = client_of(person(Role.EDITOR))

    assert "Foto draf" in publishable(photos=[photo]).reason
    assert any("Foto draf" in sentence for sentence in page.publish_obstacles())
    assert not _gives_file(client, photo)


def test_picture_that_an_editor_replaced_stays_at_the_desk():
    """Its new file has the officer as owner, and no report."""
    _sent()
    photo, before = Photo.objects.get(), Upload.objects.get()
    Upload.objects.filter(pk=before.pk).update(photo=None)
    Upload.objects.create(
        owner=before.owner,
        photo=photo,
        is_adopted=True,
        kind="photo",
        file="originals/x/new",
        content_type="image/jpeg",
        byte_count=1,
        sha256="0" * 64,
        state="ready",
        unit_path=photo.unit_path,
    )
    assert MediaAsset.objects.filter(photo=photo).exists()


def test_resumable_upload_without_its_report_is_not_open_to_the_country():
    upload = prepared(owner=OfficerFactory(signed_up=True).user)
    client = client_of(person(Role.EDITOR, FAR))

    assert upload.unit_path == ""
    assert _doors_that_open(client, "photo", upload.photo) == []


@pytest.mark.parametrize("rows", [1, 6])
def test_lists_cost_the_same(rows, django_assert_num_queries):
    for _number in range(rows):
        _in_draft()
        _put_there_by_an_editor()
    client = client_of(person(Role.EDITOR))
    url = reverse("wagtailimages:index") + "?layout=list"
    client.get(url)

    # Wagtail's frame, the page of pictures, its count, collections, tags.
    with django_assert_num_queries(19):
        client.get(url)

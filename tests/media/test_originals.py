"""The original is opened by one person, for a stated purpose, for a few minutes; or not at all."""

import re
import urllib.error
import urllib.parse
import urllib.request
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from cms.base.errors import Invalid, Refused
from cms.base.models import AuditEvent
from cms.media.models import Upload
from cms.media.services import originals
from cms.people.models import Role
from tests.factories.media import ready_photo
from tests.factories.people import UserFactory, person, unit

pytestmark = pytest.mark.django_db

CIBINONG = "POLSEK-320101"
PURPOSE = "Memeriksa pelat nomor kendaraan"


@pytest.fixture
def photo():
    return ready_photo(unit_path=unit(CIBINONG).path)


@pytest.fixture
def editor():
    return person(Role.EDITOR, CIBINONG)


def _link(actor, photo):
    return originals.link_to_original(actor=actor, upload=photo.upload, purpose=PURPOSE)


def _get(client, path):
    response = client.get(path)
    response.body = b"".join(response.streaming_content) if response.streaming else None
    return response


WHO = [
    (Role.EDITOR, CIBINONG, True),
    (Role.PUBLISHER, "POLDA-32", True),
    (Role.ADMINISTRATOR, "MABES", True),
    (Role.LEADER, "POLRES-3201", False),
    (Role.EDITOR, "POLRES-3202", False),
    (Role.AWARD_SECRETARY, "POLDA-32", False),
    (None, "", False),
]


@pytest.mark.parametrize(("role", "unit_code", "allowed"), WHO)
def test_who_may_have_a_link(photo, role, unit_code, allowed):
    actor = person(role, unit_code) if role else UserFactory()

    if allowed:
        assert _link(actor, photo).startswith("/berkas/asli/")
    else:
        with pytest.raises(Refused):
            _link(actor, photo)


def test_link_gives_the_very_bytes_as_a_download_and_leaves_two_lines(client, photo, editor):
    with photo.upload.file.open("rb") as file:
        original = file.read()
    client.force_login(editor)

    response = _get(client, _link(editor, photo))

    assert response.body == original
    assert response.headers["Content-Disposition"].startswith('attachment; filename="asli-')
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "no-referrer"
    asked = AuditEvent.objects.get(verb="media.original-link")
    seen = AuditEvent.objects.get(verb="media.original-seen")
    assert asked.data["purpose"] == PURPOSE
    assert (seen.actor_id, seen.data["link"]) == (editor.pk, asked.data["link"])


def test_link_is_for_one_person(client, photo, editor):
    path = _link(editor, photo)
    colleague = person(Role.EDITOR, CIBINONG)

    for somebody in (colleague, UserFactory(is_superuser=True)):
        client.force_login(somebody)
        assert client.get(path).status_code == 404
    client.logout()
    assert client.get(path).status_code == 404
    assert not AuditEvent.objects.filter(verb="media.original-seen").exists()


def test_link_ends_after_minutes(client, photo, editor, time_machine_of_signing):
    client.force_login(editor)
    path = time_machine_of_signing(timedelta(seconds=originals.LINK_S + 1), _link, editor, photo)
    assert client.get(path).status_code == 404

    path = time_machine_of_signing(timedelta(seconds=originals.LINK_S - 30), _link, editor, photo)
    assert _get(client, path).status_code == 200


@pytest.fixture
def time_machine_of_signing():
    """Make a link as it would have been made ``ago``: the same words, signed at that time."""

    def at(ago, make, *arguments):
        path = make(*arguments)
        said = signing.loads(path.split("/")[3], salt=originals._SALT)
        signer = signing.TimestampSigner(salt=originals._SALT)
        seconds = int((timezone.now() - ago).timestamp())
        signer.timestamp = lambda: signing.b62_encode(seconds)
        return reverse("media:original", args=[signer.sign_object(said)])

    return at


def test_link_dies_with_the_right(client, photo, editor):
    path = _link(editor, photo)
    client.force_login(editor)
    editor.role_assignments.all().delete()

    assert client.get(path).status_code == 404


@pytest.mark.parametrize("change", ["cut", "other", "empty"])
def test_forged_link_is_not_there(client, photo, editor, change):
    path = _link(editor, photo)
    token = path.split("/")[3]
    forged = {"cut": token[:-2], "other": f"{token[:-1]}{'a' if token[-1] != 'a' else 'b'}"}
    client.force_login(editor)

    assert client.get(f"/berkas/asli/{forged.get(change, 'x')}/").status_code == 404


def test_nothing_else_serves_an_original(client, photo, editor):
    name = photo.upload.file.name
    for somebody in (editor, photo.upload.owner, UserFactory(is_superuser=True)):
        client.force_login(somebody)
        for path in (f"/berkas/{name}", f"/media/{name}", f"/berkas/./{name}"):
            assert client.get(path).status_code == 404, path


@pytest.mark.parametrize("purpose", ["", "   ", "lihat", "x" * 201])
def test_link_needs_a_purpose(photo, editor, purpose):
    with pytest.raises(Invalid):
        originals.link_to_original(actor=editor, upload=photo.upload, purpose=purpose)

    assert not AuditEvent.objects.filter(verb="media.original-link").exists()


def test_owner_may_open_what_they_sent(client, photo):
    client.force_login(photo.upload.owner)

    assert _get(client, _link(photo.upload.owner, photo)).status_code == 200


def test_screen_gives_a_link_for_a_purpose(client, photo, editor):
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(editor)
    door = reverse("media_original", args=["photo", photo.pk])

    refused = client.post(door, {"purpose": "mau"})
    given = client.post(door, {"purpose": PURPOSE})

    assert refused.status_code == 422
    path = re.search(r'href="(/berkas/asli/[^"]+)"', given.content.decode()).group(1)
    assert _get(client, path).status_code == 200


@pytest.mark.s3
def test_on_s3_the_storage_sends_it_by_an_address_that_ends(client, s3_storage, editor):
    photo = ready_photo(unit_path=unit(CIBINONG).path)
    with photo.upload.file.open("rb") as file:
        original = file.read()
    client.force_login(editor)

    response = client.get(_link(editor, photo))

    assert response.status_code == 302
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(response.url).query)
    assert int(query["X-Amz-Expires"][0]) <= 60
    with urllib.request.urlopen(response.url) as answer:  # noqa: S310
        assert answer.read() == original
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="asli-')
    plain = response.url.partition("?")[0]
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(plain)  # noqa: S310
    refused.value.close()
    assert Upload.objects.get(pk=photo.upload.pk).file.name in urllib.parse.unquote(plain)

"""Receiving files: what is taken, what is refused and in which words, and what is left behind."""

import hashlib
import uuid

import pytest
from django.contrib.auth.models import AnonymousUser

from cms.base.errors import Conflict, Invalid, Refused, TooLarge, UnsupportedMedia
from cms.base.models import AuditEvent
from cms.media import content_type
from cms.media.models import Upload, UploadState
from cms.media.services.uploads import receive
from tests import files
from tests.factories.people import UserFactory
from tests.parallel import at_once

pytestmark = pytest.mark.django_db

GOOD = [
    (files.jpeg_with_gps, "IMG_1.JPG", "photo", "image/jpeg"),
    (files.png, "gambar.png", "photo", "image/png"),
    (files.webp, "a.webp", "photo", "image/webp"),
    (files.heic, "IMG_2.HEIC", "photo", "image/heic"),
    (files.avif, "a.avif", "photo", "image/avif"),
    (files.mp4, "VID.mp4", "video", "video/mp4"),
    (files.mov, "VID.MOV", "video", "video/quicktime"),
    (files.webm, "VID.webm", "video", "video/webm"),
    (files.threegp, "VID.3gp", "video", "video/3gpp"),
]


@pytest.mark.parametrize(("make", "name", "kind", "type_"), GOOD, ids=[g[1] for g in GOOD])
def test_receive_keeps_every_accepted_format_as_it_came(make, name, kind, type_):
    data = make()

    upload = receive(actor=UserFactory(), file=files.uploaded(data, name))

    assert (upload.kind, upload.content_type, upload.byte_count) == (kind, type_, len(data))
    assert upload.sha256 == hashlib.sha256(data).hexdigest()
    assert upload.state == UploadState.RECEIVED
    with upload.file.open("rb") as kept:
        assert kept.read() == data
    assert "IMG" not in upload.file.name
    assert AuditEvent.objects.filter(object_id=str(upload.pk), verb="media.upload").count() == 1


BAD = [
    ("empty", lambda: b"", "a.jpg", "kosong"),
    ("svg", files.svg, "a.svg", "SVG"),
    ("svg called png", files.svg, "a.png", "SVG"),
    ("html", files.html, "a.jpg", "halaman web"),
    ("pdf", files.pdf, "a.jpg", "PDF"),
    ("archive", files.archive, "a.zip", "arsip"),
    ("program", lambda: b"MZ" + bytes(5000), "a.jpg", "program"),
    ("gif", lambda: b"GIF89a" + bytes(100), "a.gif", "JPEG, PNG"),
    ("sound", lambda: b"ID3" + bytes(100), "a.mp3", "rekaman suara"),
    ("noise", lambda: bytes(range(256)) * 20, "a.jpg", "bukan foto, video"),
    ("false extension", files.png, "a.jpg", "padahal isinya PNG"),
    ("film called jpg", files.mp4, "a.jpg", "padahal isinya MP4"),
    ("photo called txt", files.jpeg_with_gps, "a.txt", "padahal isinya JPEG"),
    ("page in a photo", files.polyglot, "a.jpg", "tersembunyi"),
    ("archive in a photo", files.zip_polyglot, "a.jpg", "tersembunyi"),
    ("truncated jpeg", files.truncated_jpeg, "a.jpg", "terpotong"),
    ("truncated png", files.truncated_png, "a.png", "terpotong"),
    ("truncated webp", lambda: files.webp()[:-300], "a.webp", "terpotong"),
    ("truncated heic", lambda: files.heic()[:-300], "a.heic", "terpotong"),
    ("truncated avif", lambda: files.avif()[:-300], "a.avif", "terpotong"),
    ("truncated mp4", files.truncated_mp4, "a.mp4", "terpotong"),
    ("head of a jpeg", lambda: b"\xff\xd8\xff\xe0", "a.jpg", "terpotong"),
    ("tiny", lambda: files.png(8, 8), "a.png", "terlalu kecil"),
]


@pytest.mark.parametrize(("make", "name", "words"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_receive_refuses_in_plain_words_and_leaves_nothing(make, name, words, stored):
    before = stored()

    with pytest.raises(UnsupportedMedia) as refused:
        receive(actor=UserFactory(), file=files.uploaded(make(), name))

    assert words in str(refused.value)
    assert refused.value.status == 415
    assert not Upload.objects.exists()
    assert stored() == before


def test_receive_refuses_a_decompression_bomb_from_its_header():
    with pytest.raises(TooLarge, match="megapiksel"):
        receive(actor=UserFactory(), file=files.uploaded(files.bomb_png(), "a.png"))


def test_receive_refuses_a_picture_just_above_the_pixel_limit():
    with pytest.raises(TooLarge, match="100 megapiksel"):
        receive(actor=UserFactory(), file=files.uploaded(files.bomb_png(10_001), "a.png"))


def test_receive_refuses_too_many_bytes(stored):
    before = stored()
    data = files.jpeg_with_gps() + bytes(content_type.PHOTO_BYTES_MAX)

    with pytest.raises(TooLarge, match="paling besar 40 MB") as refused:
        receive(actor=UserFactory(), file=files.uploaded(data, "a.jpg"))

    assert refused.value.status == 413
    assert stored() == before


@pytest.mark.parametrize(
    ("make", "name", "kind", "words"),
    [
        (files.mp4, "a.mp4", "photo", "hanya foto"),
        (files.jpeg_with_gps, "a.jpg", "video", "hanya video"),
    ],
)
def test_receive_refuses_the_other_kind(make, name, kind, words):
    with pytest.raises(UnsupportedMedia, match=words):
        receive(actor=UserFactory(), file=files.uploaded(make(), name), kind=kind)


@pytest.mark.parametrize(
    "name", ["", "blob", "../../etc/passwd.jpg", "a\x00b.jpg", ".jpg", "é" * 300]
)
def test_receive_survives_any_name(name):
    file = files.uploaded(files.jpeg_with_gps(), "x")
    file._name = name

    upload = receive(actor=UserFactory(), file=file)

    assert upload.file.name.startswith("originals/")


def test_receive_with_an_unknown_mark_is_refused():
    with pytest.raises(Invalid):
        receive(
            actor=UserFactory(),
            file=files.uploaded(files.jpeg_with_gps(), "a.jpg"),
            protect_mark="rahasia",
        )


@pytest.mark.parametrize("key", ["bukan-uuid", "1", "\x00"])
def test_receive_with_a_forged_id_is_refused(key):
    with pytest.raises(Invalid):
        receive(actor=UserFactory(), file=files.uploaded(files.jpeg_with_gps(), "a"), upload_id=key)


def test_receive_needs_somebody():
    with pytest.raises(Refused):
        receive(actor=AnonymousUser(), file=files.uploaded(files.jpeg_with_gps(), "a.jpg"))


def test_receive_twice_with_one_id_gives_one_row(stored):
    owner, key = UserFactory(), uuid.uuid4()
    first = receive(actor=owner, file=files.uploaded(files.png(), "a.png"), upload_id=key)
    before = stored()

    second = receive(actor=owner, file=files.uploaded(files.png(), "a.png"), upload_id=str(key))

    assert second == first
    assert Upload.objects.count() == 1
    assert stored() == before


def test_receive_with_one_id_for_two_files_is_a_conflict():
    owner, key = UserFactory(), uuid.uuid4()
    receive(actor=owner, file=files.uploaded(files.png(), "a.png"), upload_id=key)

    with pytest.raises(Conflict):
        receive(actor=owner, file=files.uploaded(files.webp(), "a.webp"), upload_id=key)


def test_receive_with_the_id_of_somebody_else_is_refused(stored):
    key = uuid.uuid4()
    receive(actor=UserFactory(), file=files.uploaded(files.png(), "a.png"), upload_id=key)
    before = stored()

    with pytest.raises(Refused):
        receive(actor=UserFactory(), file=files.uploaded(files.png(), "a.png"), upload_id=key)

    assert stored() == before


@pytest.mark.django_db(transaction=True)
def test_receive_in_parallel_with_one_id_gives_one_row_and_one_file(stored):
    owner, key = UserFactory(), uuid.uuid4()
    before = stored()

    def send():
        file = files.uploaded(files.png(), "a.png")
        return receive(actor=owner, file=file, upload_id=key).pk

    results = at_once(*[send] * 4)

    assert results == [key] * 4
    originals = {name for name in stored() - before if name.startswith("originals/")}
    assert len(originals) == 1

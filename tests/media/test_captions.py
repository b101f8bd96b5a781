"""Captions: read strictly, cleaned, private until published, never overwritten in silence."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from cms.base.errors import Conflict, Invalid
from cms.media import captions
from cms.media.models import PipelineStep, Upload, UploadState
from cms.media.selectors import captions_of, video_media
from cms.media.services.captions import remove_captions, save_captions
from cms.media.services.derivatives import make_private, make_public
from cms.media.services.ingest import ingest
from cms.media.services.retrying import retry
from cms.people.models import Role
from tests import files
from tests.factories.media import prepared
from tests.factories.people import person, unit

TEXT = "WEBVTT\n\n00:00.000 --> 00:01.000\nSelamat pagi, Bapak Ibu.\n"
CLEAN = "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nSelamat pagi, Bapak Ibu.\n"


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (TEXT, CLEAN),
        ("\ufeff" + TEXT.replace("\n", "\r\n"), CLEAN),
        ("1\n00:00:00,000 --> 00:00:01,000\nSelamat pagi, Bapak Ibu.", CLEAN),
        (TEXT.replace("01.000\n", "01.000 line:0 position:20%\n"), CLEAN),
        ("WEBVTT - judul\nKind: captions\n\nNOTE rahasia\n\nSTYLE\n::cue{color:red}\n\n" + TEXT[8:],
         CLEAN),
        (TEXT.replace("Selamat", "<script>alert(1)</script>Selamat"),
         CLEAN.replace("Selamat", "&lt;script&gt;alert(1)&lt;/script&gt;Selamat")),
        (TEXT.replace("Selamat pagi", "<v Kapolsek><b>Selamat</b> <i>pagi"),
         CLEAN.replace("Selamat pagi, Bapak Ibu.", "<b>Selamat</b> <i>pagi, Bapak Ibu.</i>")),
        (TEXT.replace("Selamat", "A & B &lt; C"),
         CLEAN.replace("Selamat", "A &amp; B &lt; C")),
    ],
    ids=["plain", "dos", "srt", "settings", "blocks", "script", "voices", "entities"],
)  # fmt: skip
def test_text_is_read_and_written_anew(text, clean):
    assert captions.clean(text, duration_s=2) == clean


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Tidak ada teks"),
        ("WEBVTT\n\nbukan waktu\n", "Baris 4"),
        ("WEBVTT\n\n00:02.000 --> 00:01.000\nx\n", "Baris 3: waktu selesai"),
        ("WEBVTT\n\n01:00.000 --> 01:01.000\nx\n", "sesudah rekaman selesai"),
        (f"WEBVTT\n\n00:00.000 --> 00:01.000\n{'x' * 501}\n", "terlalu panjang"),
        ("x" * (captions.BYTES_MAX + 1), "terlalu besar"),
    ],
)
def test_mistake_is_named_with_its_line(text, words):
    with pytest.raises(Invalid, match=words):
        captions.clean(text, duration_s=2)


def test_file_that_is_no_utf_8_is_refused():
    with pytest.raises(Invalid, match="UTF-8"):
        captions.decoded("Teks é".encode("latin-1"))


@pytest.fixture
def editor(db):
    return person(Role.EDITOR)


@pytest.fixture
def video(db):
    clip = files.mp4(1, "64x48", audio=False)
    return prepared(clip, "a.mp4", unit_path=unit("POLRES-3201").path).video


def test_captions_are_private_until_published_and_gone_when_withdrawn(
    editor, video, client, stored, django_capture_on_commit_callbacks
):
    save_captions(actor=editor, video=video, language="id", text=TEXT)
    (private,) = video_media(video).captions
    assert client.get(private.url).status_code == 404

    make_public(video=video, used_by="x")
    (public,) = video_media(video).captions
    answer = client.get(public.url)
    assert (public.language, public.label) == ("id", "Bahasa Indonesia")
    assert answer.getvalue().decode() == CLEAN
    assert answer.headers["Content-Type"] == "text/vtt; charset=utf-8"

    with django_capture_on_commit_callbacks(execute=True):
        make_private(video=video, used_by="x")
    assert client.get(public.url).status_code == 404


def test_captions_written_while_the_film_is_public_are_public_at_once(editor, video, client):
    make_public(video=video, used_by="x")

    save_captions(actor=editor, video=video, language="su", text=TEXT)

    (shown,) = video_media(video).captions
    assert client.get(shown.url).getvalue().decode() == CLEAN


def test_newer_captions_are_never_overwritten_in_silence(editor, video):
    first = save_captions(actor=editor, video=video, language="id", text=TEXT)
    second = save_captions(
        actor=editor, video=video, language="id", text=TEXT.replace("pagi", "siang"),
        replaces=first.pk,
    )  # fmt: skip

    for seen in (first.pk, None):
        with pytest.raises(Conflict, match="diubah orang lain"):
            save_captions(actor=editor, video=video, language="id", text=TEXT, replaces=seen)

    (kept,) = captions_of(video)
    assert (kept.id, "siang" in kept.text) == (second.pk, True)


def test_captions_survive_that_the_film_is_prepared_again(editor, video):
    save_captions(actor=editor, video=video, language="id", text=TEXT)
    upload = video.upload
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.FAILED, failure="rusak")
    PipelineStep.objects.filter(upload=upload).delete()
    retry(actor=editor, upload_id=upload.pk)

    assert ingest(upload.pk) is True

    assert [text.language for text in captions_of(video)] == ["id"]


def test_screen_saves_a_file_and_keeps_what_was_typed_when_it_is_wrong(editor, video, client):
    client.force_login(editor)
    address = reverse("media_captions", args=[video.pk])
    save = reverse("media_captions_save", args=[video.pk])

    wrong = client.post(save, {"language": "id", "text": "bukan waktu"})
    right = client.post(
        save, {"language": "id", "file": files.uploaded(TEXT.encode(), "teks.vtt")}, follow=True
    )

    assert wrong.status_code == 422
    assert "bukan waktu" in wrong.content.decode()
    assert "Baris 2" in wrong.content.decode()
    assert right.redirect_chain == [(address, 302)]
    assert "Selamat pagi" in right.content.decode()
    assert "<track" in right.content.decode()

    client.post(reverse("media_captions_remove", args=[video.pk, captions_of(video)[0].id]))
    assert captions_of(video) == []


def test_screen_is_not_there_for_another_unit(video, client):
    client.force_login(person(Role.EDITOR, "POLRES-3301"))

    assert client.get(reverse("media_captions", args=[video.pk])).status_code == 404
    assert (
        client.post(
            reverse("media_captions_save", args=[video.pk]), {"language": "id", "text": TEXT}
        ).status_code
        == 404
    )


def test_captions_removed_twice_says_so(editor, video):
    row = save_captions(actor=editor, video=video, language="id", text=TEXT)
    remove_captions(actor=editor, video=video, captions_id=row.pk)

    with pytest.raises(Conflict):
        remove_captions(actor=editor, video=video, captions_id=row.pk)


def test_browser_may_send_the_form_of_the_screen(editor, video):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(editor)
    screen = browser.get(reverse("media_captions", args=[video.pk])).text
    form = screen[screen.index(reverse("media_captions_save", args=[video.pk])) :]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form[: form.index("</form>")])

    answer = browser.post(
        reverse("media_captions_save", args=[video.pk]),
        {"language": "id", "text": TEXT, "csrfmiddlewaretoken": token[1] if token else ""},
    )

    assert answer.status_code == 302
    assert len(captions_of(video)) == 1

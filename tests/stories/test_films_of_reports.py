"""What an officer wrote under a film or recording goes with it into the story and to readers."""

import feedparser
import pytest

from cms.media.models import Upload, Video
from cms.people.models import Role
from stories.models import ReportAttachment, StoryPage
from stories.selectors import coaching
from stories.selectors.reports import own_report
from stories.services import accept, late_files, unaccept
from tests.factories.library import asset
from tests.factories.media import plain_video
from tests.factories.people import person
from tests.factories.stories import ReportFactory

pytestmark = pytest.mark.django_db
WORDS = "Warga <RW 05> memadamkan api bersama"
SHOWN = "<p><i>Warga &lt;RW 05&gt; memadamkan api bersama</i></p>"
KINDS = pytest.mark.parametrize("kind", ["video", "audio"])


def _claimed(user, **fields):
    text = "Kebakaran di dapur warga padam."
    return ReportFactory(claimed=True, claimed_by=user, text=text, **fields)


def _with_film(report, *, kind="video", words=WORDS, **fields) -> Video:
    thing = asset(kind=kind, report=report, **({"alt_text": ""} | fields)).thing
    report.attachments.filter(upload__video=thing).update(caption=words)
    return thing


def _blocks(page) -> list[tuple[str, str]]:
    """After the first paragraph."""
    newest = StoryPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return [(block.block_type, str(block.value)) for block in newest.body][1:]


@KINDS
def test_accepting_credits_describes_and_shows_the_words(kind):
    user = person(Role.EDITOR)
    report = _claimed(user)
    film = _with_film(report, kind=kind)

    page = accept.accept(actor=user, report_id=report.pk)

    film.refresh_from_db()
    assert film.credit == f"{report.officer} / {report.unit.name}"
    assert film.alt_text == WORDS
    (first, _film), (second, words) = _blocks(page)
    assert (first, second, SHOWN in words) == (kind, "paragraph", True)


def test_each_film_is_followed_by_its_own_words():
    user = person(Role.EDITOR)
    report = _claimed(user)
    _with_film(report, words="Api di dapur.")
    _with_film(report, words="")
    _with_film(report, kind="audio", words="Ketua RT bercerita.")

    page = accept.accept(actor=user, report_id=report.pk)

    kinds = [kind for kind, _value in _blocks(page)]
    assert kinds == ["video", "paragraph", "video", "audio", "paragraph"]


def test_of_an_undercover_officer_only_the_unit_is_named():
    user = person(Role.EDITOR)
    report = _claimed(user, protect_mark="undercover")
    film = _with_film(report)

    accept.accept(actor=user, report_id=report.pk)

    film.refresh_from_db()
    assert film.credit == report.unit.name


def test_what_the_library_said_of_a_film_stays():
    user = person(Role.EDITOR)
    report = _claimed(user)
    film = _with_film(report, credit="Humas Polres", alt_text="Api padam")

    page = accept.accept(actor=user, report_id=report.pk)

    film.refresh_from_db()
    assert (film.credit, film.alt_text) == ("Humas Polres", "Api padam")
    assert SHOWN in _blocks(page)[1][1]


@pytest.mark.parametrize("words", ["", "   ", "VID_20261124.mp4", "Rekaman dari pos"])
def test_a_films_name_is_no_description_and_not_shown(words):
    user = person(Role.EDITOR)
    report = _claimed(user)
    film = _with_film(report, words=words, title="Rekaman dari pos")

    page = accept.accept(actor=user, report_id=report.pk)

    film.refresh_from_db()
    assert film.alt_text == ""
    assert [kind for kind, _value in _blocks(page)] == ["video"]


def test_a_film_that_comes_late_brings_its_words():
    user = person(Role.EDITOR)
    report = _claimed(user)
    page = accept.accept(actor=user, report_id=report.pk)
    film = _with_film(report)
    report.attachments.update(awaits_story=True)

    late_files.place(actor=user, report_id=report.pk)

    film.refresh_from_db()
    assert (film.alt_text, bool(film.credit)) == (WORDS, True)
    assert [kind for kind, _value in _blocks(page)] == ["video", "paragraph"]


def test_taken_back_from_a_joint_story_the_words_go_too():
    user = person(Role.EDITOR)
    first, second = _claimed(user), _claimed(user)
    _with_film(second)
    page = accept.accept(actor=user, report_id=first.pk, is_joint=True)
    accept.accept_into(actor=user, report_id=second.pk, page_id=page.pk, is_joint=True)
    joint = [kind for kind, _value in _blocks(page)]

    unaccept.unaccept(actor=user, report_id=second.pk)

    assert joint == ["paragraph", "video", "paragraph"]
    assert _blocks(page) == []


def test_readers_get_words_and_credit_everywhere(client):
    user = person(Role.EDITOR)
    report = _claimed(user)
    film = plain_video(owner=report.officer.user, unit_path=report.unit_path)
    ReportAttachment.objects.create(
        report=report, upload=Upload.objects.get(video=film), caption=WORDS
    )
    page = accept.accept(actor=user, report_id=report.pk)
    page.summary = "Warga memadamkan api. Tidak ada korban."
    page.save_revision(clean=False).publish(skip_permission_checks=True)

    address = StoryPage.objects.get(pk=page.pk).address
    site = client.get(address).content.decode()
    item = client.get(f"/api/v1/items/{page.public_id}/").json()
    (entry,) = feedparser.parse(client.get("/feeds/site.rss").content).entries

    credit = f"{report.officer} / {report.unit.name}"
    assert SHOWN in site
    assert f"Video: {credit}" in site
    assert SHOWN in item["body_html"]
    assert [(media["alt"], media["credit"]) for media in item["media"]] == [(WORDS, credit)]
    assert "memadamkan api bersama" in entry.content[0].value
    mine = own_report(report.officer, report.pk)
    assert coaching.publicity_of(mine).changes.is_same, "the officer's words are no change"

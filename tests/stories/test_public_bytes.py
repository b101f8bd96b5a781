"""Every address that a published story and a hero open is read to the last byte: no place, no name,
no serial number of a camera, in no format."""

import re
from datetime import timedelta
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone

from cms.media.models import PLAYLIST_TYPE
from cms.media.services.captions import save_captions
from cms.media.services.strays import public_columns
from cms.people.models import Role
from local_heroes import services as heroes
from local_heroes.models import HeroProfilePage
from stories.models import StoryPage
from tests import files
from tests.factories.media import prepared
from tests.factories.people import OfficerFactory, UserFactory, person
from tests.factories.stories import described_photo, figure, story_page
from tests.media.corpus import pictures as corpus
from tests.media.films import clips
from tests.media.films.recordings import METADATA, recording
from tests.processes import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ROOTS = (
    "/", "/cerita/", "/en/", "/cari/?q=ronda", "/sitemap.xml", "/api/v1/items/",
    "/api/v1/media/", "/api/v1/items/?include=body", "/feeds/site.rss", "/feeds/site.atom",
    "/feeds/site.json", "/umpan/", "/feeds/umpan.opml",
)  # fmt: skip
# What the public may get from storage; a format that is not here is not read below either.
MADE_TYPES = {
    *("image/jpeg", "image/webp", "image/avif", "video/mp4", "audio/mp4", "text/vtt"),
    PLAYLIST_TYPE,
}
CARD_TYPE = "image/png"
PAGES_MAX = 400


def _links(text: str) -> set[str]:
    quoted = re.findall(r"""["'(\s>]((?:https?://[\w.:-]+)?/[^"'()\s<>,\\]+)""", unescape(text))
    paths = {re.sub(r"^https?://[^/]+", "", link) for link in quoted}
    return {path for path in paths if path.startswith(("/", "/en/")) and "/admin/" not in path}


def _body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def _crawled(*roots: str) -> dict[str, tuple[str, bytes]]:
    """(content type, bytes) of everything that can be reached."""
    client = Client()
    seen: dict[str, tuple[str, bytes]] = {}
    todo = list(roots)
    while todo and len(seen) < PAGES_MAX:
        address = todo.pop(0)
        if address in seen or address.startswith(("/static/", "/keluar", "/masuk", "/en/masuk")):
            continue
        response = client.get(address)
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        body = _body(response)
        seen[address] = (kind, body)
        if kind == PLAYLIST_TYPE:
            named = re.findall(r'URI="([^"]+)"|^([^#\s]+)', body.decode(), re.MULTILINE)
            todo[:0] = [urljoin(address, uri or line) for uri, line in named]
        elif response.status_code == 200 and not kind.startswith(("image/", "video/", "audio/")):
            todo += sorted(_links(body.decode("utf-8", "replace")) - set(seen))
    return seen


def _streamed_film(directory: Path) -> bytes:
    """Long enough to be cut into a stream, with the place and the maker in it."""
    path = directory / "minute.mp4"
    clips.run(
        *("-f", "lavfi", "-i", "testsrc2=size=160x120:rate=1:duration=61"),
        *(*METADATA, *clips.H264, "-g", "2", str(path)),
    )
    return path.read_bytes()


@pytest.fixture
def story(tmp_path):
    """A photo of each format, a film with a stream and captions, a recording."""
    names = ("rotated-6.jpg", "text.png", "plain.webp", "motion.heic", "plain.avif")
    lead, *others = [prepared(corpus.GOOD[name][0](), name).photo for name in names]
    film = prepared(_streamed_film(tmp_path), "VID_0001.mp4").video
    sound = prepared(recording(tmp_path / "a.m4a", "-c:a", "aac").read_bytes(), "a.m4a").video
    for thing in (lead, *others, film, sound):
        thing.alt_text = "Warga di pos ronda"
        thing.save()
    words = f"WEBVTT\n\nNOTE {files.AUTHOR}\n\n00:00.000 --> 00:02.000\nSelamat pagi.\n"
    editor = UserFactory(is_superuser=True)
    save_captions(actor=editor, video=film, language="id", text=words)
    page = story_page(lead_photo=lead)
    page.body = [
        ("paragraph", "<p>Pagi itu warga berkumpul.</p>"),
        *(("figure", figure(photo)) for photo in others),
        ("video", film),
        ("audio", sound),
    ]
    page.save_revision(clean=False).publish()
    page.refresh_from_db()
    return page


@pytest.fixture
def hero():
    """A profile with a portrait, and so with a card to share."""
    editor, publisher = person(Role.EDITOR, "MABES"), person(Role.PUBLISHER, "POLRES-3201")
    officer = OfficerFactory(signed_up=True, posted=True)
    for number in range(3):
        page = story_page(officer=officer, title=f"Sambang {number}", slug=f"s-{number}")
        page.get_latest_revision().publish(skip_permission_checks=True)
        at = timezone.now() - timedelta(days=35 * number)
        StoryPage.objects.filter(pk=page.pk).update(first_published_at=at)
    profile = heroes.build_profile(actor=editor, officer=officer)
    profile.portrait = described_photo()
    profile.save_revision()
    heroes.give_consent(actor=officer.user, page_id=profile.pk)
    heroes.propose(actor=editor, page_id=profile.pk)
    heroes.approve(actor=publisher, page_id=profile.pk)
    return HeroProfilePage.objects.get(pk=profile.pk)


def _public_files() -> set[str]:
    """The address of every public file that a row of whatever app names."""
    names = (
        column.model._base_manager.exclude(**{column.name: ""}).values_list(column.name, flat=True)
        for column in public_columns()
    )
    return {storages["public"].url(name) for some in names for name in some}


def test_no_public_byte_tells_where_or_by_whom_a_picture_was_taken(story, hero):
    card, oembed = (
        f"/sematan/{story.public_id}/",
        f"/oembed/?url=http://testserver{story.public_path}",
    )

    seen = _crawled(*ROOTS, story.public_path, hero.public_path, card, oembed)

    media = {path: kind for path, (kind, _body) in seen.items() if path.startswith("/media/m/")}
    public = _public_files()
    assert hero.share_card.url in public
    assert public - set(media) == set(), "every public file can be reached from a public address"
    assert set(media.values()) == MADE_TYPES | {CARD_TYPE}
    assert not [path for path in seen if path.startswith("/berkas/")], "nothing private is named"
    leaking = {path: files.carries(body) for path, (_kind, body) in seen.items()}
    assert {path: found for path, found in leaking.items() if found} == {}


def test_every_type_that_media_are_made_in_is_read_above():
    """A new one that the code names belongs into the story above before anybody gets it."""
    makers = [ROOT / "cms/media/pictures.py", ROOT / "cms/media/models/public.py"]
    makers += [*ROOT.glob("cms/media/services/**/*.py"), *ROOT.glob("cms/media/films/*.py")]
    named = re.compile(r'"((?:image|video|audio|text|application)/[\w.+-]+)"')

    found = {kind for path in makers for kind in named.findall(path.read_text())}

    assert found == MADE_TYPES

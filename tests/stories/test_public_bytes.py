"""Every address that a published story opens is read to the last byte: no place, no name, no
serial number of a camera, in no format."""

import re
from html import unescape

import pytest
from django.test import Client

from cms.media.models import Derivative
from tests import files
from tests.factories.media import ready_photo, ready_video
from tests.factories.stories import figure, story_page

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ROOTS = (
    "/", "/cerita/", "/en/", "/cari/?q=ronda", "/sitemap.xml", "/api/v1/items/",
    "/api/v1/media/", "/api/v1/items/?include=body", "/feeds/site.rss", "/feeds/site.atom",
    "/feeds/site.json", "/umpan/", "/feeds/umpan.opml",
)  # fmt: skip
# What the public may get from storage; a format that is not here is not read below either.
MEDIA_TYPES = {"image/jpeg", "image/webp", "image/avif", "video/mp4"}
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
        if response.status_code == 200 and not kind.startswith(("image/", "video/", "audio/")):
            todo += sorted(_links(body.decode("utf-8", "replace")) - set(seen))
    return seen


@pytest.fixture
def story():
    lead, inside, film = ready_photo(), ready_photo(), ready_video()
    for thing in (lead, inside, film):
        thing.alt_text = "Warga di pos ronda"
        thing.save()
    page = story_page(lead_photo=lead)
    page.body = [
        ("paragraph", "<p>Pagi itu warga berkumpul.</p>"),
        ("figure", figure(inside)),
        ("video", film),
    ]
    page.save_revision(clean=False).publish()
    page.refresh_from_db()
    return page


def test_no_public_byte_tells_where_or_by_whom_a_picture_was_taken(story):
    card, oembed = (
        f"/sematan/{story.public_id}/",
        f"/oembed/?url=http://testserver{story.public_path}",
    )

    seen = _crawled(*ROOTS, story.public_path, card, oembed)

    media = {path: kind for path, (kind, _body) in seen.items() if path.startswith("/media/m/")}
    public = {row.public_file.url for row in Derivative.objects.exclude(public_file="")}
    assert public
    assert public <= set(media), "every public file can be reached from some public address"
    assert set(media.values()) == MEDIA_TYPES
    assert not [path for path in seen if path.startswith("/berkas/")], "nothing private is named"
    leaking = {path: files.carries(body) for path, (_kind, body) in seen.items()}
    assert {path: found for path, found in leaking.items() if found} == {}

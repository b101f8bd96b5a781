"""A thousand random stories, through every format and every archive, without a mistake."""

import json

import feedparser
import pytest

from publishing.models import PublishedItem
from tests.feeds.stories import random_stories
from tests.feeds.validators import MISTAKES


def walk(client, address: str, extension: str) -> list[bytes]:
    """The current document and every archive, by the links that they give."""
    bodies, url = [], f"/feeds/{address}.{extension}"
    while url:
        answer = client.get(url)
        assert answer.status_code == 200
        bodies.append(answer.content)
        links = dict(
            reversed(part.strip().lstrip("<").split('>; rel="'))
            for part in answer["Link"].split(",")
        )
        older = links.get('prev-archive"')
        url = older and "/" + older.split("/", 3)[3]
    return bodies


def ids_of(body: bytes, extension: str) -> list[str]:
    if extension == "json":
        return [item["id"] for item in json.loads(body)["items"]]
    return [entry.id for entry in feedparser.parse(body).entries]


@pytest.mark.django_db
def test_a_thousand_stories_give_valid_documents_and_each_story_once(client):
    rows = random_stories(1000)
    wanted = sorted(f"urn:uuid:{row.public_id}" for row in rows)

    for extension, mistakes in MISTAKES.items():
        bodies = walk(client, "site", extension)
        assert [mistake for body in bodies for mistake in mistakes(body)] == []
        assert sorted(key for body in bodies for key in ids_of(body, extension)) == wanted
        assert len(bodies) > 15


@pytest.mark.django_db
def test_feedparser_reads_what_we_write(client):
    random_stories(60)

    for extension in ("rss", "atom"):
        parsed = feedparser.parse(client.get(f"/feeds/site.{extension}").content)
        assert not parsed.bozo
        assert len(parsed.entries) == 60
        by_id = {str(row.public_id): row for row in PublishedItem.objects.all()}
        for entry in parsed.entries:
            row = by_id[entry.id.removeprefix("urn:uuid:")]
            media = [m for m in row.data["media"] if m["sources"]]
            if extension == "atom":
                assert entry.title == row.title
            assert len({m["url"] for m in entry.get("media_content", [])}) >= len(media)

"""The validators can fail: each planted mistake is found, and the untouched document passes."""

import json

import pytest

from tests.feeds.stories import random_stories
from tests.feeds.validators import MISTAKES

# (format, what is taken out, what is put in its place): the first place only.
PLANTED = [
    ("rss", 'version="2.0"', 'version="0.91"'),
    ("rss", "<channel><title>", "<channel><title>a</title><title>"),
    ("rss", "<link>http", "<link>/http"),
    ("rss", "<description>", "<deskripsi/><description>"),
    ("rss", 'isPermaLink="false"', 'isPermaLink="true"'),
    ("rss", "<guid", "<guid>x</guid><guid"),
    ("rss", "</pubDate>", " WIB</pubDate>"),
    ("rss", " +0000</lastBuildDate>", "</lastBuildDate>"),
    ("rss", 'length="', 'length="-'),
    ("rss", 'type="image/jpeg"', 'type="jpeg"'),
    ("rss", 'fileSize="', 'fileSize="0" size="'),
    ("rss", 'rel="self"', 'rel="via"'),
    ("rss", "<language>id", "<language>Bahasa Indonesia"),
    ("rss", "<content:encoded>", "<content:encoded>&lt;script&gt;1&lt;/script&gt;"),
    ("rss", "<content:encoded>", '<content:encoded>&lt;img src="/a.jpg"&gt;'),
    ("rss", "<item><title>", "<item><title>&lt;b&gt;tebal&lt;/b&gt; "),
    ("rss", "<atom:updated>2026", "<atom:updated>26"),
    ("rss", "</rss>", ""),
    ("atom", "<updated>2026", "<updated>Jumat 2026"),
    ("atom", "<id>urn:uuid:", "<id>"),
    ("atom", "<entry", "<nama/><entry"),
    ("atom", 'rel="self"', 'rel="related"'),
    ("atom", "<name>Sambang</name>", ""),
    ("atom", 'rel="enclosure"', 'rel="enclosure" length="x"'),
    ("atom", 'length="', 'panjang="'),
    ("atom", ' term="', ' istilah="'),
    ("atom", 'type="html">', 'type="CDATA">'),
    ("atom", '<link rel="alternate" href="', '<link rel="alternate" href="cerita/'),
    ("atom", "<published>", "<published>kemarin</published><published>"),
    ("atom", "</feed>", '<at:deleted-entry ref="x" when="2026-11-24T00:00:00Z"/></feed>'),
    ("json", '"version":"https://jsonfeed.org/version/1.1"', '"version":"1.1"'),
    ("json", '"title":"Sambang', '"judul":"Sambang'),
    ("json", '"id":"urn', '"id":1,"_x":"urn'),
    ("json", '"feed_url":"http', '"feed_url":"/http'),
    ("json", '"date_published":"', '"date_published":"sejak '),
    ("json", '"size_in_bytes":', '"size_in_bytes":"besar","_s":'),
    ("json", '"mime_type":', '"jenis":'),
    ("json", '"content_html":"', '"content_html":"","_c":"'),
    ("json", '"language":"id"', '"language":"Indonesia raya"'),
    ("json", '"items":[', '"items":[{"id":"a","content_text":"x"},{"id":"a","content_text":"y"},'),
    ("json", "]}", "]"),
]


@pytest.fixture
def documents(client, db):
    random_stories(60, seed=3)
    return {kind: client.get(f"/feeds/site.{kind}").content.decode() for kind in MISTAKES}


@pytest.mark.parametrize(("extension", "old", "new"), PLANTED)
def test_a_planted_mistake_is_found(documents, extension, old, new):
    right = documents[extension]
    start = right.rindex(old) if old in {"]}", "</rss>"} else right.index(old)
    wrong = right[:start] + new + right[start + len(old) :]

    assert MISTAKES[extension](right.encode()) == []
    assert MISTAKES[extension](wrong.encode()) != []


def test_control_characters_are_found():
    assert MISTAKES["rss"](b'<rss version="2.0"><channel><title>\x0b</title></channel></rss>')


def test_a_group_of_different_pictures_is_found(documents):
    group = (
        '<media:group><media:content url="http://a/1" type="image/jpeg" medium="image" '
        'fileSize="1" width="1" height="1"/></media:group></item>'
    )

    found = MISTAKES["rss"](documents["rss"].replace("</item>", group, 1).encode())

    assert any("a group of 1" in mistake for mistake in found)


def test_a_key_twice_is_found(documents):
    text = json.dumps(json.loads(documents["json"]))

    assert MISTAKES["json"](text.replace("{", '{"title":"x",', 1).encode())

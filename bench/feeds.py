"""Feeds: what rendering costs, as a ratio to plain feedgen; and feeds and sitemaps at size.

``python -m bench.feeds`` renders 50 seeded stories, without a database, in each format.
``python -m bench.feeds --database`` then asks the views on the database of the environment
(fill it with ``bench.api`` or ``seed_demo``); the first request of a feed closes its archives.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import statistics
import time
import uuid
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.config.settings")
django.setup()

from django.conf import settings  # noqa: E402 (models need the set-up above)
from django.db import connection  # noqa: E402
from django.test import RequestFactory  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import resolve  # noqa: E402
from feedgen.feed import FeedGenerator  # noqa: E402

from publishing import document as items  # noqa: E402
from publishing.feeds import atom, jsonfeed, rss  # noqa: E402
from publishing.feeds.document import FeedDocument, build  # noqa: E402
from publishing.feeds.spec import find  # noqa: E402
from publishing.models import FeedVersion, ItemState, PublishedItem  # noqa: E402
from publishing.sitemaps import parts  # noqa: E402
from tests.feeds.stories import random_item  # noqa: E402

ENTRIES = 50
SEED = 7
ROUNDS = 40


def rows() -> list[PublishedItem]:
    """ENTRIES seeded stories with about 3 kB of text each, as the read model holds them."""
    rng = random.Random(SEED)
    body = f"<p>{'Warga berkumpul dan bersepakat menjaga desa. ' * 14}</p>" * 5
    found = []
    for number in range(ENTRIES):
        item = items.clean(random_item(rng, number, body_html=body))
        values = items.columns(item)
        found.append(PublishedItem(public_id=item.public_id, state=ItemState.LIVE, **values))
    return found


def plain_feedgen(document: FeedDocument) -> FeedGenerator:
    """The same texts as feedgen's own examples would give them: one enclosure, no media, no links
    to archives."""
    feed = FeedGenerator()
    feed.id(document.id)
    feed.title(document.title)
    feed.description(document.description)
    feed.author({"name": "Sambang"})
    feed.link(href=document.home_url, rel="alternate")
    feed.updated(document.updated)
    for entry in document.entries:
        item = feed.add_entry(order="append")
        item.id(entry.id)
        item.title(entry.title)
        item.link(href=entry.url)
        item.description(entry.summary)
        item.content(entry.html, type="html")
        item.published(entry.published)
        item.updated(entry.updated)
        for media in entry.media[:1]:
            file = media.file
            item.enclosure(file.url, str(file.byte_count), file.content_type)
    return feed


def median_ms(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Median time of ``work`` after one warm-up, in milliseconds."""
    work()
    found = []
    for _round in range(rounds):
        began = time.perf_counter()
        work()
        found.append((time.perf_counter() - began) * 1000)
    return statistics.median(found)


def rendering() -> None:
    """Print what each format costs."""
    spec, stories = find("site"), rows()
    version = FeedVersion(key="site", public_id=uuid.UUID(int=1))

    def whole(writer) -> Callable[[], bytes]:
        return lambda: writer.write(build(spec, stories, version=version))

    document = build(spec, stories, version=version)
    yardsticks = {
        "rss": median_ms(lambda: plain_feedgen(document).rss_str()),
        "atom": median_ms(lambda: plain_feedgen(document).atom_str()),
    }
    print(f"{ENTRIES} entries, no database: rows to bytes, against plain feedgen from ready texts")
    print(f"{'format':<12}{'ms':>8}{'feedgen ms':>12}{'ratio':>8}{'kB':>7}")
    for writer in (rss, atom, jsonfeed):
        taken = median_ms(whole(writer))
        yardstick = yardsticks.get(writer.EXTENSION, yardsticks["rss"])
        size = len(writer.write(document)) / 1000
        print(
            f"{writer.EXTENSION:<12}{taken:>8.1f}{yardstick:>12.1f}{taken / yardstick:>8.2f}"
            f"{size:>7.0f}"
        )
    print(f"{'(document)':<12}{median_ms(lambda: build(spec, stories, version=version)):>8.1f}")


def on_database() -> None:
    """Print what feeds and sitemaps cost on the database of the environment."""
    live = PublishedItem.objects.filter(state=ItemState.LIVE).exclude(region_code="")
    newest = live.order_by("-id").first()
    print(f"\n{PublishedItem.objects.count()} items, {connection.vendor}, in process")
    print(f"{'address':<44}{'first ms':>10}{'then ms':>9}{'queries':>9}{'kB':>7}")
    officer = newest.officers.first()
    addresses = [
        "/feeds/site.rss",
        "/feeds/site.atom",
        "/feeds/site.json",
        "/feeds/site/arsip/1.rss",
        *(
            ["/feeds/site/arsip/100.rss"]
            if FeedVersion.objects.filter(archive_count__gt=100)
            else []
        ),
        "/feeds/media/video.rss",
        f"/feeds/provinsi/{newest.province_code or newest.region_code[:2]}.rss",
        f"/feeds/satuan/{newest.polsek}.rss" if newest.polsek else "/feeds/cerita.rss",
        f"/feeds/petugas/{officer.officer_public_id}.rss" if officer else "/feeds/cerita.json",
        "/sitemap.xml",
        f"/sitemap-terbitan-{parts.items_part_of(newest.pk)}.xml",
        f"/sitemap-terbitan-{parts.items_part_of(newest.pk) // 2}.xml",
        "/sitemap-berita.xml",
        f"/sitemap-berita-{parts.items_part_of(newest.pk)}.xml",
    ]
    for path in addresses:
        _measure(path)
    print(f"memory peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _measure(path: str) -> None:
    view, arguments, named = resolve(path)
    request = RequestFactory(HTTP_HOST=settings.ALLOWED_HOSTS[0]).get(path)

    def ask():
        return view(request, *arguments, **named)

    began = time.perf_counter()
    answer = ask()
    first = (time.perf_counter() - began) * 1000
    with CaptureQueriesContext(connection) as queries:
        ask()
    then = median_ms(ask, rounds=10)
    size = len(answer.content) / 1000
    print(f"{path:<44.44}{first:>10.1f}{then:>9.1f}{len(queries):>9}{size:>7.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", action="store_true", help="also ask the database")
    options = parser.parse_args()
    rendering()
    if options.database:
        on_database()


if __name__ == "__main__":
    main()

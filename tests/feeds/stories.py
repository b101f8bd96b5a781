"""Random stories for feeds, always the same ones for a seed: long, short, odd, with many media."""

from __future__ import annotations

import random
import uuid
from datetime import UTC, datetime, timedelta

from publishing import document
from publishing.item import (
    MediaSource,
    PublicCorrection,
    PublicItem,
    PublicMedia,
    PublicPerson,
    PublicPlace,
    PublicTerm,
)
from publishing.models import ItemOfficer, ItemState, ItemTopic, PublishedItem

FIRST = datetime(2026, 3, 1, 1, 0, tzinfo=UTC)
WORDS = [
    "warga",
    "ronda",
    "sawah",
    "kopi",
    "musyawarah",
    "pagar",
    "sungai",
    "remaja",
    "posyandu",
    "hujan",
    "bupati",
    "lurah",
]
# Whatever people and programs put into a text.
ODD = (
    "", "\x00\x0b\x1f", "🙂👮‍♂️🌾", "ꦱꦩ꧀ꦧꦁ ꦢꦺꦱ", "مرحبا بالقرية", "\ud83d", "<b>&amp;]]></b>",
    "&nbsp; &lt;script&gt;", "\ufffe\uffff", "‮kanan ke kiri", "a\u0301e\u0301", "'\"><img src=x>",
    "\r\n\t", "𝔖𝔞𝔪𝔟𝔞𝔫𝔤", "%s {name} \\",
)  # fmt: skip


def _text(rng: random.Random, words: int) -> str:
    found = [rng.choice(WORDS) for _number in range(words)]
    found.insert(rng.randrange(len(found) + 1), rng.choice(ODD))
    return " ".join(found)


def _sources(rng: random.Random, name: str, kinds: tuple[tuple[str, str], ...]):
    return tuple(
        MediaSource(
            url=f"/media/m/{name}-{width}.{extension}",
            content_type=content_type,
            width=width,
            height=width * 2 // 3,
            byte_count=rng.randrange(1_000, 900_000),
        )
        for width in sorted(rng.sample((320, 640, 1280, 1920), rng.randrange(1, 4)))
        for content_type, extension in kinds
    )


def _media(rng: random.Random, key: uuid.UUID, number: int) -> PublicMedia:
    is_film = rng.random() < 0.2
    name = f"{key.hex[:8]}-{number}"
    if is_film:
        sources = _sources(rng, name, (("video/mp4", "mp4"),))
        poster = _sources(rng, f"{name}-poster", (("image/jpeg", "jpg"),))[0]
    else:
        sources = _sources(rng, name, (("image/webp", "webp"), ("image/jpeg", "jpg")))
        poster = None
    return PublicMedia(
        kind="video" if is_film else "photo",
        public_id=uuid.UUID(int=rng.getrandbits(128)),
        alt=rng.choice(["", _text(rng, 5)]),
        caption=rng.choice(["", _text(rng, 6)]),
        credit=rng.choice(["", _text(rng, 2)]),
        sources=sources if rng.random() > 0.02 else (),
        poster=poster,
        duration_s=rng.choice([0.0, 12.4, 3_601.0]) if is_film else 0.0,
    )


def _body(rng: random.Random, media: tuple[PublicMedia, ...]) -> str:
    parts = [f"<p>{_text(rng, rng.randrange(1, 60))}</p>" for _n in range(rng.randrange(0, 6))]
    shown = [m for m in media if m.kind == "photo" and m.sources and rng.random() < 0.5]
    for photo in shown:
        url = photo.sources[-1].url
        parts.append(
            f'<figure><picture><source srcset="{url} 640w, {url} 1280w"><img src="{url}" '
            'alt="a > b"></picture></figure>'
        )
    parts.append(rng.choice(["", '<p><a href="/cerita/">Baca juga</a> di <a href="//x.id/">x</a>']))
    return "".join(parts)


def random_item(rng: random.Random, number: int, **fields) -> PublicItem:
    """One random item, as an adapter would give it; ``fields`` are put in its place."""
    key = uuid.UUID(int=rng.getrandbits(128))
    media = tuple(_media(rng, key, n) for n in range(rng.choice((0, 0, 1, 2, 5))))
    published = FIRST + timedelta(minutes=rng.randrange(0, 250_000))
    given = {
        "kind": rng.choice(("story", "story", "story", "hero", "award")),
        "public_id": key,
        "path": f"/cerita/2026/03/{number}-{key.hex[:6]}/",
        "title": f"{number} {_text(rng, rng.randrange(1, 12))}",
        "summary": rng.choice(["", _text(rng, 15)]),
        "body_html": _body(rng, media),
        "language": rng.choice(("id", "id", "en")),
        "published_at": published,
        "updated_at": published + timedelta(minutes=rng.choice((0, 5, 5_000))),
        "unit_name": "Polsek Cibinong",
        "unit_codes": rng.choice([(), ("POLDA-32", "POLRES-3201", "POLSEK-320101")]),
        "place": rng.choice([None, PublicPlace(code="32.01.01.1001", province="Jawa Barat")]),
        "people": tuple(
            PublicPerson(public_id=uuid.UUID(int=n + 1), name=_text(rng, 2), rank="Bripka")
            for n in range(rng.randrange(0, 3))
        ),
        "activity": rng.choice([None, PublicTerm(slug="sambang", name="Sambang")]),
        "programme": rng.choice([None, PublicTerm(slug="kearifan-lokal", name="Kearifan lokal")]),
        "topics": rng.choice([(), (PublicTerm(slug="hoaks", name="Hoaks"),)]),
        "media": media,
        "corrections": rng.choice(
            [(), (), (), (PublicCorrection(at=published, note=_text(rng, 8)),)]
        ),
    }
    return PublicItem(**given | fields)


def store(items: list[PublicItem], *, first_seq: int = 1) -> list[PublishedItem]:
    """``items`` as release would write them, all live, found by officer and topic."""
    rows = []
    for seq, item in enumerate(items, first_seq):
        values = document.columns(document.clean(item))
        rows.append(
            PublishedItem(
                public_id=item.public_id, page_id=seq, seq=seq, state=ItemState.LIVE, **values
            )
        )
    rows = PublishedItem.objects.bulk_create(rows, batch_size=500)
    people, topics = [], []
    for row, item in zip(rows, items, strict=True):
        when = row.published_at
        people += [
            ItemOfficer(item=row, officer_public_id=key, published_at=when)
            for key in dict.fromkeys(person.public_id for person in item.people)
        ]
        topics += [ItemTopic(item=row, slug=t.slug, published_at=when) for t in item.topics]
    ItemOfficer.objects.bulk_create(people)
    ItemTopic.objects.bulk_create(topics)
    return rows


def random_stories(count: int, *, seed: int = 20261124, **fields) -> list[PublishedItem]:
    """``count`` random items in the read model; the same ones every time."""
    rng = random.Random(seed)
    return store([random_item(rng, number, **fields) for number in range(count)])

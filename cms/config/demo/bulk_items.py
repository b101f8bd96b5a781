"""Published items for load tests, a million in minutes: true to form, but with no page behind them.

The rows of a pattern come from the same code as real ones (``publishing.document``,
``publishing.words``); each item is a pattern with its own number, identity and moment written in.
"""

from __future__ import annotations

import datetime
import hashlib
import random
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import connection, models, transaction
from django.db.models import Max
from django.utils import timezone

from cms.config.demo import texts
from cms.media.public import MediaSource, PublicMedia
from cms.people.models import Officer
from cms.places.models import Region, Unit
from cms.places.naming import PlaceNames
from cms.places.selectors import unit_codes
from publishing import document
from publishing.item import PublicItem, PublicPerson, PublicPlace, PublicTerm
from publishing.models import (
    ItemMedia,
    ItemOfficer,
    ItemSearch,
    ItemState,
    ItemTopic,
    PublicationCounter,
    PublishedItem,
)
from publishing.services.release import index_rows
from publishing.words import index_words, position_of
from stories.models import Activity, Programme

Post = tuple[Region, Unit, PlaceNames]
BATCH = 20_000
PATTERNS = 2_000
SPREAD_DAYS = 365
PICTURES, FILM_EVERY = 2, 10
TOPICS = ("gotong-royong", "keamanan-desa", "pemuda", "pertanian", "bencana", "lalu-lintas")
PLOTS = ("sambang", "penyuluhan", "problem_solving", "patroli", "binluh")
# So many rows at once are quicker written without the index of words, which then is made anew.
REBUILD_AT = 20_000
_WORDS_INDEX = (
    "CREATE INDEX publishing_itemsearch_lexemes ON publishing_itemsearch USING gin (lexemes)"
    " WITH (gin_pending_list_limit = 256)"
)
# What a pattern holds where an item writes its own; as long as what is written there.
_ID = uuid.UUID(int=0xABCDEF0123456789ABCDEF0123456789)
_NUMBER = "99999999"
_MOMENT = datetime.datetime(2001, 2, 3, 4, 5, 6, 789012, tzinfo=datetime.UTC)
_MOMENT_TEXT = "2001-02-03T04:05:06.789012Z"


@dataclass(frozen=True, slots=True)
class Pattern:
    """An item that many are made of: its columns, words and the rows it is found by."""

    columns: dict
    prepared: dict
    words: str
    officers: list
    topics: list[str]
    media: list[tuple[dict, bytes]]


def moments(
    count: int, rng: random.Random, *, days: float = SPREAD_DAYS
) -> Iterator[datetime.datetime]:
    """``count`` moments spread over the last year or so many ``days``, oldest first."""
    now = timezone.now()
    step = datetime.timedelta(days=days) / max(count, 1)
    for number in range(count):
        moment = now - step * (count - number) - datetime.timedelta(seconds=rng.random())
        # A whole second would be written shorter.
        yield moment.replace(microsecond=max(moment.microsecond, 1))


def fill_items(
    count: int,
    *,
    officers: list[Officer],
    posts: list[Post],
    rng: random.Random,
    say: Callable[[str], None] = lambda text: None,
) -> None:
    """Add ``count`` live items about ``officers`` in ``posts``. Side effect: rows, by batches."""
    patterns = [
        _pattern(number, officers, posts, rng) for number in range(min(PATTERNS, max(count, 1)))
    ]
    many = count >= REBUILD_AT
    if many:
        _drop_words_index()
    pending: list[tuple[Pattern, int, datetime.datetime, uuid.UUID]] = []
    begin = PublishedItem.objects.aggregate(last=Max("id"))["last"] or 0
    identities = random.Random(begin)
    for number, moment in enumerate(moments(count, rng), start=begin):
        identity = uuid.UUID(int=identities.getrandbits(128), version=4)
        pending.append((patterns[number % len(patterns)], number, moment, identity))
        if len(pending) == BATCH:
            _write(pending)
            pending = []
            if not (number + 1) % (BATCH * 10):
                say(f"    {number + 1}…")
    if pending:
        _write(pending)
    if many:
        _make_words_index()


def _make_words_index() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_WORDS_INDEX)


def _drop_words_index() -> None:
    """PostgreSQL makes the index of words anew in a fraction of the time that it takes to fill."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX IF EXISTS publishing_itemsearch_lexemes")


def _pattern(
    number: int, officers: list[Officer], posts: list[Post], rng: random.Random
) -> Pattern:
    item = document.clean(_item(number, officers[number % len(officers)], posts, rng))
    columns = document.columns(item)
    row = PublishedItem(public_id=_ID, **columns)
    about, topics, media = index_rows(row, item)
    common = {"page_id": 0, "state": ItemState.LIVE.value, "withdrawn_at": None}
    return Pattern(
        columns=columns,
        prepared=_prepared(PublishedItem, columns | common),
        words=index_words(row),
        officers=[_officer_key(found.officer_public_id) for found in about],
        topics=[found.slug for found in topics],
        media=[
            (
                _prepared(
                    ItemMedia,
                    {
                        "public_id": found.public_id,
                        "kind": found.kind,
                        "position": found.position,
                    },
                ),
                found.document,
            )
            for found in media
        ],
    )


def _officer_key(public_id: uuid.UUID):
    return _prepared(ItemOfficer, {"officer_public_id": public_id})["officer_public_id"]


def _item(number: int, officer: Officer, posts: list[Post], rng: random.Random) -> PublicItem:
    village, unit, names = posts[number % len(posts)]
    activity = rng.choice(_terms(Activity))
    programme = rng.choice(_terms(Programme))
    kind = "hero" if number % 50 == 0 else "story"
    return PublicItem(
        kind=kind,
        public_id=_ID,
        path=f"/cerita/2001/02/uji-{_NUMBER}/",
        title=f"Warga {names.village} menjaga desa bersama {_NUMBER}",
        summary=f"Tiga puluh warga {names.village} bergiliran meronda sepanjang musim panen.",
        body_html=_body(
            rng,
            plots=rng.sample(PLOTS, 3),
            facts={
                "village": names.village,
                "district": names.district,
                "regency": names.regency,
                "province": names.province,
                "officer": officer.name,
                "rank": officer.get_rank_display(),
            },
        ),
        language="id",
        published_at=_MOMENT,
        updated_at=_MOMENT,
        unit_path=unit.path,
        unit_name=unit.name,
        unit_codes=unit_codes(unit),
        place=PublicPlace(
            code=village.code,
            village=names.village,
            district=names.district,
            regency=names.regency,
            province=names.province,
        ),
        people=(
            PublicPerson(
                public_id=officer.public_id,
                name=officer.name,
                rank=officer.get_rank_display(),
                path=f"/bhabinkamtibmas/{officer.slug}/",
            ),
        ),
        activity=activity,
        programme=programme if number % 3 else None,
        topics=tuple(
            PublicTerm(slug=slug, name=slug.replace("-", " ").capitalize())
            for slug in sorted(rng.sample(TOPICS, rng.randrange(3)))
        ),
        media=tuple(_media(number, rng)),
    )


def _body(rng: random.Random, *, plots: list[str], facts: dict) -> str:
    """Three of the demo's stories in one: 2 to 3 kB, as real ones are."""
    told = [texts.story(rng, activity=plot, programme=None, **facts) for plot in plots]
    return "".join(f"<p>{text}</p>" for story in told for text in story.paragraphs)


def _terms(model: type[models.Model]) -> list[PublicTerm]:
    return [
        PublicTerm(slug=slug, name=name) for slug, name in model.objects.values_list("slug", "name")
    ]


def _media(number: int, rng: random.Random) -> Iterator[PublicMedia]:
    for position in range(number % (PICTURES + 1)):
        yield PublicMedia(
            kind="photo",
            public_id=uuid.UUID(int=rng.getrandbits(128), version=4),
            alt=f"Warga di balai desa, foto {position + 1}",
            caption="Warga berkumpul di balai desa sebelum meronda.",
            credit="Humas",
            sources=(_source("webp", rng), _source("jpeg", rng)),
        )
    if number % FILM_EVERY == 0:
        yield PublicMedia(
            kind="video",
            public_id=uuid.UUID(int=rng.getrandbits(128), version=4),
            alt="Film singkat ronda malam",
            caption="Ronda malam hidup lagi.",
            credit="Humas",
            sources=(_source("mp4", rng),),
            poster=_source("jpeg", rng),
            duration_s=42.0,
        )


def _source(extension: str, rng: random.Random) -> MediaSource:
    return MediaSource(
        url=f"/media/uji/{rng.getrandbits(64):016x}.{extension}",
        content_type=f"{'video' if extension == 'mp4' else 'image'}/{extension}",
        width=1280,
        height=853,
        byte_count=rng.randrange(50_000, 400_000),
    )


def _write(pending: list[tuple[Pattern, int, datetime.datetime, uuid.UUID]]) -> None:
    """Write one batch in one transaction, past the ORM: nothing else makes a million in minutes."""
    with transaction.atomic():
        counter, _made = PublicationCounter.objects.select_for_update().get_or_create(pk=1)
        first = (PublishedItem.objects.aggregate(last=Max("id"))["last"] or 0) + 1
        items, officers, topics, media, search = [], [], [], [], []
        last_position = 0
        for pk, (pattern, number, moment, identity) in enumerate(pending, start=first):
            counter.last_seq += 1
            row = _row(pattern, number, moment, identity) | {"id": pk, "seq": counter.last_seq}
            row = pattern.prepared | _prepared(PublishedItem, row)
            items.append(row)
            common = {"item_id": pk, "published_at": row["published_at"]}
            officers += [common | {"officer_public_id": key} for key in pattern.officers]
            topics += [common | {"slug": slug} for slug in pattern.topics]
            media += [
                common | fixed | {"document": _filled(shown, number, moment, identity)}
                for fixed, shown in pattern.media
            ]
            last_position = max(position_of(moment), last_position + 1)
            words = pattern.words.replace(_NUMBER, f"{number:08d}")
            search.append({"position": last_position, "item_id": pk, "words": words})
        _insert(PublishedItem, items)
        _insert(ItemOfficer, officers)
        _insert(ItemTopic, topics)
        _insert(ItemMedia, media)
        _insert_search(search)
        counter.save(update_fields=["last_seq"])


def _row(pattern: Pattern, number: int, moment: datetime.datetime, identity: uuid.UUID) -> dict:
    """What an item has that its pattern has not."""
    filled = _filled(pattern.columns["document"], number, moment, identity)
    return {
        "public_id": identity,
        "path": _path(pattern.columns["path"], number, moment),
        "title": pattern.columns["title"].replace(_NUMBER, f"{number:08d}"),
        "published_at": moment,
        "updated_at": moment,
        "changed_at": moment,
        "document": filled,
        "etag": hashlib.sha256(filled).hexdigest(),
        "cache_tags": pattern.columns["cache_tags"].replace(str(_ID), str(identity)),
    }


def _path(path: str, number: int, moment: datetime.datetime) -> str:
    return path.replace("/2001/02/", f"/{moment:%Y/%m}/").replace(_NUMBER, f"{number:08d}")


def _filled(prepared: bytes, number: int, moment: datetime.datetime, identity: uuid.UUID) -> bytes:
    text = moment.isoformat().replace("+00:00", "Z").encode()
    return (
        prepared.replace(str(_ID).encode(), str(identity).encode())
        .replace(_MOMENT_TEXT.encode(), text)
        .replace(b"/2001/02/", f"/{moment:%Y/%m}/".encode())
        .replace(_NUMBER.encode(), f"{number:08d}".encode())
    )


def _prepared(model: type[models.Model], values: dict) -> dict:
    """``values`` by column, as the database takes them."""
    fields = [model._meta.get_field(name) for name in values]
    return {
        field.column: field.get_db_prep_save(value, connection)
        for field, value in zip(fields, values.values(), strict=True)
    }


def _insert_search(rows: list[dict]) -> None:
    """On SQLite past the trigger: each statement of a trigger makes FTS5 write out what it holds,
    which a thousand rows at once need not suffer."""
    if connection.vendor != "sqlite":
        _insert(ItemSearch, rows)
        return
    trigger = "publishing_itemsearch_added"
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [trigger])
        (made_by,) = cursor.fetchone()
        cursor.execute(f"DROP TRIGGER {trigger}")
        _insert(ItemSearch, rows)
        cursor.executemany(
            "INSERT INTO publishing_itemsearch_fts(rowid, words) VALUES (%s, %s)",
            [(row["position"], row["words"]) for row in rows],
        )
        cursor.execute(made_by)


def _insert(model: type[models.Model], rows: list[dict]) -> None:
    """Insert ``rows`` (mappings by column, all alike)."""
    if not rows:
        return
    columns = list(rows[0])
    names = ", ".join(map(connection.ops.quote_name, columns))
    table = connection.ops.quote_name(model._meta.db_table)
    values = ([row[column] for column in columns] for row in rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
            if "id" in columns:
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence(%s, 'id'), max(id)) FROM {table}",  # noqa: S608
                    [model._meta.db_table],
                )
            return
        places = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", values)  # noqa: S608

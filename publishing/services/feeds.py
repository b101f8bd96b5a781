"""A feed's documents: the current one, and archives whose ends are fixed once (RFC 5005).

The current document holds between ``FEWEST`` and ``FEWEST + STRETCH`` items. When it grows beyond,
its oldest ``STRETCH`` are closed into an archive. Every live item is in exactly one document.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils import timezone

from publishing.feeds.document import FeedDocument, build
from publishing.feeds.spec import FeedSpec
from publishing.models import FeedArchive, FeedVersion, ItemState, PublishedItem

log = logging.getLogger(__name__)
FEWEST = 30
STRETCH = 50
# An import may push old items into a closed stretch; above this it is divided anew.
ARCHIVE_MOST = 4 * STRETCH
GONE_MOST = 30
_BATCH = 2000
_COLUMNS = (
    "public_id",
    "path",
    "language",
    "title",
    "summary",
    "body_html",
    "published_at",
    "updated_at",
    "data",
    "cache_tags",
)

CARD_COLUMNS = (
    "public_id",
    "kind",
    "path",
    "language",
    "title",
    "summary",
    "published_at",
    "place_line",
    "region_code",
    "has_video",
    "lead_image",
    "data",
)

Position = tuple[datetime, int]


def current_document(spec: FeedSpec) -> tuple[FeedDocument, list[PublishedItem], datetime]:
    """The newest items of ``spec``: document, its rows, and when it last changed.

    Two queries when nothing changed. Side effects otherwise: the feed's ``FeedVersion``, and
    archives of what no longer fits.
    """
    most = FEWEST + STRETCH
    version = FeedVersion.objects.filter(key=spec.slug).first()
    rows = _rows(spec, after=version.position, limit=most) if version else []
    if version is None or len(rows) >= most:
        version = _seal(spec)
        rows = _rows(spec, after=version.position, limit=most)
    document = build(spec, rows, version=version, older=version.archive_count)
    return document, rows, _remember(version, document)


def archive_document(
    spec: FeedSpec, number: int
) -> tuple[FeedDocument, list[PublishedItem], datetime] | None:
    """Archive ``number`` of ``spec``, 1 the oldest; None when there is none. Like
    :func:`current_document` otherwise."""
    found = _archive_rows(spec, number)
    if found is not None and len(found[2]) > ARCHIVE_MOST:
        _seal(spec, again_from=number)
        found = _archive_rows(spec, number)
    if found is None:
        return None
    version, archive, rows = found
    document = build(
        spec,
        rows,
        version=version,
        number=number,
        older=number - 1,
        newer=number + 1 if number < version.archive_count else 0,
    )
    return document, rows, _remember(archive, document)


def newest_items(spec: FeedSpec, *, limit: int) -> list[PublishedItem]:
    """The newest live items of ``spec``, for a page. One query."""
    return _rows(spec, after=None, limit=limit, columns=CARD_COLUMNS)


def archive_tag(address: str, number: int) -> str:
    """The cache tag of one archive, in every format."""
    return f"archive-{address.replace('/', '-')}-{number}"


def archives_holding(versions: Iterable[FeedVersion], row: PublishedItem) -> list[str]:
    """Cache tags of the archives of ``versions`` in whose stretch ``row`` lies.

    One query for each feed whose newest archive ends after it: none for what is new.
    """
    position = (row.published_at, row.pk)
    found = []
    for version in versions:
        if version.position is None or position > version.position:
            continue
        later = version.archives.filter(
            Q(ends_at__gt=row.published_at) | Q(ends_at=row.published_at, ends_id__gte=row.pk)
        )
        number = later.order_by("number").values_list("number", flat=True).first()
        if number is not None:
            found.append(archive_tag(version.key, number))
    return found


def note_gone(versions: Iterable[FeedVersion], row: PublishedItem) -> None:
    """Write into ``versions`` that ``row`` is public no more, or that it is again.

    Side effect: the tombstones of these feeds; one query.
    """
    changed = []
    for version in versions:
        notes = [note for note in version.gone if note["id"] != str(row.public_id)]
        if row.state != ItemState.LIVE:
            note = {
                "id": str(row.public_id),
                "published_at": row.published_at.isoformat(),
                "at": (row.withdrawn_at or row.changed_at).isoformat(),
            }
            notes = [note, *notes][:GONE_MOST]
        if notes != version.gone:
            version.gone = notes
            changed.append(version)
    if changed:
        FeedVersion.objects.bulk_update(changed, ["gone"])


def _archive_rows(spec: FeedSpec, number: int):
    """(feed, archive, rows) of archive ``number``, or None; two queries."""
    archives = FeedArchive.objects.filter(feed__key=spec.slug, number__in=[number - 1, number])
    by_number = {archive.number: archive for archive in archives.select_related("feed")}
    archive, before = by_number.get(number), by_number.get(number - 1)
    if archive is None:
        return None
    after = before.position if before else None
    rows = _rows(spec, after=after, until=archive.position, limit=ARCHIVE_MOST + 1)
    return archive.feed, archive, rows


def _source(spec: FeedSpec, after: Position | None, until: Position | None):
    """(rows of the table by which the feed is read, prefix of its item, name of the item's id)."""
    if spec.through:
        relation, column, value = spec.through
        model = PublishedItem._meta.get_field(relation).related_model
        found, key = model.objects.filter(**{column: value}), "item_id"
    else:
        found = PublishedItem.objects.filter(state=ItemState.LIVE, **dict(spec.columns))
        if spec.kind:
            found = found.filter(kind=spec.kind)
        key = "id"
    if after:
        at, number = after
        # The bound alone on the first column lets both databases start in the index.
        found = found.filter(
            Q(published_at__gt=at) | Q(**{f"{key}__gt": number}), published_at__gte=at
        )
    if until:
        at, number = until
        found = found.filter(
            Q(published_at__lt=at) | Q(**{f"{key}__lte": number}), published_at__lte=at
        )
    return found, key


def _rows(
    spec: FeedSpec,
    *,
    after: Position | None,
    until: Position | None = None,
    limit: int,
    columns: Sequence[str] = _COLUMNS,
) -> list[PublishedItem]:
    """Up to ``limit`` live items of ``spec`` between two positions, newest first. One query."""
    found, key = _source(spec, after, until)
    found = found.order_by("-published_at", f"-{key}")[:limit]
    if not spec.through:
        return list(found.only(*columns))
    found = found.select_related("item").only("item", *(f"item__{name}" for name in columns))
    return [row.item for row in found]


def _seal(spec: FeedSpec, *, again_from: int | None = None) -> FeedVersion:
    """Close what no longer fits into the current document; return the feed, made where missing.

    ``again_from`` first opens that archive and all newer ones.
    """
    seen, _made = FeedVersion.objects.get_or_create(key=spec.slug)
    # Before the lock: a million positions take seconds in which others must be able to write.
    ends = _ends(spec, seen.position)
    with transaction.atomic():
        version = FeedVersion.objects.select_for_update().get(key=spec.slug)
        if again_from is not None:
            version.archives.filter(number__gte=again_from).delete()
            last = version.archives.order_by("-number").first()
            version.archive_count = last.number if last else 0
            version.sealed_at, version.sealed_id = last.position if last else (None, 0)
        if version.position != seen.position:
            ends = _ends(spec, version.position)
        FeedArchive.objects.bulk_create(
            (
                FeedArchive(feed=version, number=number, ends_at=at, ends_id=item_id)
                for number, (at, item_id) in enumerate(ends, version.archive_count + 1)
            ),
            batch_size=_BATCH,
        )
        version.archive_count += len(ends)
        if ends:
            version.sealed_at, version.sealed_id = ends[-1]
        version.save(update_fields=["archive_count", "sealed_at", "sealed_id"])
    return version


def _ends(spec: FeedSpec, after: Position | None) -> list[Position]:
    """Where each full stretch after ``after`` ends, leaving at least FEWEST items open."""
    found, key = _source(spec, after, None)
    positions = found.order_by("published_at", key).values_list("published_at", key)
    ends, count = [], 0
    for position in positions.iterator(chunk_size=_BATCH):
        count += 1
        if count % STRETCH == 0:
            ends.append(position)
    return ends[: max(0, count - FEWEST) // STRETCH]


def _remember(kept: FeedVersion | FeedArchive, document: FeedDocument) -> datetime:
    """When the content of ``document`` last changed; side effect: written down when it did."""
    etag = document.etag()
    if kept.etag == etag and kept.modified_at:
        return kept.modified_at
    # Nobody holds an earlier text of what is made for the first time.
    now = timezone.now()
    modified = now if kept.modified_at else min(document.updated, now)
    try:
        with transaction.atomic():
            type(kept).objects.filter(pk=kept.pk).update(etag=etag, modified_at=modified)
    except DatabaseError:
        # Reading goes on while somebody else holds the database; the next reader writes it.
        log.warning("feed %s: the time of its change could not be kept", document.address)
    return modified

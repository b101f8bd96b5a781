"""Keeping the library's rows equal to the tables they are copied from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import Count, Q
from wagtail.models import Collection, Revision

from cms.media import catalogue
from cms.media.models import Consent, Photo, PublicUse, Upload, Video
from cms.media.privacy import kept_back
from stories.models import MediaAsset, ReportAttachment, StoryMedia
from stories.services.library.collections import collections_of, unit_paths_of
from stories.services.library.facts import Gathered, row_of

BATCH = 500
COLUMNS = [
    field.name
    for field in MediaAsset._meta.concrete_fields
    if field.name not in {"id", "photo", "video", "has_twin"}
]
_PLACE = "stories:library:place"


@transaction.atomic
def refresh(photo_ids: Iterable[int] = (), video_ids: Iterable[int] = ()) -> None:
    """Write the rows of these photos and videos again; drop those that do not belong here.

    Side effects: rows; a photo or film without a place is put into its unit's collection, and
    takes the unit of a collection it was put in. A constant number of queries for each kind.
    """
    for kind, model, ids in (("photo", Photo, photo_ids), ("video", Video, video_ids)):
        ids = set(ids)
        if ids:
            _refresh(kind, model, ids)


def _refresh(kind: str, model: type[Photo] | type[Video], ids: set[int]) -> None:
    gathered = _gather(kind, model, ids)
    _settle(kind, model, gathered)
    rows, hidden = [], set(ids)
    for thing in gathered.things:
        row = row_of(kind, thing, gathered)
        if row is not None:
            rows.append(MediaAsset(**{f"{kind}_id": thing.pk}, **row))
            hidden.discard(thing.pk)
    before = MediaAsset.objects.filter(**{f"{kind}__in": ids})
    contents = set(before.exclude(sha256="").values_list("sha256", flat=True))
    if hidden:
        MediaAsset.objects.filter(**{f"{kind}__in": hidden}).delete()
    MediaAsset.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=[kind], update_fields=COLUMNS
    )
    note_twins(contents | {row.sha256 for row in rows})


def _gather(kind: str, model: type[Photo] | type[Video], ids: set[int]) -> Gathered:
    things = list(model.objects.filter(pk__in=ids).prefetch_related("tags"))
    either = Q(**{f"{kind}__in": ids}) | Q(**{f"former_{kind}__in": ids})
    uploads = list(Upload.objects.filter(either).order_by("created_at", "pk"))
    uploads.sort(key=lambda upload: getattr(upload, f"{kind}_id") is not None)  # of now: last
    attachments = (
        ReportAttachment.objects.filter(upload__in=[upload.pk for upload in uploads])
        .select_related("report__officer", "report__village", "report__activity")
        .order_by("report__submitted_at", "id")
    )
    owned = {f"{kind}__in": ids}
    return Gathered(
        things=things,
        uploads=_by(uploads, f"{kind}_id", f"former_{kind}_id"),
        attachments=_by(attachments, "upload_id"),
        consents=_by(Consent.objects.filter(**owned).order_by("id"), f"{kind}_id"),
        public=set(PublicUse.objects.filter(**owned).values_list(f"{kind}_id", flat=True)),
        in_stories=set(StoryMedia.objects.filter(**owned).values_list(f"{kind}_id", flat=True)),
        own=set(
            model.objects.filter(pk__in=ids).filter(kept_back(kind)).values_list("pk", flat=True)
        ),
    )


def _by(rows: Iterable[Any], *keys: str) -> dict[Any, list[Any]]:
    """The rows by the first of ``keys`` that each has."""
    found: dict[Any, list[Any]] = {}
    for row in rows:
        value = next((getattr(row, key) for key in keys if getattr(row, key) is not None), None)
        found.setdefault(value, []).append(row)
    return found


def _settle(kind: str, model: type[Photo] | type[Video], gathered: Gathered) -> None:
    """Unit from collection where only that is known, collection from unit likewise."""
    root = Collection.get_first_root_node()
    if root is None:
        return
    homeless = [t for t in gathered.things if not t.unit_path and t.collection_id != root.pk]
    told = unit_paths_of(t.collection_id for t in homeless) if homeless else {}
    for thing in homeless:
        path = told.get(thing.collection_id, "")
        if path:
            thing.unit_path = path
            model.objects.filter(pk=thing.pk).update(unit_path=path)
            Upload.objects.filter(**{kind: thing.pk}, unit_path="").update(unit_path=path)
    strays = [t for t in gathered.things if t.unit_path and t.collection_id == root.pk]
    homes = collections_of({t.unit_path for t in strays})
    for path, collection_id in homes.items():
        moved = [t.pk for t in strays if t.unit_path == path]
        model.objects.filter(pk__in=moved).update(collection_id=collection_id)


def note_twins(contents: Iterable[str]) -> None:
    """Say of every row with one of these contents (SHA-256) whether another row has it too."""
    wanted = set(contents) - {""}
    if not wanted:
        return
    rows = MediaAsset.objects.filter(sha256__in=wanted)
    counted = rows.order_by().values("sha256").annotate(count=Count("id"))
    twins = {row["sha256"] for row in counted if row["count"] > 1}
    rows.filter(Q(sha256__in=twins, has_twin=False)).update(has_twin=True)
    rows.exclude(sha256__in=twins).filter(has_twin=True).update(has_twin=False)


def refresh_report(report_id) -> None:
    """The files of a report, whose facts changed or which was sent just now."""
    uploads = Upload.objects.filter(attachment__report=report_id)
    became = list(uploads.values_list("photo", "former_photo", "video", "former_video"))
    catalogue.changed(
        photos=[pk for row in became for pk in row[:2]],
        videos=[pk for row in became for pk in row[2:]],
    )


@transaction.atomic
def note_story(page) -> None:
    """Note which photos and videos the newest text of ``page`` shows, and those that wait for
    their hour."""
    revisions = Revision.objects.for_instance(page)
    newest = revisions.order_by("-created_at", "-pk").values("pk")[:1]
    wanted: set[tuple[str, int]] = set()
    for revision in revisions.filter(Q(pk__in=newest) | Q(approved_go_live_at__isnull=False)):
        text = revision.as_object()
        wanted |= {("photo", photo.pk) for photo in text.photos()}
        wanted |= {("video", video.pk) for video in text.videos()}
    known = StoryMedia.objects.filter(page_id=page.pk)
    there = {("photo", row.photo_id) if row.photo_id else ("video", row.video_id): row.pk
             for row in known}  # fmt: skip
    gone = there.keys() - wanted
    StoryMedia.objects.filter(pk__in=[there[key] for key in gone]).delete()
    StoryMedia.objects.bulk_create(
        [StoryMedia(page_id=page.pk, **{f"{kind}_id": pk}) for kind, pk in wanted - there.keys()],
        ignore_conflicts=True,
    )
    touched = gone | (wanted - there.keys())
    catalogue.changed(
        photos={pk for kind, pk in touched if kind == "photo"},
        videos={pk for kind, pk in touched if kind == "video"},
    )


def rebuild(*, say=lambda count: None) -> int:
    """Write every row again, batch by batch; return how many photos and videos were looked at."""
    count = 0
    for kind, model in (("photo", Photo), ("video", Video)):
        last = 0
        while ids := _next(model, last, BATCH):
            refresh(**{f"{kind}_ids": ids})
            last, count = ids[-1], count + len(ids)
            say(count)
    return count


def sweep() -> int:
    """Compare the next few hundred photos and videos with their rows, in turn; return how many.

    What a door forgot to tell is mended here. Safe to run anywhere, any time.
    """
    count = 0
    place = cache.get(_PLACE) or {}
    for kind, model in (("photo", Photo), ("video", Video)):
        ids = _next(model, place.get(kind, 0), BATCH)
        refresh(**{f"{kind}_ids": ids})
        place[kind] = ids[-1] if len(ids) == BATCH else 0
        count += len(ids)
    cache.set(_PLACE, place, None)
    return count


def _next(model, after: int, limit: int) -> list[int]:
    rows = model.objects.filter(pk__gt=after).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:limit])

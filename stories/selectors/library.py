"""Looking through the media library: one page of what fits, and one thing with all that is known.

Everything starts from :func:`visible_to`; lists read ``MediaAsset`` alone.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from taggit.models import TaggedItem
from wagtail.models import Page

from cms.base import audit, cursors
from cms.base.errors import Missing
from cms.base.models import AuditEvent
from cms.media import focus
from cms.media.duplicates import with_duplicates
from cms.media.models import Consent, Derivative, Photo, PhotoPrint, Upload, UploadState, Video
from cms.people.models import Officer
from cms.places.models import Unit
from cms.places.selectors import inside_area, within
from publishing.models import PublishedItem
from stories.models import (
    AssetConsent,
    LibraryChange,
    MediaAsset,
    Report,
    ReportAttachment,
    ReportState,
    StoryPage,
)
from stories.permissions import desk_scope, library_scope, may_open_library
from stories.selectors import draft_uses

PAGE_SIZE = 48
COUNT_MAX = 1000
TWINS_SHOWN = 12
EXPIRING_DAYS = 30
ORDERINGS = {"baru": ("-arrived_at", "-id"), "lama": ("arrived_at", "id")}
CONSENTS = ("none", "valid", "elsewhere", "expiring", "expired", "withdrawn")
RIGHTS = ("own", "other", "expired", "no-credit")


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryFilter:
    """What was asked for; empty means everything one may see."""

    query: str = ""
    kind: str = ""
    officer_id: int | None = None
    unit_path: str = ""
    region_code: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None
    activity_id: int | None = None
    programme_id: int | None = None
    mark: str = ""
    consent: str = ""
    usage: str = ""
    rights: str = ""
    tag: str = ""
    twins: bool = False
    alike: bool = False
    undescribed: bool = False
    order: str = "baru"


@dataclass(frozen=True, slots=True)
class Tile:
    """An asset as the lists show it, with its smallest picture; ``unit_name`` may be empty."""

    asset: MediaAsset
    picture: Derivative | None
    unit_name: str


@dataclass(frozen=True, slots=True)
class LibraryPage:
    """One page of tiles with the cursors around it, and how many fit (counted to 1,000)."""

    tiles: list[Tile] = field(default_factory=list)
    next_cursor: str | None = None
    prev_cursor: str | None = None
    count: int = 0

    @property
    def has_more_than_counted(self) -> bool:
        return self.count > COUNT_MAX


def visible_to(user) -> QuerySet[MediaAsset]:
    """Media of the units where ``user`` reads the desk, and what belongs to no unit."""
    assets = MediaAsset.objects.all()
    if not may_open_library(user):
        return assets.none()
    if user.is_superuser:
        return assets
    return assets.filter(library_scope(user).q() | Q(unit_path=""))


def find(user, wanted: LibraryFilter, *, cursor: str | None, limit: int = PAGE_SIZE) -> LibraryPage:
    """One page of what fits, newest first unless asked otherwise. A constant number of queries.

    Raises Invalid for a foreign cursor.
    """
    fitting = narrowed(visible_to(user), wanted)
    page = cursors.paginate(
        fitting.select_related("officer", "village")
        .defer("words")
        .annotate(report_title=F("report__title")),
        ordering=ORDERINGS[wanted.order],
        cursor=cursor,
        limit=limit,
    )
    is_all = cursor is None and page.next_cursor is None
    count = len(page.rows) if is_all else fitting.order_by().values("pk")[: COUNT_MAX + 1].count()
    return LibraryPage(tiles_of(page.rows), page.next_cursor, page.prev_cursor, count)


def narrowed(assets: QuerySet[MediaAsset], wanted: LibraryFilter) -> QuerySet[MediaAsset]:
    """Those of ``assets`` that fit."""
    plain = {
        "kind": wanted.kind,
        "officer_id": wanted.officer_id,
        "activity_id": wanted.activity_id,
        "programme_id": wanted.programme_id,
        "usage": wanted.usage,
        "happened_on__gte": wanted.since,
        "happened_on__lte": wanted.until,
        "has_twin": wanted.twins or None,
    }
    assets = assets.filter(**{name: value for name, value in plain.items() if value})
    if wanted.unit_path:
        assets = assets.filter(within("unit_path", wanted.unit_path))
    if wanted.region_code:
        assets = assets.filter(_in_region(wanted.region_code))
    if wanted.mark:
        is_any = wanted.mark == "any"
        assets = assets.exclude(protect_mark="") if is_any else assets.filter(
            protect_mark=wanted.mark
        )  # fmt: skip
    if wanted.consent:
        assets = assets.filter(_consent(wanted.consent))
    if wanted.rights:
        assets = assets.filter(_rights(wanted.rights))
    if wanted.alike:
        assets = assets.filter(photo_id__in=with_duplicates())
    if wanted.undescribed:
        assets = assets.filter(is_described=False)
    if wanted.tag:
        assets = assets.filter(_tagged(wanted.tag))
    for word in wanted.query.casefold().split():
        assets = assets.filter(words__contains=word)
    return assets


def _in_region(code: str) -> Q:
    """A village, or everything in a district, regency or province."""
    return Q(village_code=code) if len(code) == 13 else inside_area("village_code", code)


def _consent(state: str) -> Q:
    today = timezone.localdate()
    given = Q(consent=AssetConsent.GIVEN)
    soon = today + datetime.timedelta(days=EXPIRING_DAYS)
    return {
        "none": Q(consent=AssetConsent.NONE),
        "withdrawn": Q(consent=AssetConsent.WITHDRAWN),
        "elsewhere": Q(consent=AssetConsent.ELSEWHERE),
        "valid": given & (Q(consent_until=None) | Q(consent_until__gte=today)),
        "expiring": given & Q(consent_until__gte=today, consent_until__lte=soon),
        "expired": given & Q(consent_until__lt=today),
    }[state]


def _rights(state: str) -> Q:
    return {
        "own": Q(licence=""),
        "other": ~Q(licence=""),
        "expired": Q(licence_until__lt=timezone.localdate()),
        "no-credit": Q(credit=""),
    }[state]


def _tagged(name: str) -> Q:
    condition = Q(pk__in=[])
    for kind, model in (("photo", Photo), ("video", Video)):
        tagged = TaggedItem.objects.filter(
            content_type=ContentType.objects.get_for_model(model), tag__name__iexact=name
        )
        condition |= Q(**{f"{kind}__in": tagged.values("object_id")})
    return condition


def tiles_of(assets: list[MediaAsset]) -> list[Tile]:
    """``assets`` with pictures and names of units. Two queries."""
    photos = [a.photo_id for a in assets if a.photo_id]
    videos = [a.video_id for a in assets if a.video_id]
    pictures: dict[tuple[str, int], Derivative] = {}
    rows = Derivative.objects.filter(Q(photo__in=photos) | Q(video__in=videos))
    for row in rows.filter(content_type__startswith="image/").order_by("-width", "content_type"):
        pictures["photo" if row.photo_id else "video", row.photo_id or row.video_id] = row
    paths = {a.unit_path for a in assets if a.unit_path}
    names = dict(Unit.objects.filter(path__in=paths).values_list("path", "name"))
    return [
        Tile(
            asset,
            pictures.get((asset.media_kind, asset.photo_id or asset.video_id)),
            names.get(asset.unit_path, ""),
        )
        for asset in assets
    ]


def one(user, asset_id: int) -> MediaAsset:
    """One asset with all it names. Raises Missing outside the user's units."""
    asset = (
        visible_to(user)
        .select_related(
            "photo__uploaded_by_user",
            "video__uploaded_by_user",
            "officer__unit",
            "village",
            "activity",
            "programme",
            "report",
        )
        .filter(pk=asset_id)
        .first()
    )
    if asset is None:
        raise Missing(_("Itu tidak ada di pustaka Anda."))
    return asset


def some(user, asset_ids: list[int]) -> list[MediaAsset]:
    """Those of these assets that ``user`` may see, with photo and video, in the order asked."""
    found = (
        visible_to(user)
        .select_related("photo", "video")
        .in_bulk([pk for pk in asset_ids if 0 < pk < 2**63])
    )
    return [found[pk] for pk in dict.fromkeys(asset_ids) if pk in found]


def last_change(user) -> LibraryChange | None:
    """What ``user`` changed in the last hour and can take back. One query."""
    since = timezone.now() - datetime.timedelta(hours=1)
    changes = LibraryChange.objects.filter(actor=user, made_at__gte=since, undone_at=None)
    return changes.order_by("-made_at").first()


@dataclass(frozen=True, slots=True)
class DrawerTile:
    """A tile and what Wagtail's choosers take as chosen."""

    tile: Tile
    state: dict


DRAWER_SIZE = 24
PREVIEW = 165  # pixels, as in Wagtail's choosers


def for_drawer(
    user, wanted: LibraryFilter, *, page_id: int | None, cursor: str | None
) -> LibraryPage:
    """Ready assets for the story editor; with ``page_id`` only those of that story's reports.

    Five queries at most. ``tiles`` holds :class:`DrawerTile`. Raises Invalid for a foreign cursor.
    """
    fitting = narrowed(visible_to(user), wanted).filter(state=UploadState.READY)
    if page_id is not None:
        fitting = fitting.filter(report__story_source__page=page_id)
    page = cursors.paginate(
        fitting.select_related("photo", "video").defer("words"),
        ordering=ORDERINGS[wanted.order],
        cursor=cursor,
        limit=DRAWER_SIZE,
    )
    tiles = [DrawerTile(tile, _state(tile)) for tile in tiles_of(page.rows)]
    return LibraryPage(tiles, page.next_cursor, page.prev_cursor)


def _state(tile: Tile) -> dict:
    thing, picture = tile.asset.thing, tile.picture
    route = "wagtailimages:edit" if tile.asset.photo_id else "wagtailmedia:edit"
    state = {"id": thing.pk, "title": thing.title, "edit_url": reverse(route, args=[thing.pk])}
    if tile.asset.photo_id:
        state["default_alt_text"] = thing.default_alt_text
        state["decorative"] = thing.is_decorative
        scale = PREVIEW / max(picture.width, picture.height, PREVIEW) if picture else 1
        state["preview"] = {
            "url": picture.file.url if picture else "",
            "width": round(picture.width * scale) if picture else PREVIEW,
            "height": round(picture.height * scale) if picture else PREVIEW,
        }
    return state


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything the detail panel says of one asset beside its own columns; of drafts and reports
    only those that the user may read, and how many drafts others write."""

    derivatives: list[Derivative]
    master: Derivative | None
    tags: list[str]
    published: list[PublishedItem]
    portrait_of: list[Officer]
    drafts: list[Page]
    drafts_elsewhere: int
    reports: list[Report]
    twins: list[Tile]
    alike: list[Tile]
    consents: list[Consent]
    downloads: list[AuditEvent]
    faces: tuple[float, float, float, float] | None


def dossier(user, asset: MediaAsset) -> Dossier:
    """What hangs on ``asset``. A constant number of queries."""
    thing, kind = asset.thing, asset.media_kind
    derivatives = list(thing.derivatives.order_by("width", "content_type"))
    pictures = [d for d in derivatives if d.content_type.startswith("image/")]
    published, portrait_of = _shown_by(kind, thing)
    drafts = StoryPage.objects.filter(**{f"shown_media__{kind}": thing}).exclude(
        public_id__in=[item.public_id for item in published]
    )
    brought = ReportAttachment.objects.filter(upload__in=Upload.that_brought(thing).values("pk"))
    reports = Report.objects.filter(pk__in=brought.values("report")).exclude(
        state=ReportState.DRAFT
    )
    if user.is_superuser:
        known_drafts = drafts
    else:
        known_drafts = drafts.filter(desk_scope(user).q("unit__path"))
        reports = reports.filter(desk_scope(user).q())
    shown = {item.page_id for item in published}
    found = draft_uses.pages_with(thing) if kind == "photo" else []
    others = [(page, unit_path) for page, unit_path in found if page.pk not in shown]

    def sees(unit_path: str) -> bool:
        return user.is_superuser or desk_scope(user).covers(unit_path)

    twins = visible_to(user).filter(sha256=asset.sha256, has_twin=True).exclude(pk=asset.pk)
    return Dossier(
        derivatives=derivatives,
        master=max(pictures, key=lambda d: (d.width, d.content_type == "image/webp"), default=None),
        tags=sorted(tag.name for tag in thing.tags.all()),
        published=published,
        portrait_of=portrait_of,
        drafts=[
            *known_drafts.order_by("pk")[:20],
            *(page for page, unit_path in others if sees(unit_path)),
        ],
        drafts_elsewhere=drafts.exclude(pk__in=known_drafts.values("pk")).count()
        + sum(not sees(unit_path) for _page, unit_path in others),
        reports=list(reports.select_related("officer", "village").order_by("submitted_at")[:20]),
        twins=tiles_of(_oldest(twins)) if asset.sha256 else [],
        alike=tiles_of(_alike(user, asset)) if asset.photo_id else [],
        consents=list(thing.consents.order_by("-id")[:20]),
        downloads=list(audit.events_of(thing).filter(verb="media.downloaded").order_by("-at")[:10]),
        faces=focus.around([face.box for face in thing.face_proposals.all()])
        if kind == "photo"
        else None,
    )


def _alike(user, asset: MediaAsset) -> list[MediaAsset]:
    """Other photos that look like this one, without those whose bytes are the same."""
    groups = PhotoPrint.objects.filter(upload__photo=asset.photo_id, group__isnull=False)
    photos = Photo.objects.filter(upload__print__group__in=groups.values("group"))
    found = visible_to(user).filter(photo__in=photos).exclude(pk=asset.pk)
    return _oldest(found.exclude(sha256=asset.sha256))


def _oldest(assets: QuerySet[MediaAsset]) -> list[MediaAsset]:
    return list(assets.order_by("arrived_at", "id")[:TWINS_SHOWN])


def _shown_by(kind: str, thing) -> tuple[list[PublishedItem], list[Officer]]:
    """What is public now and needs it: items of any kind, and officers whose portrait it is."""
    users = thing.public_uses.values_list("used_by", flat=True)
    named = [tuple(user.partition(":")[::2]) for user in users]
    ids = {key for kind_, key in named if kind_ == "story"}
    pages = {int(key) for kind_, key in named if kind_ != "officer" and key.isdigit()}
    officers = {int(key) for kind_, key in named if kind_ == "officer" and key.isdigit()}
    items = PublishedItem.objects.filter(Q(public_id__in=ids) | Q(page_id__in=pages), state="live")
    return (
        list(items.defer("body_html", "document", "data").order_by("-published_at")[:50]),
        list(Officer.objects.filter(pk__in=officers)) if officers else [],
    )

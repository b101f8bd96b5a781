"""Reading media: what the public gets of a photo or video, and what a private file belongs to."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, Sum, prefetch_related_objects

from cms.base.outbox import OPEN
from cms.base.permissions import Verdict
from cms.base.versions import version_of
from cms.media import focus
from cms.media.faces import is_available
from cms.media.models import (
    CAPTION_LANGUAGES,
    CAPTIONS_PREFIX,
    CAPTIONS_TYPE,
    ERASURE_OPEN,
    FACES_STEP,
    POSTER_PRESET,
    STREAM_PRESET,
    Consent,
    Derivative,
    ErasureRequest,
    FaceLook,
    FaceProposal,
    FaceState,
    FaceTrack,
    FilmLook,
    FilmRedaction,
    Photo,
    PipelineStep,
    Upload,
    UploadState,
    Video,
)
from cms.media.permissions import may_handle_in, may_view, publishable
from cms.media.pictures import Box
from cms.media.privacy import kept_back
from cms.media.public import MediaSource, PublicCaptions, PublicMedia

WHOLE_TYPES = {"video/mp4", "audio/mp4"}

_FORMAT_ORDER = ("image/avif", "image/webp", "image/jpeg")


def media_for(
    photos: Iterable[Photo] = (), videos: Iterable[Video] = ()
) -> tuple[dict[int, PublicMedia], dict[int, PublicMedia]]:
    """``PublicMedia`` of many, by primary key: (of photos, of videos). At most two queries."""
    photos, videos = list(photos), list(videos)
    prefetch_related_objects(photos, "derivatives")
    prefetch_related_objects(videos, "derivatives")
    return (
        {photo.pk: photo_media(photo) for photo in photos},
        {video.pk: video_media(video) for video in videos},
    )


def photo_media(photo: Photo, *, caption: str = "", alt: str = "") -> PublicMedia:
    """``photo`` as readers get it, smallest width first; of one width AVIF, WebP, JPEG.

    Public addresses when it was made public, the private door's otherwise (previews). One query,
    or none when ``derivatives`` is prefetched. ``alt``, what is written where it is shown, goes
    before the photo's own text, and before that it only adorns elsewhere.
    """
    rows = sorted(
        photo.derivatives.all(), key=lambda d: (d.width, _FORMAT_ORDER.index(d.content_type))
    )
    return PublicMedia(
        kind="photo",
        public_id=photo.public_id,
        alt=alt or photo.default_alt_text,
        caption=caption,
        credit=photo.credit,
        placeholder=photo.placeholder,
        sources=tuple(_source(row) for row in rows),
        focus=focus.middle_of(photo),
    )


def video_media(video: Video, *, caption: str = "") -> PublicMedia:
    """A film (with poster and stream) or recording as readers get it, with captions.

    One query, or none when ``derivatives`` is prefetched.
    """
    rows = list(video.derivatives.all())
    files = [r for r in rows if r.content_type in WHOLE_TYPES and not r.is_part_of_stream]
    poster = next((row for row in rows if row.preset == POSTER_PRESET), None)
    stream = next((row for row in rows if row.preset == STREAM_PRESET), None)
    captions = sorted((r for r in rows if r.content_type == CAPTIONS_TYPE), key=lambda r: r.preset)
    return PublicMedia(
        kind=video.type,
        public_id=video.public_id,
        alt=video.alt_text,
        caption=caption,
        credit=video.credit,
        sources=tuple(_source(row) for row in sorted(files, key=lambda row: row.width)),
        poster=_source(poster) if poster else None,
        duration_s=video.duration,
        stream=_source(stream) if stream else None,
        captions=tuple(_captions(row) for row in captions),
    )


def _captions(row: Derivative) -> PublicCaptions:
    language = row.preset.removeprefix(CAPTIONS_PREFIX)
    return PublicCaptions(
        url=_source(row).url, language=language, label=CAPTION_LANGUAGES.get(language, language)
    )


def _source(row: Derivative) -> MediaSource:
    return MediaSource(
        url=row.public_file.url if row.public_file else row.file.url,
        content_type=row.content_type,
        width=row.width,
        height=row.height,
        byte_count=row.byte_count,
    )


def may_see_file(user, path: str) -> bool:
    """Whether ``user`` may see the private file ``path``; False for what does not exist, and for
    what no row names any more: it may show who was hidden since.

    The folder says what it belongs to: at most two queries, by keys. No file is opened.
    Originals and signed forms are not served by their path to anybody (``services.originals``).
    """
    parts = path.split("/")
    if any(part in {"", ".", ".."} for part in parts) or "\\" in path or "\x00" in path:
        return False
    match parts:
        case ["masters" | "derivatives" | "renditions" as folder, "photo", key, _file]:
            thing = _seen_by(user, Photo, public_id=_key(key))
        case ["masters" | "derivatives" as folder, "video", key, _file]:
            thing = _seen_by(user, Video, public_id=_key(key))
        case _:
            return False
    return thing is not None and _is_named(thing, folder, path)


def _key(text: str) -> uuid.UUID | None:
    try:
        key = uuid.UUID(hex=text)
    except ValueError:
        return None
    return key if key.hex == text else None


def _is_named(thing: Photo | Video, folder: str, path: str) -> bool:
    if folder == "masters":
        return thing.file.name == path
    rows = thing.derivatives if folder == "derivatives" else thing.renditions
    return rows.filter(file=path).exists()


def _seen_by(user, model: type[Photo] | type[Video], **by) -> Photo | Video | None:
    """The one of ``model`` that ``by`` names, with its upload, if ``user`` may see it. One query,
    and one for the user's roles."""
    kind = "photo" if model is Photo else "video"
    rows = model.objects.exclude(kept_back(kind, but_of=user.pk))
    thing = rows.filter(**by).select_related("upload").first()
    if thing is None:
        return None
    upload = getattr(thing, "upload", None)
    owners = [thing.uploaded_by_user_id, upload.owner_id if upload else None]
    is_seen = may_view(user, unit_path=thing.unit_path, owner_ids=[o for o in owners if o])
    return thing if is_seen else None


def hidden_boxes(photo: Photo) -> list[Box]:
    """The areas that the redaction which holds now hides; whoever makes files of ``photo`` anew
    hides them again. One query, none for what is not redacted."""
    latest = photo.redactions.order_by("-id").first() if photo.is_redacted else None
    return [Box(*box) for box in latest.boxes] if latest else []


def can_look_for_faces() -> bool:
    """Whether this installation proposes faces: wanted, and the optional extra is there."""
    return settings.FIND_FACES and is_available()


def photo_by_key(pk: int) -> Photo | None:
    """The photo ``pk``, for background work; None when it is gone."""
    return Photo.objects.filter(pk=pk).first()


def uploads_of(user, ids: Iterable[uuid.UUID]) -> list[Upload]:
    """``user``'s own uploads among ``ids``, in no order; others are left out in silence."""
    return list(
        Upload.objects.filter(owner=user, pk__in=list(ids)).select_related("photo", "video")
    )


@dataclass(frozen=True, slots=True)
class Progress:
    """How many steps of an upload are over, of how many."""

    done: int
    total: int


def progress_of(upload: Upload) -> Progress | None:
    """How far the preparation of ``upload`` is; None before it began and after it ended.

    One query, or none when ``steps`` is prefetched.
    """
    if upload.state != UploadState.PROCESSING:
        return None
    steps = list(upload.steps.all())
    return Progress(sum(step.state not in OPEN for step in steps), len(steps)) if steps else None


def waiting_count() -> int:
    """How many uploads are not finished: for the operator."""
    waiting = [UploadState.RECEIVED, UploadState.PROCESSING]
    return Upload.objects.filter(state__in=waiting).count()


@dataclass(frozen=True, slots=True)
class Protection:
    """What protects the people in a photo or video; ``boxes`` are the areas of a photo hidden now.

    ``can_look``: this installation can propose faces; ``look``: when it did, for this one;
    ``is_looking``: it does so now. ``films``: the newest redactions of a film, newest first.
    ``version``: see :func:`redaction_version`. ``same_count``: how many other photos or films that
    staff may see hold the very same file.
    """

    consents: tuple[Consent, ...]
    boxes: tuple[tuple[float, float, float, float], ...]
    faces: tuple[FaceProposal | FaceTrack, ...]
    look: FaceLook | FilmLook | None
    can_look: bool
    is_looking: bool
    films: tuple[FilmRedaction, ...]
    version: str
    same_count: int
    verdict: Verdict
    upload: Upload | None

    @property
    def open_count(self) -> int:
        """How many faces nobody has decided about."""
        return sum(face.state == FaceState.PROPOSED for face in self.faces)

    @property
    def newest_film(self) -> FilmRedaction | None:
        """What was last asked for, whatever became of it."""
        return self.films[0] if self.films else None

    @property
    def film_work(self) -> FilmRedaction | None:
        """The redaction that is under way now."""
        newest = self.newest_film
        return newest if newest and newest.state in OPEN else None


def protected_thing(user, kind: str, pk: int) -> Photo | Video | None:
    """The photo or video ``pk`` if ``user`` may see it; None otherwise."""
    return _seen_by(user, {"photo": Photo, "video": Video}[kind], pk=pk)


def protection_of(kind: str, thing: Photo | Video) -> Protection:
    """Consents (newest first), faces, hidden areas and whether it may be published. Constant
    queries."""
    boxes: list = []
    faces: tuple = ()
    films: tuple = ()
    look = None
    if kind == "photo":
        if thing.is_redacted:
            latest = thing.redactions.order_by("-id").first()
            boxes = latest.boxes if latest else []
        faces = tuple(thing.face_proposals.all())
        look = FaceLook.objects.filter(photo=thing).first()
    else:
        # The newest that is done holds; one that is open or failed is newer still.
        films = tuple(thing.film_redactions.select_related("made_by").order_by("-id")[:5])
        faces = tuple(thing.face_tracks.all())
        look = FilmLook.objects.filter(video=thing).first()
    return Protection(
        consents=tuple(thing.consents.select_related("recorded_by").order_by("-id")),
        boxes=tuple(tuple(box) for box in boxes),
        faces=faces,
        look=look,
        can_look=can_look_for_faces(),
        is_looking=PipelineStep.objects.filter(
            **{f"upload__{kind}": thing}, name=FACES_STEP, state__in=OPEN
        ).exists(),
        films=films,
        version=redaction_version(thing),
        same_count=_seen_with_same_file(thing),
        verdict=publishable(**{f"{kind}s": [thing]}),
        upload=getattr(thing, "upload", None),
    )


def without_renewal(consents: Iterable[Consent]) -> list[Consent]:
    """Those of ``consents`` after whose end nothing says that the person agrees. One query."""
    ending = list(consents)
    beside = Consent.objects.filter(
        Q(photo__in={one.photo_id for one in ending} - {None})
        | Q(video__in={one.video_id for one in ending} - {None}),
        withdrawn_at=None,
        replaced_at=None,
    )
    by_thing: dict[tuple, list[Consent]] = {}
    for one in beside:
        by_thing.setdefault((one.photo_id, one.video_id), []).append(one)
    return [
        one
        for one in ending
        if not any(other.renews(one) for other in by_thing.get((one.photo_id, one.video_id), []))
    ]


def redaction_version(thing: Photo | Video) -> str:
    """What is hidden in ``thing`` now and what was said of its faces, by a short name: what a form
    that shows it gives back to the services that change it. Two queries."""
    rows, faces = (
        (thing.redactions, thing.face_proposals)
        if isinstance(thing, Photo)
        else (thing.film_redactions, thing.face_tracks)
    )
    said = {
        "file": thing.file.name,
        "redaction": rows.order_by("-id").values_list("pk", flat=True).first(),
        "faces": list(faces.order_by("pk").values_list("pk", "state")),
    }
    return version_of(said)


@dataclass(frozen=True, slots=True)
class CaptionsText:
    """Captions as staff edit them; ``id`` is also their version."""

    id: int
    language: str
    label: str
    text: str


def captions_of(video: Video) -> list[CaptionsText]:
    """The captions of a film or recording, one a language. One query, and a file each."""
    found = []
    for row in video.derivatives.filter(content_type=CAPTIONS_TYPE).order_by("preset"):
        language = row.preset.removeprefix(CAPTIONS_PREFIX)
        with row.file.storage.open(row.file.name, "rb") as file:
            text = file.read().decode()
        label = CAPTION_LANGUAGES.get(language, language)
        found.append(CaptionsText(row.pk, language, label, text))
    return found


def derivative_bytes_of(owner) -> int:
    """Bytes of everything that was made from what ``owner`` sent; it counts in their quota."""
    made = Derivative.objects.filter(
        Q(photo__upload__owner=owner) | Q(video__upload__owner=owner)
    ).aggregate(total=Sum("byte_count"))
    return made["total"] or 0


ERASURES_SHOWN = 200


def erasure_requests(user) -> list[ErasureRequest]:
    """Requests for deletion in the units that ``user`` looks after: open ones first, the oldest of
    them on top, then the newest that are over. Three queries, however many there are."""
    paths = ErasureRequest.objects.order_by().values_list("unit_path", flat=True).distinct()
    own = [path for path in paths if may_handle_in(user, unit_path=path)]
    rows = ErasureRequest.objects.filter(unit_path__in=own).select_related(
        "photo", "video", "recorded_by", "decided_by"
    )
    open_ones = rows.filter(state__in=ERASURE_OPEN).order_by("recorded_at")
    over = rows.exclude(state__in=ERASURE_OPEN).order_by("-decided_at")
    return [*open_ones[:ERASURES_SHOWN], *over[:ERASURES_SHOWN]]


def erasure_request(user, pk: int) -> ErasureRequest | None:
    """The request ``pk`` if ``user`` looks after its unit; None otherwise."""
    rows = ErasureRequest.objects.select_related("photo", "video", "recorded_by", "decided_by")
    row = rows.filter(pk=pk).first()
    return row if row and may_handle_in(user, unit_path=row.unit_path) else None


def open_erasure(thing: Photo | Video) -> ErasureRequest | None:
    """The request about ``thing`` that is not decided yet."""
    return ErasureRequest.objects.filter(thing_key=thing.public_id, state__in=ERASURE_OPEN).first()


def originals_of(thing: Photo | Video) -> list[Upload]:
    """The uploads of ``thing``, the one of its file of now first, then earlier ones of which the
    original is still there. One query."""
    rows = list(Upload.that_brought(thing).select_related("held_by").order_by("-created_at"))
    kind = "photo" if isinstance(thing, Photo) else "video"
    now = [row for row in rows if getattr(row, f"{kind}_id") == thing.pk]
    return now + [row for row in rows if row not in now and row.file]


def _seen_with_same_file(thing: Photo | Video) -> int:
    own = Upload.objects.filter(**{kind_of(thing): thing})
    others = Upload.objects.filter(sha256__in=own.values("sha256"))
    others = others.filter(**{f"{kind_of(thing)}__isnull": False})
    return others.exclude(**{kind_of(thing): thing}).exclude(kept_back("pk")).count()


def with_same_file(thing: Photo | Video) -> list[Photo] | list[Video]:
    """``thing`` and every other photo (or film) that has now the very bytes of any file that
    ``thing`` has or had, in order of their keys. One query."""
    own = Upload.that_brought(thing)
    same = Upload.objects.filter(sha256__in=own.values("sha256"))
    things = type(thing).objects.filter(Q(pk=thing.pk) | Q(pk__in=same.values(kind_of(thing))))
    return list(things.order_by("pk"))


def kind_of(thing: Photo | Video) -> str:
    """``photo`` or ``video``: how rows that belong to ``thing`` name it."""
    return "photo" if isinstance(thing, Photo) else "video"


def same_bytes_elsewhere(thing: Photo | Video) -> int:
    """How many other uploads brought the very same file; each keeps it until asked about."""
    own = Upload.that_brought(thing)
    same = Upload.objects.filter(sha256__in=own.values("sha256")).exclude(pk__in=own.values("pk"))
    return same.exclude(file="").count()
